import { ROWS_AT_A_TIME } from './dense-products/dense-products.ts';
import type { SparseRows } from './sparse.ts';

/** Rows of a block; the last one has what is left. The order of all sums is that of the blocks, wherever they are kept. */
export const BLOCK_ROWS = 1024;

/** Labelled rows: a sparse part, as in `SparseRows`, and a dense one of `dim` values a row. */
export interface FeatureBlock {
  rowCount: number;
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
  /** As many rows as make a multiple of `ROWS_AT_A_TIME`; those past the last are zeros. */
  dense: Float32Array;
  labels: Uint16Array;
}

/** Keeps pieces of bytes in their order, in memory or on a disk. What `read` answers holds until the next call of it. */
export interface PieceStore {
  append(piece: Uint8Array): void;
  read(index: number): Uint8Array;
}

/** All rows, in blocks that a store keeps. */
export interface FeatureBlocks {
  store: PieceStore;
  blockCount: number;
  rowCount: number;
  termCount: number;
  /** Columns of the dense part; a multiple of four. */
  dim: number;
}

export function createMemoryStore(): PieceStore {
  const pieces: Uint8Array[] = [];
  return {
    append: (piece) => void pieces.push(piece),
    read: (index) => pieces[index] ?? new Uint8Array(),
  };
}

/** The block as bytes: row count, count of sparse entries, then its arrays. `vectors` has the dense rows, `dim` each. */
export function packBlock(
  { rowCount, starts, columns, values }: SparseRows,
  { vectors, dim, labels }: { vectors: Float32Array; dim: number; labels: Uint16Array },
): Uint8Array {
  const entries = starts[rowCount] ?? 0;
  const size = sizesOf({ rowCount, entries, dim: paddedDim(dim) });
  const bytes = new Uint8Array(size.total);
  new Uint32Array(bytes.buffer, 0, 2).set([rowCount, entries]);
  const block = unpackBlock(bytes, paddedDim(dim));
  block.starts.set(starts.subarray(0, rowCount + 1));
  block.columns.set(columns.subarray(0, entries));
  block.values.set(values.subarray(0, entries));
  for (let i = 0; i < rowCount; i++) block.dense.set(vectors.subarray(i * dim, (i + 1) * dim), i * paddedDim(dim));
  block.labels.set(labels);
  return bytes;
}

/** Views of the bytes. */
export function unpackBlock(bytes: Uint8Array, dim: number): FeatureBlock {
  const { buffer, byteOffset } = bytes;
  const [rowCount = 0, entries = 0] = new Uint32Array(buffer, byteOffset, 2);
  const size = sizesOf({ rowCount, entries, dim });
  return {
    rowCount,
    starts: new Uint32Array(buffer, byteOffset + size.starts, rowCount + 1),
    columns: new Uint32Array(buffer, byteOffset + size.columns, entries),
    values: new Float32Array(buffer, byteOffset + size.values, entries),
    dense: new Float32Array(buffer, byteOffset + size.dense, paddedRows(rowCount) * dim),
    labels: new Uint16Array(buffer, byteOffset + size.labels, rowCount),
  };
}

/** Where the arrays of a block begin, and where it ends. */
function sizesOf({ rowCount, entries, dim }: { rowCount: number; entries: number; dim: number }) {
  const starts = 8;
  const columns = starts + 4 * (rowCount + 1);
  const values = columns + 4 * entries;
  const dense = values + 4 * entries;
  const labels = dense + 4 * paddedRows(rowCount) * dim;
  return { starts, columns, values, dense, labels, total: labels + 4 * Math.ceil(rowCount / 2) };
}

export const paddedDim = (dim: number) => Math.ceil(dim / 4) * 4;
const paddedRows = (rowCount: number) => Math.ceil(rowCount / ROWS_AT_A_TIME) * ROWS_AT_A_TIME;

/** Rows that are in memory, in blocks; their dense columns become the dense part. */
export function toBlocks(rows: SparseRows, labels: Uint16Array): FeatureBlocks {
  const store = createMemoryStore();
  const dim = rows.denseColumns;
  let blockCount = 0;
  for (let first = 0; first < rows.rowCount; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.rowCount - first);
    const part = splitDense(rows, first, count);
    store.append(packBlock(part.terms, { vectors: part.vectors, dim, labels: labels.subarray(first, first + count) }));
    blockCount += 1;
  }
  return { store, blockCount, rowCount: rows.rowCount, termCount: rows.columnCount - dim, dim: paddedDim(dim) };
}

function splitDense({ denseColumns: dim, ...rows }: SparseRows, first: number, count: number) {
  const begin = rows.starts[first] ?? 0;
  const size = (rows.starts[first + count] ?? 0) - begin - count * dim;
  const starts = new Uint32Array(count + 1);
  const [columns, values, vectors] = [new Uint32Array(size), new Float32Array(size), new Float32Array(count * dim)];
  for (let i = 0; i < count; i++) {
    const from = rows.starts[first + i] ?? 0;
    const to = (rows.starts[first + i + 1] ?? 0) - dim;
    columns.set(rows.columns.subarray(from, to), starts[i]);
    values.set(rows.values.subarray(from, to), starts[i]);
    vectors.set(rows.values.subarray(to, to + dim), i * dim);
    starts[i + 1] = (starts[i] ?? 0) + to - from;
  }
  const terms = { rowCount: count, columnCount: rows.columnCount - dim, denseColumns: 0, starts, columns, values };
  return { terms, vectors };
}
