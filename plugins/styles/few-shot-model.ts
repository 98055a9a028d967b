import type { SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { OpenEncoder } from '../encoder-kinds.ts';
import type { FewShotRows, Head, HeadKind } from './few-shot-heads.ts';
import type { FewShotSettings } from './few-shot-settings.ts';
import { type Embedding, embeddingMeta, openEmbedding } from './static-table.ts';

export interface FewShotModel {
  classes: string[];
  options: FewShotSettings;
  head: Head;
  vocabulary: Vocabulary;
  embedding: Embedding;
  /** Rows, not texts, of the labelled texts that shots are drawn from when the model is judged. */
  pool: FewShotRows;
}

export function writeFewShot({ classes, options, head, vocabulary, embedding, pool }: FewShotModel): Uint8Array {
  const meta = {
    format: 'few-shot-1',
    classes,
    options,
    head: head.kind,
    ...embeddingMeta(embedding),
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

export async function readFewShot(
  model: Readonly<Record<string, Uint8Array>>,
  openEncoder?: OpenEncoder,
): Promise<FewShotModel> {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { classes, options, head, terms, terms_columns, joined_columns, ...embedded } = meta as {
    classes: string[];
    options: FewShotSettings;
    head: HeadKind;
    static_table_sha256: string | null;
    encoder?: string;
    terms: string[];
    terms_columns: number;
    joined_columns: number;
  };
  const { weights, idf, labels } = tensors as { weights: Float32Array; idf: Float32Array; labels: Uint32Array };
  return {
    classes,
    options,
    head: { kind: head, weights },
    vocabulary: { terms, idf },
    embedding: await openEmbedding(embedded, openEncoder),
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
