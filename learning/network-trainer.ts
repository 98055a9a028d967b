import {
  type Activations,
  ARRAYS,
  type ArrayName,
  lower,
  mapArrays,
  type Network,
  type NetworkArrays,
  upper,
} from './network.ts';
import { softmaxInPlace } from './softmax.ts';
import type { SparseRows } from './sparse.ts';

/** Learning rates of the parts; a part whose rate is 0 is frozen. */
export interface Rates {
  input: number;
  adapter: number;
  head: number;
}

/** Pulls the parameters back to `anchor`, each by its `importance`. */
export interface Anchor {
  anchor: NetworkArrays;
  importance: NetworkArrays;
  strength: number;
}

export interface Batch {
  rows: SparseRows;
  indexes: ArrayLike<number>;
  /** Loss of the k-th example of the batch; fills `delta` with its derivative by the logits. */
  lossOf(k: number, logits: Float64Array, delta: Float64Array): number;
}

/**
 * Trains a network by AdaGrad (Duchi et al., 2011): only the rows of `input` that a batch touches move, so a step costs
 * what its texts hold, not what the vocabulary holds.
 */
export class NetworkTrainer {
  readonly network: Network;
  readonly sums: NetworkArrays;
  private readonly gradients: NetworkArrays;
  private readonly touched: Uint8Array;

  constructor(network: Network, sums?: NetworkArrays) {
    this.network = network;
    this.sums = sums ?? mapArrays((name) => new Float32Array(network.arrays[name].length));
    this.gradients = mapArrays((name) => new Float32Array(network.arrays[name].length));
    this.touched = new Uint8Array(network.inputs);
  }

  /** One step on a batch. Result: its mean loss before the step, without the pull of an anchor. */
  step(batch: Batch, rates: Rates, anchor?: Anchor): number {
    const { loss, columns } = this.collect(batch);
    for (const name of ARRAYS) {
      const rate = name.startsWith('input')
        ? rates.input
        : name === 'down' || name === 'up'
          ? rates.adapter
          : rates.head;
      if (name === 'input') for (const column of columns) this.move(name, rate, column * this.network.hidden, anchor);
      else this.move(name, rate, -1, anchor);
    }
    return loss;
  }

  /** Mean squares of the gradients over single examples: the diagonal of the empirical Fisher information. */
  squaredGradients(batch: Batch): NetworkArrays {
    const squares = mapArrays((name) => new Float32Array(this.gradients[name].length));
    const count = batch.indexes.length;
    for (let k = 0; k < count; k++) {
      const one: Batch = {
        ...batch,
        indexes: [batch.indexes[k] ?? 0],
        lossOf: (_, logits, delta) => batch.lossOf(k, logits, delta),
      };
      const { columns } = this.collect(one);
      for (const name of ARRAYS) {
        const [from, to] = [squares[name], this.gradients[name]];
        const add = (at: number) => {
          from[at] = (from[at] ?? 0) + (to[at] ?? 0) ** 2 / count;
          to[at] = 0;
        };
        const { hidden } = this.network;
        if (name === 'input') for (const column of columns) for (let d = 0; d < hidden; d++) add(column * hidden + d);
        else for (let at = 0; at < to.length; at++) add(at);
      }
    }
    return squares;
  }

  /** Moves one row of an array, or all of it where `base` is -1, and clears its gradient. */
  private move(name: ArrayName, rate: number, base: number, pull?: Anchor): void {
    const [values, sums, gradient] = [this.network.arrays[name], this.sums[name], this.gradients[name]];
    const from = Math.max(base, 0);
    const to = base < 0 ? values.length : base + this.network.hidden;
    for (let at = from; at < to; at++) {
      let g = gradient[at] ?? 0;
      gradient[at] = 0;
      if (rate === 0) continue;
      if (pull)
        g += pull.strength * (pull.importance[name][at] ?? 0) * ((values[at] ?? 0) - (pull.anchor[name][at] ?? 0));
      if (g === 0) continue;
      const sum = (sums[at] ?? 0) + g * g;
      sums[at] = sum;
      values[at] = (values[at] ?? 0) - (rate * g) / (Math.sqrt(sum) + 1e-8);
    }
  }

