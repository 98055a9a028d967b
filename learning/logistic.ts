import { ROWS_AT_A_TIME, withProducts } from './dense-products/dense-products.ts';
import { type FeatureBlock, type FeatureBlocks, toBlocks, unpackBlock } from './feature-blocks.ts';
import { type Objective, startLbfgs, stepLbfgs } from './lbfgs.ts';
import { softmaxInPlace } from './softmax.ts';
import type { SparseRows } from './sparse.ts';

export interface LogisticProblem {
  blocks: FeatureBlocks;
  classCount: number;
  /** Weight in the loss of each row of a class; over all rows they sum to the number of rows. */
  classWeights: Float64Array;
  /** Strength of the squared penalty; the intercepts carry none. */
  l2: number;
  /** 0 to 1: how much of each target is spread evenly over the classes. */
  labelSmoothing: number;
}

/** Awaited between blocks of rows. */
export type Pause = () => Promise<void>;

/** Rows that go through the dense products together; a multiple of `ROWS_AT_A_TIME`. */
const TOGETHER = 128;

/**
 * The scores of two classes are one number and its negative, halved: the penalty then wants both rows of weights to be
 * each other's negative, and one of them is learned, in half the time.
 */
const outputsOf = (classCount: number) => (classCount === 2 ? 1 : classCount);

/** How many numbers are learned. */
export const pointLength = ({ blocks, classCount }: Pick<LogisticProblem, 'blocks' | 'classCount'>) =>
  outputsOf(classCount) * (blocks.termCount + blocks.dim + 1);

/**
 * Loss and gradient of multinomial logistic regression: mean weighted cross-entropy plus (l2 / 2n) |W|^2.
 *
 * Shape: a point holds the weights of the terms, term by term, then those of the dense columns, output by output, then the
 * intercepts; `weightsOf` turns it into weights. One pass over the blocks, which may lie on a disk; memory by the length
 * of the point. The dense products are of 32-bit floats, all else of doubles.
 */
export function logisticObjective(problem: LogisticProblem, pause: Pause = async () => {}): Objective {
  const { blocks, classCount, l2 } = problem;
  const outputs = outputsOf(classCount);
  const penalized = outputs * (blocks.termCount + blocks.dim);
  // |W|^2 of two rows that are half a vector and half its negative is half its square.
  const strength = (classCount === 2 ? l2 / 2 : l2) / blocks.rowCount;

  return async (point, gradient) => {
    let loss = 0;
    gradient.fill(0);
    for (let b = 0; b < blocks.blockCount; b++) {
      loss += addBlock(problem, unpackBlock(blocks.store.read(b), blocks.dim), { point, gradient });
      await pause();
    }
    let squares = 0;
    for (let i = 0; i < penalized; i++) {
      const weight = point[i] ?? 0;
      squares += weight * weight;
      gradient[i] = (gradient[i] ?? 0) + strength * weight;
    }
    return loss + (strength / 2) * squares;
  };
}

/** Adds the gradient of a block's rows and answers their loss, both divided by the number of all rows. */
function addBlock(
  problem: LogisticProblem,
  block: FeatureBlock,
  at: { point: Float64Array; gradient: Float64Array },
): number {
  const { termCount, dim } = problem.blocks;
  const outputs = outputsOf(problem.classCount);
  const scores = new Float64Array(problem.classCount);
  let loss = 0;
  for (let first = 0; first < block.rowCount; first += TOGETHER) {
    const end = Math.min(block.rowCount, first + TOGETHER);
    const addRows = (products?: Float32Array) => {
      for (let i = first; i < end; i++) {
        const own = products?.subarray((i - first) * outputs, (i - first + 1) * outputs);
        loss += addRow(problem, { block, i, products: own, scores }, at);
      }
      // Rows that only fill up the last block have no part in the gradient.
      products?.fill(0, (end - first) * outputs);
    };
    if (dim === 0) addRows();
    else {
      const count = Math.ceil((end - first) / ROWS_AT_A_TIME) * ROWS_AT_A_TIME;
      withProducts(
        { values: block.dense, dim, first, count },
        { weights: at.point, gradient: at.gradient, at: termCount * outputs, outputs },
        addRows,
      );
    }
  }
  return loss;
}

