import { softmaxInPlace } from './softmax.ts';

/** Vectors of `dim` entries, by row. */
export interface DenseRows {
  vectors: Float32Array;
  dim: number;
}

/** A linear map W, dim x dim by row, under which texts of one class lie near; and what Adam keeps of its gradients. */
export interface Metric {
  dim: number;
  map: Float32Array;
  first: Float32Array;
  second: Float32Array;
  steps: number;
}

/** One episode: a mean vector for each of its classes, and queries with the class each belongs to. Rows of `dim`. */
export interface Episode {
  prototypes: Float32Array;
  queries: Float32Array;
  truth: Uint16Array;
}

/** Mean of the rows. */
export function meanOf({ vectors, dim }: DenseRows): Float32Array {
  const sums = new Float64Array(dim);
  for (let i = 0; i < vectors.length; i++) sums[i % dim] = (sums[i % dim] ?? 0) + (vectors[i] ?? 0);
  return Float32Array.from(sums, (sum) => sum / Math.max(1, vectors.length / dim));
}

/** The rows without `mean`, each brought to length 1: what all texts share tells no class from another. */
export function centred({ vectors, dim }: DenseRows, mean: Float32Array): DenseRows {
  const result = vectors.map((value, i) => value - (mean[i % dim] ?? 0));
  for (let at = 0; at < result.length; at += dim) toUnit(result.subarray(at, at + dim));
  return { vectors: result, dim };
}

/** The rows under the map, each brought to length 1. */
export function mapped({ vectors, dim }: DenseRows, map: Float32Array): DenseRows {
  const result = new Float32Array(vectors.length);
  const image = new Float64Array(dim);
  for (let at = 0; at < vectors.length; at += dim) {
    apply(map, vectors.subarray(at, at + dim), image);
    result.set(image, at);
    toUnit(result.subarray(at, at + dim));
  }
  return { vectors: result, dim };
}

/**
 * The map that makes directions small in which texts of one class differ among themselves: W'W is the inverse of the mean
 * within-class covariance, to whose diagonal `shrinkage` times its mean is added (within-class covariance normalisation,
 * Hatch, Kajarekar and Stolcke, 2006). Scaled so that an image has the length of its vector on average. It is where
 * episodes start: a map that starts by chance learns nothing from a few classes.
 */
export function whitenedMetric(
  { vectors, dim }: DenseRows,
  members: readonly (readonly number[])[],
  shrinkage: number,
): Metric {
  const covariance = withinClassCovariance({ vectors, dim }, members);
  let trace = 0;
  for (let d = 0; d < dim; d++) trace += covariance[d * dim + d] ?? 0;
  const floor = (shrinkage * trace) / dim || 1;
  for (let d = 0; d < dim; d++) covariance[d * dim + d] = (covariance[d * dim + d] ?? 0) + floor;
  const map = Float32Array.from(invertLower(choleskyOf(covariance, dim), dim));
  let [before, after] = [0, 0];
  const image = new Float64Array(dim);
  for (const i of members.flat()) {
    const row = vectors.subarray(i * dim, (i + 1) * dim);
    before += row.reduce((sum, value) => sum + value * value, 0);
    after += apply(map, row, image);
  }
  const scale = after > 0 ? Math.sqrt(before / after) : 1;
  for (let i = 0; i < map.length; i++) map[i] = (map[i] ?? 0) * scale;
  return { dim, map, first: new Float32Array(dim * dim), second: new Float32Array(dim * dim), steps: 0 };
}

/** Mean over the classes of the covariance of their rows: each class counts the same. */
function withinClassCovariance({ vectors, dim }: DenseRows, members: readonly (readonly number[])[]): Float64Array {
  const covariance = new Float64Array(dim * dim);
  for (const own of members) {
    const mean = new Float64Array(dim);
    for (const i of own)
      for (let d = 0; d < dim; d++) mean[d] = (mean[d] ?? 0) + (vectors[i * dim + d] ?? 0) / own.length;
    const weight = 1 / own.length / members.length;
    for (const i of own) {
      const gap = mean.map((value, d) => (vectors[i * dim + d] ?? 0) - value);
      for (let r = 0; r < dim; r++) {
        const scale = weight * (gap[r] ?? 0);
        for (let c = 0; c <= r; c++) covariance[r * dim + c] = (covariance[r * dim + c] ?? 0) + scale * (gap[c] ?? 0);
      }
    }
  }
  return covariance;
}

