/** Turns scores into probabilities, in place, at a temperature. Scores of minus infinity stay at 0. */
export function softmaxInPlace(scores: Float64Array, temperature = 1): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest || Number.isNaN(score)) highest = score;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.exp(((scores[i] ?? 0) - highest) / temperature);
    total += scores[i] ?? 0;
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) / total;
  return scores;
}
