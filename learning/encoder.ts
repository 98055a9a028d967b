import type { Random } from './random.ts';
import type { SparseRows } from './sparse.ts';

/**
 * A dual encoder: a text is the weighted sum of its words' vectors, scaled to length 1; the first of two turns passes
 * through a square map before. Trained so that a turn lies close to the turn that answered it.
 *
 * Shape: table is vocabulary x dim, map is dim x dim, both by row; `tableSums` and `mapSums` are AdaGrad's sums of squares.
 */
export interface Encoder {
  dim: number;
  table: Float32Array;
  map: Float32Array;
  tableSums: Float32Array;
  mapSums: Float32Array;
}

/**
 * Starts as a random projection of TF-IDF: by the lemma of Johnson and Lindenstrauss inner products are nearly kept, so
 * before any step the encoder ranks about as TF-IDF does. The map starts as the identity.
 */
export function createEncoder(vocabularySize: number, dim: number, random: Random): Encoder {
  const table = Float32Array.from({ length: vocabularySize * dim }, () => random.normal() / Math.sqrt(dim));
  const map = new Float32Array(dim * dim);
  for (let i = 0; i < dim; i++) map[i * dim + i] = 1;
  return { dim, table, map, tableSums: new Float32Array(table.length), mapSums: new Float32Array(map.length) };
}

/** Vectors of length 1, row by row. `mapped` sends them through the map: the first turn of a pair. */
export function encode(
  encoder: Pick<Encoder, 'dim' | 'table' | 'map'>,
  rows: SparseRows,
  indexes: ArrayLike<number>,
  mapped: boolean,
) {
  const { dim, table, map } = encoder;
  const sums = new Float32Array(indexes.length * dim);
  const units = new Float32Array(indexes.length * dim);
  const norms = new Float32Array(indexes.length);
  const vector = new Float32Array(dim);
  for (let i = 0; i < indexes.length; i++) {
    const row = indexes[i] ?? 0;
    const sum = sums.subarray(i * dim, (i + 1) * dim);
    for (let k = rows.starts[row] ?? 0; k < (rows.starts[row + 1] ?? 0); k++) {
      const base = (rows.columns[k] ?? 0) * dim;
      const value = rows.values[k] ?? 0;
      for (let d = 0; d < dim; d++) sum[d] = (sum[d] ?? 0) + value * (table[base + d] ?? 0);
    }
    if (mapped) {
      for (let a = 0; a < dim; a++) {
        let total = 0;
        for (let b = 0; b < dim; b++) total += (map[a * dim + b] ?? 0) * (sum[b] ?? 0);
        vector[a] = total;
      }
    } else vector.set(sum);
    let norm = 0;
    for (let d = 0; d < dim; d++) norm += (vector[d] ?? 0) ** 2;
    norm = Math.sqrt(norm) || 1;
    norms[i] = norm;
    for (let d = 0; d < dim; d++) units[i * dim + d] = (vector[d] ?? 0) / norm;
  }
  return { sums, units, norms };
}

export interface EncoderGradients {
  loss: number;
  /** By vocabulary row: gradient of the row's vector. */
  table: Map<number, Float32Array>;
  map: Float32Array;
}

/**
 * InfoNCE over a batch of pairs: each first turn has to find its answer among all answers of the batch (van den Oord et
 * al., Representation Learning with Contrastive Predictive Coding, 2018).
 *
 * Result: mean loss, and its gradients with respect to table and map.
 */
