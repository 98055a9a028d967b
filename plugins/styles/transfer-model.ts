import { type NetworkShape, parameterCountOf, toTensors } from '../../learning/network.ts';
import { writeTensors } from '../../learning/tensor-file.ts';
import type { TrainedModel } from '../kinds.ts';
import type { Pause } from './features.ts';
import type { TransferData } from './transfer-data.ts';
import { argmax, fitHead, fitHiddenScale, withHidden } from './transfer-heads.ts';
import type { TransferSettings } from './transfer-settings.ts';
import type { TransferTraining } from './transfer-training.ts';

export interface ModelMeta {
  terms: string[];
  network: NetworkShape;
  hidden_length: number;
  /** The source that was kept, and how it served the validation split. */
  source: string;
  source_score: number;
  target_examples: number;
  /** The class with most labels. */
  majority: number;
}

/** The model and, for its evaluation, what the same labels give without a source: fitted on the same rows. */
export async function toModel(
  { best, tuned, rival, loss }: TransferTraining,
  { vocabulary, rows, target, classCount, classCounts, counts }: TransferData,
  { options, steps, pause }: { options: TransferSettings; steps: number; pause: Pause },
): Promise<TrainedModel> {
  if (best === null) throw new Error('no source was learned');
  const how = { classCount, l2: options.l2, pause };
  const scratch = await fitHead(target, how);
  const scale = fitHiddenScale(rows, best.network);
  const head = tuned
    ? null
    : await fitHead({ rows: withHidden(target.rows, best.network, scale), labels: target.labels }, how);
  const network = tuned ?? best.network;
  const { arrays, ...shape } = network;
  const meta: ModelMeta & { format: string } = {
    format: 'transfer-network-1',
    terms: vocabulary.terms,
    network: shape,
    hidden_length: scale.length,
    source: best.name,
    source_score: best.score,
    target_examples: target.labels.length,
    majority: argmax(classCounts),
  };
  const tensors = {
    idf: vocabulary.idf,
    scratch,
    ...toTensors(arrays, 'network.'),
    ...(head && { head, means: scale.means }),
    ...(rival && toTensors(rival.arrays, 'rival.')),
  };
  return {
    files: { 'model.bin': writeTensors({ meta, tensors }) },
    steps,
    lossFinal: Number.isFinite(loss) ? loss : null,
    parameterCount: parameterCountOf(network) + (head?.length ?? 0),
    counts,
  };
}
