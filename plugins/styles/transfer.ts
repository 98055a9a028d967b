import { outputsOf } from '../../learning/network.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { compareClassifiers } from './compare-classifiers.ts';
import { classificationOf, collectLabelled } from './examples.ts';
import { createPause, weighTerms } from './features.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { openEmbedding } from './static-table.ts';
import { templatesOf } from './templates.ts';
import { prepareTransfer } from './transfer-data.ts';
import { argmax, predictHead } from './transfer-heads.ts';
import { readTransfer, scoresOf, toModel } from './transfer-model.ts';
import { TransferSettingsSchema } from './transfer-settings.ts';
import { TransferTraining } from './transfer-training.ts';

/** What is learned on one task helps another: a source is learned first, then few labels of the target. */
export const transferStyle: TrainingStyle = {
  id: 'transfer_learning',
  version: '6',
  description:
    'Features learned on another label, on the words themselves or by a sentence model, then a head, an adapter or all layers on few labels of the target',
  settings: TransferSettingsSchema,
  templates: templatesOf('transfer_learning'),
  requirements: REQUIREMENTS.transfer_learning,
  assess: (facts) => assessStyle('transfer_learning', facts),

  async train({ train, validation, task, settings, seed, checkpoint, openEncoder, hooks }) {
    const options = TransferSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const embedding = await openEmbedding(options, openEncoder);
    const input = {
      train,
      validation,
      task: classificationOf(task, 'transfer_learning'),
      options,
      embedding,
      seed,
      pause,
    };
    const data = await prepareTransfer(input);
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

  async evaluate({ model, test, task, seed, pause = createPause(), openEncoder }) {
    const classification = classificationOf(task, 'transfer_learning');
    const { texts, labels, skipped } = await collectLabelled(test(), classification);
    const read = await readTransfer(model, openEncoder);
    const rows = await weighTerms(texts, read.vocabulary, pause);
    const classCount = classification.classes.length;
    const baselines: Record<string, Uint16Array> = {
      majority_class: new Uint16Array(texts.length).fill(read.majority),
      from_scratch: predictHead(rows, read.scratch, classCount),
      ...(read.rival && { network_from_scratch: Uint16Array.from(outputsOf(read.rival, rows), argmax) }),
    };
    const predicted = Uint16Array.from(await scoresOf(read, { texts, rows, classCount, pause }), argmax);
    const evaluation = await compareClassifiers(
      { truth: labels, predicted, baselines, classes: classification.classes },
      { seed, pause, counts: { ...skipped, target_examples: read.target_examples } },
    );
    // Worse than from nothing, surely: what was learned first stood in the way.
    const negative = (evaluation.gain_over_baseline?.interval_95[1] ?? 0) < 0;
    return negative ? { ...evaluation, counts: { ...evaluation.counts, negative_transfer: 1 } } : evaluation;
  },

  async predict({ model, task, texts, openEncoder }) {
    const { classes } = classificationOf(task, 'transfer_learning');
    const read = await readTransfer(model, openEncoder);
    const pause = createPause();
    const rows = await weighTerms(texts, read.vocabulary, pause);
    const scores = await scoresOf(read, { texts, rows, classCount: classes.length, pause });
    return scores.map((own) => toPrediction(classes, own));
  },
};