export function infoNce(
  encoder: Encoder,
  first: SparseRows,
  second: SparseRows,
  batch: ArrayLike<number>,
  temperature: number,
): EncoderGradients {
  const { dim, map } = encoder;
  const n = batch.length;
  const a = encode(encoder, first, batch, true);
  const b = encode(encoder, second, batch, false);
  const toA = new Float32Array(n * dim);
  const toB = new Float32Array(n * dim);
  const scores = new Float64Array(n);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < n; j++) {
      let score = 0;
      for (let d = 0; d < dim; d++) score += (a.units[i * dim + d] ?? 0) * (b.units[j * dim + d] ?? 0);
      scores[j] = score / temperature;
      highest = Math.max(highest, scores[j] ?? 0);
    }
    let total = 0;
    for (let j = 0; j < n; j++) total += scores[j] = Math.exp((scores[j] ?? 0) - highest);
    loss -= Math.log(Math.max((scores[i] ?? 0) / total, 1e-30)) / n;
    for (let j = 0; j < n; j++) {
      const error = ((scores[j] ?? 0) / total - (i === j ? 1 : 0)) / (temperature * n);
      for (let d = 0; d < dim; d++) {
        toA[i * dim + d] = (toA[i * dim + d] ?? 0) + error * (b.units[j * dim + d] ?? 0);
        toB[j * dim + d] = (toB[j * dim + d] ?? 0) + error * (a.units[i * dim + d] ?? 0);
      }
    }
  }
  const gradients: EncoderGradients = { loss, table: new Map(), map: new Float32Array(dim * dim) };
  const back = new Float32Array(dim);
  for (let i = 0; i < n; i++) {
    throughNorm(toA, a, i, dim);
    const vector = toA.subarray(i * dim, (i + 1) * dim);
    back.fill(0);
    for (let r = 0; r < dim; r++) {
      const g = vector[r] ?? 0;
      for (let c = 0; c < dim; c++) {
        gradients.map[r * dim + c] = (gradients.map[r * dim + c] ?? 0) + g * (a.sums[i * dim + c] ?? 0);
        back[c] = (back[c] ?? 0) + g * (map[r * dim + c] ?? 0);
      }
    }
    addToTable(gradients.table, first, batch[i] ?? 0, back, dim);
    throughNorm(toB, b, i, dim);
    addToTable(gradients.table, second, batch[i] ?? 0, toB.subarray(i * dim, (i + 1) * dim), dim);
  }
  return gradients;
}

/** AdaGrad (Duchi et al., 2011), in place; only rows that were seen move. */
export function applyAdaGrad(encoder: Encoder, gradients: EncoderGradients, learningRate: number): void {
  const move = (values: Float32Array, sums: Float32Array, base: number, gradient: Float32Array) => {
    for (let i = 0; i < gradient.length; i++) {
      const g = gradient[i] ?? 0;
      const sum = (sums[base + i] ?? 0) + g * g;
      sums[base + i] = sum;
      values[base + i] = (values[base + i] ?? 0) - (learningRate * g) / (Math.sqrt(sum) + 1e-8);
    }
  };
  for (const [row, gradient] of gradients.table) move(encoder.table, encoder.tableSums, row * encoder.dim, gradient);
  move(encoder.map, encoder.mapSums, 0, gradients.map);
}

/** From the gradient of a unit vector to that of the vector before scaling, in place. */
function throughNorm(
  gradient: Float32Array,
  { units, norms }: { units: Float32Array; norms: Float32Array },
  i: number,
  dim: number,
): void {
  let along = 0;
  for (let d = 0; d < dim; d++) along += (gradient[i * dim + d] ?? 0) * (units[i * dim + d] ?? 0);
  const norm = norms[i] ?? 1;
  for (let d = 0; d < dim; d++)
    gradient[i * dim + d] = ((gradient[i * dim + d] ?? 0) - along * (units[i * dim + d] ?? 0)) / norm;
}

function addToTable(
  table: Map<number, Float32Array>,
  rows: SparseRows,
  row: number,
  gradient: Float32Array,
  dim: number,
): void {
  for (let k = rows.starts[row] ?? 0; k < (rows.starts[row + 1] ?? 0); k++) {
    const column = rows.columns[k] ?? 0;
    const value = rows.values[k] ?? 0;
    const sum = table.get(column) ?? new Float32Array(dim);
    table.set(column, sum);
    for (let d = 0; d < dim; d++) sum[d] = (sum[d] ?? 0) + value * (gradient[d] ?? 0);
  }
}
