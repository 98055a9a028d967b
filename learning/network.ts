import type { Random } from './random.ts';
import type { SparseRows } from './sparse.ts';

export const ARRAYS = ['input', 'inputBias', 'down', 'up', 'head', 'headBias'] as const;
export type ArrayName = (typeof ARRAYS)[number];
/** What is learned, by name. Shapes, by row: input inputs x hidden, down and up hidden x bottleneck, head outputs x hidden. */
export type NetworkArrays = Record<ArrayName, Float32Array>;

/**
 * A network of one hidden layer over sparse rows x:
 *
 *     z = W x + b,  h = tanh(z + U D z),  logits = H h + c
 *
 * U D is an adapter of `bottleneck` dimensions, absent where that is 0; U starts at 0, so that it changes nothing at first
 * (Houlsby et al., Parameter-Efficient Transfer Learning, 2019).
 */
export interface Network {
  inputs: number;
  hidden: number;
  outputs: number;
  bottleneck: number;
  arrays: NetworkArrays;
}

export type NetworkShape = Omit<Network, 'arrays'>;

export function createNetwork({ inputs, hidden, outputs, bottleneck }: NetworkShape, random: Random): Network {
  const normal = (length: number, scale: number) => Float32Array.from({ length }, () => scale * random.normal());
  return {
    inputs,
    hidden,
    outputs,
    bottleneck,
    arrays: {
      // Rows have length 1: entries of this size give each hidden unit a sum of size 0.5 or so.
      input: normal(inputs * hidden, 0.5),
      inputBias: new Float32Array(hidden),
      down: normal(hidden * bottleneck, 1 / Math.sqrt(hidden)),
      up: new Float32Array(hidden * bottleneck),
      head: new Float32Array(outputs * hidden),
      headBias: new Float32Array(outputs),
    },
  };
}

export function copyNetwork(network: Network): Network {
  return { ...network, arrays: mapArrays((name) => network.arrays[name].slice()) };
}

/** The same layers below a new head that knows nothing yet. */
export function withNewHead(
  network: Network,
  { outputs, bottleneck }: { outputs: number; bottleneck: number },
  random: Random,
): Network {
  const fresh = createNetwork({ inputs: 0, hidden: network.hidden, outputs, bottleneck }, random);
  const { input, inputBias } = copyNetwork(network).arrays;
  return { ...fresh, inputs: network.inputs, arrays: { ...fresh.arrays, input, inputBias } };
}

export function shapeOf({ arrays: _, ...shape }: Network): NetworkShape {
  return shape;
}

export function parameterCountOf({ arrays }: Network): number {
  return ARRAYS.reduce((sum, name) => sum + arrays[name].length, 0);
}

/** Fills `hidden` with the activations of row i, and `logits`, where given, with the outputs. */
export function activate(
  network: Network,
  rows: SparseRows,
  i: number,
  hidden: Float64Array,
  logits?: Float64Array,
): void {
  const state = { z: new Float64Array(network.hidden), code: new Float64Array(network.bottleneck), h: hidden };
  lower(network, rows, i, state);
  if (logits) upper(network, hidden, logits);
}

/** Outputs of each row, by row. */
export function outputsOf(network: Network, rows: SparseRows): Float64Array[] {
  const hidden = new Float64Array(network.hidden);
  return Array.from({ length: rows.rowCount }, (_, i) => {
    const logits = new Float64Array(network.outputs);
    activate(network, rows, i, hidden, logits);
    return logits;
  });
}

export interface Activations {
  z: Float64Array;
  code: Float64Array;
  h: Float64Array;
}

export function lower(
  { hidden, bottleneck, arrays }: Network,
  rows: SparseRows,
  i: number,
  { z, code, h }: Activations,
): void {
  for (let d = 0; d < hidden; d++) z[d] = arrays.inputBias[d] ?? 0;
  for (let at = rows.starts[i] ?? 0; at < (rows.starts[i + 1] ?? 0); at++) {
    const base = (rows.columns[at] ?? 0) * hidden;
    const value = rows.values[at] ?? 0;
    for (let d = 0; d < hidden; d++) z[d] = (z[d] ?? 0) + value * (arrays.input[base + d] ?? 0);
  }
  for (let b = 0; b < bottleneck; b++) {
    let sum = 0;
    for (let d = 0; d < hidden; d++) sum += (arrays.down[d * bottleneck + b] ?? 0) * (z[d] ?? 0);
    code[b] = sum;
  }
  for (let d = 0; d < hidden; d++) {
    let sum = z[d] ?? 0;
    for (let b = 0; b < bottleneck; b++) sum += (arrays.up[d * bottleneck + b] ?? 0) * (code[b] ?? 0);
    h[d] = Math.tanh(sum);
  }
}

export function upper({ hidden, outputs, arrays }: Network, h: Float64Array, logits: Float64Array): void {
  for (let c = 0; c < outputs; c++) {
    let sum = arrays.headBias[c] ?? 0;
    for (let d = 0; d < hidden; d++) sum += (arrays.head[c * hidden + d] ?? 0) * (h[d] ?? 0);
    logits[c] = sum;
  }
}

export function mapArrays(make: (name: ArrayName) => Float32Array): NetworkArrays {
  return Object.fromEntries(ARRAYS.map((name) => [name, make(name)])) as NetworkArrays;
}

/** The arrays under names with a prefix, for a file of tensors. */
export function toTensors(arrays: NetworkArrays, prefix: string): Record<string, Float32Array> {
  return Object.fromEntries(ARRAYS.map((name) => [`${prefix}${name}`, arrays[name]]));
}

export function fromTensors(tensors: Record<string, unknown>, prefix: string): NetworkArrays {
  return mapArrays((name) => {
    const found = tensors[`${prefix}${name}`];
    if (!(found instanceof Float32Array)) throw new Error(`the file lacks ${prefix}${name}`);
    return found;
  });
}
