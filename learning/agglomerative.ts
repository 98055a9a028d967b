import type { PairDistances } from './pair-distances.ts';

/** Two clusters that are joined, each named by a row it holds, and how far apart they were. */
export interface Merge {
  a: number;
  b: number;
  distance: number;
}

/**
 * Agglomerative clustering with average linkage by the chain of nearest neighbours (Murtagh, 1983; Müllner, 2011), which
 * joins the same clusters as looking for the nearest pair each time. The distances are overwritten.
 *
 * Result: all merges, nearest first. Cost: rows squared.
 */
export function agglomerate(distances: PairDistances): Merge[] {
  const { count } = distances;
  const sizes = new Uint32Array(count).fill(1);
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < count - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const last = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    // The one before is kept among equals, or the chain would turn in a circle.
    let nearest = before ?? -1;
    let least = before === undefined ? Number.POSITIVE_INFINITY : distances.get(last, before);
    for (let j = 0; j < count; j++) {
      if (j === last || sizes[j] === 0) continue;
      const own = distances.get(last, j);
      if (own < least) [nearest, least] = [j, own];
    }
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.splice(-2);
    const [kept, gone] = [Math.min(last, nearest), Math.max(last, nearest)];
    const [m, n] = [sizes[kept] ?? 0, sizes[gone] ?? 0];
    for (let j = 0; j < count; j++) {
      if (j === kept || j === gone || sizes[j] === 0) continue;
      distances.set(kept, j, (m * distances.get(kept, j) + n * distances.get(gone, j)) / (m + n));
    }
    sizes[kept] = m + n;
    sizes[gone] = 0;
    merges.push({ a: kept, b: gone, distance: least });
  }
  return merges.sort((x, y) => x.distance - y.distance);
}

/** The cluster of each row once all merges are made that leave `clusterCount` clusters, or are no further than `distanceMax`. */
export function cutTree(
  merges: readonly Merge[],
  { clusterCount = 1, distanceMax = Number.POSITIVE_INFINITY }: { clusterCount?: number; distanceMax?: number },
): { clusters: Uint16Array; clusterCount: number } {
  const count = merges.length + 1;
  const parent = Uint32Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[i] = root;
    return root;
  };
  for (const { a, b, distance: apart } of merges.slice(0, Math.max(0, count - clusterCount)))
    if (apart <= distanceMax) parent[rootOf(b)] = rootOf(a);
  const numbers = new Map<number, number>();
  const clusters = Uint16Array.from({ length: count }, (_, i) => {
    const root = rootOf(i);
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
  return { clusters, clusterCount: numbers.size };
}
