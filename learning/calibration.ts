import { argmax } from './centroids.ts';
import { softmaxInPlace } from './softmax.ts';

export interface Calibration {
  /** Expected calibration error: mean distance of confidence and accuracy over the bins, by their counts, 0 to 1. */
  ece: number;
  /** Mean squared distance of the probabilities from the truth, summed over the classes, 0 to 2. */
  brier: number;
  /** Ten bins of equal width; those without a prediction are left out. */
  bins: { confidence: number; accuracy: number; count: number }[];
}

const BINS = 10;

/**
 * How far the probability of the predicted class can be taken at its word.
 *
 * Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017 (ECE); Brier, Monthly Weather Review 78, 1950.
 */
export function calibrationOf(truth: ArrayLike<number>, probabilities: readonly ArrayLike<number>[]): Calibration {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, hits: 0, count: 0 }));
  let squares = 0;
  probabilities.forEach((row, i) => {
    const best = argmax(row);
    const confidence = row[best] ?? 0;
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    if (bin) {
      bin.confidence += confidence;
      bin.hits += best === truth[i] ? 1 : 0;
      bin.count += 1;
    }
    for (let c = 0; c < row.length; c++) squares += ((row[c] ?? 0) - (c === truth[i] ? 1 : 0)) ** 2;
  });
  const filled = bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, hits, count }) => ({ confidence: confidence / count, accuracy: hits / count, count }));
  const total = Math.max(1, probabilities.length);
  const ece = filled.reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.accuracy - bin.confidence), 0);
  return { ece, brier: squares / total, bins: filled };
}

/**
 * Mean over the classes of the chance that a text of the class is given a higher probability for it than one of another
 * class; ties count half. Classes without a text, or with nothing but texts, have no curve. Null where no class has one.
 *
 * Source: Hand and Till, Machine Learning 45, 2001 (one against the rest). Cost: n log n a class.
 */
export function macroAuroc(truth: ArrayLike<number>, probabilities: readonly ArrayLike<number>[]): number | null {
  const classCount = probabilities[0]?.length ?? 0;
  const areas: number[] = [];
  for (let c = 0; c < classCount; c++) {
    const area = auroc(
      Float64Array.from(probabilities, (row) => row[c] ?? 0),
      Uint8Array.from(probabilities, (_, i) => (truth[i] === c ? 1 : 0)),
    );
    if (area !== null) areas.push(area);
  }
  return areas.length === 0 ? null : areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

/** Area under the curve of one score, by the ranks of the positives (Mann-Whitney); null without both kinds. */
function auroc(scores: Float64Array, positive: Uint8Array): number | null {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positives = 0;
  let ranks = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to += 1;
    // Equal scores share the mean of their ranks.
    for (let k = from; k < to; k++) {
      if (positive[order[k] ?? 0] !== 1) continue;
      positives += 1;
      ranks += (from + to + 1) / 2;
    }
    from = to;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** With fewer examples a temperature would be a guess. Our choice. */
const EXAMPLES_FOR_TEMPERATURE_MIN = 20;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Probabilities as they are at another temperature: above 1 more even, below 1 less. Their order stays. */
export function temper(probabilities: Float64Array, temperature: number): Float64Array {
  return softmaxInPlace(
    probabilities.map((value) => Math.log(Math.max(value, 1e-300))),
    temperature,
  );
}

/**
 * The temperature at which the mean cross-entropy is least, from 1/20 to 20, by golden section on its logarithm; 1 where
 * there are too few examples to tell. The next example is taken to be wrong with a share of 1 in count + 2: else a small
 * split without a mistake would make every answer certain.
 *
 * Source: Guo et al., On Calibration of Modern Neural Networks, ICML 2017 (temperature scaling); Platt, Probabilistic Outputs
 * for Support Vector Machines, 1999 (the targets).
 */
export function fitTemperature(truth: ArrayLike<number>, probabilities: readonly Float64Array[]): number {
  if (probabilities.length < EXAMPLES_FOR_TEMPERATURE_MIN) return 1;
  const wrong = 1 / (probabilities.length + 2);
  const lossAt = (log: number) =>
    probabilities.reduce((loss, row, i) => {
      const others = wrong / Math.max(1, row.length - 1);
      return temper(row, Math.exp(log)).reduce(
        (sum, value, c) => sum - (c === truth[i] ? 1 - wrong : others) * Math.log(Math.max(value, 1e-300)),
        loss,
      );
    }, 0);
  let [low, high] = [-Math.log(20), Math.log(20)];
  for (let i = 0; i < 30; i++) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (lossAt(a) <= lossAt(b)) high = b;
    else low = a;
  }
  return Number(Math.exp((low + high) / 2).toPrecision(6));
}