/** One row: answers its loss, adds the gradient of its terms and the intercepts, and leaves its errors in `products`. */
function addRow(
  { blocks, classCount, classWeights, labelSmoothing }: LogisticProblem,
  row: { block: FeatureBlock; i: number; products: Float32Array | undefined; scores: Float64Array },
  { point, gradient }: { point: Float64Array; gradient: Float64Array },
): number {
  const { block, i, products, scores } = row;
  const { columns, values, starts, labels } = block;
  const outputs = outputsOf(classCount);
  const intercepts = outputs * (blocks.termCount + blocks.dim);
  const [from, to] = [starts[i] ?? 0, starts[i + 1] ?? 0];
  for (let k = 0; k < outputs; k++) scores[k] = (point[intercepts + k] ?? 0) + (products?.[k] ?? 0);
  for (let at = from; at < to; at++) {
    const base = (columns[at] ?? 0) * outputs;
    const value = values[at] ?? 0;
    for (let k = 0; k < outputs; k++) scores[k] = (scores[k] ?? 0) + value * (point[base + k] ?? 0);
  }
  const label = labels[i] ?? 0;
  const weight = (classWeights[label] ?? 1) / blocks.rowCount;
  const other = labelSmoothing / classCount;
  if (classCount === 2) {
    // As the scores of both classes, so that one softmax does for all; the error is that of the second.
    const score = scores[0] ?? 0;
    scores[0] = -score / 2;
    scores[1] = score / 2;
  }
  softmaxInPlace(scores);
  let loss = 0;
  for (let c = 0; c < classCount; c++) {
    const target = (c === label ? 1 - labelSmoothing : 0) + other;
    const probability = scores[c] ?? 0;
    if (target > 0) loss -= weight * target * Math.log(Math.max(probability, 1e-300));
    scores[c] = weight * (probability - target);
  }
  if (classCount === 2) scores[0] = scores[1] ?? 0;
  for (let k = 0; k < outputs; k++) {
    const error = scores[k] ?? 0;
    gradient[intercepts + k] = (gradient[intercepts + k] ?? 0) + error;
    if (products) products[k] = error;
  }
  for (let at = from; at < to; at++) {
    const base = (columns[at] ?? 0) * outputs;
    const value = values[at] ?? 0;
    for (let k = 0; k < outputs; k++) gradient[base + k] = (gradient[base + k] ?? 0) + value * (scores[k] ?? 0);
  }
  return loss;
}

/** The weights at a point, class by class: those of the terms, `dim` of the dense columns, and the intercept. */
export function weightsOf(
  point: Float64Array,
  { blocks, classCount, dim }: Pick<LogisticProblem, 'blocks' | 'classCount'> & { dim: number },
): Float32Array {
  const { termCount } = blocks;
  const outputs = outputsOf(classCount);
  const width = termCount + dim + 1;
  const weights = new Float32Array(classCount * width);
  for (let c = 0; c < classCount; c++) {
    const output = classCount === 2 ? 0 : c;
    const factor = classCount === 2 ? c - 0.5 : 1;
    const put = (column: number, from: number) => {
      weights[c * width + column] = factor * (point[from] ?? 0);
    };
    for (let j = 0; j < termCount; j++) put(j, j * outputs + output);
    for (let d = 0; d < dim; d++) put(termCount + d, termCount * outputs + output * blocks.dim + d);
    put(width - 1, outputs * (termCount + blocks.dim) + output);
  }
  return weights;
}

/** Relative change of the loss at which a fit has settled. */
const TOLERANCE = { loss: 1e-5 };

/** The weights, as `weightsOf`, that a fit in memory comes to. */
export async function fitLogistic(
  { rows, labels, ...options }: { rows: SparseRows; labels: Uint16Array } & Omit<LogisticProblem, 'blocks'>,
  { iterationsMax, pause }: { iterationsMax: number; pause: Pause },
): Promise<Float32Array> {
  const problem = { ...options, blocks: toBlocks(rows, labels) };
  const objective = logisticObjective(problem);
  const state = await startLbfgs(objective, new Float64Array(pointLength(problem)));
  while (!state.done && state.iteration < iterationsMax) {
    await stepLbfgs(objective, state, TOLERANCE);
    await pause();
  }
  return weightsOf(state.point, { ...problem, dim: rows.denseColumns });
}

/** Weights by which each class that has rows counts the same. */
export function balancedWeights(counts: readonly number[]): Float64Array {
  const present = counts.filter((count) => count > 0).length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(counts, (count) => (count === 0 ? 0 : total / (present * count)));
}

/** Fills `scores` with the probabilities of the classes for row i. */
export function softmaxScores(rows: SparseRows, i: number, weights: ArrayLike<number>, scores: Float64Array): void {
  const width = rows.columnCount + 1;
  const { starts, columns, values } = rows;
  for (let c = 0; c < scores.length; c++) {
    const base = c * width;
    let score = weights[base + width - 1] ?? 0;
    for (let k = starts[i] ?? 0; k < (starts[i + 1] ?? 0); k++)
      score += (weights[base + (columns[k] ?? 0)] ?? 0) * (values[k] ?? 0);
    scores[c] = score;
  }
  softmaxInPlace(scores);
}
