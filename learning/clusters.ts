import type { Random } from './random.ts';

/** Dense rows, one after the other. */
export interface DenseRows {
  vectors: Float32Array;
  dim: number;
}

export interface Clustering {
  /** Of length 1 each: clusterCount x dim, by row. */
  centers: Float32Array;
  /** Mean cosine distance of each row to its center. */
  loss: number;
}

/** Takes the mean of training rows off and brings each row to length 1: what all texts share would hide what they do not. */
export function centreRows({ vectors, dim }: DenseRows, mean: Float32Array): DenseRows {
  const centred = new Float32Array(vectors.length);
  for (let at = 0; at < vectors.length; at += dim) {
    for (let d = 0; d < dim; d++) centred[at + d] = (vectors[at + d] ?? 0) - (mean[d] ?? 0);
    toUnit(centred.subarray(at, at + dim));
  }
  return { vectors: centred, dim };
}

export function meanOf({ vectors, dim }: DenseRows): Float32Array {
  const mean = new Float64Array(dim);
  const count = vectors.length / dim;
  for (let i = 0; i < vectors.length; i++) mean[i % dim] = (mean[i % dim] ?? 0) + (vectors[i] ?? 0) / count;
  return Float32Array.from(mean);
}

/**
 * Spherical k-means from one start by k-means++ (Dhillon and Modha, 2001; Arthur and Vassilvitskii, 2007): rows and
 * centers have length 1, closeness is the inner product.
 */
export function sphericalKMeans(
  rows: DenseRows,
  { clusterCount, iterationsMax, random }: { clusterCount: number; iterationsMax: number; random: Random },
): Clustering {
  const { vectors, dim } = rows;
  let centers = firstCenters(rows, clusterCount, random);
  let loss = Number.POSITIVE_INFINITY;
  for (let iteration = 0; iteration < iterationsMax; iteration++) {
    const { clusters, loss: next } = assignTo(rows, centers);
    if (!(next < loss - 1e-7)) break;
    loss = next;
    const moved = new Float32Array(centers.length);
    clusters.forEach((cluster, i) => {
      for (let d = 0; d < dim; d++)
        moved[cluster * dim + d] = (moved[cluster * dim + d] ?? 0) + (vectors[i * dim + d] ?? 0);
    });
    for (let c = 0; c < clusterCount; c++) {
      const center = moved.subarray(c * dim, (c + 1) * dim);
      // A center that lost all its rows stays where it was.
      if (!toUnit(center)) center.set(centers.subarray(c * dim, (c + 1) * dim));
    }
    centers = moved;
  }
  return { centers, loss: assignTo(rows, centers).loss };
}

/** The nearest center of each row; the first of equal ones. */
export function assignTo({ vectors, dim }: DenseRows, centers: Float32Array): { clusters: Uint16Array; loss: number } {
  const count = vectors.length / dim;
  const clusters = new Uint16Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let c = 0; c * dim < centers.length; c++) {
      const closeness = inner(vectors, i * dim, centers, c * dim, dim);
      if (closeness > best) [best, clusters[i]] = [closeness, c];
    }
    total += 1 - best;
  }
  return { clusters, loss: count === 0 ? 0 : total / count };
}

/** The mean direction of the rows of each cluster. */
export function centersOf(
  { vectors, dim }: DenseRows,
  clusters: ArrayLike<number>,
  clusterCount: number,
): Float32Array {
  const centers = new Float32Array(clusterCount * dim);
  for (let i = 0; i < clusters.length; i++) {
    const base = (clusters[i] ?? 0) * dim;
    for (let d = 0; d < dim; d++) centers[base + d] = (centers[base + d] ?? 0) + (vectors[i * dim + d] ?? 0);
  }
  for (let c = 0; c < clusterCount; c++) toUnit(centers.subarray(c * dim, (c + 1) * dim));
  return centers;
}

function firstCenters({ vectors, dim }: DenseRows, clusterCount: number, random: Random): Float32Array {
  const count = vectors.length / dim;
  const centers = new Float32Array(clusterCount * dim);
  const distances = new Float64Array(count).fill(2);
  for (let c = 0; c < clusterCount; c++) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    let left = random.uniform() * total;
    let chosen = 0;
    for (; chosen < count - 1; chosen++) {
      left -= distances[chosen] ?? 0;
      if (left <= 0) break;
    }
    centers.set(vectors.subarray(chosen * dim, (chosen + 1) * dim), c * dim);
    for (let i = 0; i < count; i++) {
      const distance = Math.max(0, 1 - inner(vectors, i * dim, centers, c * dim, dim));
      distances[i] = Math.min(distances[i] ?? 0, distance);
    }
  }
  return centers;
}

/**
 * Silhouette of each row by cosine distance (Rousseeuw, 1987): -1 to 1, 0 for a row alone in its cluster. Distances to
 * all rows of a cluster are had from the sum of its rows.
 */
export function silhouettes(
  { vectors, dim }: DenseRows,
  clusters: ArrayLike<number>,
  clusterCount: number,
): Float64Array {
  const count = vectors.length / dim;
  const sums = new Float64Array(clusterCount * dim);
  const sizes = new Float64Array(clusterCount);
  for (let i = 0; i < count; i++) {
    const c = clusters[i] ?? 0;
    sizes[c] = (sizes[c] ?? 0) + 1;
    for (let d = 0; d < dim; d++) sums[c * dim + d] = (sums[c * dim + d] ?? 0) + (vectors[i * dim + d] ?? 0);
  }
  return Float64Array.from({ length: count }, (_, i) => {
    const own = clusters[i] ?? 0;
    if ((sizes[own] ?? 0) < 2) return 0;
    let [within, nearest] = [0, Number.POSITIVE_INFINITY];
    for (let c = 0; c < clusterCount; c++) {
      const size = sizes[c] ?? 0;
      const closeness = inner(vectors, i * dim, sums, c * dim, dim);
      if (c === own) within = 1 - (closeness - inner(vectors, i * dim, vectors, i * dim, dim)) / (size - 1);
      else if (size > 0) nearest = Math.min(nearest, 1 - closeness / size);
    }
    return Number.isFinite(nearest) ? (nearest - within) / Math.max(nearest, within, 1e-12) : 0;
  });
}

/** Normalised mutual information of two partitions, by the mean of their entropies: 0 to 1. */
export function mutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [pairs, left, right] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  const count = (of: Map<number, number>, key: number) => of.set(key, (of.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    count(left, a[i] ?? 0);
    count(right, b[i] ?? 0);
    count(pairs, (a[i] ?? 0) * 65536 + (b[i] ?? 0));
  }
  const entropy = (of: Map<number, number>) => {
    let sum = 0;
    for (const n of of.values()) sum -= (n / a.length) * Math.log(n / a.length);
    return sum;
  };
  const [ha, hb, joint] = [entropy(left), entropy(right), entropy(pairs)];
  return ha + hb === 0 ? 0 : Math.max(0, (2 * (ha + hb - joint)) / (ha + hb));
}

function inner(a: ArrayLike<number>, at: number, b: ArrayLike<number>, bt: number, dim: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += (a[at + d] ?? 0) * (b[bt + d] ?? 0);
  return sum;
}

function toUnit(vector: Float32Array): boolean {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return false;
  for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) / length;
  return true;
}
