import type { Objective } from './lbfgs.ts';
import type { SparseRows } from './sparse.ts';

/** Pairs of rows: `better[k]` was preferred to `worse[k]`. */
export interface PreferencePairs {
  better: Uint32Array;
  worse: Uint32Array;
}

/** Values of a linear function of the rows. */
export function linearScores(rows: SparseRows, weights: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: rows.rowCount }, (_, i) => {
    let sum = 0;
    for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++)
      sum += (weights[rows.columns[k] ?? 0] ?? 0) * (rows.values[k] ?? 0);
    return sum;
  });
}

/** Adds the sum of the rows, each times its factor, to `target`. */
export function addRows(rows: SparseRows, factors: ArrayLike<number>, target: Float64Array): void {
  for (let i = 0; i < rows.rowCount; i++) {
    const factor = factors[i] ?? 0;
    if (factor === 0) continue;
    for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++) {
      const column = rows.columns[k] ?? 0;
      target[column] = (target[column] ?? 0) + factor * (rows.values[k] ?? 0);
    }
  }
}

/**
 * The loss of a linear reward by which a text is preferred with probability 1 / (1 + exp(worse - better)): mean negative
 * log-likelihood plus (l2 / 2 rows) |w|^2. Source: Bradley and Terry, Rank Analysis of Incomplete Block Designs, 1952.
 */
export function bradleyTerryLoss(rows: SparseRows, { better, worse }: PreferencePairs, l2: number): Objective {
  const count = better.length;
  return (weights, gradient) => {
    const scores = linearScores(rows, weights);
    const factors = new Float64Array(rows.rowCount);
    let loss = 0;
    for (let k = 0; k < count; k++) {
      const [b, w] = [better[k] ?? 0, worse[k] ?? 0];
      const margin = (scores[b] ?? 0) - (scores[w] ?? 0);
      loss += (Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin)) / count;
      const pull = 1 / (1 + Math.exp(margin)) / count;
      factors[b] = (factors[b] ?? 0) - pull;
      factors[w] = (factors[w] ?? 0) + pull;
    }
    gradient.fill(0);
    addRows(rows, factors, gradient);
    let penalty = 0;
    for (let j = 0; j < weights.length; j++) {
      const weight = weights[j] ?? 0;
      penalty += weight * weight;
      gradient[j] = (gradient[j] ?? 0) + (l2 / rows.rowCount) * weight;
    }
    return loss + (l2 / (2 * rows.rowCount)) * penalty;
  };
}

/** Share of the pairs that the scores order rightly; a tie counts half. */
export function pairAccuracy(scores: ArrayLike<number>, { better, worse }: PreferencePairs): number {
  let right = 0;
  for (let k = 0; k < better.length; k++) {
    const margin = (scores[better[k] ?? 0] ?? 0) - (scores[worse[k] ?? 0] ?? 0);
    right += margin > 0 ? 1 : margin === 0 ? 0.5 : 0;
  }
  return better.length === 0 ? 0.5 : right / better.length;
}
