import { argmax } from './centroids.ts';

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
