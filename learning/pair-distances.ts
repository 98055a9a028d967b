import type { DenseRows } from './clusters.ts';

/** Cosine distances of all rows to each other, each pair once: rows squared halves of four bytes. */
export class PairDistances {
  readonly count: number;
  private readonly values: Float32Array;

  constructor(count: number) {
    this.count = count;
    this.values = new Float32Array((count * (count - 1)) / 2);
  }

  /** Distance of rows i and j, which differ. */
  get(i: number, j: number): number {
    return this.values[indexOf(i, j)] ?? 0;
  }

  set(i: number, j: number, distance: number): void {
    this.values[indexOf(i, j)] = distance;
  }

  /** Measures row i against all before it; the rows have length 1. */
  measure({ vectors, dim }: DenseRows, i: number): void {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += (vectors[i * dim + d] ?? 0) * (vectors[j * dim + d] ?? 0);
      this.set(i, j, Math.max(0, 1 - sum));
    }
  }
}

const indexOf = (i: number, j: number) => (i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i);
