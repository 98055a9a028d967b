import { PipelineError } from '../../contracts/errors.ts';
import { fitTemperature } from '../../learning/calibration.ts';
import { balancedWeights } from '../../learning/logistic.ts';
import { parameterCountOf } from '../../learning/network.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { classificationOf, sampleLabelled } from './examples.ts';
import { createPause, weighTerms } from './features.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { featuresOf, openEmbedding } from './static-table.ts';
import { judgeClassifier } from './supervised-evaluation.ts';
import { holdExamples, packExamples, scanExamples } from './supervised-examples.ts';
import { fitLogistic } from './supervised-logistic.ts';
import { fitMlp } from './supervised-mlp.ts';
import { predict, probabilitiesOf, readClassifier, writeClassifier } from './supervised-model.ts';
import { type SupervisedSettings, SupervisedSettingsSchema } from './supervised-settings.ts';
import { templatesOf } from './templates.ts';

/** Validation texts that are held in memory: an even sample of more. Features take some four times the memory of the texts. */
const HELD = { countMax: 10_000, charsMax: 4_000_000 };

/** A classifier of texts: logistic regression, or a network of one hidden layer, on TF-IDF and a static sentence embedding. */
export const supervisedStyle: TrainingStyle = {
  id: 'supervised',
  version: '12',
  description:
    'Multinomial logistic regression by L-BFGS, or a network of one hidden layer, on TF-IDF joined with a static sentence embedding',
  settings: SupervisedSettingsSchema,
  templates: templatesOf('supervised'),
  requirements: REQUIREMENTS.supervised,
  assess: (facts) => assessStyle('supervised', facts),
  // A network goes through its examples in another order at each pass, and holds them all.
  streams: (settings) => settings.model !== 'mlp',

  async train({ train, validation, task, settings, seed, checkpoint, openEncoder, hooks }) {
    const options = SupervisedSettingsSchema.parse(settings) as SupervisedSettings;
    const pause = hooks.pause ?? createPause();
    const classification = classificationOf(task, 'supervised');
    const { classes } = classification;
    const embedding = await openEmbedding(options, openEncoder);
    const input = { train, hooks, task: classification, options, embedding, pause };
    const scanned = await scanExamples(input);
    const { vocabulary, classCounts, exampleCount, skipped } = scanned;
    if (exampleCount === 0)
      throw new PipelineError('StyleUnsupported', `no record has a label of ${classification.label_field}`);
    const held = await sampleLabelled(validation(), classification, HELD);
    const heldTerms = await weighTerms(held.texts, vocabulary, pause);
    const heldRows = await featuresOf(held.texts, heldTerms, { features: options.features, embedding, pause });
    const fit = { held: { rows: heldRows, labels: held.labels }, options, seed, checkpoint, hooks, pause };
    const classWeights = weigh({ classes, classCounts, how: options.class_weights });
    const examples =
      options.model === 'mlp' ? await holdExamples(input, vocabulary) : await packExamples(input, scanned);
    const { head, steps, lossFinal } =
      'blocks' in examples
        ? await fitLogistic({ ...fit, examples: { ...examples, classWeights, classCount: classes.length } })
        : await fitMlp({ ...fit, examples: { ...examples, classWeights, classCount: classes.length } });
    // Balanced weights and a penalty leave probabilities too even: what the validation split says of them is put right.
    const temperature = fitTemperature(
      held.labels,
      probabilitiesOf({ head, classCount: classes.length, temperature: 1 }, heldRows),
    );
    const { centroids } = examples;
    const { features } = options;
    const classifier = { classes, features, embedding, vocabulary, head, temperature, centroids, classCounts };
    return {
      files: { 'model.bin': writeClassifier(classifier, classification) },
      steps,
      lossFinal,
      parameterCount: head.kind === 'mlp' ? parameterCountOf(head.network) : head.weights.length,
      counts: { train_examples: exampleCount, validation_examples: held.texts.length, ...skipped },
    };
  },

  async evaluate({ model, test, task, seed, pause = createPause(), openEncoder }) {
    const split = { test: test(), task: classificationOf(task, 'supervised') };
    return judgeClassifier(await readClassifier(model, openEncoder), split, { seed, pause });
  },

  async predict({ model, texts, openEncoder }) {
    const classifier = await readClassifier(model, openEncoder);
    return (await predict(classifier, texts)).map((probabilities) => toPrediction(classifier.classes, probabilities));
  },
};

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
