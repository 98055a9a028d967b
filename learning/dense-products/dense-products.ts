import { PRODUCTS_WASM } from './products.wasm.ts';

/** The products take this many rows together: there are as many as a multiple of it. */
export const ROWS_AT_A_TIME = 4;

/** Dense rows of `dim` values each, `count` of them from row `first` on; `dim` is a multiple of four. */
export interface DenseRows {
  values: Float32Array;
  dim: number;
  first: number;
  count: number;
}

interface Kernels {
  products(x: number, w: number, out: number, rows: number, outputs: number, dim: number): void;
  spread(x: number, factors: number, g: number, rows: number, outputs: number, dim: number): void;
}

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What is used here of the WebAssembly of the language, which the types for Node leave out. */
const { Memory, Module, Instance } = (
  globalThis as unknown as {
    WebAssembly: {
      Memory: new (limits: { initial: number }) => Memory;
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: { env: { memory: Memory } }) => { exports: Kernels };
    };
  }
).WebAssembly;

const PAGE_BYTES = 65_536;
let loaded: { memory: Memory; kernels: Kernels } | undefined;

/** One instance a process: what it is given stays in its memory only for one call here. */
function kernelsWith(bytes: number) {
  if (loaded === undefined) {
    const memory = new Memory({ initial: 1 });
    const { exports: kernels } = new Instance(new Module(Buffer.from(PRODUCTS_WASM, 'base64')), { env: { memory } });
    loaded = { memory, kernels };
  }
  const { memory, kernels } = loaded;
  const lacking = bytes - memory.buffer.byteLength;
  if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE_BYTES));
  return { buffer: memory.buffer, kernels };
}

/**
 * Rows with vectors of weights, in 32-bit floats by the vector instructions of WebAssembly: a quarter of the time of the
 * same loops over doubles in scikit-learn's sparse products, which a plain loop here takes three times of.
 *
 * `use` is given the product of each row with each vector, by row, and puts there the factor of each row for each vector;
 * the rows times their factors are then added to `gradient` from `at` on. Weights: `outputs` vectors of `dim` from `at` on.
 */
export function withProducts(
  { values, dim, first, count }: DenseRows,
  { weights, gradient, at, outputs }: { weights: Float64Array; gradient: Float64Array; at: number; outputs: number },
  use: (products: Float32Array) => void,
): void {
  const length = outputs * dim;
  const w = 4 * count * dim;
  const g = w + 4 * length;
  const s = g + 4 * length;
  const { buffer, kernels } = kernelsWith(s + 4 * count * outputs);
  new Float32Array(buffer, 0, count * dim).set(values.subarray(first * dim, (first + count) * dim));
  new Float32Array(buffer, w, length).set(weights.subarray(at, at + length));
  const sums = new Float32Array(buffer, g, length).fill(0);
  kernels.products(0, w, s, count, outputs, dim);
  use(new Float32Array(buffer, s, count * outputs));
  kernels.spread(0, s, g, count, outputs, dim);
  for (let i = 0; i < length; i++) gradient[at + i] = (gradient[at + i] ?? 0) + (sums[i] ?? 0);
}
