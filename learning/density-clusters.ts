import type { PairDistances } from './pair-distances.ts';

/** Number of a row that belongs to no cluster. */
export const NOISE = 0xffff;

/**
 * DBSCAN (Ester et al., KDD 1996): a row with `neighboursMin` rows within `distanceMax`, itself among them, is in the heart
 * of a cluster; what no heart reaches is noise.
 *
 * Result: the cluster of each row, numbered in the order they are found, or NOISE. Cost: rows squared.
 */
export function densityClusters(
  distances: PairDistances,
  { distanceMax, neighboursMin }: { distanceMax: number; neighboursMin: number },
): { clusters: Uint16Array; clusterCount: number } {
  const { count } = distances;
  const clusters = new Uint16Array(count).fill(NOISE);
  const visited = new Uint8Array(count);
  const near = (i: number) => {
    const found: number[] = [];
    for (let j = 0; j < count; j++) if (j === i || distances.get(i, j) <= distanceMax) found.push(j);
    return found;
  };
  let clusterCount = 0;
  for (let i = 0; i < count; i++) {
    if (visited[i] === 1) continue;
    visited[i] = 1;
    const queue = near(i);
    if (queue.length < neighboursMin) continue;
    const own = clusterCount++;
    while (queue.length > 0) {
      const j = queue.pop() ?? 0;
      if (clusters[j] === NOISE) clusters[j] = own;
      if (visited[j] === 1) continue;
      visited[j] = 1;
      const further = near(j);
      if (further.length >= neighboursMin) for (const k of further) if (clusters[k] === NOISE) queue.push(k);
    }
  }
  return { clusters, clusterCount };
}

/** Distance of each row to the `rank`-th nearest other one, rising: where these bend, clusters end. */
export function neighbourDistances(distances: PairDistances, rank: number): Float64Array {
  const { count } = distances;
  const found = Float64Array.from({ length: count }, (_, i) => {
    const others = Float64Array.from({ length: count - 1 }, (_other, k) => distances.get(i, k < i ? k : k + 1));
    return others.sort()[Math.min(rank, count - 1) - 1] ?? 0;
  });
  return found.sort();
}