/** Lower triangle L with L L' = A, of which the lower triangle is read. A is positive definite. */
function choleskyOf(matrix: Float64Array, dim: number): Float64Array {
  const lower = new Float64Array(dim * dim);
  for (let r = 0; r < dim; r++) {
    for (let c = 0; c <= r; c++) {
      let sum = matrix[r * dim + c] ?? 0;
      for (let k = 0; k < c; k++) sum -= (lower[r * dim + k] ?? 0) * (lower[c * dim + k] ?? 0);
      lower[r * dim + c] = r === c ? Math.sqrt(sum) : sum / (lower[c * dim + c] ?? 1);
    }
  }
  return lower;
}

function invertLower(lower: Float64Array, dim: number): Float64Array {
  const inverse = new Float64Array(dim * dim);
  for (let c = 0; c < dim; c++) {
    inverse[c * dim + c] = 1 / (lower[c * dim + c] ?? 1);
    for (let r = c + 1; r < dim; r++) {
      let sum = 0;
      for (let k = c; k < r; k++) sum -= (lower[r * dim + k] ?? 0) * (inverse[k * dim + c] ?? 0);
      inverse[r * dim + c] = sum / (lower[r * dim + r] ?? 1);
    }
  }
  return inverse;
}

/** How sharply distances become probabilities. Vectors have length 1. */
const SHARPNESS = 10;

/**
 * One step of Adam (Kingma and Ba, 2015), in place, on the cross-entropy of an episode of prototypical networks (Snell
 * et al., 2017): the class of a query is as likely as exp(-sharpness |W (query - prototype)|^2). Result: its mean loss.
 */
export function metaStep(metric: Metric, { prototypes, queries, truth }: Episode, learningRate: number): number {
  const { dim, map, first, second } = metric;
  const classCount = prototypes.length / dim;
  const gradient = new Float64Array(dim * dim);
  const gaps = Array.from({ length: classCount }, () => new Float64Array(dim));
  const images = Array.from({ length: classCount }, () => new Float64Array(dim));
  let loss = 0;
  for (let q = 0; q < truth.length; q++) {
    const likely = softmaxInPlace(
      Float64Array.from(gaps, (gap, c) => {
        const image = images[c] ?? new Float64Array(dim);
        for (let d = 0; d < dim; d++) gap[d] = (queries[q * dim + d] ?? 0) - (prototypes[c * dim + d] ?? 0);
        return -SHARPNESS * apply(map, gap, image);
      }),
    );
    const own = truth[q] ?? 0;
    loss -= Math.log(Math.max(likely[own] ?? 0, 1e-300)) / truth.length;
    for (let c = 0; c < classCount; c++) {
      const error = (-2 * SHARPNESS * ((likely[c] ?? 0) - (c === own ? 1 : 0))) / truth.length;
      for (let r = 0; r < dim; r++) {
        const scale = error * (images[c]?.[r] ?? 0);
        for (let d = 0; d < dim; d++)
          gradient[r * dim + d] = (gradient[r * dim + d] ?? 0) + scale * (gaps[c]?.[d] ?? 0);
      }
    }
  }
  metric.steps += 1;
  const [biasFirst, biasSecond] = [1 - 0.9 ** metric.steps, 1 - 0.999 ** metric.steps];
  for (let i = 0; i < gradient.length; i++) {
    const g = gradient[i] ?? 0;
    first[i] = 0.9 * (first[i] ?? 0) + 0.1 * g;
    second[i] = 0.999 * (second[i] ?? 0) + 0.001 * g * g;
    map[i] =
      (map[i] ?? 0) - (learningRate * (first[i] ?? 0)) / biasFirst / (Math.sqrt((second[i] ?? 0) / biasSecond) + 1e-8);
  }
  return loss;
}

/** Fills `image` with the map of a vector. Result: its squared length. */
function apply(map: Float32Array, vector: ArrayLike<number>, image: Float64Array): number {
  const dim = vector.length;
  let squares = 0;
  for (let r = 0; r < dim; r++) {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (map[r * dim + d] ?? 0) * (vector[d] ?? 0);
    image[r] = sum;
    squares += sum * sum;
  }
  return squares;
}

function toUnit(row: Float32Array): void {
  const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (let d = 0; d < row.length; d++) row[d] = (row[d] ?? 0) / length;
}
