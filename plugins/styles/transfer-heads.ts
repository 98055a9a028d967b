import { balancedWeights, fitLogistic, softmaxScores } from '../../learning/logistic.ts';
import { activate, type Network } from '../../learning/network.ts';
import { SparseBuilder, type SparseRows } from '../../learning/sparse.ts';
import type { Pause } from './features.ts';

const ITERATIONS = 100;

/** Mean of each hidden unit and the mean length of what is left without it: fitted on training rows, used on all. */
export interface HiddenScale {
  means: Float32Array;
  length: number;
}

export function fitHiddenScale(rows: SparseRows, network: Network): HiddenScale {
  const hidden = new Float64Array(network.hidden);
  const means = new Float64Array(network.hidden);
  let squares = 0;
  for (let i = 0; i < rows.rowCount; i++) {
    activate(network, rows, i, hidden);
    for (let d = 0; d < network.hidden; d++) {
      means[d] = (means[d] ?? 0) + (hidden[d] ?? 0) / rows.rowCount;
      squares += (hidden[d] ?? 0) ** 2 / rows.rowCount;
    }
  }
  const length = Math.sqrt(Math.max(squares - means.reduce((sum, mean) => sum + mean * mean, 0), 1e-12));
  return { means: Float32Array.from(means), length };
}

/** The rows with the activations of the hidden layer appended, about as long as a row itself is. */
export function withHidden(rows: SparseRows, network: Network, { means, length }: HiddenScale): SparseRows {
  const builder = new SparseBuilder(rows.columnCount + network.hidden);
  const hidden = new Float64Array(network.hidden);
  for (let i = 0; i < rows.rowCount; i++) {
    activate(network, rows, i, hidden);
    const row = rowOf(rows, i);
    for (let d = 0; d < network.hidden; d++)
      row.set(rows.columnCount + d, ((hidden[d] ?? 0) - (means[d] ?? 0)) / length);
    builder.add(row);
  }
  return builder.finish();
}

function rowOf(rows: SparseRows, i: number): Map<number, number> {
  const row = new Map<number, number>();
  for (let at = rows.starts[i] ?? 0; at < (rows.starts[i + 1] ?? 0); at++)
    row.set(rows.columns[at] ?? 0, rows.values[at] ?? 0);
  return row;
}

export interface Labelled {
  rows: SparseRows;
  labels: Uint16Array;
}

export interface HeadOptions {
  classCount: number;
  l2: number;
  pause: Pause;
  iterationsMax?: number;
}

/** Weights of a multinomial logistic regression; each class counts the same. */
export async function fitHead(
  { rows, labels }: Labelled,
  { classCount, l2, pause, iterationsMax = ITERATIONS }: HeadOptions,
): Promise<Float32Array> {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const classWeights = balancedWeights(counts);
  return fitLogistic({ rows, labels, classCount, classWeights, l2, labelSmoothing: 0 }, { iterationsMax, pause });
}

/** The likeliest class of each row. */
export function predictHead(rows: SparseRows, weights: Float32Array, classCount: number): Uint16Array {
  const scores = new Float64Array(classCount);
  return Uint16Array.from({ length: rows.rowCount }, (_, i) => {
    softmaxScores(rows, i, weights, scores);
    return argmax(scores);
  });
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