  /** Adds the batch's mean gradients up. Result: its mean loss, and the inputs that it holds. */
  private collect({ rows, indexes, lossOf }: Batch): { loss: number; columns: number[] } {
    const { network, gradients } = this;
    const { hidden, outputs, bottleneck, arrays } = network;
    const state = { z: new Float64Array(hidden), code: new Float64Array(bottleneck), h: new Float64Array(hidden) };
    const [logits, delta] = [new Float64Array(outputs), new Float64Array(outputs)];
    const toHidden = new Float64Array(hidden);
    const share = 1 / indexes.length;
    const columns: number[] = [];
    let loss = 0;
    for (let k = 0; k < indexes.length; k++) {
      const row = indexes[k] ?? 0;
      lower(network, rows, row, state);
      upper(network, state.h, logits);
      delta.fill(0);
      loss += share * lossOf(k, logits, delta);
      toHidden.fill(0);
      for (let c = 0; c < outputs; c++) {
        const error = share * (delta[c] ?? 0);
        if (error === 0) continue;
        add(gradients.headBias, c, error);
        for (let d = 0; d < hidden; d++) {
          add(gradients.head, c * hidden + d, error * (state.h[d] ?? 0));
          toHidden[d] = (toHidden[d] ?? 0) + error * (arrays.head[c * hidden + d] ?? 0);
        }
      }
      for (let d = 0; d < hidden; d++) toHidden[d] = (toHidden[d] ?? 0) * (1 - (state.h[d] ?? 0) ** 2);
      if (bottleneck > 0) throughAdapter(network, gradients, state, toHidden);
      for (let d = 0; d < hidden; d++) add(gradients.inputBias, d, toHidden[d] ?? 0);
      for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at++) {
        const column = rows.columns[at] ?? 0;
        const value = rows.values[at] ?? 0;
        if (this.touched[column] === 0) {
          this.touched[column] = 1;
          columns.push(column);
        }
        const base = column * hidden;
        for (let d = 0; d < hidden; d++) add(gradients.input, base + d, value * (toHidden[d] ?? 0));
      }
    }
    for (const column of columns) this.touched[column] = 0;
    return { loss, columns };
  }
}

/** Takes the error of z + U D z to that of z, in place, and adds the adapter's gradients up. */
function throughAdapter(
  { hidden, bottleneck, arrays }: Network,
  gradients: NetworkArrays,
  { z, code }: Activations,
  error: Float64Array,
): void {
  const toCode = new Float64Array(bottleneck);
  for (let d = 0; d < hidden; d++) {
    for (let b = 0; b < bottleneck; b++) {
      toCode[b] = (toCode[b] ?? 0) + (error[d] ?? 0) * (arrays.up[d * bottleneck + b] ?? 0);
      add(gradients.up, d * bottleneck + b, (error[d] ?? 0) * (code[b] ?? 0));
    }
  }
  for (let d = 0; d < hidden; d++) {
    for (let b = 0; b < bottleneck; b++) {
      add(gradients.down, d * bottleneck + b, (toCode[b] ?? 0) * (z[d] ?? 0));
      error[d] = (error[d] ?? 0) + (toCode[b] ?? 0) * (arrays.down[d * bottleneck + b] ?? 0);
    }
  }
}

function add(target: Float32Array, at: number, value: number): void {
  target[at] = (target[at] ?? 0) + value;
}

/** Cross-entropy of logits against one class, weighted; fills `delta` with its derivative. */
export function crossEntropy(logits: Float64Array, target: number, weight: number, delta: Float64Array): number {
  const probabilities = softmaxInPlace(logits.slice());
  for (let c = 0; c < delta.length; c++)
    delta[c] = (delta[c] ?? 0) + weight * ((probabilities[c] ?? 0) - (c === target ? 1 : 0));
  return -weight * Math.log(Math.max(probabilities[target] ?? 0, 1e-300));
}
