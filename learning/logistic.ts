import type { Objective } from './lbfgs.ts';
import { softmaxInPlace } from './softmax.ts';
import type { SparseRows } from './sparse.ts';

export interface LogisticProblem {
  rows: SparseRows;
  /** Class of each row, 0 to classCount - 1. */
  labels: Uint16Array;
  classCount: number;
  /** Weight of each row in the loss; they sum to the number of rows. */
  rowWeights: Float64Array;
  /** Strength of the squared penalty; the intercepts carry none. */
  l2: number;
  /** 0 to 1: how much of each target is spread evenly over the classes. */
  labelSmoothing: number;
}

/** Rows whose gradients are added together: each weight is then loaded once for four rows. */
const BLOCK = 4;

/**
 * Loss and gradient of multinomial logistic regression: mean weighted cross-entropy plus (l2 / 2n) |W|^2.
 *
 * Shape: weights is classCount * (columnCount + 1), class by class, the intercept last. The gradient is filled in place.
 * Cost: entries * classCount, twice. Most of it is in the dense columns where there are any, so these have loops of
 * their own; of the sparse columns the weights are turned first, because one entry meets all classes of its column.
 */
export function logisticObjective(problem: LogisticProblem): Objective {
  const { rows, labels, classCount, rowWeights, l2, labelSmoothing } = problem;
  const { rowCount: n, starts, columns, values, denseColumns } = rows;
  const width = rows.columnCount + 1;
  const terms = rows.columnCount - denseColumns;
  const termWeights = new Float64Array(terms * classCount);
  const termGradient = new Float64Array(terms * classCount);
  const scores = new Float64Array(classCount);
  const errors = new Float64Array(BLOCK * classCount);

  /** Adds the loss of row i, leaves its errors in the block at `slot`, and adds the gradient of its sparse columns. */
  function forRow(i: number, slot: number, weights: Float64Array): number {
    const from = starts[i] ?? 0;
    const to = (starts[i + 1] ?? 0) - denseColumns;
    for (let c = 0; c < classCount; c++) scores[c] = weights[(c + 1) * width - 1] ?? 0;
    for (let k = from; k < to; k++) {
      const base = (columns[k] ?? 0) * classCount;
      const value = values[k] ?? 0;
      for (let c = 0; c < classCount; c++) scores[c] = (scores[c] ?? 0) + value * (termWeights[base + c] ?? 0);
    }
    addDenseScores(rows, to, weights, scores);
    softmaxInPlace(scores);
    const rowWeight = (rowWeights[i] ?? 1) / n;
    const at = slot * classCount;
    let loss = 0;
    for (let c = 0; c < classCount; c++) {
      const target = (c === labels[i] ? 1 - labelSmoothing : 0) + labelSmoothing / classCount;
      const probability = scores[c] ?? 0;
      if (target > 0) loss -= rowWeight * target * Math.log(Math.max(probability, 1e-300));
      errors[at + c] = rowWeight * (probability - target);
    }
    for (let k = from; k < to; k++) {
      const base = (columns[k] ?? 0) * classCount;
      const value = values[k] ?? 0;
      for (let c = 0; c < classCount; c++)
        termGradient[base + c] = (termGradient[base + c] ?? 0) + value * (errors[at + c] ?? 0);
    }
    return loss;
  }

  return (weights, gradient) => {
    for (let c = 0; c < classCount; c++)
      for (let j = 0; j < terms; j++) termWeights[j * classCount + c] = weights[c * width + j] ?? 0;
    termGradient.fill(0);
    gradient.fill(0);
    let loss = 0;
    for (let first = 0; first < n; first += BLOCK) {
      errors.fill(0);
      const count = Math.min(BLOCK, n - first);
      for (let slot = 0; slot < count; slot++) loss += forRow(first + slot, slot, weights);
      addDenseGradient(rows, { first, count }, { errors, classCount, gradient });
    }
    let penalty = 0;
    for (let c = 0; c < classCount; c++) {
      for (let j = c * width; j < (c + 1) * width - 1; j++) {
        const weight = weights[j] ?? 0;
        const column = j - c * width;
        penalty += weight * weight;
        if (column < terms) gradient[j] = termGradient[column * classCount + c] ?? 0;
        gradient[j] = (gradient[j] ?? 0) + (l2 / n) * weight;
      }
    }
    return loss + (l2 / (2 * n)) * penalty;
  };
}

