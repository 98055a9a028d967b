import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import type { Evaluation, Task } from '../../contracts/training.ts';
import { episodeInterval, membersOf, weightedMacroF1 } from '../../learning/episodes.ts';
import { identityMetric, type Metric, metaStep, nearestPrototype } from '../../learning/metric.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { collectLabelled, type LabelledTexts } from './examples.ts';
import { createPause } from './features.ts';
import { drawEpisode, type EpisodeShape } from './meta-episodes.ts';
import { REQUIREMENTS } from './requirements.ts';
import { defineSettings } from './settings.ts';
import { checkStaticTable, embedTexts, STATIC_TABLE_SHA256 } from './static-table.ts';

const NO_INNER_LOOP = 'prototypes are means of the shots: there is no inner loop';
const ONE_DISTANCE = 'classes and texts are drawn evenly';

const MetaSettingsSchema = defineSettings(
  {
    num_tasks: z.int().min(1).max(100_000).default(400).describe('Episodes that are trained on'),
    meta_learning_rate: z.number().gt(0).max(1).default(3e-4).describe('Learning rate (Adam)'),
    num_ways: z.int().min(2).max(100).default(3).describe('Classes in an episode'),
    num_shots: z.int().min(1).max(100).default(5).describe('Texts of each class that make its prototype'),
    num_queries: z.int().min(1).max(100).default(5).describe('Texts of each class that are asked about'),
    held_out_share: z
      .number()
      .gt(0)
      .max(0.8)
      .default(0.4)
      .describe('Share of the classes that training never sees: the model is judged on them'),
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
    prototype_dim: 'the metric keeps the 256 dimensions of the static embedding',
    distance_metric: 'the distance is what is learned',
  },
);

/** A distance under which classes nobody trained on are told apart by a few texts each. */
export const metaStyle: TrainingStyle = {
  id: 'meta_learning',
  version: '1',
  description: 'Prototypical episodes over classes learn a distance, judged on classes that were never seen',
  settings: MetaSettingsSchema,
  requirements: REQUIREMENTS.meta_learning,
  assess: (facts) => assessStyle('meta_learning', facts),

  async train({ train, task, settings, seed, checkpoint, hooks }) {
    const options = MetaSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const { classes, ...classification } = classificationOf(task);
    const { texts, labels, skipped } = await collectLabelled(train(), { ...classification, classes });
    const shape: EpisodeShape = { ways: options.num_ways, shots: options.num_shots, queries: options.num_queries };
    const order = new Random(seed).shuffle([...classes.keys()]);
    const heldOut = order.slice(0, Math.max(shape.ways, Math.round(options.held_out_share * classes.length)));
    const members = membersOf(labels, classes.length).filter(
      (own, c) => !heldOut.includes(c) && own.length >= shape.shots + shape.queries,
    );
    if (members.length < shape.ways)
      throw new PipelineError(
        'StyleUnsupported',
        `meta_learning holds ${heldOut.length} of ${classes.length} classes out; of the rest ${members.length} have ${shape.shots + shape.queries} texts or more, and ${shape.ways} are needed`,
      );
    const rows = await embedTexts(texts, pause);
    hooks.onTotal(options.num_tasks);
    const state = checkpoint
      ? restore(checkpoint.bytes)
      : { metric: identityMetric(rows.dim), random: new Random(seed) };
    let loss: number | null = null;
    while (state.metric.steps < options.num_tasks) {
      const episode = drawEpisode(rows, members, shape, state.random);
      loss = metaStep(state.metric, episode, options.meta_learning_rate);
      await hooks.afterStep(state.metric.steps, loss, () => save(state));
    }
    const { map, dim } = state.metric;
    const meta = { format: 'metric-1', dim, shape, held_out: heldOut, static_table_sha256: STATIC_TABLE_SHA256 };
    return {
      files: { 'model.bin': writeTensors({ meta, tensors: { map } }) },
      steps: state.metric.steps,
      lossFinal: loss,
      parameterCount: map.length,
      counts: {
        train_examples: texts.length,
        train_classes: members.length,
        held_out_classes: heldOut.length,
        ...skipped,
      },
    };
  },

  async evaluate({ model, test, task, seed }) {
    return judgeMetric(readMetric(model), await collectLabelled(test(), classificationOf(task)), seed);
  },
};

const EPISODES = 200;

/** Episodes of the held-out classes, texts of the test split alone. The baseline: the same prototypes without the metric. */
async function judgeMetric(
  { dim, map, shape, held_out }: MetricModel,
  { texts, labels, skipped }: LabelledTexts,
  seed: number,
): Promise<Evaluation> {
  const least = shape.shots + shape.queries;
  const members = membersOf(labels, Math.max(...held_out) + 1).filter(
    (own, c) => held_out.includes(c) && own.length >= least,
  );
  const base = { split: 'test' as const, primary_metric: 'episode_f1_score', per_class: [], confusion: null };
  if (members.length < shape.ways) {
    const reason = `${members.length} of the ${held_out.length} held-out classes have ${least} texts in the test split; ${shape.ways} are needed`;
    return {
      ...base,
      example_count: 0,
      counts: skipped,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      unmeasured: { episode_f1_score: reason },
      better_than_baseline: false,
    };
  }
  const random = new Random(seed);
  const rows = await embedTexts(texts, createPause());
  const episodes = Array.from({ length: EPISODES }, () => {
    const episode = drawEpisode(rows, members, shape, random);
    const [model, baseline] = [map, null].map((each) => nearestPrototype(episode, dim, each)) as [
      Uint16Array,
      Uint16Array,
    ];
    return { queries: episode.rows, truth: episode.truth, model, baseline };
  });
  const mean = (side: 'model' | 'baseline') =>
    episodes.reduce((sum, { truth, [side]: guess }) => {
      return sum + weightedMacroF1(truth, guess, new Float64Array(truth.length).fill(1), shape.ways) / EPISODES;
    }, 0);
  const interval = episodeInterval(episodes, { exampleCount: texts.length, classCount: shape.ways, random });
  const [model, baseline] = [mean('model'), mean('baseline')];
  return {
    ...base,
    example_count: members.reduce((sum, own) => sum + own.length, 0),
    counts: { ...skipped, episodes: EPISODES, unseen_classes: members.length },
    scores: { episode_f1_score: model },
    baselines: { raw_prototypes: { episode_f1_score: baseline } },
    gain_over_baseline: { baseline: 'raw_prototypes', value: model - baseline, interval_95: interval },
    unmeasured: {},
    better_than_baseline: interval[0] > 0,
  };
}

interface MetricModel {
  dim: number;
  map: Float32Array;
  shape: EpisodeShape;
  held_out: number[];
}

function readMetric(model: Readonly<Record<string, Uint8Array>>): MetricModel {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { static_table_sha256, ...rest } = meta as Omit<MetricModel, 'map'> & { static_table_sha256: string };
  checkStaticTable(static_table_sha256);
  return { ...rest, map: tensors.map as Float32Array };
}

function classificationOf(task: Task) {
  if (task.kind === 'classification') return task;
  throw new PipelineError('StyleUnsupported', 'meta_learning needs a label to learn; the dataset has none');
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
