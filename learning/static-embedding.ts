import { readTensors } from './tensor-file.ts';
import { WordPieces } from './word-pieces.ts';

/** A vector for each word piece, taken once from a sentence model (static-table/make.py). */
export interface StaticTable {
  dim: number;
  pieces: WordPieces;
  /** Entry d of piece p is scales[p] * entries[p * dim + d]. */
  entries: Int8Array;
  scales: Float32Array;
}

/** Errors: throws where the bytes are no such table, or have not a row for each line of the vocabulary. */
export function readStaticTable(bytes: Uint8Array, vocabulary: string): StaticTable {
  const { meta, tensors } = readTensors(bytes);
  const { format, dimensions } = meta as { format: string; dimensions: number };
  const { table, scales } = tensors;
  const pieces = vocabulary.trimEnd().split('\n');
  if (format !== 'static-table-1' || !(table instanceof Uint8Array) || !(scales instanceof Float32Array))
    throw new Error('not a static table');
  if (pieces.length !== scales.length || table.length !== scales.length * dimensions)
    throw new Error(`the table has ${scales.length} rows, the vocabulary ${pieces.length} pieces`);
  return { dim: dimensions, pieces: new WordPieces(pieces), entries: new Int8Array(table.buffer), scales };
}

/**
 * The sum of the vectors of a text's pieces, brought to length 1. The weights of the pieces are part of the table. A text
 * without a known piece gives zeros.
 */
export function embedInto({ dim, pieces, entries, scales }: StaticTable, text: string, vector: Float32Array): void {
  vector.fill(0);
  for (const id of pieces.split(text)) {
    const scale = scales[id] ?? 0;
    const base = id * dim;
    for (let d = 0; d < dim; d++) vector[d] = (vector[d] ?? 0) + scale * (entries[base + d] ?? 0);
  }
  let squares = 0;
  for (let d = 0; d < dim; d++) squares += (vector[d] ?? 0) ** 2;
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let d = 0; d < dim; d++) vector[d] = (vector[d] ?? 0) / length;
}
