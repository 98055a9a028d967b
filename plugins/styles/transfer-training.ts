import { macroScores } from '../../learning/metrics.ts';
import {
  createNetwork,
  fromTensors,
  type Network,
  type NetworkShape,
  shapeOf,
  toTensors,
  withNewHead,
} from '../../learning/network.ts';
import { crossEntropy, NetworkTrainer } from '../../learning/network-trainer.ts';
import { Random } from '../../learning/random.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Pause } from './features.ts';
import type { TransferData } from './transfer-data.ts';
import { fitHead, fitHiddenScale, predictHead, withHidden } from './transfer-heads.ts';
import type { TransferSettings } from './transfer-settings.ts';

/** More steps on a source cost time and bring little; a large dataset is then seen in part. Our choice. */
const SOURCE_STEPS_MAX = 2000;
const MULTIPLIER = 0.1;
const ADAPTER_DIM = 8;

interface Best {
  name: string;
  score: number;
  network: Network;
}

/**
 * The steps of a transfer, one after the other: a network for each source, of which the one is kept whose features serve
 * the validation split best; then, where layers are trained on the target, that network, and its rival from nothing.
 */
export class TransferTraining {
  loss = Number.NaN;
  best: Best | null = null;
  /** Trained on the target: the network that learned a source, and the one that did not. Null where only a head is fitted. */
  tuned: Network | null = null;
  private phase = 0;
  private local = 0;
  private readonly data: TransferData;
  private readonly options: TransferSettings;
  private readonly pause: Pause;
  private readonly lengths: number[];
  private random: Random;
  private trainer: NetworkTrainer;
  private order: Uint32Array;

  constructor(data: TransferData, { options, seed, pause }: { options: TransferSettings; seed: number; pause: Pause }) {
    this.data = data;
    this.options = options;
    this.pause = pause;
    const batches = (count: number, epochs: number) => Math.max(1, Math.floor(count / options.batch_size)) * epochs;
    const tuning =
      options.transfer_method === 'feature_extraction'
        ? []
        : [0, 1].map(() => batches(data.target.labels.length, options.target_epochs));
    this.lengths = [
      ...data.sources.map(({ examples }) =>
        Math.min(SOURCE_STEPS_MAX, batches(examples.length, options.source_epochs)),
      ),
      ...tuning,
    ];
    this.random = new Random(seed);
    [this.trainer, this.order] = this.start();
  }

  get totalSteps(): number {
    return this.lengths.reduce((sum, length) => sum + length, 0);
  }

  /** The network without a source, once everything is trained. */
  get rival(): Network | null {
    return this.tuned === null ? null : this.trainer.network;
  }

  /** One step; false where there is none left. */
  async advance(): Promise<boolean> {
    while (this.local >= (this.lengths[this.phase] ?? Number.POSITIVE_INFINITY)) await this.finishPhase();
    if (this.phase >= this.lengths.length) return false;
    const source = this.data.sources[this.phase];
    const count = this.order.length;
    const size = Math.min(this.options.batch_size, count);
    const batches = Math.floor(count / size);
    const at = this.local % batches;
    if (at === 0) this.random.shuffle(this.order);
    const indexes = this.order.slice(at * size, (at + 1) * size);
    if (source) {
      const rate = this.options.learning_rate;
      this.loss = this.trainer.step(source.draw(indexes, this.random), { input: rate, adapter: 0, head: rate });
    } else this.loss = this.targetStep(indexes);
    this.local += 1;
    return true;
  }

  private targetStep(indexes: Uint32Array): number {
    const { learning_rate: rate, transfer_method, fine_tuning_lr_multiplier } = this.options;
    const fromSource = this.phase === this.data.sources.length;
    const adapter = transfer_method === 'adapter_tuning';
    const input = fromSource ? (adapter ? 0 : rate * (fine_tuning_lr_multiplier ?? MULTIPLIER)) : rate;
    const { rows, labels } = this.data.target;
    return this.trainer.step(
      { rows, indexes, lossOf: (k, logits, delta) => crossEntropy(logits, labels[indexes[k] ?? 0] ?? 0, 1, delta) },
      { input, adapter: rate, head: rate },
    );
  }

