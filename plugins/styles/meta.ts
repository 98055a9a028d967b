import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import { centroidsOf } from '../../learning/centroids.ts';
import { membersOf } from '../../learning/episodes.ts';
import { centred, type Metric, meanOf, metaStep, whitenedMetric } from '../../learning/metric.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { classificationOf, collectLabelled } from './examples.ts';
import { createPause, fitTerms } from './features.ts';
import { scoresOfHead } from './few-shot-heads.ts';
import { drawEpisode, type EpisodeShape, toEpisode } from './meta-episodes.ts';
import { judgeMetric } from './meta-evaluation.ts';
import { readMeta, representationsOf, writeMeta } from './meta-model.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { defineSettings } from './settings.ts';
import { embedTexts, encoderSetting, openEmbedding } from './static-table.ts';
import { templatesOf } from './templates.ts';

const NO_INNER_LOOP = 'prototypes are means of the shots: there is no inner loop';
const ONE_DISTANCE = 'classes and texts are drawn evenly';
const WAYS = 3;
const VOCABULARY = { documentsMin: 2, termsMax: 10_000 };

const MetaSettingsSchema = defineSettings(
  {
    num_tasks: z.int().min(0).max(100_000).default(400).describe('Episodes that are trained on'),
    meta_learning_rate: z.number().gt(0).max(1).default(1e-4).describe('Learning rate (Adam)'),
    num_ways: z
      .int()
      .min(2)
      .max(100)
      .optional()
      .describe('Classes in an episode; left out, 3, or 2 where there are fewer than 6 classes'),
    num_shots: z.int().min(1).max(100).default(5).describe('Texts of each class that make its prototype'),
    num_queries: z.int().min(1).max(100).default(5).describe('Texts of each class that are asked about'),
    held_out_share: z
      .number()
      .gt(0)
      .max(0.8)
      .default(0.4)
      .describe('Share of the classes that training never sees: the model is judged on them'),
    encoder: encoderSetting,
    shrinkage: z
      .number()
      .gt(0)
      .max(1000)
      .default(2)
      .describe('How far the spread within classes, where episodes start, is drawn towards an even one'),
  },
  {
    inner_loop_lr: NO_INNER_LOOP,
    adaptation_steps: NO_INNER_LOOP,
    first_order_maml: NO_INNER_LOOP,
    maml_lr: NO_INNER_LOOP,
    maml_meta_lr: NO_INNER_LOOP,
    meta_batch_size: 'one episode is one step',
    task_distribution: ONE_DISTANCE,
    task_complexity: ONE_DISTANCE,
    prototypical_networks: 'the embedded trainer always learns by prototypes',
    prototype_dim: 'the metric keeps the dimensions of the embedding',
    distance_metric: 'the distance is what is learned',
  },
);

