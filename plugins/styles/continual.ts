import { PipelineError } from '../../contracts/errors.ts';
import { fromTensors, type NetworkShape, parameterCountOf, toTensors } from '../../learning/network.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { collectSequence, type Sequence, sequenceOf, taskOf } from './continual-data.ts';
import { judgeContinual } from './continual-evaluation.ts';
import { ContinualSettingsSchema } from './continual-settings.ts';
import { ContinualTraining } from './continual-training.ts';
import { classificationOf } from './examples.ts';
import { createPause, fitTerms, weighTerms } from './features.ts';
import { REQUIREMENTS } from './requirements.ts';
import { templatesOf } from './templates.ts';

export interface ContinualMeta {
  terms: string[];
  shape: NetworkShape;
  sequence: Sequence;
  class_counts: number[];
}

/** One task after the other, with something against forgetting the earlier ones. */
export const continualStyle: TrainingStyle = {
  id: 'continual_learning',
  version: '2',
  description:
    'A network learns groups of classes, or parts of the data, one after the other; replay, EWC and LwF against forgetting',
  settings: ContinualSettingsSchema,
  templates: templatesOf('continual_learning'),
  requirements: REQUIREMENTS.continual_learning,
  assess: (facts) => assessStyle('continual_learning', facts),

  async train({ train, task, settings, seed, checkpoint, hooks }) {
    const options = ContinualSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const classification = classificationOf(task, 'continual_learning');
    const found = await collectSequence(train(), classification);
    const { texts, labels, fields, skipped } = found;
    const sequence = sequenceOf(found, { task: classification, ...options, task_field: options.task_field });
    const tasks = Array.from(labels, (label, i) => taskOf(sequence, label, fields[i]));
    const members = sequence.names.map((_name, t) => [...tasks.keys()].filter((i) => tasks[i] === t));
    const empty = members.findIndex((own) => own.length === 0);
    if (empty >= 0)
      throw new PipelineError('StyleUnsupported', `task ${empty + 1} of ${members.length} has no text to learn`);
    const limits = { documentsMin: options.min_document_frequency, termsMax: options.max_features };
    // The words of later tasks are known from the start: what is studied here is forgetting, not unknown words.
    const vocabulary = await fitTerms(texts, limits, pause);
    const rows = await weighTerms(texts, vocabulary, pause);
    const classCount = classification.classes.length;
    const training = new ContinualTraining({ rows, labels, members, sequence, classCount }, options, seed);
    if (checkpoint) training.restore(checkpoint.bytes);
    hooks.onTotal(training.totalSteps);
    let step = checkpoint?.step ?? 0;
    while (training.advance()) {
      step += 1;
      await hooks.afterStep(step, training.loss, () => training.save());
    }
    const final = training.finished.at(-1);
    if (!final) throw new Error('nothing was learned');
    const { arrays, ...shape } = final;
    const class_counts = classification.classes.map((_name, c) => labels.filter((label) => label === c).length);
    const meta: ContinualMeta & { format: string } = {
      format: 'continual-network-1',
      terms: vocabulary.terms,
      shape,
      sequence,
      class_counts,
    };
    const history = training.finished.slice(0, -1).map((network, i) => toTensors(network.arrays, `${i}.`));
    return {
      files: {
        'model.bin': writeTensors({ meta, tensors: { idf: vocabulary.idf, ...toTensors(arrays, 'network.') } }),
        // The networks on the way, for the accuracy after each task: nothing that predicts needs them.
        'history.bin': writeTensors({ meta: { networks: history.length }, tensors: Object.assign({}, ...history) }),
      },
      steps: step,
      lossFinal: Number.isFinite(training.loss) ? training.loss : null,
      parameterCount: parameterCountOf(final),
      counts: { train_examples: members.flat().length, tasks: members.length, ...skipped },
    };
  },

  async evaluate({ model, test, task, seed, pause = createPause() }) {
    const [bytes, past] = [model['model.bin'], model['history.bin']];
    if (!bytes || !past) throw new Error('model.bin or history.bin is missing');
    const { meta, tensors } = readTensors(bytes);
    const facts = meta as ContinualMeta;
    const { idf } = tensors;
    if (!(idf instanceof Float32Array)) throw new Error('model.bin lacks idf');
    const classification = classificationOf(task, 'continual_learning');
    const found = await collectSequence(test(), classification);
    const rows = await weighTerms(found.texts, { terms: facts.terms, idf }, pause);
    const history = readTensors(past);
    const { networks } = history.meta as { networks: number };
    const all = [
      ...Array.from({ length: networks }, (_, i) => fromTensors(history.tensors, `${i}.`)),
      fromTensors(tensors, 'network.'),
    ].map((arrays) => ({ ...facts.shape, arrays }));
    return judgeContinual(
      { networks: all, facts, classes: classification.classes },
      { ...found, rows },
      { seed, pause },
    );
  },
};
