import { centroidsOf, nearestCentroid } from '../../learning/centroids.ts';
import { drawSome } from '../../learning/episodes.ts';
import { softmaxScores } from '../../learning/logistic.ts';
import type { Random } from '../../learning/random.ts';
import { pickRows, type SparseRows } from '../../learning/sparse.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import { type Pause, weighTerms } from './features.ts';
import { type Embedding, featuresOf } from './static-table.ts';
import { fitHead, predictHead } from './transfer-heads.ts';

export type HeadKind = 'prototype' | 'logistic';

/** Rows of texts twice: their TF-IDF alone, for the baseline, and joined with their embedding. */
export interface FewShotRows {
  terms: SparseRows;
  joined: SparseRows;
  labels: Uint16Array;
}

/** A few shots are told apart soon; more iterations only cost time. */
const HEAD_ITERATIONS = 20;

export interface Head {
  kind: HeadKind;
  /** Prototypes, or weights of a logistic regression. */
  weights: Float32Array;
}

/** TF-IDF rows of the texts, and the same joined with their embedding. */
export async function rowsOf(
  texts: readonly string[],
  { vocabulary, embedding, pause }: { vocabulary: Vocabulary; embedding: Embedding; pause: Pause },
) {
  const terms = await weighTerms(texts, vocabulary, pause);
  return { terms, joined: await featuresOf(texts, terms, { features: 'tfidf_static', embedding, pause }) };
}

export async function learnHead(
  kind: HeadKind,
  { joined, labels }: FewShotRows,
  shots: readonly number[],
  { classCount, l2, pause }: { classCount: number; l2: number; pause: Pause },
): Promise<Head> {
  if (kind === 'prototype') return { kind, weights: centroidsOf(joined, labels, classCount, shots) };
  const shown = { rows: pickRows(joined, shots), labels: Uint16Array.from(shots, (i) => labels[i] ?? 0) };
  return { kind, weights: await fitHead(shown, { classCount, l2, pause, iterationsMax: HEAD_ITERATIONS }) };
}

export function applyHead({ kind, weights }: Head, rows: SparseRows, members: readonly number[], classCount: number) {
  return kind === 'prototype'
    ? nearestCentroid(weights, rows, classCount, members)
    : predictHead(pickRows(rows, members), weights, classCount);
}

/** What the baseline says: the nearest mean of the same shots by TF-IDF. */
export function byTermCentroids(
  pool: FewShotRows,
  shots: readonly number[],
  queries: { terms: SparseRows; members: readonly number[] },
  classCount: number,
): Uint16Array {
  const centroids = centroidsOf(pool.terms, pool.labels, classCount, shots);
  return nearestCentroid(centroids, queries.terms, classCount, queries.members);
}

/** Shots of each class by chance. */
export function drawShots(members: readonly (readonly number[])[], count: number, random: Random): number[] {
  return members.flatMap((own) => drawSome(own, count, random));
}

/**
 * Shots of one class, chosen by their rows: those nearest to the class mean; or, for diverse ones, the nearest first and
 * then each time the one farthest from those chosen (Gonzalez, 1985).
 */
export function chooseShots(
  rows: SparseRows,
  members: readonly number[],
  count: number,
  strategy: 'diverse' | 'representative',
): number[] {
  const mean = centroidsOf(rows, new Uint16Array(rows.rowCount), 1, members);
  const closeness = new Map(members.map((i) => [i, product(rows, i, mean)]));
  const ranked = [...members].sort((a, b) => (closeness.get(b) ?? 0) - (closeness.get(a) ?? 0) || a - b);
  if (strategy === 'representative') return ranked.slice(0, count);
  const chosen = ranked.slice(0, 1);
  const nearest = new Map(members.map((i) => [i, Number.NEGATIVE_INFINITY]));
  while (chosen.length < Math.min(count, members.length)) {
    const last = centroidsOf(rows, new Uint16Array(rows.rowCount), 1, [chosen.at(-1) ?? 0]);
    for (const i of members) nearest.set(i, Math.max(nearest.get(i) ?? 0, product(rows, i, last)));
    const open = ranked.filter((i) => !chosen.includes(i));
    chosen.push(open.reduce((best, i) => ((nearest.get(i) ?? 0) < (nearest.get(best) ?? 0) ? i : best)));
  }
  return chosen;
}

function product(rows: SparseRows, i: number, dense: Float32Array): number {
  let sum = 0;
  for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++)
    sum += (rows.values[k] ?? 0) * (dense[rows.columns[k] ?? 0] ?? 0);
  return sum;
}

/** Of each row: probabilities of a logistic head, similarities to prototypes. */
export function scoresOfHead({ kind, weights }: Head, rows: SparseRows, classCount: number): Float64Array[] {
  return Array.from({ length: rows.rowCount }, (_, i) => {
    const scores = new Float64Array(classCount);
    if (kind === 'logistic') softmaxScores(rows, i, weights, scores);
    else
      for (let c = 0; c < classCount; c++)
        scores[c] = product(rows, i, weights.subarray(c * rows.columnCount, (c + 1) * rows.columnCount));
    return scores;
  });
}
