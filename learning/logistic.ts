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

/**
 * Loss and gradient of multinomial logistic regression: mean weighted cross-entropy plus (l2 / 2n) |W|^2.
 *
 * Shape: weights is classCount * (columnCount + 1), class by class, the intercept last. `gradient` is filled in place.
 * Result: the loss.
 */
export function logisticLoss(problem: LogisticProblem, weights: Float64Array, gradient: Float64Array): number {
  const { rows, labels, classCount, rowWeights, l2, labelSmoothing } = problem;
  const width = rows.columnCount + 1;
  const n = rows.rowCount;
  gradient.fill(0);
  const scores = new Float64Array(classCount);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const from = rows.starts[i] ?? 0;
    const to = rows.starts[i + 1] ?? 0;
    softmaxScores(rows, i, weights, scores);
    const rowWeight = (rowWeights[i] ?? 1) / n;
    for (let c = 0; c < classCount; c++) {
      const target = (c === labels[i] ? 1 - labelSmoothing : 0) + labelSmoothing / classCount;
      const probability = scores[c] ?? 0;
      if (target > 0) loss -= rowWeight * target * Math.log(Math.max(probability, 1e-300));
      const error = rowWeight * (probability - target);
      const base = c * width;
      for (let k = from; k < to; k++)
        gradient[base + (rows.columns[k] ?? 0)] =
          (gradient[base + (rows.columns[k] ?? 0)] ?? 0) + error * (rows.values[k] ?? 0);
      gradient[base + width - 1] = (gradient[base + width - 1] ?? 0) + error;
    }
  }
  let penalty = 0;
  for (let c = 0; c < classCount; c++) {
    for (let j = c * width; j < (c + 1) * width - 1; j++) {
      const weight = weights[j] ?? 0;
      penalty += weight * weight;
      gradient[j] = (gradient[j] ?? 0) + (l2 / n) * weight;
    }
  }
  return loss + (l2 / (2 * n)) * penalty;
}

/** Fills `scores` with the probabilities of the classes for row i. */
export function softmaxScores(rows: SparseRows, i: number, weights: ArrayLike<number>, scores: Float64Array): void {
  const width = rows.columnCount + 1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < scores.length; c++) {
    const base = c * width;
    let score = weights[base + width - 1] ?? 0;
    for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++)
      score += (weights[base + (rows.columns[k] ?? 0)] ?? 0) * (rows.values[k] ?? 0);
    scores[c] = score;
    if (score > highest) highest = score;
  }
  let total = 0;
  for (let c = 0; c < scores.length; c++) {
    const power = Math.exp((scores[c] ?? 0) - highest);
    scores[c] = power;
    total += power;
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / total;
}
