import { Random } from './random.ts';

export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
  support: number;
}

/** Rows are true classes, columns predicted ones. */
export function confusionOf(truth: ArrayLike<number>, predicted: ArrayLike<number>, classCount: number): number[][] {
  const counts = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let i = 0; i < truth.length; i++) {
    const row = counts[truth[i] ?? 0];
    const column = predicted[i] ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

/** Precision, recall and F1 by class; 0 where a quotient has nothing below it, as scikit-learn does. */
export function scoresByClass(confusion: readonly (readonly number[])[]): ClassScores[] {
  return confusion.map((row, c) => {
    const hit = row[c] ?? 0;
    const support = sum(row);
    return classScores(hit, sum(confusion.map((other) => other[c] ?? 0)), support);
  });
}

function classScores(hit: number, claimed: number, support: number): ClassScores {
  const precision = claimed === 0 ? 0 : hit / claimed;
  const recall = support === 0 ? 0 : hit / support;
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    support,
  };
}

/** Accuracy, and precision, recall and F1 as means over the classes that the truth holds. */
export function macroScores(truth: ArrayLike<number>, predicted: ArrayLike<number>, classCount: number) {
  const confusion = confusionOf(truth, predicted, classCount);
  const present = scoresByClass(confusion).filter(({ support }) => support > 0);
  const mean = (pick: (scores: ClassScores) => number) =>
    present.length === 0 ? 0 : sum(present.map(pick)) / present.length;
  const hits = sum(confusion.map((row, c) => row[c] ?? 0));
  return {
    accuracy: truth.length === 0 ? 0 : hits / truth.length,
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1_score: mean(({ f1 }) => f1),
  };
}

/** The F1 of `macroScores` on the examples at `indexes`, without a copy of them: a bootstrap asks for it thousands of times. */
export function macroF1At(
  indexes: Uint32Array,
  truth: Uint16Array,
  predicted: Uint16Array,
  classCount: number,
): number {
  const [hits, claimed, support] = [0, 0, 0].map(() => new Uint32Array(classCount)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  for (const i of indexes) {
    const [own, guess] = [truth[i] ?? 0, predicted[i] ?? 0];
    support[own] = (support[own] ?? 0) + 1;
    claimed[guess] = (claimed[guess] ?? 0) + 1;
    if (own === guess) hits[own] = (hits[own] ?? 0) + 1;
  }
  let [total, present] = [0, 0];
  for (let c = 0; c < classCount; c++) {
    if (support[c] === 0) continue;
    present += 1;
    total += classScores(hits[c] ?? 0, claimed[c] ?? 0, support[c] ?? 0).f1;
  }
  return present === 0 ? 0 : total / present;
}

/** What naming the most frequent class of the truth every time would score: no constant answer scores more. */
export function constantScores(truth: ArrayLike<number>, classCount: number) {
  const counts = new Uint32Array(classCount);
  for (let i = 0; i < truth.length; i++) counts[truth[i] ?? 0] = (counts[truth[i] ?? 0] ?? 0) + 1;
  const most = counts.indexOf(Math.max(...counts));
  return macroScores(truth, new Uint16Array(truth.length).fill(most), classCount);
}

/**
 * 95 % percentile interval of a statistic's gain by the paired bootstrap: the same examples are drawn for model and
 * baseline. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993).
 *
 * Shape: `gain` is given the drawn example indexes. Cost: `draws` evaluations of it; the default is 1000, and fewer where
 * there are over 20 000 examples, whose interval needs no more. `pause` is awaited before each of them.
 */
export async function pairedBootstrap(
  exampleCount: number,
  gain: (indexes: Uint32Array) => number,
  { seed, pause, draws = drawsFor(exampleCount) }: { seed: number; pause: () => Promise<void>; draws?: number },
): Promise<[number, number]> {
  const random = new Random(seed);
  const indexes = new Uint32Array(exampleCount);
  const gains = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    await pause();
    for (let i = 0; i < exampleCount; i++) indexes[i] = random.below(exampleCount);
    gains[draw] = gain(indexes);
  }
  gains.sort();
  const at = (share: number) => gains[Math.min(draws - 1, Math.floor(share * draws))] ?? 0;
  return [at(0.025), at(0.975)];
}

const drawsFor = (exampleCount: number) => Math.min(1000, Math.max(200, Math.floor(2e7 / exampleCount)));

/** Mean cross-entropy in nats of the probabilities given to the true classes; 0 is floored at 1e-15. */
export function logLoss(truth: ArrayLike<number>, probabilities: readonly ArrayLike<number>[]): number {
  return sum(probabilities.map((row, i) => -Math.log(Math.max(row[truth[i] ?? 0] ?? 0, 1e-15)))) / truth.length;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
