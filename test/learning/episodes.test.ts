import { describe, expect, it } from 'vitest';
import { type JudgedEpisode, judgeEpisodes } from '../../learning/episodes.ts';
import { Random } from '../../learning/random.ts';

const CLASSES = 12;
const ASKED = 4;
const how = { exampleCount: CLASSES * ASKED, classCount: CLASSES, seed: 7, pause: async () => undefined };

/** Episodes over the same examples, four of each class; `model` says what the model takes a query for. */
const episodesBy = (model: (truth: number, random: Random) => number): JudgedEpisode<'one_class'>[] => {
  const random = new Random(3);
  const truth = Uint16Array.from({ length: CLASSES * ASKED }, (_, i) => Math.floor(i / ASKED));
  return Array.from({ length: 60 }, () => ({
    queries: Uint32Array.from(truth, (_, i) => i),
    truth,
    model: truth.map((label) => model(label, random)),
    baselines: { one_class: truth.map(() => 0) },
  }));
};

describe('episodes', () => {
  it('a model that answers by chance is no better, though a baseline that names one class has a lower macro-F1', async () => {
    const { score, baselines, gain } = await judgeEpisodes(
      episodesBy((_, random) => random.below(CLASSES)),
      how,
    );
    expect(score).toBeGreaterThan(2 * (baselines.one_class?.episode_f1_score ?? 1));
    expect(gain.baseline).toBe('guess_by_share');
    expect(gain.interval_95[0]).toBeLessThanOrEqual(0);
  });

  it('one that is right half of the time is better than chance', async () => {
    const { gain } = await judgeEpisodes(
      episodesBy((label, random) => (random.below(2) === 0 ? label : random.below(CLASSES))),
      how,
    );
    expect(gain.interval_95[0]).toBeGreaterThan(0.2);
  });
});
