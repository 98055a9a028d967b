import type { Evaluation } from '../../contracts/training.ts';
import { type Encoder, encode } from '../../learning/encoder.ts';
import { pairedBootstrap } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { toTfIdf, type Vocabulary } from '../../learning/tfidf.ts';
import type { TurnPairs } from './examples.ts';

const CANDIDATES = 10;
/** With fewer pairs an interval says nothing. Our choice. */
const PAIRS_MIN = 20;

/**
 * Retrieval: each turn has to find its answer among ten, nine of them drawn from other answers of the test split.
 * Beside it TF-IDF cosine over the same candidates, and chance.
 */
export function judgeRetrieval(
  model: { encoder: Pick<Encoder, 'dim' | 'table' | 'map'>; vocabulary: Vocabulary },
  pairs: TurnPairs,
  seed: number,
): Evaluation {
  const count = pairs.first.length;
  const base = {
    split: 'test' as const,
    example_count: count,
    primary_metric: 'recall_at_1_of_10',
    per_class: [],
    confusion: null,
  };
  if (count < PAIRS_MIN) {
    const unmeasured = { recall_at_1_of_10: `the test split holds ${count} pairs of turns; ${PAIRS_MIN} are needed` };
    return { ...base, scores: {}, baselines: {}, gain_over_baseline: null, unmeasured, better_than_baseline: false };
  }
  const first = toTfIdf(pairs.first, model.vocabulary);
  const second = toTfIdf(pairs.second, model.vocabulary);
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  const a = encode(model.encoder, first, all, true).units;
  const b = encode(model.encoder, second, all, false).units;
  const { dim } = model.encoder;
  const candidates = drawCandidates(pairs.second, seed);
  const byModel = ranksOf(candidates, (i, j) => {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (a[i * dim + d] ?? 0) * (b[j * dim + d] ?? 0);
    return sum;
  });
  const byTfIdf = ranksOf(candidates, (i, j) => sparseDot(first, i, second, j));
  const scores = scoresOf(byModel);
  const baselines = { tfidf_cosine: scoresOf(byTfIdf), chance: chanceScores() };
  const hits = (ranks: number[], indexes: Uint32Array) =>
    indexes.reduce((sum, i) => sum + (ranks[i] === 1 ? 1 : 0), 0) / indexes.length;
  const strongest =
    baselines.tfidf_cosine.recall_at_1_of_10 >= baselines.chance.recall_at_1_of_10 ? 'tfidf_cosine' : 'chance';
  const rival = (indexes: Uint32Array) => (strongest === 'chance' ? 1 / CANDIDATES : hits(byTfIdf, indexes));
  const interval = pairedBootstrap(count, (indexes) => hits(byModel, indexes) - rival(indexes), { seed });
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

/** For each pair its own answer and nine others with another text. */
function drawCandidates(answers: string[], seed: number): number[][] {
  const random = new Random(seed);
  return answers.map((answer, i) => {
    const drawn = [i];
    for (let tries = 0; drawn.length < CANDIDATES && tries < 1000; tries++) {
      const j = random.below(answers.length);
      if (!drawn.includes(j) && answers[j] !== answer) drawn.push(j);
    }
    return drawn;
  });
}

/** Rank of the true answer, 1 is best; ties count half, so that scoring nothing is no better than chance. */
function ranksOf(candidates: number[][], score: (first: number, second: number) => number): number[] {
  return candidates.map((drawn, i) => {
    const scores = drawn.map((j) => score(i, j));
    const own = scores[0] ?? 0;
    const above = scores.filter((other, k) => k > 0 && other > own).length;
    const equal = scores.filter((other, k) => k > 0 && other === own).length;
    return 1 + above + equal / 2;
  });
}

function scoresOf(ranks: number[]) {
  return {
    recall_at_1_of_10: ranks.filter((rank) => rank === 1).length / ranks.length,
    mrr: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length,
  };
}

function chanceScores() {
  const ranks = Array.from({ length: CANDIDATES }, (_, i) => i + 1);
  return scoresOf(ranks);
}

function sparseDot(a: SparseRows, i: number, b: SparseRows, j: number): number {
  let [p, q] = [a.starts[i] ?? 0, b.starts[j] ?? 0];
  let sum = 0;
  while (p < (a.starts[i + 1] ?? 0) && q < (b.starts[j + 1] ?? 0)) {
    const [x, y] = [a.columns[p] ?? 0, b.columns[q] ?? 0];
    if (x === y) sum += (a.values[p++] ?? 0) * (b.values[q++] ?? 0);
    else if (x < y) p += 1;
    else q += 1;
  }
  return sum;
}
