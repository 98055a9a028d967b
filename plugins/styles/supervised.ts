import { PipelineError } from '../../contracts/errors.ts';
import type { Task } from '../../contracts/training.ts';
import { fitTemperature } from '../../learning/calibration.ts';
import { centroidsOf } from '../../learning/centroids.ts';
import { balancedWeights } from '../../learning/logistic.ts';
import { parameterCountOf } from '../../learning/network.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { collectLabelled } from './examples.ts';
import { createPause, fitTerms, weighTerms } from './features.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { featuresOf } from './static-table.ts';
import { judgeClassifier } from './supervised-evaluation.ts';
import { fitLogistic } from './supervised-logistic.ts';
import { fitMlp } from './supervised-mlp.ts';
import { predict, probabilitiesOf, readClassifier, writeClassifier } from './supervised-model.ts';
import { type SupervisedSettings, SupervisedSettingsSchema } from './supervised-settings.ts';
import { templatesOf } from './templates.ts';

/** A classifier of texts: logistic regression, or a network of one hidden layer, on TF-IDF and a static sentence embedding. */
export const supervisedStyle: TrainingStyle = {
  id: 'supervised',
  version: '8',
  description:
    'Multinomial logistic regression by L-BFGS, or a network of one hidden layer, on TF-IDF joined with a static sentence embedding',
  settings: SupervisedSettingsSchema,
  templates: templatesOf('supervised'),
  requirements: REQUIREMENTS.supervised,
  assess: (facts) => assessStyle('supervised', facts),

  async train({ train, validation, task, settings, seed, checkpoint, hooks }) {
    const options = SupervisedSettingsSchema.parse(settings) as SupervisedSettings;
    const pause = hooks.pause ?? createPause();
    const classification = classificationOf(task);
    const { classes } = classification;
    const { texts, labels, skipped } = await collectLabelled(train(), classification);
    if (texts.length === 0)
      throw new PipelineError('StyleUnsupported', `no record has a label of ${classification.label_field}`);
    const limits = { documentsMin: options.min_document_frequency, termsMax: options.max_features };
    const vocabulary = await fitTerms(texts, limits, pause);
    const terms = await weighTerms(texts, vocabulary, pause);
    const rows = await featuresOf(texts, terms, { features: options.features, pause });
    const held = await collectLabelled(validation(), classification);
    const heldTerms = await weighTerms(held.texts, vocabulary, pause);
    const heldRows = await featuresOf(held.texts, heldTerms, { features: options.features, pause });
    const classCounts = countsOf(labels, classes.length);
    const classWeights = weigh({ classes, classCounts, how: options.class_weights });
    const { head, steps, lossFinal } = await (options.model === 'mlp' ? fitMlp : fitLogistic)({
      examples: { rows, labels, classWeights, classCount: classes.length },
      held: { rows: heldRows, labels: held.labels },
      options,
      seed,
      checkpoint,
      hooks,
      pause,
    });
    // Balanced weights and a penalty leave probabilities too even: what the validation split says of them is put right.
    const temperature = fitTemperature(
      held.labels,
      probabilitiesOf({ head, classCount: classes.length, temperature: 1 }, heldRows),
    );
    const centroids = centroidsOf(terms, labels, classes.length);
    const classifier = { classes, features: options.features, vocabulary, head, temperature, centroids, classCounts };
    return {
      files: { 'model.bin': writeClassifier(classifier, classification) },
      steps,
      lossFinal,
      parameterCount: head.kind === 'mlp' ? parameterCountOf(head.network) : head.weights.length,
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

function classificationOf(task: Task) {
  if (task.kind === 'classification') return task;
  throw new PipelineError('StyleUnsupported', 'supervised training needs a label; the dataset has none to learn');
}

function countsOf(labels: Uint16Array, classCount: number): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Weight of each row of a class; over all rows they sum to the number of rows. */
function weigh({
  classes,
  classCounts,
  how,
}: {
  classes: string[];
  classCounts: number[];
  how: SupervisedSettings['class_weights'];
}): Float64Array {
  if (how === 'none') return new Float64Array(classes.length).fill(1);
  if (how === 'balanced') return balancedWeights(classCounts);
  const unknown = Object.keys(how).filter((name) => !classes.includes(name));
  if (unknown.length > 0)
    throw new PipelineError(
      'ConfigInvalid',
      `class_weights names ${unknown.length} classes that the task does not have; it has ${classes.join(', ')}`,
    );
  const ofClass = classes.map((name) => how[name] ?? 1);
  const total = classCounts.reduce((sum, count, c) => sum + count * (ofClass[c] ?? 1), 0);
  const rowCount = classCounts.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(ofClass, (weight) => (weight * rowCount) / total);
}
