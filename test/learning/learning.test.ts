import { describe, expect, it } from 'vitest';
import { createEncoder, infoNce, project, similarity } from '../../learning/encoder.ts';
import { startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import { type LogisticProblem, logisticObjective, softmaxScores } from '../../learning/logistic.ts';
import { confusionOf, constantScores, macroScores, pairedBootstrap, scoresByClass } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import { joinDense } from '../../learning/sparse.ts';
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
const problem: LogisticProblem = {
  rows,
  labels: Uint16Array.from([0, 0, 1, 1, 1, 0]),
  classCount: 2,
  rowWeights: Float64Array.from([1, 2, 0.5, 1, 1, 0.5]),
  l2: 0.3,
  labelSmoothing: 0.1,
};

/** Largest difference between a gradient and the slope by central differences. */
function gradientError(
  point: Float64Array | Float32Array,
  gradient: ArrayLike<number>,
  loss: () => number,
  step: number,
): number {
  let worst = 0;
  for (let i = 0; i < point.length; i++) {
    const at = point[i] ?? 0;
    point[i] = at + step;
    const above = loss();
    point[i] = at - step;
    const below = loss();
    point[i] = at;
    worst = Math.max(worst, Math.abs((above - below) / (2 * step) - (gradient[i] ?? 0)));
  }
  return worst;
}

describe('logistic regression', () => {
  const withVectors = (dim: number, classCount: number): LogisticProblem => {
    const random = new Random(dim);
    const vectors = Float32Array.from({ length: rows.rowCount * dim }, () => random.normal());
    const labels = Uint16Array.from({ length: rows.rowCount }, (_, i) => i % classCount);
    return { ...problem, rows: joinDense(rows, { vectors, dim }), labels, classCount };
  };

  it.each([
    ['sparse columns', problem],
    ['dense columns, two classes', withVectors(3, 2)],
    ['dense columns, as many classes as are taken at a time and one more', withVectors(5, 5)],
  ])('has the gradient that finite differences give: %s', (_what, given) => {
    const random = new Random(3);
    const objective = logisticObjective(given);
    const length = given.classCount * (given.rows.columnCount + 1);
    const point = Float64Array.from({ length }, () => random.normal());
    const gradient = new Float64Array(length);
    objective(point, gradient);
    expect(gradientError(point, gradient, () => objective(point, new Float64Array(length)), 1e-5)).toBeLessThan(1e-8);
  });

  it('has the loss and the probabilities of the same rows without dense columns told apart', () => {
    const given = withVectors(5, 6);
    const plain = { ...given, rows: { ...given.rows, denseColumns: 0 } };
    const length = given.classCount * (given.rows.columnCount + 1);
    const random = new Random(4);
    const point = Float64Array.from({ length }, () => random.normal());
    const lossOf = (one: LogisticProblem) => logisticObjective(one)(point, new Float64Array(length));
    expect(lossOf(given)).toBeCloseTo(lossOf(plain), 12);
    const [a, b] = [new Float64Array(6), new Float64Array(6)];
    softmaxScores(given.rows, 2, point, a);
    softmaxScores(plain.rows, 2, point, b);
    a.forEach((value, c) => {
      expect(value).toBeCloseTo(b[c] ?? 0, 12);
    });
  });

  it('is brought to a point without slope by L-BFGS', () => {
    const objective = logisticObjective(problem);
    let state = startLbfgs(objective, new Float64Array(2 * (rows.columnCount + 1)));
    for (let i = 0; i < 200 && !state.done; i++) state = stepLbfgs(objective, state, 1e-14);
    expect(Math.max(...state.gradient.map(Math.abs))).toBeLessThan(1e-5);
  });
});

it('L-BFGS finds the minimum of the Rosenbrock function', () => {
  const objective = (p: Float64Array, g: Float64Array) => {
    const [x = 0, y = 0] = p;
    g[0] = -2 * (1 - x) - 400 * x * (y - x * x);
    g[1] = 200 * (y - x * x);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  };
  let state = startLbfgs(objective, Float64Array.from([-1.2, 1]));
  for (let i = 0; i < 500 && !state.done; i++) state = stepLbfgs(objective, state, 0);
  expect(state.point[0]).toBeCloseTo(1, 4);
  expect(state.point[1]).toBeCloseTo(1, 4);
});

describe('the dual encoder', () => {
  const ids = Uint32Array.from(TEXTS, (_, i) => i);
  const pairs = { first: rows, second: toTfIdf([...TEXTS].reverse(), vocabulary), firstIds: ids, secondIds: ids };
  const batch = [0, 2, 4];

  it('has the gradients of InfoNCE that finite differences give', () => {
    const random = new Random(5);
    const encoder = createEncoder(vocabulary.terms.length, 4, random);
    encoder.secondTable.forEach((_, i) => {
      encoder.secondTable[i] = random.normal() / 2;
    });
    const options = { batch, temperature: 0.5 };
    const loss = () => infoNce(encoder, pairs, options).loss;
    const gradients = infoNce(encoder, pairs, options);
    const weights = new Float32Array(encoder.termWeights.length);
    for (const [term, gradient] of gradients.termWeights) weights[term] = gradient;
    expect(gradientError(encoder.termWeights, weights, loss, 1e-2)).toBeLessThan(1e-4);
    for (const name of ['firstTable', 'secondTable'] as const) {
      const table = new Float32Array(encoder[name].length);
      for (const [term, gradient] of gradients[name]) table.set(gradient, term * 4);
      expect(Math.max(...table.map(Math.abs))).toBeGreaterThan(0.01);
      expect(gradientError(encoder[name], table, loss, 1e-2)).toBeLessThan(1e-4);
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
    // Class 1 named every time: right 3 times of 5, F1 of it 2 * 3 / (3 + 5), of the other 0.
    expect(constantScores([0, 0, 1, 1, 1], 2)).toMatchObject({ accuracy: 0.6, f1_score: expect.closeTo(0.375) });
  });

  it('a bootstrap of no gain holds 0, one of a sure gain does not', () => {
    const gains = Float64Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1));
    const mean = (values: Float64Array) => (indexes: Uint32Array) =>
      indexes.reduce((sum, i) => sum + (values[i] ?? 0), 0) / indexes.length;
    const [low, high] = pairedBootstrap(200, mean(gains), { seed: 1 });
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(pairedBootstrap(200, mean(gains.map((gain) => gain + 2)), { seed: 1 })[0]).toBeGreaterThan(1);
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
