import { softmaxInPlace } from '../../learning/softmax.ts';

/** Softens the answers that are kept, as the paper does (Li and Hoiem, Learning without Forgetting, 2016). */
const TEMPERATURE = 2;

/** Softened probabilities among the known classes. */
export function soften(logits: Float64Array, isKnown: (c: number) => boolean): Float64Array {
  return softmaxInPlace(
    logits.map((value, c) => (isKnown(c) ? value : Number.NEGATIVE_INFINITY)),
    TEMPERATURE,
  );
}

/** Cross-entropy among the classes seen so far. */
export function seenEntropy(
  logits: Float64Array,
  { label, seen, weight }: { label: number; seen: readonly number[]; weight: number },
  delta: Float64Array,
): number {
  const probabilities = softmaxInPlace(Float64Array.from(seen, (c) => logits[c] ?? 0));
  let own = 0;
  seen.forEach((c, k) => {
    const p = probabilities[k] ?? 0;
    delta[c] = (delta[c] ?? 0) + weight * (p - (c === label ? 1 : 0));
    if (c === label) own = p;
  });
  return -weight * Math.log(Math.max(own, 1e-300));
}

/** Cross-entropy of the softened answers against those before; adds `weight` times its derivative. */
export function keepAnswers(logits: Float64Array, taught: Float64Array, weight: number, delta: Float64Array): number {
  const softened = soften(logits, (c) => (taught[c] ?? 0) > 0);
  let loss = 0;
  for (let c = 0; c < taught.length; c++) {
    const target = taught[c] ?? 0;
    if (target === 0) continue;
    loss -= target * Math.log(Math.max(softened[c] ?? 0, 1e-300));
    delta[c] = (delta[c] ?? 0) + (weight * ((softened[c] ?? 0) - target)) / TEMPERATURE;
  }
  return loss;
}
