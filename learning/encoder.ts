import type { Random } from './random.ts';
import { forShared, type SparseRows } from './sparse.ts';

/** The arrays that are learned. Shape: termWeights has one entry a term; the tables are terms x dim, by row. */
export interface EncoderArrays {
  termWeights: Float32Array;
  firstTable: Float32Array;
  secondTable: Float32Array;
}

/**
 * A dual encoder over TF-IDF rows. Two turns x and y are as close as
 *
 *     x' diag(w) y + (x'U)(y'V)
 *
 * with w the term weights, U the first and V the second table: the inner product of the vectors [w*x, x'U] and [y, y'V].
 * The first part asks which shared terms count, the second which terms of a turn go with other terms of its answer.
 *
 * Source: Bai et al., Supervised Semantic Indexing, CIKM 2009 (there with w = 1). The first part is needed: the tables alone
 * stay below plain TF-IDF on long turns, because 128 dimensions cannot hold thousands of terms.
 */
export interface Encoder extends EncoderArrays {
  dim: number;
}

/** Starts as TF-IDF cosine exactly: w is 1 and V is 0. U is random, so that V has a gradient (as in LoRA, Hu et al., 2021). */
export function createEncoder(vocabularySize: number, dim: number, random: Random): Encoder {
  return {
    dim,
    termWeights: new Float32Array(vocabularySize).fill(1),
    firstTable: Float32Array.from({ length: vocabularySize * dim }, () => random.normal() / Math.sqrt(dim)),
    secondTable: new Float32Array(vocabularySize * dim),
  };
}

/** The dense parts of the rows `indexes`: one vector of `dim` entries each, by row. */
export function project(
  rows: SparseRows,
  indexes: ArrayLike<number>,
  { table, dim }: { table: Float32Array; dim: number },
): Float32Array {
  const vectors = new Float32Array(indexes.length * dim);
  for (let i = 0; i < indexes.length; i++) {
    const row = indexes[i] ?? 0;
    for (let k = rows.starts[row] ?? 0; k < (rows.starts[row + 1] ?? 0); k++) {
      const base = (rows.columns[k] ?? 0) * dim;
      const value = rows.values[k] ?? 0;
      for (let d = 0; d < dim; d++) vectors[i * dim + d] = (vectors[i * dim + d] ?? 0) + value * (table[base + d] ?? 0);
    }
  }
  return vectors;
}

/** Pairs of turns: row i of `second` answered row i of `first`. Equal ids mean equal texts. */
export interface Pairs {
  first: SparseRows;
  second: SparseRows;
  firstIds: Uint32Array;
  secondIds: Uint32Array;
}

/** Similarity of turn i to answer j, from their dense parts at positions a and b. */
export function similarity(
  encoder: Encoder,
  { first, second }: Pick<Pairs, 'first' | 'second'>,
  at: { i: number; j: number; a: Float32Array; b: Float32Array },
): number {
  let sum = 0;
  forShared(first, at.i, second, at.j, (column, product) => {
    sum += (encoder.termWeights[column] ?? 0) * product;
  });
  for (let d = 0; d < encoder.dim; d++) sum += (at.a[d] ?? 0) * (at.b[d] ?? 0);
  return sum;
}

/** Gradients of the terms that the batch holds, by term. */
export interface EncoderGradients {
  loss: number;
  termWeights: Map<number, number>;
  firstTable: Map<number, Float32Array>;
  secondTable: Map<number, Float32Array>;
}

/**
 * InfoNCE over a batch of pairs: each turn has to find its answer among the answers of the batch (van den Oord et al.,
 * Representation Learning with Contrastive Predictive Coding, 2018). An answer to the same turn, or of the same text, is
 * no negative.
 *
 * Result: mean loss in nats, and its gradients. Cost: batch^2 * dim.
 */
