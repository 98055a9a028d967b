import { meanOf } from '../../learning/metric.ts';
import { joinDense, type SparseRows } from '../../learning/sparse.ts';
import type { Pause } from './features.ts';
import { type Embedding, embedTexts } from './static-table.ts';
import type { HiddenScale } from './transfer-heads.ts';

/** Name of the source that others trained: a sentence model, of which the static table was distilled. */
export const PRETRAINED = 'pretrained';

/**
 * How much longer than its words an embedding is made: few labels say little of words that they do not hold. Our choice, by
 * labels of the training and validation splits of seven datasets.
 */
const LENGTH = 2;

/** Mean embedding of the texts and the mean length of what is left without it. */
export async function fitEmbeddingScale(
  texts: readonly string[],
  how: { embedding: Embedding; pause: Pause },
): Promise<HiddenScale> {
  const { vectors, dim } = await embedTexts(texts, how);
  const means = meanOf({ vectors, dim });
  let squares = 0;
  for (let i = 0; i < vectors.length; i++) squares += ((vectors[i] ?? 0) - (means[i % dim] ?? 0)) ** 2;
  return { means, length: Math.sqrt(Math.max(squares / Math.max(1, texts.length), 1e-12)) };
}

/** The rows with the embedding of their texts appended. */
export async function withEmbedding(
  rows: SparseRows,
  texts: readonly string[],
  { means, length }: HiddenScale,
  how: { embedding: Embedding; pause: Pause },
): Promise<SparseRows> {
  const { vectors, dim } = await embedTexts(texts, how);
  const placed = vectors.map((value, i) => (LENGTH * (value - (means[i % dim] ?? 0))) / length);
  return joinDense(rows, { vectors: placed, dim });
}
