import type { Evaluation } from '../../contracts/training.ts';
import { type Encoder, project, similarity } from '../../learning/encoder.ts';
import { pairedBootstrap } from '../../learning/metrics.ts';
import { drawCandidates, firstShare, type Place, placesOf, retrievalScores } from '../../learning/retrieval.ts';
import { forShared } from '../../learning/sparse.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { TurnPairs } from './examples.ts';
import { createPause, type Pause, weighTerms } from './features.ts';

const CANDIDATES = 10;
/** With fewer pairs an interval says nothing. Our choice. */
const PAIRS_MIN = 20;

/**
 * Retrieval: each turn has to find its answer among ten, nine of them answers to other turns of the test split.
 * Beside it TF-IDF cosine over the same candidates, and chance.
 */
export async function judgeRetrieval(
  { encoder, vocabulary }: { encoder: Encoder; vocabulary: Vocabulary },
  pairs: TurnPairs,
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const count = pairs.first.length;
  const base = {
    split: 'test' as const,
    example_count: count,
    primary_metric: 'recall_at_1_of_10',
    per_class: [],
    confusion: null,
    counts: pairs.skipped,
  };
  const unmeasured = (reason: string): Evaluation => ({
    ...base,
    scores: {},
    baselines: {},
    gain_over_baseline: null,
    unmeasured: { recall_at_1_of_10: reason, mrr: reason },
    better_than_baseline: false,
  });
  if (count < PAIRS_MIN) return unmeasured(`the test split holds ${count} pairs of turns; ${PAIRS_MIN} are needed`);
  const candidates = drawCandidates(pairs, { size: CANDIDATES, seed });
  if (!candidates) return unmeasured(`the test split holds too few different answers to choose among ${CANDIDATES}`);

  const { first, second, similarityOf } = await encode({ encoder, vocabulary }, pairs.first, pairs.second, pause);
  const byModel = placesOf(candidates, similarityOf);
  const byTfIdf = placesOf(candidates, (i, j) => {
    let sum = 0;
    forShared(first, i, second, j, (_, product) => {
      sum += product;
    });
    return sum;
  });

  const scores = retrievalScores(byModel);
  const baselines = {
    tfidf_cosine: retrievalScores(byTfIdf),
    chance: retrievalScores([{ above: 0, equal: CANDIDATES - 1 }]),
  };
  const strongest =
    baselines.tfidf_cosine.recall_at_1_of_10 >= baselines.chance.recall_at_1_of_10 ? 'tfidf_cosine' : 'chance';
  const gains = byModel.map((place, i) => firstShare(place) - rivalShare(strongest, byTfIdf[i]));
  const gain = (indexes: Uint32Array) => indexes.reduce((sum, i) => sum + (gains[i] ?? 0), 0) / indexes.length;
  const interval = await pairedBootstrap(count, gain, { seed, pause });
  return {
    ...base,
    scores,
    baselines,
    gain_over_baseline: {
      baseline: strongest,
      value: scores.recall_at_1_of_10 - baselines[strongest].recall_at_1_of_10,
      interval_95: interval,
    },
    unmeasured: {},
    better_than_baseline: interval[0] > 0,
  };
}

/** How near each candidate reply lies to each text: one row a text, one figure a candidate. */
export async function rankReplies(
  model: { encoder: Encoder; vocabulary: Vocabulary },
  { texts, candidates }: { texts: readonly string[]; candidates: readonly string[] },
): Promise<number[][]> {
  const { similarityOf } = await encode(model, texts, candidates, createPause());
  return texts.map((_, i) => candidates.map((__, j) => similarityOf(i, j)));
}

async function encode(
  { encoder, vocabulary }: { encoder: Encoder; vocabulary: Vocabulary },
  firstTexts: readonly string[],
  secondTexts: readonly string[],
  pause: Pause,
) {
  const first = await weighTerms(firstTexts, vocabulary, pause);
  const second = await weighTerms(secondTexts, vocabulary, pause);
  const { dim } = encoder;
  const every = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
  const a = project(first, every(firstTexts.length), { table: encoder.firstTable, dim });
  const b = project(second, every(secondTexts.length), { table: encoder.secondTable, dim });
  const row = (vectors: Float32Array, i: number) => vectors.subarray(i * dim, (i + 1) * dim);
  const similarityOf = (i: number, j: number) =>
    similarity(encoder, { first, second }, { i, j, a: row(a, i), b: row(b, j) });
  return { first, second, similarityOf };
}

function rivalShare(strongest: 'tfidf_cosine' | 'chance', place: Place | undefined): number {
  return strongest === 'chance' || !place ? 1 / CANDIDATES : firstShare(place);
}
