import { describe, expect, it } from 'vitest';
import { createEncoder, infoNce, project, similarity } from '../../learning/encoder.ts';
import { toBlocks } from '../../learning/feature-blocks.ts';
import { startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import {
  type LogisticProblem,
  logisticObjective,
  pointLength,
  softmaxScores,
  weightsOf,
} from '../../learning/logistic.ts';
import {
  confusionOf,
  constantScores,
  macroF1At,
  macroScores,
  pairedBootstrap,
  scoresByClass,
} from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import { joinDense, pickRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import { fitVocabulary, toTfIdf } from '../../learning/tfidf.ts';

const TEXTS = [
  'a cold night awake',
  'awake all night again',
  'boss wants overtime',
  'overtime at work again',
  'the boss at work',
  'a cold bed',
];
const vocabulary = fitVocabulary(TEXTS, { documentsMin: 1, termsMax: 1000 });
const rows = toTfIdf(TEXTS, vocabulary);
const options = {
  classCount: 2,
  classWeights: Float64Array.from([1.4, 0.6]),
  l2: 0.3,
  labelSmoothing: 0.1,
};
const labels = Uint16Array.from([0, 0, 1, 1, 1, 0]);

/** Largest difference between a gradient and the slope by central differences. */
async function gradientError(
  point: Float64Array | Float32Array,
  gradient: ArrayLike<number>,
  loss: () => number | Promise<number>,
  step: number,
): Promise<number> {
  let worst = 0;
  for (let i = 0; i < point.length; i++) {
    const at = point[i] ?? 0;
    point[i] = at + step;
    const above = await loss();
    point[i] = at - step;
    const below = await loss();
    point[i] = at;
    worst = Math.max(worst, Math.abs((above - below) / (2 * step) - (gradient[i] ?? 0)));
  }
  return worst;
}

describe('logistic regression', () => {
  const random = new Random(3);
  const normals = (length: number) => Float64Array.from({ length }, () => random.normal());
  /** Rows of the texts over and over, with dense columns where `dim` is not 0. */
  const problemOf = (dim: number, classCount: number, rowCount = rows.rowCount) => {
    const some = pickRows(
      rows,
      Uint32Array.from({ length: rowCount }, (_, i) => i % rows.rowCount),
    );
    const vectors = Float32Array.from(normals(rowCount * dim));
    const joined = dim === 0 ? some : joinDense(some, { vectors, dim });
    const given = Uint16Array.from({ length: rowCount }, (_, i) => i % classCount);
    const classWeights = Float64Array.from({ length: classCount }, (_, c) => 0.5 + c);
    const problem: LogisticProblem = { ...options, classCount, classWeights, blocks: toBlocks(joined, given) };
    return { problem, joined, labels: given };
  };

  it.each([
    ['terms, two classes', problemOf(0, 2), 1e-8],
    ['terms, more classes', problemOf(0, 3), 1e-8],
    // The dense products are of 32-bit floats.
    ['dense columns that are no multiple of four, two classes', problemOf(3, 2), 1e-4],
    ['dense columns, more classes than are taken at a time, rows in two blocks', problemOf(4, 6, 1100), 1e-4],
  ])('has the gradient that finite differences give: %s', async (_what, { problem }, error) => {
    const objective = logisticObjective(problem);
    const point = normals(pointLength(problem)).map((value) => value / 4);
    const gradient = new Float64Array(point.length);
    await objective(point, gradient);
    const loss = () => objective(point, new Float64Array(point.length));
    // The entries of columns that only fill up to a multiple of four have no slope.
    expect(await gradientError(point, gradient, loss, error < 1e-6 ? 1e-5 : 1e-2)).toBeLessThan(error);
  });

  it.each([2, 5])('its loss is that of the probabilities of its weights, %i classes', async (classCount) => {
    const { problem, joined, labels: given } = problemOf(6, classCount, 1500);
    const plain = { ...problem, l2: 0, labelSmoothing: 0 };
    const point = normals(pointLength(problem)).map((value) => value / 4);
    const loss = await logisticObjective(plain)(point, new Float64Array(point.length));
    const weights = weightsOf(point, { ...problem, dim: 6 });
    const scores = new Float64Array(classCount);
    let sum = 0;
    given.forEach((label, i) => {
      softmaxScores(joined, i, weights, scores);
      sum -= ((0.5 + label) * Math.log(scores[label] ?? 0)) / given.length;
    });
    expect(loss).toBeCloseTo(sum, 5);
  });

  it('is brought to a point without slope by L-BFGS', async () => {
    const problem = { ...options, blocks: toBlocks(rows, labels) };
    const objective = logisticObjective(problem);
    const state = await startLbfgs(objective, new Float64Array(pointLength(problem)));
    for (let i = 0; i < 200 && !state.done; i++) await stepLbfgs(objective, state, { loss: 1e-14 });
    expect(Math.max(...state.gradient.map(Math.abs))).toBeLessThan(1e-5);
  });
});

describe('L-BFGS', () => {
  const rosenbrock = (p: Float64Array, g: Float64Array) => {
    const [x = 0, y = 0] = p;
    g[0] = -2 * (1 - x) - 400 * x * (y - x * x);
    g[1] = 200 * (y - x * x);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  };

  it('finds the minimum of the Rosenbrock function', async () => {
    const state = await startLbfgs(rosenbrock, Float64Array.from([-1.2, 1]));
    for (let i = 0; i < 500 && !state.done; i++) await stepLbfgs(rosenbrock, state, { loss: 0 });
    expect(state.point[0]).toBeCloseTo(1, 4);
    expect(state.point[1]).toBeCloseTo(1, 4);
  });

  it('is not ended by one step that gains next to nothing on the way', async () => {
    const state = await startLbfgs(rosenbrock, Float64Array.from([-1.2, 1]));
    let least = Number.POSITIVE_INFINITY;
    while (!state.done && state.iteration < 500) {
      const before = state.loss;
      await stepLbfgs(rosenbrock, state, { loss: 1e-3 });
      if (before > 1) least = Math.min(least, before - state.loss);
    }
    // The fourth step from there, at a loss of 4.1, gains less than the tolerance.
    expect(least / 4.1).toBeLessThan(1e-3);
    expect(state.done).toBe(true);
    expect(state.loss).toBeLessThan(1e-3);
  });
});

describe('the dual encoder', () => {
  const ids = Uint32Array.from(TEXTS, (_, i) => i);
  const pairs = { first: rows, second: toTfIdf([...TEXTS].reverse(), vocabulary), firstIds: ids, secondIds: ids };
  const batch = [0, 2, 4];

  it('has the gradients of InfoNCE that finite differences give', async () => {
    const random = new Random(5);
    const encoder = createEncoder(vocabulary.terms.length, 4, random);
    encoder.secondTable.forEach((_, i) => {
      encoder.secondTable[i] = random.normal() / 2;
    });
    const settings = { batch, temperature: 0.5 };
    const loss = () => infoNce(encoder, pairs, settings).loss;
    const gradients = infoNce(encoder, pairs, settings);
    const weights = new Float32Array(encoder.termWeights.length);
    for (const [term, gradient] of gradients.termWeights) weights[term] = gradient;
    expect(await gradientError(encoder.termWeights, weights, loss, 1e-2)).toBeLessThan(1e-4);
    for (const name of ['firstTable', 'secondTable'] as const) {
      const table = new Float32Array(encoder[name].length);
      for (const [term, gradient] of gradients[name]) table.set(gradient, term * 4);
      expect(Math.max(...table.map(Math.abs))).toBeGreaterThan(0.01);
      expect(await gradientError(encoder[name], table, loss, 1e-2)).toBeLessThan(1e-4);
    }
  });

  it('starts as TF-IDF cosine exactly', () => {
    const encoder = createEncoder(vocabulary.terms.length, 4, new Random(5));
    const row = (i: number) => rows.values.slice(rows.starts[i], rows.starts[i + 1]);
    const none = new Float32Array(4);
    const self = similarity(encoder, { first: rows, second: rows }, { i: 1, j: 1, a: none, b: none });
    expect(self).toBeCloseTo(row(1).reduce((sum, value) => sum + value * value, 0));
    expect(project(rows, [0, 1], { table: encoder.secondTable, dim: 4 })).toEqual(new Float32Array(8));
  });

  it('takes another answer to the same turn for no mistake', () => {
    const encoder = createEncoder(vocabulary.terms.length, 4, new Random(5));
    const same = { ...pairs, firstIds: new Uint32Array(TEXTS.length) };
    expect(infoNce(encoder, same, { batch, temperature: 0.5 }).loss).toBeCloseTo(0);
  });
});

describe('TF-IDF', () => {
  it('weighs as defined and gives rows of length 1', () => {
    const small = fitVocabulary(['aa bb', 'aa'], { documentsMin: 1, termsMax: 10 });
    expect(small.terms).toEqual(['aa', 'aa bb', 'bb']);
    expect(small.idf[0]).toBeCloseTo(Math.log(3 / 3) + 1);
    expect(small.idf[2]).toBeCloseTo(Math.log(3 / 2) + 1);
    const row = toTfIdf(['aa aa bb'], small);
    expect(row.values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1);
  });

  it('is the same in any order of the texts, and knows unknown words as nothing', () => {
    expect(fitVocabulary([...TEXTS].reverse(), { documentsMin: 1, termsMax: 1000 })).toEqual(vocabulary);
    expect(toTfIdf(['zzz'], vocabulary).columns).toHaveLength(0);
  });
});

describe('metrics', () => {
  it('are those computed by hand', () => {
    const confusion = confusionOf([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], 2);
    expect(confusion).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(scoresByClass(confusion)[1]).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, support: 3 });
    expect(macroScores([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], 2)).toMatchObject({
      accuracy: 0.6,
      f1_score: (0.5 + 2 / 3) / 2,
    });
    const [truth, predicted] = [Uint16Array.of(0, 0, 1, 1, 1, 2), Uint16Array.of(0, 1, 1, 1, 0, 0)];
    expect(macroF1At(Uint32Array.of(0, 1, 2, 3, 4, 4), truth, predicted, 3)).toBe(
      macroScores([0, 0, 1, 1, 1, 1], [0, 1, 1, 1, 0, 0], 3).f1_score,
    );
    // Class 1 named every time: right 3 times of 5, F1 of it 2 * 3 / (3 + 5), of the other 0.
    expect(constantScores([0, 0, 1, 1, 1], 2)).toMatchObject({ accuracy: 0.6, f1_score: expect.closeTo(0.375) });
  });

  it('a bootstrap of no gain holds 0, one of a sure gain does not', async () => {
    const drawn = { seed: 1, pause: async () => undefined };
    const gains = Float64Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1));
    const mean = (values: Float64Array) => (indexes: Uint32Array) =>
      indexes.reduce((sum, i) => sum + (values[i] ?? 0), 0) / indexes.length;
    const [low, high] = await pairedBootstrap(200, mean(gains), drawn);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    const sure = await pairedBootstrap(200, mean(gains.map((gain) => gain + 2)), drawn);
    expect(sure[0]).toBeGreaterThan(1);
  });
});

