import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { joinDense, type SparseRows } from '../../learning/sparse.ts';
import { embedInto, readStaticTable, type StaticTable } from '../../learning/static-embedding.ts';
import { forEachText, type Pause } from './features.ts';

/** Of table.bin. A model names the table it was trained with, and works with no other. */
export const STATIC_TABLE_SHA256 = '2cc5f4fd3ec84b2c599b93d4b45d5a8400573a0f49fe3e493b86ecb8103d6e04';

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

/** One vector of length 1 for each text, by row. */
export async function embedTexts(
  texts: readonly string[],
  pause: Pause,
): Promise<{ vectors: Float32Array; dim: number }> {
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
  { features, pause }: { features: FeatureKind; pause: Pause },
): Promise<SparseRows> {
  if (features === 'tfidf') return terms;
  const { rowCount } = terms;
  const none = { columns: new Uint32Array(), values: new Float32Array(), starts: new Uint32Array(rowCount + 1) };
  return joinDense(
    features === 'static' ? { rowCount, columnCount: 0, denseColumns: 0, ...none } : terms,
    await embedTexts(texts, pause),
  );
}

/** Throws where a model was trained with another table. */
export function checkStaticTable(sha256: string | null): void {
  if (sha256 === null || sha256 === STATIC_TABLE_SHA256) return;
  throw new Error('the model was trained with another static table than the one that is installed');
}
