import type { Evaluation } from '../../contracts/training.ts';
import { centroidsOf, nearestCentroid } from '../../learning/centroids.ts';
import { type JudgedEpisode, judgeEpisodes, membersOf } from '../../learning/episodes.ts';
import { constantScores, macroScores } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import type { LabelledTexts } from './examples.ts';
import type { Pause } from './features.ts';
import { type DrawnEpisode, drawEpisode } from './meta-episodes.ts';
import { type MetaModel, representationsOf } from './meta-model.ts';

const EPISODES = 200;

/**
 * Mean macro-F1 over episodes of the held-out classes, texts of the test split alone. The baselines see the same shots:
 * prototypes of the embeddings as they are, of the words (TF-IDF), and of both. The gain is over the best of them and of chance.
 */
export async function judgeMetric(
  model: MetaModel,
  { texts, labels, skipped }: LabelledTexts,
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const { shape, heldOut, classes } = model;
  const all = membersOf(labels, classes.length);
  const members = heldOut.map((c) => all[c] ?? []).filter((own) => own.length > shape.shots);
  const base = { split: 'test' as const, primary_metric: 'episode_f1_score', per_class: [], confusion: null };
  if (members.length < shape.ways) {
    const reason = `${members.length} of the ${heldOut.length} held-out classes have more than ${shape.shots} texts in the test split; ${shape.ways} are needed`;
    return {
      ...base,
      example_count: 0,
      counts: skipped,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      unmeasured: { episode_f1_score: reason },
      better_than_baseline: false,
    };
  }
  const random = new Random(seed);
  const { learned, ...others } = await representationsOf(texts, model, pause);
  const episodes: JudgedEpisode<`${'raw' | 'tfidf' | 'joined'}_prototypes`>[] = [];
  for (let e = 0; e < EPISODES; e++) {
    const episode = drawEpisode(members, shape, random);
    const { queries, truth } = episode;
    const baselines = {
      raw_prototypes: nearest(others.embedding, episode),
      tfidf_prototypes: nearest(others.words, episode),
      joined_prototypes: nearest(others.joined, episode),
    };
    episodes.push({ queries, truth, model: nearest(learned, episode), baselines });
    await pause();
  }
  const judged = await judgeEpisodes(episodes, { exampleCount: texts.length, classCount: shape.ways, seed, pause });
  return {
    ...base,
    example_count: members.reduce((sum, own) => sum + own.length, 0),
    counts: { ...skipped, episodes: EPISODES, unseen_classes: members.length, ways: shape.ways, shots: shape.shots },
    // Over all classes as the model names them, those of training included: what it is worth in use.
    scores: {
      episode_f1_score: judged.score,
      ...macroScores(labels, nearestCentroid(model.prototypes, learned, classes.length), classes.length),
    },
    baselines: {
      ...judged.baselines,
      majority_class: constantScores(labels, classes.length),
    },
    gain_over_baseline: judged.gain,
    unmeasured: {},
    better_than_baseline: judged.gain.interval_95[0] > 0,
  };
}

/** The class of each query: the prototype with the highest cosine. */
function nearest(rows: SparseRows, { shots, queries }: DrawnEpisode): Uint16Array {
  const classOf = new Uint16Array(rows.rowCount);
  for (const [c, own] of shots.entries()) for (const i of own) classOf[i] = c;
  return nearestCentroid(centroidsOf(rows, classOf, shots.length, shots.flat()), rows, shots.length, queries);
}