describe('random numbers', () => {
  it('go on from a saved state as if nothing had happened', () => {
    const one = new Random(7);
    for (let i = 0; i < 10; i++) one.uint32();
    const two = new Random(one.save());
    expect(Array.from({ length: 5 }, () => two.uint32())).toEqual(Array.from({ length: 5 }, () => one.uint32()));
  });

  it('are spread evenly', () => {
    const random = new Random(1);
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 100_000; n++) {
      const i = random.below(10);
      counts[i] = (counts[i] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('a tensor file', () => {
  const file = {
    meta: { a: 'ü' },
    tensors: { w: Float32Array.from([1.5, -2]), p: Float64Array.from([Math.PI]), u: Uint32Array.from([1, 2, 3]) },
  };

  it('reads back what was written, also from a Buffer at an odd offset', () => {
    const bytes = writeTensors(file);
    expect(readTensors(bytes)).toEqual(file);
    const shifted = Buffer.concat([Buffer.from([0]), bytes]).subarray(1);
    expect(readTensors(shifted)).toEqual(file);
  });

  it('refuses what is cut off or something else', () => {
    expect(() => readTensors(writeTensors(file).subarray(0, -9))).toThrow('cut off');
    expect(() => readTensors(Buffer.from('something else'))).toThrow('not a tensor file');
  });
});
