import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { Task } from '../../contracts/training.ts';
import { assignTo, type Clustering } from '../../learning/clusters.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { OpenEncoder } from '../encoder-kinds.ts';
import type { TrainingStyle } from '../kinds.ts';
import { assessStyle } from './assess.ts';
import { typicalTerms } from './cluster-terms.ts';
import { unitsOf } from './examples.ts';
import { createPause } from './features.ts';
import { toPrediction } from './prediction.ts';
import { REQUIREMENTS } from './requirements.ts';
import { type Embedding, embeddingMeta, embedTexts, openEmbedding } from './static-table.ts';
import { templatesOf } from './templates.ts';
import { judgeClusters } from './unsupervised-evaluation.ts';
import { createSearch, refuseOneCluster } from './unsupervised-search.ts';
import { UnsupervisedSettingsSchema } from './unsupervised-settings.ts';
import { fitSpace, rowsOfTexts, type Space, toRows } from './unsupervised-space.ts';

/** Texts in groups of like meaning, without a label. */
export const unsupervisedStyle: TrainingStyle = {
  id: 'unsupervised',
  version: '3',
  description: 'k-means, DBSCAN or hierarchical clusters on a static sentence embedding, with typical terms',
  settings: UnsupervisedSettingsSchema,
  templates: templatesOf('unsupervised'),
  requirements: REQUIREMENTS.unsupervised,
  assess: (facts) => assessStyle('unsupervised', facts),

  async train({ train, task, settings, seed, checkpoint, openEncoder, hooks }) {
    const options = UnsupervisedSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const { texts, skipped } = await collectTexts(train(), task);
    if (texts.length < 2 * options.num_clusters)
      throw new PipelineError(
        'StyleUnsupported',
        `unsupervised needs two texts a cluster: num_clusters is ${options.num_clusters}, and there are ${texts.length} different texts`,
      );
    const embedding = await openEmbedding(options, openEncoder);
    const embedded = await embedTexts(texts, { embedding, pause });
    const space = fitSpace(embedded, options);
    const rows = toRows(embedded, space);
    const search = await createSearch(rows, options, { seed, pause });

    hooks.onTotal(search.total);
    let state: State = checkpoint ? restore(checkpoint.bytes) : { step: 0, random: new Random(seed), best: null };
    while (state.step < search.total) {
      const found = search.attempt(state.step, state.random);
      const best = found && (state.best === null || found.loss < state.best.loss) ? found : state.best;
      state = { step: state.step + 1, random: state.random, best };
      await hooks.afterStep(state.step, best?.loss ?? 1, () => save(state));
    }
    const centers = state.best?.centers ?? refuseOneCluster(options);
    const { clusters } = assignTo(rows, centers);
    const shown = await typicalTerms(texts, clusters, {
      clusterCount: centers.length / rows.dim,
      countMin: options.min_cluster_size,
      termsMax: options.terms_per_cluster,
      pause,
    });
    const meta = { format: 'clusters-1', ...embeddingMeta(embedding), clusters: shown };
    return {
      files: { 'model.bin': writeTensors({ meta, tensors: { centers, ...tensorsOf(space) } }) },
      steps: state.step,
      lossFinal: state.best?.loss ?? null,
      parameterCount: centers.length,
      counts: { train_examples: texts.length, ...skipped },
    };
  },

  async evaluate({ model, test, task, seed, pause = createPause(), openEncoder }) {
    const read = await readClusters(model, openEncoder);
    return judgeClusters(read, await collectTexts(test(), task), { seed, pause });
  },

  async predict({ model, texts, openEncoder }) {
    const read = await readClusters(model, openEncoder);
    const { centers, clusters } = read;
    const { vectors, dim } = await rowsOfTexts(texts, read, createPause());
    const names = clusters.map(({ name }) => name);
    return texts.map((_, i) => {
      const scores = names.map((_name, c) => {
        let sum = 0;
        for (let d = 0; d < dim; d++) sum += (vectors[i * dim + d] ?? 0) * (centers[c * dim + d] ?? 0);
        return sum;
      });
      return toPrediction(names, scores);
    });
  },
};

export interface ClusterModel {
  centers: Float32Array;
  space: Space;
  embedding: Embedding;
  clusters: { name: string; size: number; typical_terms: string[] }[];
}

async function readClusters(
  model: Readonly<Record<string, Uint8Array>>,
  openEncoder: OpenEncoder | undefined,
): Promise<ClusterModel> {
  const bytes = model['model.bin'];
  if (!bytes) throw new Error('model.bin is missing');
  const { meta, tensors } = readTensors(bytes);
  const { clusters, ...embedded } = meta as Pick<ClusterModel, 'clusters'> & {
    static_table_sha256: string | null;
    encoder?: string;
  };
  const { centers, mean, components, componentMean } = tensors as Record<string, Float32Array>;
  if (!centers || !mean) throw new Error('model.bin lacks a tensor');
  const pca = components && componentMean ? { components, mean: componentMean, dim: mean.length } : null;
  return { centers, space: { mean, pca }, embedding: await openEmbedding(embedded, openEncoder), clusters };
}

function tensorsOf({ mean, pca }: Space): Record<string, Float32Array> {
  return pca === null ? { mean } : { mean, components: pca.components, componentMean: pca.mean };
}

export interface ClusterTexts {
  texts: string[];
  /** Class of each text in the task, to judge by; -1 where it has none. Null where the task has no label. */
  labels: Int32Array | null;
  skipped: { skipped_without_text: number; skipped_repeated: number };
}

/** Each different text once; its label is only ever looked at when a clustering is judged. */
async function collectTexts(records: AsyncIterable<ConversationRecord>, task: Task): Promise<ClusterTexts> {
  const classification: Extract<Task, { kind: 'classification' }> =
    task.kind === 'classification' ? task : { kind: 'classification', label_field: '', text_from: 'all', classes: [] };
  const texts = new Map<string, number>();
  const skipped = { skipped_without_text: 0, skipped_repeated: 0 };
  for await (const record of records) {
    for (const { text, labels } of unitsOf(record, classification)) {
      if (text.trim() === '') skipped.skipped_without_text += 1;
      else if (texts.has(text)) skipped.skipped_repeated += 1;
      else texts.set(text, classification.classes.indexOf(labels[classification.label_field] ?? ''));
    }
  }
  const labels = task.kind === 'classification' ? Int32Array.from(texts.values()) : null;
  return { texts: [...texts.keys()], labels, skipped };
}

interface State {
  step: number;
  random: Random;
  best: Clustering | null;
}

function save({ step, random, best }: State): Uint8Array {
  const centers = best?.centers ?? new Float32Array();
  return writeTensors({ meta: { step, loss: best?.loss ?? null }, tensors: { random: random.save(), centers } });
}

function restore(bytes: Uint8Array): State {
  const { meta, tensors } = readTensors(bytes);
  const { step, loss } = meta as { step: number; loss: number | null };
  const { random, centers } = tensors as { random: Uint32Array; centers: Float32Array };
  return { step, random: new Random(random), best: loss === null ? null : { centers, loss } };
}
