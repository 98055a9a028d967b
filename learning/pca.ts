import type { DenseRows } from './clusters.ts';
import { Random } from './random.ts';

/** Directions of most spread: components x dim, by row, of length 1 and at right angles. */
export interface Pca {
  mean: Float32Array;
  components: Float32Array;
  dim: number;
}

/** Rows the covariance is taken from at most, evenly spread: its entries are known to some hundredths from these. */
const ROWS_MAX = 5000;
const ITERATIONS = 60;
const SEED = 17;

/**
 * Principal components by orthogonal iteration on the covariance (Golub and Van Loan, Matrix Computations, 8.2.4).
 * The same rows give the same components. Cost: rows * dim^2 + 60 * dim^2 * count.
 */
export function fitPca({ vectors, dim }: DenseRows, count: number): Pca {
  const rowCount = vectors.length / dim;
  const step = Math.max(1, Math.floor(rowCount / ROWS_MAX));
  const used = Array.from({ length: Math.ceil(rowCount / step) }, (_, k) => k * step * dim);
  const mean = new Float64Array(dim);
  for (const at of used) for (let d = 0; d < dim; d++) mean[d] = (mean[d] ?? 0) + (vectors[at + d] ?? 0) / used.length;
  const covariance = new Float64Array(dim * dim);
  const row = new Float64Array(dim);
  for (const at of used) {
    for (let d = 0; d < dim; d++) row[d] = (vectors[at + d] ?? 0) - (mean[d] ?? 0);
    for (let a = 0; a < dim; a++)
      for (let b = 0; b < dim; b++)
        covariance[a * dim + b] = (covariance[a * dim + b] ?? 0) + ((row[a] ?? 0) * (row[b] ?? 0)) / used.length;
  }
  const kept = Math.min(count, dim);
  const random = new Random(SEED);
  let basis: Float64Array[] = Array.from({ length: kept }, () =>
    Float64Array.from({ length: dim }, () => random.normal()),
  );
  orthonormalize(basis);
  for (let i = 0; i < ITERATIONS; i++) {
    basis = basis.map((vector) => times(covariance, vector));
    orthonormalize(basis);
  }
  const components = new Float32Array(kept * dim);
  for (const [k, vector] of basis.entries()) components.set(vector, k * dim);
  return { mean: Float32Array.from(mean), components, dim };
}

/** The rows by their coordinates along the components. */
export function project({ vectors, dim }: DenseRows, { mean, components }: Pca): DenseRows {
  const kept = components.length / dim;
  const rowCount = vectors.length / dim;
  const projected = new Float32Array(rowCount * kept);
  for (let i = 0; i < rowCount; i++)
    for (let k = 0; k < kept; k++) {
      let sum = 0;
      for (let d = 0; d < dim; d++)
        sum += ((vectors[i * dim + d] ?? 0) - (mean[d] ?? 0)) * (components[k * dim + d] ?? 0);
      projected[i * kept + k] = sum;
    }
  return { vectors: projected, dim: kept };
}

/** Gram and Schmidt, in place; a vector that the others span becomes zero. */
function orthonormalize(vectors: Float64Array[]): void {
  vectors.forEach((vector, k) => {
    for (const earlier of vectors.slice(0, k)) {
      const share = dot(vector, earlier);
      for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) - share * (earlier[d] ?? 0);
    }
    const length = Math.sqrt(dot(vector, vector));
    for (let d = 0; d < vector.length; d++) vector[d] = length < 1e-12 ? 0 : (vector[d] ?? 0) / length;
  });
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const dim = vector.length;
  return Float64Array.from({ length: dim }, (_, a) => {
    let sum = 0;
    for (let b = 0; b < dim; b++) sum += (matrix[a * dim + b] ?? 0) * (vector[b] ?? 0);
    return sum;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}
