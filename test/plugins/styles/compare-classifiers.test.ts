import { describe, expect, it } from 'vitest';
import { Random } from '../../../learning/random.ts';
import { compareClassifiers } from '../../../plugins/styles/compare-classifiers.ts';
import { createPause } from '../../../plugins/styles/features.ts';

/** Nine classes, each half as frequent as the one before. */
const SHARES = [256, 128, 64, 32, 16, 8, 4, 2, 1];
const CLASSES = SHARES.map((_, c) => `class ${c}`);
const truth = Uint16Array.from(SHARES.flatMap((count, c) => new Array<number>(count).fill(c)));
const majority_class = new Uint16Array(truth.length);

describe('a classifier beside its baselines', () => {
  it('is not better for spreading its answers over the classes, where the baselines do not', async () => {
    const judged = await Promise.all(
      Array.from({ length: 40 }, (_, seed) => {
        const predicted = new Random(seed + 1000).shuffle(truth.slice());
        return compareClassifiers(
          { truth, predicted, baselines: { majority_class }, classes: CLASSES },
          { seed, pause: createPause(), counts: {} },
        );
      }),
    );
    const aboveMajority = judged.map(({ scores, baselines }) => {
      return (scores.f1_score ?? 0) - (baselines.majority_class?.f1_score ?? 0);
    });
    expect(aboveMajority.reduce((sum, gain) => sum + gain, 0) / judged.length).toBeGreaterThan(0.01);
    // An interval of 95 % leaves one in forty above 0 by chance.
    expect(judged.filter(({ better_than_baseline }) => better_than_baseline).length).toBeLessThanOrEqual(3);
  });

  it('is better where it knows something', async () => {
    const random = new Random(7);
    const predicted = truth.map((own) => (random.uniform() < 0.5 ? own : random.below(CLASSES.length)));
    const { better_than_baseline, gain_over_baseline } = await compareClassifiers(
      { truth, predicted, baselines: { majority_class }, classes: CLASSES },
      { seed: 1, pause: createPause(), counts: {} },
    );
    expect(better_than_baseline).toBe(true);
    expect(gain_over_baseline?.baseline).toBe('guess_by_share');
  });

  it('is left between two resamples where that is asked for, however large the test split', async () => {
    const large = new Uint16Array(200_000).map((_, i) => i % 2);
    let resamples = 0;
    const pause = async () => {
      resamples += 1;
      if (resamples === 3) throw new Error('cancelled');
    };
    const judged = compareClassifiers(
      { truth: large, predicted: large, baselines: {}, classes: ['a', 'b'] },
      { seed: 1, pause, counts: {} },
    );
    await expect(judged).rejects.toThrow('cancelled');
    expect(resamples).toBe(3);
  });
});
