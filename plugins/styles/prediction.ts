import type { Prediction } from '../../contracts/training.ts';

/** Names with their scores, highest first; equal scores keep the order of the names. */
export function toPrediction(names: readonly string[], scores: ArrayLike<number>): Prediction {
  const ranked = names.map((name, i) => ({ name, score: scores[i] ?? 0 })).sort((a, b) => b.score - a.score);
  return { best: ranked[0]?.name ?? '', scores: ranked };
}
