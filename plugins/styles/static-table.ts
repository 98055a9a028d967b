import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import { joinDense, type SparseRows } from '../../learning/sparse.ts';
import { embedInto, readStaticTable, type StaticTable } from '../../learning/static-embedding.ts';
import type { OpenEncoder, SentenceEncoder } from '../encoder-kinds.ts';
import { forEachText, type Pause } from './features.ts';

/** Of table.bin. A model names the table it was trained with, and works with no other. */
const STATIC_TABLE_SHA256 = '2cc5f4fd3ec84b2c599b93d4b45d5a8400573a0f49fe3e493b86ecb8103d6e04';

let loaded: StaticTable | undefined;

/** The table that is part of the product, read once a process. */
function staticTable(): StaticTable {
  if (loaded) return loaded;
  const folder = new URL('../../learning/static-table/', import.meta.url);
  const bytes = readFileSync(new URL('table.bin', folder));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== STATIC_TABLE_SHA256) throw new Error(`table.bin has sha256 ${sha256}, not ${STATIC_TABLE_SHA256}`);
  loaded = readStaticTable(bytes, readFileSync(new URL('vocabulary.txt', folder), 'utf8'));
  return loaded;
}

/** What the vectors of texts come from: the encoder that the settings name, or the static table where they name none. */
export type Embedding = SentenceEncoder | null;

/** One vector of length 1 for each text, by row. */
export async function embedTexts(
  texts: readonly string[],
  { embedding, pause }: { embedding: Embedding; pause: Pause },
): Promise<{ vectors: Float32Array; dim: number }> {
  if (embedding) return { vectors: await embedding.embed(texts, pause), dim: embedding.dim };
  const table = staticTable();
  const { dim } = table;
  const vectors = new Float32Array(texts.length * dim);
  let i = 0;
  await forEachText(texts, (text) => embedInto(table, text, vectors.subarray(i * dim, ++i * dim)), pause);
  return { vectors, dim };
}

export type FeatureKind = 'tfidf' | 'static' | 'tfidf_static';

/** The features of the texts, of which `terms` are the TF-IDF rows. */
export async function featuresOf(
  texts: readonly string[],
  terms: SparseRows,
  { features, embedding, pause }: { features: FeatureKind; embedding: Embedding; pause: Pause },
): Promise<SparseRows> {
  if (features === 'tfidf') return terms;
  const { rowCount } = terms;
  const none = { columns: new Uint32Array(), values: new Float32Array(), starts: new Uint32Array(rowCount + 1) };
  return joinDense(
    features === 'static' ? { rowCount, columnCount: 0, denseColumns: 0, ...none } : terms,
    await embedTexts(texts, { embedding, pause }),
  );
}

/** The setting of every style that learns from the vectors of texts. */
export const encoderSetting = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,99}(@[0-9a-f]{64})?$/, 'is the name of a folder below encoders/ of DATA_DIR')
  .optional()
  .describe(
    'An ONNX sentence encoder whose vectors take the place of the static table: the name of its folder below encoders/ of DATA_DIR; with @ and the SHA-256 of its files, as which it is kept, those and no others',
  );

/** The embedding that settings or the metadata of a model name. */
export async function openEmbedding(
  { encoder, static_table_sha256 = null }: { encoder?: string | undefined; static_table_sha256?: string | null },
  openEncoder: OpenEncoder | undefined,
): Promise<Embedding> {
  if (static_table_sha256 !== null && static_table_sha256 !== STATIC_TABLE_SHA256)
    throw new Error('the model was trained with another static table than the one that is installed');
  if (encoder === undefined) return null;
  if (!openEncoder) throw new PipelineError('ConfigInvalid', `settings.encoder: ${encoder} cannot be opened here`);
  return openEncoder(encoder);
}

/** What a model keeps of it: it works with no other. */
export const embeddingMeta = (embedding: Embedding) =>
  embedding
    ? { static_table_sha256: null, encoder: embedding.id, encoder_runtime: embedding.runtime }
    : { static_table_sha256: STATIC_TABLE_SHA256 };