  /** What a network is worth is told by the features it gives: a head on the target's labels, judged on the validation split. */
  private async finishPhase(): Promise<void> {
    const source = this.data.sources[this.phase];
    const { network } = this.trainer;
    if (source) {
      const score = await this.weigh(network);
      if (this.best === null || score > this.best.score) this.best = { name: source.name, score, network };
    } else if (this.tuned === null) this.tuned = network;
    this.phase += 1;
    this.local = 0;
    if (this.phase < this.lengths.length) [this.trainer, this.order] = this.start();
  }

  private async weigh(network: Network): Promise<number> {
    const { rows, target, held, classCount } = this.data;
    const scale = fitHiddenScale(rows, network);
    const features = { rows: withHidden(target.rows, network, scale), labels: target.labels };
    const head = await fitHead(features, { classCount, l2: this.options.l2, pause: this.pause });
    const predicted = predictHead(withHidden(held.rows, network, scale), head, classCount);
    return macroScores(held.labels, predicted, classCount).f1_score;
  }

  /** The network of the phase that begins, and the order of its examples. */
  private start(): [NetworkTrainer, Uint32Array] {
    const { data, options, random } = this;
    const source = data.sources[this.phase];
    const shape = { inputs: data.rows.columnCount, hidden: options.hidden_size, bottleneck: 0 };
    const examples = source?.examples ?? Uint32Array.from(data.target.labels.keys());
    if (source)
      return [new NetworkTrainer(createNetwork({ ...shape, outputs: source.outputs }, random)), examples.slice()];
    const bottleneck = options.transfer_method === 'adapter_tuning' ? (options.adapter_dim ?? ADAPTER_DIM) : 0;
    const fresh = this.tuned !== null || this.best === null;
    const network = fresh
      ? createNetwork({ ...shape, outputs: data.classCount }, random)
      : withNewHead(this.best?.network as Network, { outputs: data.classCount, bottleneck }, random);
    return [new NetworkTrainer(network), examples.slice()];
  }

  save(): Uint8Array {
    const { best, tuned, trainer } = this;
    return writeTensors({
      meta: {
        phase: this.phase,
        local: this.local,
        loss: this.loss,
        now: shapeOf(trainer.network),
        best: best && { name: best.name, score: best.score, shape: shapeOf(best.network) },
        tuned: tuned && shapeOf(tuned),
      },
      tensors: {
        ...toTensors(trainer.network.arrays, 'now.'),
        ...toTensors(trainer.sums, 'sums.'),
        ...(best && toTensors(best.network.arrays, 'best.')),
        ...(tuned && toTensors(tuned.arrays, 'tuned.')),
        order: this.order,
        random: this.random.save(),
      },
    });
  }

  restore(bytes: Uint8Array): void {
    const { meta, tensors } = readTensors(bytes);
    const facts = meta as {
      phase: number;
      local: number;
      loss: number;
      now: NetworkShape;
      best: { name: string; score: number; shape: NetworkShape } | null;
      tuned: NetworkShape | null;
    };
    const { order, random } = tensors;
    if (!(order instanceof Uint32Array && random instanceof Uint32Array))
      throw new Error('the checkpoint lacks its order');
    const network = (shape: NetworkShape, prefix: string) => ({ ...shape, arrays: fromTensors(tensors, prefix) });
    this.phase = facts.phase;
    this.local = facts.local;
    this.loss = facts.loss;
    this.best = facts.best && {
      name: facts.best.name,
      score: facts.best.score,
      network: network(facts.best.shape, 'best.'),
    };
    this.tuned = facts.tuned && network(facts.tuned, 'tuned.');
    this.trainer = new NetworkTrainer(network(facts.now, 'now.'), fromTensors(tensors, 'sums.'));
    this.order = order;
    this.random = new Random(random);
  }
}
