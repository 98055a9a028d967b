import { softmaxInPlace } from './softmax.ts';

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

/** Starts as the vectors themselves: a map that starts by chance learns nothing from a few classes. */
export function identityMetric(dim: number): Metric {
  const map = new Float32Array(dim * dim);
  for (let d = 0; d < dim; d++) map[d * dim + d] = 1;
  return { dim, map, first: new Float32Array(dim * dim), second: new Float32Array(dim * dim), steps: 0 };
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

/** The nearest prototype of each query under the map, or as the vectors are where it is null. */
export function nearestPrototype({ prototypes, queries }: Episode, dim: number, map: Float32Array | null): Uint16Array {
  const gap = new Float64Array(dim);
  const image = new Float64Array(dim);
  return Uint16Array.from({ length: queries.length / dim }, (_, q) => {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (let c = 0; c * dim < prototypes.length; c++) {
      for (let d = 0; d < dim; d++) gap[d] = (queries[q * dim + d] ?? 0) - (prototypes[c * dim + d] ?? 0);
      const distance = map === null ? gap.reduce((sum, value) => sum + value * value, 0) : apply(map, gap, image);
      if (distance < least) [best, least] = [c, distance];
    }
    return best;
  });
}

/** Fills `image` with the map of a vector. Result: its squared length. */
function apply(map: Float32Array, vector: Float64Array, image: Float64Array): number {
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
