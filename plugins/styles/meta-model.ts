import { centred, mapped } from '../../learning/metric.ts';
import { joinDense } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { OpenEncoder } from '../encoder-kinds.ts';
import { type Pause, weighTerms } from './features.ts';
import type { EpisodeShape } from './meta-episodes.ts';
import { type Embedding, embeddingMeta, embedTexts, openEmbedding } from './static-table.ts';

/** The metric, and what names texts by it and judges it. */
export interface MetaModel {
  classes: string[];
  /** Mean embedding of the training texts: taken away before the map. */
  mean: Float32Array;
  map: Float32Array;
  /** The mean row of each class of the training split, words and metric joined; zeros for a class without texts. */
  prototypes: Float32Array;
  shape: EpisodeShape;
  /** Classes the metric never saw. */
  heldOut: number[];
  vocabulary: Vocabulary;
  embedding: Embedding;
}

export function writeMeta({ classes, mean, map, prototypes, shape, heldOut, ...words }: MetaModel): Uint8Array {
  const { vocabulary, embedding } = words;
  return writeTensors({
    meta: {
      format: 'metric-2',
      classes,
      shape,
      held_out: heldOut,
      terms: vocabulary.terms,
      ...embeddingMeta(embedding),
    },
    tensors: { mean, map, prototypes, idf: vocabulary.idf },
  });
}

export async function readMeta(
  model: Readonly<Record<string, Uint8Array>>,
  openEncoder?: OpenEncoder,
): Promise<MetaModel> {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { classes, shape, held_out, terms, ...embedded } = meta as {
    classes: string[];
    shape: EpisodeShape;
    held_out: number[];
    terms: string[];
    static_table_sha256: string | null;
    encoder?: string;
  };
  const { mean, map, prototypes, idf } = tensors as Record<'mean' | 'map' | 'prototypes' | 'idf', Float32Array>;
  const embedding = await openEmbedding(embedded, openEncoder);
  return { classes, mean, map, prototypes, shape, heldOut: held_out, vocabulary: { terms, idf }, embedding };
}

type Representation = Pick<MetaModel, 'mean' | 'map' | 'vocabulary' | 'embedding'>;

/** Rows of the texts: their words (TF-IDF), and joined to them their embedding, as it is and under the metric. */
export async function representationsOf(
  texts: readonly string[],
  { mean, map, vocabulary, embedding: source }: Representation,
  pause: Pause,
) {
  const words = await weighTerms(texts, vocabulary, pause);
  const embedded = await embedTexts(texts, { embedding: source, pause });
  const none = { columns: new Uint32Array(), values: new Float32Array(), starts: new Uint32Array(texts.length + 1) };
  const embedding = joinDense({ rowCount: texts.length, columnCount: 0, denseColumns: 0, ...none }, embedded);
  const learned = joinDense(words, mapped(centred(embedded, mean), map));
  return { words, embedding, joined: joinDense(words, embedded), learned };
}
