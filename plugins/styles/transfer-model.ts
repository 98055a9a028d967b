import { softmaxScores } from '../../learning/logistic.ts';
import { macroScores } from '../../learning/metrics.ts';
import {
  fromTensors,
  type Network,
  type NetworkShape,
  outputsOf,
  parameterCountOf,
  toTensors,
} from '../../learning/network.ts';
import { softmaxInPlace } from '../../learning/softmax.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import type { OpenEncoder } from '../encoder-kinds.ts';
import type { TrainedModel } from '../kinds.ts';
import type { Pause } from './features.ts';
import { type Embedding, embeddingMeta, openEmbedding } from './static-table.ts';
import type { TransferData } from './transfer-data.ts';
import {
  argmax,
  fitHead,
  fitHiddenScale,
  type HeadOptions,
  type HiddenScale,
  predictHead,
  withHidden,
} from './transfer-heads.ts';
import { PRETRAINED, withEmbedding } from './transfer-pretrained.ts';
import type { TransferSettings } from './transfer-settings.ts';
import type { TransferTraining } from './transfer-training.ts';

export interface ModelMeta {
  terms: string[];
  /** Null where the source is pretrained. */
  network: NetworkShape | null;
  hidden_length: number;
  static_table_sha256: string | null;
  encoder?: string;
  encoder_runtime?: string;
  /** The source that was kept, and how it served the validation split. */
  source: string;
  source_score: number;
  target_examples: number;
  /** The class with most labels. */
  majority: number;
}

/** The model and, for its evaluation, what the same labels give without a source: fitted on the same rows. */
export async function toModel(
  training: TransferTraining,
  data: TransferData,
  { options, steps, pause }: { options: TransferSettings; steps: number; pause: Pause },
): Promise<TrainedModel> {
  const { vocabulary, target, classCount, classCounts, counts } = data;
  const how = { classCount, l2: options.l2, pause };
  const learned = (await fromPretrained(training, data, how)) ?? (await fromNetwork(training, data, how));
  const meta: ModelMeta & { format: string } = {
    format: 'transfer-network-2',
    terms: vocabulary.terms,
    ...learned.meta,
    target_examples: target.labels.length,
    majority: argmax(classCounts),
  };
  const tensors = { idf: vocabulary.idf, scratch: await fitHead(target, how), ...learned.tensors };
  return {
    files: { 'model.bin': writeTensors({ meta, tensors }) },
    steps,
    lossFinal: Number.isFinite(training.loss) ? training.loss : null,
    parameterCount: learned.parameterCount,
    counts,
  };
}

interface Learned {
  meta: Omit<ModelMeta, 'terms' | 'target_examples' | 'majority'>;
  tensors: Record<string, Float32Array>;
  parameterCount: number;
}

/** A head on the pretrained embeddings; null where they are no source, or a network serves the validation split better. */
async function fromPretrained(
  { best }: TransferTraining,
  { pretrained, classCount }: TransferData,
  how: HeadOptions,
): Promise<Learned | null> {
  if (pretrained === null) return null;
  const { embedding, scale, target, held } = pretrained;
  const head = await fitHead(target, how);
  const score = macroScores(held.labels, predictHead(held.rows, head, classCount), classCount).f1_score;
  if (best !== null && best.score >= score) return null;
  return {
    meta: {
      network: null,
      hidden_length: scale.length,
      ...embeddingMeta(embedding),
      source: PRETRAINED,
      source_score: score,
    },
    tensors: { head, means: scale.means },
    parameterCount: head.length,
  };
}

async function fromNetwork(
  { best, tuned, rival }: TransferTraining,
  { rows, target }: TransferData,
  how: HeadOptions,
): Promise<Learned> {
  if (best === null) throw new Error('no source was learned');
  const scale = fitHiddenScale(rows, best.network);
  const head = tuned
    ? null
    : await fitHead({ rows: withHidden(target.rows, best.network, scale), labels: target.labels }, how);
  const network = tuned ?? best.network;
  const { arrays, ...shape } = network;
  return {
    meta: {
      network: shape,
      hidden_length: scale.length,
      static_table_sha256: null,
      source: best.name,
      source_score: best.score,
    },
    tensors: {
      ...toTensors(arrays, 'network.'),
      ...(head && { head, means: scale.means }),
      ...(rival && toTensors(rival.arrays, 'rival.')),
    },
    parameterCount: parameterCountOf(network) + (head?.length ?? 0),
  };
}

export interface TransferModel {
  vocabulary: Vocabulary;
  /** Head on the words alone: the baseline. */
  scratch: Float32Array;
  majority: number;
  target_examples: number;
  embedding: Embedding;
  network: Network | null;
  /** The network trained on the target alone, where layers were trained. */
  rival: Network | null;
  /** Null where the network has its own. */
  head: { weights: Float32Array; scale: HiddenScale } | null;
}

export async function readTransfer(
  model: Readonly<Record<string, Uint8Array>>,
  openEncoder: OpenEncoder | undefined,
): Promise<TransferModel> {
  const { meta, tensors } = readTensors(model['model.bin'] ?? new Uint8Array());
  const { terms, network, hidden_length, majority, target_examples, ...embedded } = meta as ModelMeta;
  const { idf, scratch, means, head } = tensors;
  if (!(idf instanceof Float32Array && scratch instanceof Float32Array)) throw new Error('model.bin lacks a tensor');
  const own = means instanceof Float32Array && head instanceof Float32Array;
  return {
    vocabulary: { terms, idf },
    scratch,
    majority,
    target_examples,
    embedding: await openEmbedding(embedded, openEncoder),
    network: network && { ...network, arrays: fromTensors(tensors, 'network.') },
    rival: network && !own ? { ...network, bottleneck: 0, arrays: fromTensors(tensors, 'rival.') } : null,
    head: own ? { weights: head, scale: { means, length: hidden_length } } : null,
  };
}

/** What a model gives each class of each text: probabilities. */
export async function scoresOf(
  { embedding, network, head }: TransferModel,
  { texts, rows, classCount, pause }: { texts: readonly string[]; rows: SparseRows; classCount: number; pause: Pause },
): Promise<Float64Array[]> {
  if (network && !head) return outputsOf(network, rows).map(softmaxInPlace);
  if (!head) throw new Error('model.bin has no head');
  const full = network
    ? withHidden(rows, network, head.scale)
    : await withEmbedding(rows, texts, head.scale, { embedding, pause });
  return Array.from({ length: full.rowCount }, (_, i) => {
    const scores = new Float64Array(classCount);
    softmaxScores(full, i, head.weights, scores);
    return scores;
  });
}
