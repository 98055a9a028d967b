import { logLoss } from '../../learning/metrics.ts';
import {
  copyNetwork,
  createNetwork,
  fromTensors,
  mapArrays,
  type Network,
  type NetworkShape,
  outputsOf,
  shapeOf,
  toTensors,
} from '../../learning/network.ts';
import { type Anchor, crossEntropy, NetworkTrainer } from '../../learning/network-trainer.ts';
import { Random } from '../../learning/random.ts';
import { softmaxInPlace } from '../../learning/softmax.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Fit, Fitted, Labelled } from './supervised-fit.ts';

const DEFAULTS = { hidden: 64, batch: 32, rate: 0.1, patience: 3 };

/** All of a training between two batches. */
interface State {
  trainer: NetworkTrainer;
  /** Texts in the order of this pass. */
  order: Uint32Array;
  random: Random;
  step: number;
  /** Sum of the losses of this pass so far, and the mean of the last one. */
  passLoss: number;
  lastLoss: number;
  best: { network: Network; loss: number; pass: number } | null;
  settled: boolean;
}

/** A network of one hidden layer by AdaGrad; a step is a batch. Kept are the weights of the best validation loss. */
export async function fitMlp({
  examples,
  held,
  options,
  seed,
  checkpoint,
  hooks,
  pause,
}: Fit<Labelled>): Promise<Fitted> {
  const { rows, labels, classWeights, classCount } = examples;
  const count = labels.length;
  const size = Math.min(options.batch_size ?? DEFAULTS.batch, count);
  const batches = Math.ceil(count / size);
  const total = batches * options.max_iterations;
  const patience = options.early_stopping_patience ?? DEFAULTS.patience;
  const rate = options.learning_rate ?? DEFAULTS.rate;
  hooks.onTotal(total);
  const shape = {
    inputs: rows.columnCount,
    hidden: options.hidden_size ?? DEFAULTS.hidden,
    outputs: classCount,
    bottleneck: 0,
  };
  const state = checkpoint ? restore(checkpoint.bytes) : begin(shape, count, seed);
  const decay = penaltyOf(state.trainer.network, options.l2 / count);
  const passOf = () => Math.floor(state.step / batches);
  const worthwhile = () =>
    !state.settled &&
    state.step < total &&
    (patience === 0 || held.labels.length === 0 || passOf() - (state.best?.pass ?? 0) < patience);
  while (worthwhile()) {
    const at = state.step % batches;
    if (at === 0) state.random.shuffle(state.order);
    const indexes = state.order.subarray(at * size, (at + 1) * size);
    const lossOf = (k: number, logits: Float64Array, delta: Float64Array) => {
      const i = indexes[k] ?? 0;
      return smoothed(
        { label: labels[i] ?? 0, weight: classWeights[labels[i] ?? 0] ?? 1, by: options.label_smoothing },
        logits,
        delta,
      );
    };
    const loss = state.trainer.step({ rows, indexes, lossOf }, { input: rate, adapter: 0, head: rate }, decay);
    state.passLoss += (loss * indexes.length) / count;
    state.step += 1;
    if (state.step % batches === 0) {
      const { network } = state.trainer;
      const reached = validationLoss(network, held);
      if (
        reached !== null &&
        reached < (state.best?.loss ?? Number.POSITIVE_INFINITY) - options.early_stopping_threshold
      )
        state.best = { network: copyNetwork(network), loss: reached, pass: passOf() };
      state.settled = Math.abs(state.lastLoss - state.passLoss) <= options.tolerance * Math.max(1, state.passLoss);
      [state.lastLoss, state.passLoss] = [state.passLoss, 0];
    }
    await pause();
    await hooks.afterStep(state.step, loss, () => save(state));
  }
  const network = state.best?.network ?? state.trainer.network;
  return { head: { kind: 'mlp', network }, steps: state.step, lossFinal: state.lastLoss };
}

/** Mean cross-entropy of the validation split; null where it holds no example. */
function validationLoss(network: Network, { rows, labels }: Labelled): number | null {
  if (labels.length === 0) return null;
  return logLoss(
    labels,
    outputsOf(network, rows).map((logits) => softmaxInPlace(logits)),
  );
}

/** Cross-entropy against a target of which a part is spread over all classes; adds its derivative to `delta`. */
function smoothed(
  { label, weight, by }: { label: number; weight: number; by: number },
  logits: Float64Array,
  delta: Float64Array,
): number {
  let loss = crossEntropy(logits, label, (1 - by) * weight, delta);
  for (let c = 0; by > 0 && c < logits.length; c++)
    loss += crossEntropy(logits, c, (by * weight) / logits.length, delta);
  return loss;
}

/** The squared penalty as a pull to 0; the biases are left alone. */
function penaltyOf({ arrays }: Network, strength: number): Anchor | undefined {
  if (strength === 0) return undefined;
  return {
    anchor: mapArrays((name) => new Float32Array(arrays[name].length)),
    importance: mapArrays((name) => new Float32Array(arrays[name].length).fill(name.endsWith('Bias') ? 0 : 1)),
    strength,
  };
}

function begin(shape: NetworkShape, count: number, seed: number): State {
  const random = new Random(seed);
  return {
    trainer: new NetworkTrainer(createNetwork(shape, random)),
    order: Uint32Array.from({ length: count }, (_, i) => i),
    random,
    step: 0,
    passLoss: 0,
    lastLoss: Number.POSITIVE_INFINITY,
    best: null,
    settled: false,
  };
}

function save({ trainer, order, random, step, passLoss, lastLoss, best, settled }: State): Uint8Array {
  return writeTensors({
    meta: {
      shape: shapeOf(trainer.network),
      step,
      passLoss,
      lastLoss: Number.isFinite(lastLoss) ? lastLoss : null,
      best: best && { loss: best.loss, pass: best.pass },
      settled,
    },
    tensors: {
      ...toTensors(trainer.network.arrays, 'now.'),
      ...toTensors(trainer.sums, 'sums.'),
      ...(best && toTensors(best.network.arrays, 'best.')),
      order,
      random: random.save(),
    },
  });
}

function restore(bytes: Uint8Array): State {
  const { meta, tensors } = readTensors(bytes);
  const { shape, lastLoss, best, ...rest } = meta as Pick<State, 'step' | 'passLoss' | 'settled'> & {
    shape: NetworkShape;
    lastLoss: number | null;
    best: { loss: number; pass: number } | null;
  };
  const { order, random } = tensors;
  if (!(order instanceof Uint32Array && random instanceof Uint32Array))
    throw new Error('the checkpoint lacks its order');
  const network = (prefix: string): Network => ({ ...shape, arrays: fromTensors(tensors, prefix) });
  return {
    ...rest,
    trainer: new NetworkTrainer(network('now.'), fromTensors(tensors, 'sums.')),
    order,
    random: new Random(random),
    lastLoss: lastLoss ?? Number.POSITIVE_INFINITY,
    best: best && { ...best, network: network('best.') },
  };
}