/** Fills `scores` with the probabilities of the classes for row i. */
export function softmaxScores(rows: SparseRows, i: number, weights: ArrayLike<number>, scores: Float64Array): void {
  const width = rows.columnCount + 1;
  const to = (rows.starts[i + 1] ?? 0) - rows.denseColumns;
  for (let c = 0; c < scores.length; c++) {
    const base = c * width;
    let score = weights[base + width - 1] ?? 0;
    for (let k = rows.starts[i] ?? 0; k < to; k++)
      score += (weights[base + (rows.columns[k] ?? 0)] ?? 0) * (rows.values[k] ?? 0);
    scores[c] = score;
  }
  addDenseScores(rows, to, weights, scores);
  softmaxInPlace(scores);
}

/** Adds to the scores what the dense columns say, whose values begin at `at`: four classes at a time. */
function addDenseScores(rows: SparseRows, at: number, weights: ArrayLike<number>, scores: Float64Array): void {
  const { values, denseColumns, columnCount } = rows;
  if (denseColumns === 0) return;
  const width = columnCount + 1;
  for (let c = 0; c < scores.length; c += 4) {
    const w0 = c * width + columnCount - denseColumns;
    // Where fewer than four classes are left the last one is computed again and not kept.
    const w1 = c + 1 < scores.length ? w0 + width : w0;
    const w2 = c + 2 < scores.length ? w1 + width : w0;
    const w3 = c + 3 < scores.length ? w2 + width : w0;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let d = 0; d < denseColumns; d++) {
      const value = values[at + d] ?? 0;
      s0 += value * (weights[w0 + d] ?? 0);
      s1 += value * (weights[w1 + d] ?? 0);
      s2 += value * (weights[w2 + d] ?? 0);
      s3 += value * (weights[w3 + d] ?? 0);
    }
    scores[c] = (scores[c] ?? 0) + s0;
    if (c + 1 < scores.length) scores[c + 1] = (scores[c + 1] ?? 0) + s1;
    if (c + 2 < scores.length) scores[c + 2] = (scores[c + 2] ?? 0) + s2;
    if (c + 3 < scores.length) scores[c + 3] = (scores[c + 3] ?? 0) + s3;
  }
}

/** Adds the gradient of intercepts and dense columns of a block of rows; rows that a last block lacks have errors of 0. */
function addDenseGradient(
  { starts, values, denseColumns, columnCount }: SparseRows,
  { first, count }: { first: number; count: number },
  { errors, classCount, gradient }: { errors: Float64Array; classCount: number; gradient: Float64Array },
): void {
  const begin = (slot: number) => (starts[first + Math.min(slot, count - 1) + 1] ?? 0) - denseColumns;
  const [v0, v1, v2, v3] = [begin(0), begin(1), begin(2), begin(3)];
  for (let c = 0; c < classCount; c++) {
    const e0 = errors[c] ?? 0;
    const e1 = errors[classCount + c] ?? 0;
    const e2 = errors[2 * classCount + c] ?? 0;
    const e3 = errors[3 * classCount + c] ?? 0;
    const intercept = (c + 1) * (columnCount + 1) - 1;
    const g = intercept - denseColumns;
    gradient[intercept] = (gradient[intercept] ?? 0) + e0 + e1 + e2 + e3;
    for (let d = 0; d < denseColumns; d++)
      gradient[g + d] =
        (gradient[g + d] ?? 0) +
        e0 * (values[v0 + d] ?? 0) +
        e1 * (values[v1 + d] ?? 0) +
        e2 * (values[v2 + d] ?? 0) +
        e3 * (values[v3 + d] ?? 0);
  }
}
