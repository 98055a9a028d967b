import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import type { Task } from '../../contracts/training.ts';
import { centroidsOf } from '../../learning/centroids.ts';
import { type LbfgsState, startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import { type LogisticProblem, logisticObjective, softmaxScores } from '../../learning/logistic.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { collectLabelled } from './examples.ts';
import { createPause, fitTerms, weighTerms } from './features.ts';

import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { checkStaticTable, type FeatureKind, featuresOf, STATIC_TABLE_SHA256 } from './static-table.ts';
import { judgeClassifier } from './supervised-evaluation.ts';

const SettingsSchema = z.strictObject({
  features: z
    .enum(['tfidf', 'static', 'tfidf_static'])
    .default('tfidf_static')
    .describe('TF-IDF of words and word pairs, a static sentence embedding, or both joined'),
  max_iterations: z.int().min(1).max(10_000).default(200).describe('Most iterations of L-BFGS'),
  max_features: z.int().min(100).max(1_000_000).default(20_000).describe('Most words and word pairs in the vocabulary'),
  min_document_frequency: z.int().min(1).max(1000).default(2).describe('Texts a term must stand in'),
  l2: z.number().min(0).max(1000).default(0.25).describe('Strength of the squared penalty on the weights'),
  label_smoothing: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('Part of each target that is spread over all classes'),
  class_weights: z
    .enum(['balanced', 'none'])
    .default('balanced')
    .describe('balanced: each class counts the same in the loss'),
  tolerance: z.number().min(0).max(0.1).default(1e-5).describe('Relative change of the loss below which training ends'),
  early_stopping_patience: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe('Iterations without a better validation loss before training ends with the best weights; 0: never'),
});

/** Where training stands between two iterations. */
interface Progress {
  state: LbfgsState;
  best: { weights: Float64Array; loss: number; iteration: number };
}

/** Multinomial logistic regression on TF-IDF and a static sentence embedding. */
export const supervisedStyle: TrainingStyle = {
  id: 'supervised',
  version: '5',
  description: 'Multinomial logistic regression on TF-IDF joined with a static sentence embedding, by L-BFGS',
  settings: SettingsSchema,
  requirements: REQUIREMENTS.supervised,
  assess: (facts) => assessStyle('supervised', facts),

  async train({ train, validation, task, settings, checkpoint, hooks }) {
    const options = SettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const classification = classificationOf(task);
    const { texts, labels, skipped } = await collectLabelled(train(), classification);
    if (texts.length === 0)
      throw new PipelineError('StyleUnsupported', `no record has a label of ${classification.label_field}`);
    const limits = { documentsMin: options.min_document_frequency, termsMax: options.max_features };
    const vocabulary = await fitTerms(texts, limits, pause);
    const terms = await weighTerms(texts, vocabulary, pause);
    const rows = await featuresOf(texts, terms, { features: options.features, pause });
    const classCount = classification.classes.length;
    const problem: LogisticProblem = {
      rows,
      labels,
      classCount,
      rowWeights: weigh(labels, classCount, options.class_weights),
      l2: options.l2,
      labelSmoothing: options.label_smoothing,
    };
    const held = await collectLabelled(validation(), classification);
    const heldTerms = await weighTerms(held.texts, vocabulary, pause);
    const heldRows = await featuresOf(held.texts, heldTerms, { features: options.features, pause });
    const objective = logisticObjective(problem);

    hooks.onTotal(options.max_iterations);
    let progress = checkpoint
      ? restore(checkpoint.bytes)
      : begin(startLbfgs(objective, new Float64Array(classCount * (rows.columnCount + 1))));
    const patience = options.early_stopping_patience;
    // Asked before a step, not after it: a training that resumes here must not take a step that an undisturbed one did not.
    const worthwhile = ({ state, best }: Progress) =>
      !state.done &&
      state.iteration < options.max_iterations &&
      (patience === 0 || state.iteration - best.iteration < patience);
    while (worthwhile(progress)) {
      const state = stepLbfgs(objective, progress.state, options.tolerance);
      const loss = held.texts.length === 0 ? state.loss : meanLogLoss(heldRows, held.labels, state.point, classCount);
      const better = loss < progress.best.loss;
      progress = { state, best: better ? { weights: state.point, loss, iteration: state.iteration } : progress.best };
      await hooks.afterStep(state.iteration, state.loss, () => save(progress));
    }
    // The loss is convex: weights it has settled at are the model. Those of the best validation loss on the way are what a
    // small validation split picks by chance (counsel-chat, 5 folds by question: macro-F1 .194, with patience 10, against
    // .219), so early stopping is off unless asked for: training settles in some 35 iterations by itself.
    const weights = Float32Array.from(progress.state.done ? progress.state.point : progress.best.weights);
    const counts = new Array<number>(classCount).fill(0);
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
    const model = writeTensors({
      meta: {
        format: 'text-logistic-2',
        task: classification,
        features: options.features,
        static_table_sha256: options.features === 'tfidf' ? null : STATIC_TABLE_SHA256,
        terms: vocabulary.terms,
        class_counts: counts,
      },
      tensors: { weights, idf: vocabulary.idf, centroids: centroidsOf(terms, labels, classCount) },
    });
    return {
      files: { 'model.bin': model },
      steps: progress.state.iteration,
      lossFinal: progress.state.loss,
      parameterCount: weights.length,
      counts: { train_examples: texts.length, validation_examples: held.texts.length, ...skipped },
    };
  },

  async evaluate({ model, test, task, seed }) {
    const classifier = readClassifier(model);
    return judgeClassifier(classifier, await collectLabelled(test(), classificationOf(task)), seed);
  },

  async predict({ model, texts }) {
    const classifier = readClassifier(model);
    return (await predict(classifier, texts)).map((probabilities) => toPrediction(classifier.classes, probabilities));
  },
};

export interface Classifier {
  classes: string[];
  features: FeatureKind;
  vocabulary: Vocabulary;
  weights: Float32Array;
  /** Mean TF-IDF row of each class, for the baseline. */
  centroids: Float32Array;
  classCounts: number[];
}

export function readClassifier(model: Readonly<Record<string, Uint8Array>>): Classifier {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { task, features, static_table_sha256, terms, class_counts } = meta as {
    task: { classes: string[] };
    /** Models of format tfidf-logistic-1 have none. */
    features?: FeatureKind;
    static_table_sha256?: string | null;
    terms: string[];
    class_counts: number[];
  };
  const { weights, idf, centroids } = tensors as Record<string, Float32Array>;
  if (!weights || !idf || !centroids) throw new Error('model.bin lacks a tensor');
  checkStaticTable(static_table_sha256 ?? null);
  return {
    classes: task.classes,
    features: features ?? 'tfidf',
    vocabulary: { terms, idf },
    weights,
    centroids,
    classCounts: class_counts,
  };
}

/** Probabilities of the classes, text by text. */
export async function predict(classifier: Classifier, texts: readonly string[]): Promise<Float64Array[]> {
  const pause = createPause();
  return probabilitiesOf(
    classifier,
    await featuresOf(texts, await weighTerms(texts, classifier.vocabulary, pause), {
      features: classifier.features,
      pause,
    }),
  );
}

/** Probabilities of the classes, row by row. */
export function probabilitiesOf({ classes, weights }: Classifier, rows: SparseRows): Float64Array[] {
  return Array.from({ length: rows.rowCount }, (_, i) => {
    const scores = new Float64Array(classes.length);
    softmaxScores(rows, i, weights, scores);
    return scores;
  });
}

function classificationOf(task: Task) {
  if (task.kind === 'classification') return task;
  throw new PipelineError('StyleUnsupported', 'supervised training needs a label; the dataset has none to learn');
}

/** Weights that sum to the number of rows. */
function weigh(labels: Uint16Array, classCount: number, how: 'balanced' | 'none'): Float64Array {
  if (how === 'none') return new Float64Array(labels.length).fill(1);
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const present = counts.filter((count) => count > 0).length;
  return Float64Array.from(labels, (label) => labels.length / (present * (counts[label] ?? 1)));
}

function meanLogLoss(rows: SparseRows, labels: Uint16Array, weights: Float64Array, classCount: number): number {
  const scores = new Float64Array(classCount);
  let loss = 0;
  for (let i = 0; i < rows.rowCount; i++) {
    softmaxScores(rows, i, weights, scores);
    loss -= Math.log(Math.max(scores[labels[i] ?? 0] ?? 0, 1e-300));
  }
  return loss / rows.rowCount;
}

const begin = (state: LbfgsState): Progress => ({
  state,
  best: { weights: state.point, loss: Number.POSITIVE_INFINITY, iteration: 0 },
});

function save({ state, best }: Progress): Uint8Array {
  const { iteration, loss, done } = state;
  const steps = Object.fromEntries(
    state.pointSteps.flatMap((step, i) => [
      [`s${i}`, step],
      [`y${i}`, state.gradientSteps[i] ?? step],
    ]),
  );
  return writeTensors({
    meta: {
      iteration,
      loss,
      done,
      memory: state.pointSteps.length,
      best_loss: Number.isFinite(best.loss) ? best.loss : null,
      best_iteration: best.iteration,
    },
    tensors: { point: state.point, gradient: state.gradient, best: best.weights, ...steps },
  });
}

function restore(bytes: Uint8Array): Progress {
  const { meta, tensors } = readTensors(bytes);
  const { iteration, loss, done, memory, best_loss, best_iteration } = meta as Record<string, number> & {
    done: boolean;
  };
  const array = (name: string) => tensors[name] as Float64Array;
  return {
    state: {
      iteration: iteration ?? 0,
      loss: loss ?? 0,
      done,
      point: array('point'),
      gradient: array('gradient'),
      pointSteps: Array.from({ length: memory ?? 0 }, (_, i) => array(`s${i}`)),
      gradientSteps: Array.from({ length: memory ?? 0 }, (_, i) => array(`y${i}`)),
    },
    best: { weights: array('best'), loss: best_loss ?? Number.POSITIVE_INFINITY, iteration: best_iteration ?? 0 },
  };
}
