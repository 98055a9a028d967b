import { PipelineError } from '../../contracts/errors.ts';
import { agglomerate, cutTree } from '../../learning/agglomerative.ts';
import {
  assignTo,
  type Clustering,
  centersOf,
  type DenseRows,
  silhouettes,
  sphericalKMeans,
} from '../../learning/clusters.ts';
import { densityClusters, NOISE, neighbourDistances } from '../../learning/density-clusters.ts';
import { PairDistances } from '../../learning/pair-distances.ts';
import { Random } from '../../learning/random.ts';
import type { Pause } from './features.ts';
import type { UnsupervisedSettings } from './unsupervised-settings.ts';

/** Ways to cut the rows, tried one after another: the one of the least loss is the model. */
export interface Search {
  total: number;
  /** Null where this way finds fewer than two clusters. */
  attempt(step: number, random: Random): Clustering | null;
}

/** More texts move the centers little: on a sample of this size a center is the mean of a thousand texts. Our choice. */
const TEXTS_MAX = { kmeans: 10_000, dbscan: 3000, hierarchical: 3000 };
/** Distances at which dbscan is tried where none is given: those to the neighbour that makes a cluster, at these shares. */
const SHARES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9];

export async function createSearch(
  rows: DenseRows,
  options: UnsupervisedSettings,
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Search> {
  const { num_clusters: clusterCount, num_restarts: total = 1, max_iterations: iterationsMax = 100 } = options;
  const sample = draw(rows, { max: options.max_texts ?? TEXTS_MAX[options.cluster_method], seed });
  if (options.cluster_method === 'kmeans')
    return { total, attempt: (_, random) => sphericalKMeans(sample, { clusterCount, iterationsMax, random }) };
  const distances = new PairDistances(sample.vectors.length / sample.dim);
  for (let i = 1; i < distances.count; i++) {
    distances.measure(sample, i);
    await pause();
  }
  return options.cluster_method === 'dbscan'
    ? densitySearch(sample, distances, options)
    : treeSearch(sample, distances, options);
}

function treeSearch(rows: DenseRows, distances: PairDistances, options: UnsupervisedSettings): Search {
  const { cluster_distance_threshold: distanceMax, num_clusters } = options;
  return {
    total: 1,
    attempt() {
      const cut = distanceMax === undefined ? { clusterCount: num_clusters } : { distanceMax };
      const { clusters, clusterCount } = cutTree(agglomerate(distances), cut);
      if (clusterCount < 2) return null;
      const centers = centersOf(rows, clusters, clusterCount);
      return { centers, loss: assignTo(rows, centers).loss };
    },
  };
}

function densitySearch(rows: DenseRows, distances: PairDistances, options: UnsupervisedSettings): Search {
  const { min_cluster_size: neighboursMin, num_clusters, cluster_distance_threshold } = options;
  const sorted = cluster_distance_threshold === undefined ? neighbourDistances(distances, neighboursMin - 1) : null;
  const limits =
    sorted === null
      ? [cluster_distance_threshold ?? 0]
      : SHARES.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return {
    total: limits.length,
    attempt(step) {
      const found = densityClusters(distances, { distanceMax: limits[step] ?? 0, neighboursMin });
      const kept = largest(found.clusters, num_clusters);
      const members = [...kept.keys()].filter((i) => kept[i] !== NOISE);
      const clusterCount = new Set(members.map((i) => kept[i])).size;
      if (clusterCount < 2) return null;
      const own = pick(rows, members);
      const labels = Uint16Array.from(members, (i) => kept[i] ?? 0);
      // Noise counts as a silhouette of 0: few tight clusters in a sea of noise are no picture of the texts.
      const spread = silhouettes(own, labels, clusterCount).reduce((sum, value) => sum + value, 0) / distances.count;
      return { centers: centersOf(own, labels, clusterCount), loss: 1 - spread };
    },
  };
}

/** The clusters renumbered from the largest; those beyond `max` become noise. */
function largest(clusters: Uint16Array, max: number): Uint16Array {
  const sizes = new Map<number, number>();
  for (const cluster of clusters) if (cluster !== NOISE) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const order = [...sizes].sort(([a, m], [b, n]) => n - m || a - b).slice(0, max);
  const numberOf = new Map(order.map(([cluster], number) => [cluster, number]));
  return clusters.map((cluster) => numberOf.get(cluster) ?? NOISE);
}

function draw(rows: DenseRows, { max, seed }: { max: number; seed: number }): DenseRows {
  const count = rows.vectors.length / rows.dim;
  if (count <= max) return rows;
  const all = Array.from({ length: count }, (_, i) => i);
  return pick(rows, new Random(seed).shuffle(all).slice(0, max));
}

function pick({ vectors, dim }: DenseRows, indexes: readonly number[]): DenseRows {
  const picked = new Float32Array(indexes.length * dim);
  for (const [k, i] of indexes.entries()) picked.set(vectors.subarray(i * dim, (i + 1) * dim), k * dim);
  return { vectors: picked, dim };
}

export function refuseOneCluster({ cluster_method, cluster_distance_threshold }: UnsupervisedSettings): never {
  const given =
    cluster_distance_threshold === undefined ? '' : ` at cluster_distance_threshold ${cluster_distance_threshold}`;
  throw new PipelineError(
    'StyleUnsupported',
    `${cluster_method} finds fewer than two clusters${given}: change cluster_distance_threshold or min_cluster_size, or take kmeans`,
  );
}
