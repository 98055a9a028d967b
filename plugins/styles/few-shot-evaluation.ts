import type { Evaluation } from '../../contracts/training.ts';
import { drawSome, type JudgedEpisode, judgeEpisodes, membersOf } from '../../learning/episodes.ts';
import { constantScores, macroScores } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import type { LabelledTexts } from './examples.ts';
import type { Pause } from './features.ts';
import { applyHead, byTermCentroids, drawShots, learnHead, rowsOf } from './few-shot-heads.ts';
import type { FewShotModel } from './few-shot-model.ts';

const EPISODES = 60;
/** With fewer examples an interval says nothing. Our choice. */
const EXAMPLES_MIN = 20;

/**
 * Mean macro-F1 over episodes: shots are drawn anew from the training pool, queries from the test split. Beside it the
 * nearest TF-IDF centroid of the same shots on the same queries, and chance.
 */
export async function judgeFewShot(
  { classes, options, head, vocabulary, embedding, pool }: FewShotModel,
  { texts, labels, skipped }: LabelledTexts,
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const classCount = classes.length;
  const base = {
    split: 'test' as const,
    example_count: texts.length,
    primary_metric: 'episode_f1_score',
    per_class: [],
    confusion: null,
    counts: { ...skipped, episodes: EPISODES, shots: options.num_shots },
  };
  if (texts.length < EXAMPLES_MIN) {
    const reason = `the test split holds ${texts.length} examples; ${EXAMPLES_MIN} are needed`;
    return {
      ...base,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      unmeasured: { episode_f1_score: reason },
      better_than_baseline: false,
    };
  }
  const rows = await rowsOf(texts, { vocabulary, embedding, pause });
  const random = new Random(seed);
  const shown = membersOf(pool.labels, classCount);
  const asked = membersOf(labels, classCount);
  const episodes: JudgedEpisode<'tfidf_centroid'>[] = [];
  for (let e = 0; e < EPISODES; e++) {
    const shots = drawShots(shown, options.num_shots, random);
    const queries = asked.flatMap((own) => drawSome(own, options.num_queries, random));
    const learned = await learnHead(head.kind, pool, shots, { classCount, l2: options.l2, pause });
    episodes.push({
      queries: Uint32Array.from(queries),
      truth: Uint16Array.from(queries, (i) => labels[i] ?? 0),
      model: applyHead(learned, rows.joined, queries, classCount),
      baselines: { tfidf_centroid: byTermCentroids(pool, shots, { terms: rows.terms, members: queries }, classCount) },
    });
    await pause();
  }
  const all = Array.from(texts, (_, i) => i);
  const judged = await judgeEpisodes(episodes, { exampleCount: texts.length, classCount, seed, pause });
  return {
    ...base,
    scores: {
      episode_f1_score: judged.score,
      ...macroScores(labels, applyHead(head, rows.joined, all, classCount), classCount),
    },
    baselines: {
      ...judged.baselines,
      majority_class: constantScores(labels, classCount),
    },
    gain_over_baseline: judged.gain,
    unmeasured: {},
    better_than_baseline: judged.gain.interval_95[0] > 0,
  };
}
