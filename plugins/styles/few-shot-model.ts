import type { SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { FewShotRows, Head, HeadKind } from './few-shot-heads.ts';
import type { FewShotSettings } from './few-shot-settings.ts';
import { checkStaticTable, STATIC_TABLE_SHA256 } from './static-table.ts';

export interface FewShotModel {
  classes: string[];
  options: FewShotSettings;
  head: Head;
  vocabulary: Vocabulary;
  /** Rows, not texts, of the labelled texts that shots are drawn from when the model is judged. */
  pool: FewShotRows;
}

export function writeFewShot({ classes, options, head, vocabulary, pool }: FewShotModel): Uint8Array {
  const meta = {
    format: 'few-shot-1',
    classes,
    options,
    head: head.kind,
    static_table_sha256: STATIC_TABLE_SHA256,
    terms: vocabulary.terms,
    terms_columns: pool.terms.columnCount,
    joined_columns: pool.joined.columnCount,
  };
  const tensors = {
    weights: head.weights,
    idf: vocabulary.idf,
    labels: Uint32Array.from(pool.labels),
    ...named('terms', pool.terms),
    ...named('joined', pool.joined),
  };
  return writeTensors({ meta, tensors });
}

export function readFewShot(model: Readonly<Record<string, Uint8Array>>): FewShotModel {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { classes, options, head, static_table_sha256, terms, terms_columns, joined_columns } = meta as {
    classes: string[];
    options: FewShotSettings;
    head: HeadKind;
    static_table_sha256: string;
    terms: string[];
    terms_columns: number;
    joined_columns: number;
  };
  checkStaticTable(static_table_sha256);
  const { weights, idf, labels } = tensors as { weights: Float32Array; idf: Float32Array; labels: Uint32Array };
  return {
    classes,
    options,
    head: { kind: head, weights },
    vocabulary: { terms, idf },
    pool: {
      labels: Uint16Array.from(labels),
      terms: rowsNamed('terms', tensors, terms_columns),
      joined: rowsNamed('joined', tensors, joined_columns),
    },
  };
}

function named(name: string, { starts, columns, values }: SparseRows) {
  return { [`${name}_starts`]: starts, [`${name}_columns`]: columns, [`${name}_values`]: values };
}

function rowsNamed(name: string, tensors: Record<string, unknown>, columnCount: number): SparseRows {
  const starts = tensors[`${name}_starts`] as Uint32Array;
  const columns = tensors[`${name}_columns`] as Uint32Array;
  const values = tensors[`${name}_values`] as Float32Array;
  return { rowCount: starts.length - 1, columnCount, denseColumns: 0, starts, columns, values };
}