/** A distance under which classes nobody trained on are told apart by a few texts each. */
export const metaStyle: TrainingStyle = {
  id: 'meta_learning',
  version: '4',
  description:
    'A distance learned from the spread within classes and from prototypical episodes, judged on classes that were never seen',
  settings: MetaSettingsSchema,
  templates: templatesOf('meta_learning'),
  requirements: REQUIREMENTS.meta_learning,
  assess: (facts) => assessStyle('meta_learning', facts),

  async train({ train, validation, task, settings, seed, checkpoint, openEncoder, hooks }) {
    const options = MetaSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const classification = classificationOf(task, 'meta_learning');
    const classCount = classification.classes.length;
    const { texts, labels, skipped } = await collectLabelled(train(), classification);
    const validated = await collectLabelled(validation(), classification);
    const shape: EpisodeShape = {
      ways: options.num_ways ?? Math.max(2, Math.min(WAYS, Math.floor(classCount / 2))),
      shots: options.num_shots,
      queries: options.num_queries,
    };
    const all = membersOf(labels, classCount);
    const heldOut = holdOut(membersOf(validated.labels, classCount), { shape, share: options.held_out_share, seed });
    const members = all.filter((own, c) => !heldOut.includes(c) && own.length >= shape.shots + shape.queries);
    checkSupply(members.length, { classCount, heldOut, shape });
    const vocabulary = await fitTerms(texts, VOCABULARY, pause);
    const embedding = await openEmbedding(options, openEncoder);
    const embedded = await embedTexts(texts, { embedding, pause });
    const mean = meanOf(embedded);
    const rows = centred(embedded, mean);
    hooks.onTotal(Math.max(1, options.num_tasks));
    const state = checkpoint
      ? restore(checkpoint.bytes)
      : { metric: whitenedMetric(rows, members, options.shrinkage), random: new Random(seed) };
    let loss: number | null = null;
    while (state.metric.steps < options.num_tasks) {
      const episode = toEpisode(rows, drawEpisode(members, shape, state.random));
      loss = metaStep(state.metric, episode, options.meta_learning_rate);
      await hooks.afterStep(state.metric.steps, loss, () => save(state));
    }
    const { map, steps } = state.metric;
    const { learned } = await representationsOf(texts, { mean, map, vocabulary, embedding }, pause);
    const prototypes = centroidsOf(learned, labels, classCount);
    const model = { classes: classification.classes, mean, map, prototypes, shape, heldOut, vocabulary, embedding };
    return {
      files: { 'model.bin': writeMeta(model) },
      steps,
      lossFinal: loss,
      parameterCount: map.length + mean.length + prototypes.length,
      counts: {
        train_examples: texts.length,
        train_classes: members.length,
        held_out_classes: heldOut.length,
        ...skipped,
      },
    };
  },

  async evaluate({ model, test, task, seed, pause = createPause(), openEncoder }) {
    const read = await readMeta(model, openEncoder);
    return judgeMetric(read, await collectLabelled(test(), classificationOf(task, 'meta_learning')), { seed, pause });
  },

  /** All classes are known by their texts of the training split, those too that the metric was not learned from. */
  async predict({ model, texts, openEncoder }) {
    const read = await readMeta(model, openEncoder);
    const { learned } = await representationsOf(texts, read, createPause());
    const head = { kind: 'prototype' as const, weights: read.prototypes };
    return scoresOfHead(head, learned, read.classes.length).map((scores) => toPrediction(read.classes, scores));
  },
};

/**
 * Classes by chance that training is not to see: of those first that have enough texts in the validation split, so that
 * the test split, drawn alike, can be hoped to judge them.
 */
function holdOut(
  validated: readonly (readonly number[])[],
  { shape, share, seed }: { shape: EpisodeShape; share: number; seed: number },
): number[] {
  const order = new Random(seed).shuffle([...validated.keys()]);
  const judgeable = (c: number) => Number((validated[c]?.length ?? 0) > shape.shots);
  return order
    .sort((a, b) => judgeable(b) - judgeable(a))
    .slice(0, Math.max(shape.ways, Math.round(share * validated.length)));
}

function checkSupply(
  trainable: number,
  { classCount, heldOut, shape }: { classCount: number; heldOut: readonly number[]; shape: EpisodeShape },
): void {
  if (trainable >= shape.ways) return;
  throw new PipelineError(
    'StyleUnsupported',
    `meta_learning holds ${heldOut.length} of ${classCount} classes out; of the rest ${trainable} have ${shape.shots + shape.queries} texts or more, and ${shape.ways} are needed: lower num_ways, num_shots or held_out_share, or give more labelled texts`,
  );
}

function save({ metric, random }: { metric: Metric; random: Random }): Uint8Array {
  const { dim, map, first, second, steps } = metric;
  return writeTensors({ meta: { dim, steps }, tensors: { map, first, second, random: random.save() } });
}

function restore(bytes: Uint8Array): { metric: Metric; random: Random } {
  const { meta, tensors } = readTensors(bytes);
  const { dim, steps } = meta as { dim: number; steps: number };
  const { random, map, first, second } = tensors as Record<'map' | 'first' | 'second', Float32Array> & {
    random: Uint32Array;
  };
  return { metric: { dim, steps, map, first, second }, random: new Random(random) };
}
