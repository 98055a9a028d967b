import { PipelineError } from '../../contracts/errors.ts';
import type { Task } from '../../contracts/training.ts';
import { fromTensors, type Network, outputsOf } from '../../learning/network.ts';
import { readTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { compareClassifiers } from './compare-classifiers.ts';
import { collectLabelled } from './examples.ts';
import { createPause, weighTerms } from './features.ts';
import { REQUIREMENTS } from './requirements.ts';
import { prepareTransfer } from './transfer-data.ts';
import { argmax, predictHead, withHidden } from './transfer-heads.ts';
import { type ModelMeta, toModel } from './transfer-model.ts';
import { TransferSettingsSchema } from './transfer-settings.ts';
import { TransferTraining } from './transfer-training.ts';

type Classification = Extract<Task, { kind: 'classification' }>;

/** What is learned on one task helps another: a network learns a source first, then few labels of the target. */
export const transferStyle: TrainingStyle = {
  id: 'transfer_learning',
  version: '2',
  description:
    'Hidden layer learned on another label or on the words themselves, then a head, an adapter or all layers on few labels of the target',
  settings: TransferSettingsSchema,
  requirements: REQUIREMENTS.transfer_learning,
  assess: (facts) => assessStyle('transfer_learning', facts),

  async train({ train, validation, task, settings, seed, checkpoint, hooks }) {
    const options = TransferSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const data = await prepareTransfer({ train, validation, task: classificationOf(task), options, seed, pause });
    const training = new TransferTraining(data, { options, seed, pause });
    if (checkpoint) training.restore(checkpoint.bytes);
    hooks.onTotal(Math.max(1, training.totalSteps));
    let step = checkpoint?.step ?? 0;
    while (await training.advance()) {
      step += 1;
      await hooks.afterStep(step, training.loss, () => training.save());
    }
    return toModel(training, data, { options, steps: step, pause });
  },

  async evaluate({ model, test, task, seed }) {
    const classification = classificationOf(task);
    const { texts, labels, skipped } = await collectLabelled(test(), classification);
    const { meta, tensors } = readTensors(model['model.bin'] ?? new Uint8Array());
    const facts = meta as ModelMeta;
    const { idf, scratch, means, head } = tensors;
    if (!(idf instanceof Float32Array && scratch instanceof Float32Array)) throw new Error('model.bin lacks a tensor');
    const rows = await weighTerms(texts, { terms: facts.terms, idf }, createPause());
    const classCount = classification.classes.length;
    const network: Network = { ...facts.network, arrays: fromTensors(tensors, 'network.') };
    const baselines: Record<string, Uint16Array> = {
      majority_class: new Uint16Array(texts.length).fill(facts.majority),
      from_scratch: predictHead(rows, scratch, classCount),
    };
    let predicted: Uint16Array;
    if (means instanceof Float32Array && head instanceof Float32Array) {
      predicted = predictHead(withHidden(rows, network, { means, length: facts.hidden_length }), head, classCount);
    } else {
      const rival: Network = { ...facts.network, bottleneck: 0, arrays: fromTensors(tensors, 'rival.') };
      baselines.network_from_scratch = Uint16Array.from(outputsOf(rival, rows), argmax);
      predicted = Uint16Array.from(outputsOf(network, rows), argmax);
    }
    const evaluation = compareClassifiers(
      { truth: labels, predicted, baselines, classes: classification.classes },
      { seed, counts: { ...skipped, target_examples: facts.target_examples } },
    );
    // Worse than from nothing, surely: what was learned first stood in the way.
    const negative = (evaluation.gain_over_baseline?.interval_95[1] ?? 0) < 0;
    return negative ? { ...evaluation, counts: { ...evaluation.counts, negative_transfer: 1 } } : evaluation;
  },
};

function classificationOf(task: Task): Classification {
  if (task.kind === 'classification') return task;
  throw new PipelineError('StyleUnsupported', 'transfer_learning needs a label to learn; the dataset has none');
}