export function infoNce(
  encoder: Encoder,
  pairs: Pairs,
  { batch, temperature }: { batch: ArrayLike<number>; temperature: number },
): EncoderGradients {
  const { dim } = encoder;
  const n = batch.length;
  const a = project(pairs.first, batch, { table: encoder.firstTable, dim });
  const b = project(pairs.second, batch, { table: encoder.secondTable, dim });
  const toA = new Float32Array(n * dim);
  const toB = new Float32Array(n * dim);
  const toWeights = new Float64Array(encoder.termWeights.length);
  // One row spread out over all terms: the sparse products with every other row then need no search.
  const spread = new Float64Array(encoder.termWeights.length);
  const scores = new Float64Array(n);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const rowI = batch[i] ?? 0;
    addRow(spread, pairs.first, rowI, 1);
    for (let j = 0; j < n; j++) {
      const rowJ = batch[j] ?? 0;
      const allowed =
        i === j || (pairs.firstIds[rowI] !== pairs.firstIds[rowJ] && pairs.secondIds[rowI] !== pairs.secondIds[rowJ]);
      let score = allowed ? 0 : Number.NEGATIVE_INFINITY;
      for (let k = pairs.second.starts[rowJ] ?? 0; allowed && k < (pairs.second.starts[rowJ + 1] ?? 0); k++) {
        const column = pairs.second.columns[k] ?? 0;
        score += (encoder.termWeights[column] ?? 0) * (spread[column] ?? 0) * (pairs.second.values[k] ?? 0);
      }
      for (let d = 0; d < dim; d++) score += (a[i * dim + d] ?? 0) * (b[j * dim + d] ?? 0);
      scores[j] = score / temperature;
    }
    loss += softmaxInPlace(scores, i) / n;
    addRow(spread, pairs.first, rowI, 0);
    // From here on `spread` holds the sum of the answers, each times its error.
    for (let j = 0; j < n; j++) {
      const error = ((scores[j] ?? 0) - (i === j ? 1 : 0)) / (temperature * n);
      if (error === 0) continue;
      for (let d = 0; d < dim; d++) {
        toA[i * dim + d] = (toA[i * dim + d] ?? 0) + error * (b[j * dim + d] ?? 0);
        toB[j * dim + d] = (toB[j * dim + d] ?? 0) + error * (a[i * dim + d] ?? 0);
      }
      addRow(spread, pairs.second, batch[j] ?? 0, error);
    }
    for (let k = pairs.first.starts[rowI] ?? 0; k < (pairs.first.starts[rowI + 1] ?? 0); k++) {
      const column = pairs.first.columns[k] ?? 0;
      toWeights[column] = (toWeights[column] ?? 0) + (pairs.first.values[k] ?? 0) * (spread[column] ?? 0);
    }
    for (let j = 0; j < n; j++) addRow(spread, pairs.second, batch[j] ?? 0, 0);
  }
  const termWeights = new Map<number, number>();
  toWeights.forEach((gradient, term) => {
    if (gradient !== 0) termWeights.set(term, gradient);
  });
  return {
    loss,
    termWeights,
    firstTable: toTable(pairs.first, batch, { gradient: toA, dim }),
    secondTable: toTable(pairs.second, batch, { gradient: toB, dim }),
  };
}

/**
 * One step of AdaGrad (Duchi et al., 2011), in place; only terms of the batch move. `sums` holds its sums of squares.
 *
 * The term weights are near 1 and the tables' entries near 1 / sqrt(dim) or 0: each needs a learning rate of its own.
 */
export function applyAdaGrad(
  encoder: Encoder,
  { gradients, sums }: { gradients: EncoderGradients; sums: EncoderArrays },
  rates: { tables: number; termWeights: number },
): void {
  const move = (name: keyof EncoderArrays, base: number, gradient: ArrayLike<number>) => {
    const [values, squares] = [encoder[name], sums[name]];
    const rate = name === 'termWeights' ? rates.termWeights : rates.tables;
    for (let d = 0; d < gradient.length; d++) {
      const g = gradient[d] ?? 0;
      const sum = (squares[base + d] ?? 0) + g * g;
      squares[base + d] = sum;
      values[base + d] = (values[base + d] ?? 0) - (rate * g) / (Math.sqrt(sum) + 1e-8);
    }
  };
  for (const [term, g] of gradients.termWeights) move('termWeights', term, [g]);
  for (const name of ['firstTable', 'secondTable'] as const)
    for (const [term, row] of gradients[name]) move(name, term * encoder.dim, row);
}

/** Adds `factor` times row i to the dense vector; a factor of 0 clears the row's columns. */
function addRow(target: Float64Array, rows: SparseRows, i: number, factor: number): void {
  for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++) {
    const column = rows.columns[k] ?? 0;
    target[column] = factor === 0 ? 0 : (target[column] ?? 0) + factor * (rows.values[k] ?? 0);
  }
}

/** Turns scores into probabilities and answers the cross-entropy of `target`. */
function softmaxInPlace(scores: Float64Array, target: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest || Number.isNaN(score)) highest = score;
  const own = scores[target] ?? 0;
  let total = 0;
  for (let j = 0; j < scores.length; j++) total += scores[j] = Math.exp((scores[j] ?? 0) - highest);
  for (let j = 0; j < scores.length; j++) scores[j] = (scores[j] ?? 0) / total;
  return Math.log(total) + highest - own;
}

function toTable(
  rows: SparseRows,
  batch: ArrayLike<number>,
  { gradient, dim }: { gradient: Float32Array; dim: number },
): Map<number, Float32Array> {
  const table = new Map<number, Float32Array>();
  for (let i = 0; i < batch.length; i++) {
    const row = batch[i] ?? 0;
    for (let k = rows.starts[row] ?? 0; k < (rows.starts[row + 1] ?? 0); k++) {
      const column = rows.columns[k] ?? 0;
      const value = rows.values[k] ?? 0;
      const sum = table.get(column) ?? new Float32Array(dim);
      table.set(column, sum);
      for (let d = 0; d < dim; d++) sum[d] = (sum[d] ?? 0) + value * (gradient[i * dim + d] ?? 0);
    }
  }
  return table;
}
