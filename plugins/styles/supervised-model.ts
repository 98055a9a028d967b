import { temper } from '../../learning/calibration.ts';
import { softmaxScores } from '../../learning/logistic.ts';
import { fromTensors, type Network, type NetworkShape, outputsOf, shapeOf, toTensors } from '../../learning/network.ts';
import { softmaxInPlace } from '../../learning/softmax.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { OpenEncoder } from '../encoder-kinds.ts';
import { createPause, type Pause, weighTerms } from './features.ts';
import { type Embedding, embeddingMeta, type FeatureKind, featuresOf, openEmbedding } from './static-table.ts';

/** What was learned on the features: weights of a logistic regression, class by class, or a network. */
export type Head = { kind: 'logistic'; weights: Float32Array | Float64Array } | { kind: 'mlp'; network: Network };

export interface Classifier {
  classes: string[];
  features: FeatureKind;
  embedding: Embedding;
  vocabulary: Vocabulary;
  head: Head;
  /** What the scores are divided by before they become probabilities: 1 leaves them as they were trained. */
  temperature: number;
  /** Mean TF-IDF row of each class, for the baseline. */
  centroids: Float32Array;
  classCounts: number[];
}

export function writeClassifier(
  { classes, features, embedding, vocabulary, head, temperature, centroids, classCounts }: Classifier,
  task: { classes: string[] },
): Uint8Array {
  const learned =
    head.kind === 'logistic'
      ? { meta: {}, tensors: { weights: head.weights } }
      : { meta: { network: shapeOf(head.network) }, tensors: toTensors(head.network.arrays, 'network.') };
  return writeTensors({
    meta: {
      format: head.kind === 'logistic' ? 'text-logistic-2' : 'text-mlp-1',
      task: { ...task, classes },
      features,
      ...(features === 'tfidf' ? { static_table_sha256: null } : embeddingMeta(embedding)),
      terms: vocabulary.terms,
      ...(vocabulary.characters && { characters: vocabulary.characters }),
      class_counts: classCounts,
      temperature,
      ...learned.meta,
    },
    tensors: {
      ...learned.tensors,
      idf: vocabulary.idf,
      ...(vocabulary.slots && { slots: vocabulary.slots }),
      centroids,
    },
  });
}

export async function readClassifier(
  model: Readonly<Record<string, Uint8Array>>,
  openEncoder?: OpenEncoder,
): Promise<Classifier> {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { task, features, terms, characters, class_counts, temperature, network, ...embedded } = meta as {
    task: { classes: string[] };
    /** Models of format tfidf-logistic-1 have none. */
    features?: FeatureKind;
    static_table_sha256?: string | null;
    encoder?: string;
    terms: string[];
    characters?: number;
    class_counts: number[];
    temperature?: number;
    network?: NetworkShape;
  };
  const { weights, idf, centroids } = tensors as Record<string, Float32Array>;
  if (!(weights || network) || !idf || !centroids) throw new Error('model.bin lacks a tensor');
  return {
    classes: task.classes,
    features: features ?? 'tfidf',
    embedding: await openEmbedding(embedded, openEncoder),
    vocabulary: {
      ...{ terms, idf },
      ...(characters && { characters }),
      ...(tensors.slots instanceof Uint32Array && { slots: tensors.slots }),
    },
    head: network
      ? { kind: 'mlp', network: { ...network, arrays: fromTensors(tensors, 'network.') } }
      : { kind: 'logistic', weights: weights ?? new Float32Array() },
    temperature: temperature ?? 1,
    centroids,
    classCounts: class_counts,
  };
}

/** Probabilities of the classes, text by text. */
export async function predict(
  classifier: Classifier,
  texts: readonly string[],
  pause: Pause = createPause(),
): Promise<Float64Array[]> {
  const terms = await weighTerms(texts, classifier.vocabulary, pause);
  const rows = await featuresOf(texts, terms, { ...classifier, pause });
  return probabilitiesOf(headOf(classifier), rows);
}

export interface Scorer {
  head: Head;
  classCount: number;
  temperature: number;
}

export const headOf = ({ head, classes, temperature }: Classifier): Scorer => ({
  head,
  classCount: classes.length,
  temperature,
});

/** Probabilities of the classes, row by row. */
export function probabilitiesOf({ head, classCount, temperature }: Scorer, rows: SparseRows): Float64Array[] {
  const found =
    head.kind === 'mlp'
      ? outputsOf(head.network, rows).map((logits) => softmaxInPlace(logits))
      : Array.from({ length: rows.rowCount }, (_, i) => {
          const scores = new Float64Array(classCount);
          softmaxScores(rows, i, head.weights, scores);
          return scores;
        });
  return temperature === 1 ? found : found.map((probabilities) => temper(probabilities, temperature));
}
