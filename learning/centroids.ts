import type { SparseRows } from './sparse.ts';

/** The mean row of each class brought to length 1: classCount x columnCount, by row. `members` picks rows; all by default. */
export function centroidsOf(
  rows: SparseRows,
  labels: Uint16Array,
  classCount: number,
  members?: ArrayLike<number>,
): Float32Array {
  const centroids = new Float32Array(classCount * rows.columnCount);
  addToCentroids(centroids, rows, labels, members);
  return finishCentroids(centroids, classCount);
}

/** Adds the rows to the sums of their classes: for rows that come in parts. */
export function addToCentroids(
  sums: Float32Array,
  rows: SparseRows,
  labels: Uint16Array,
  members?: ArrayLike<number>,
): void {
  for (let m = 0; m < (members?.length ?? rows.rowCount); m++) {
    const i = members?.[m] ?? m;
    const base = (labels[i] ?? 0) * rows.columnCount;
    for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++) {
      const at = base + (rows.columns[k] ?? 0);
      sums[at] = (sums[at] ?? 0) + (rows.values[k] ?? 0);
    }
  }
}

/** Brings the sums to length 1, in place. */
export function finishCentroids(sums: Float32Array, classCount: number): Float32Array {
  const width = sums.length / classCount;
  for (let c = 0; c < classCount; c++) {
    const row = sums.subarray(c * width, (c + 1) * width);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let j = 0; j < width; j++) row[j] = (row[j] ?? 0) / norm;
  }
  return sums;
}

/** The class whose centroid has the highest inner product with each row; the first of equal ones. */
export function nearestCentroid(
  centroids: Float32Array,
  rows: SparseRows,
  classCount: number,
  members?: ArrayLike<number>,
): Uint16Array {
  const similarity = new Float64Array(classCount);
  return Uint16Array.from({ length: members?.length ?? rows.rowCount }, (_, m) => {
    const i = members?.[m] ?? m;
    for (let c = 0; c < classCount; c++) {
      let sum = 0;
      for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++)
        sum += (rows.values[k] ?? 0) * (centroids[c * rows.columnCount + (rows.columns[k] ?? 0)] ?? 0);
      similarity[c] = sum;
    }
    return argmax(similarity);
  });
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
