import { addRows } from './bradley-terry.ts';
import type { Random } from './random.ts';
import { softmaxInPlace } from './softmax.ts';
import type { SparseRows } from './sparse.ts';

/** Rows that a policy chooses one of. */
export type Slate = readonly number[];

/** Probabilities of the candidates of a slate: a softmax over their scores. The reference, with equal scores, is uniform. */
export function chances(slate: Slate, scores: ArrayLike<number>, scale = 1): Float64Array {
  return softmaxInPlace(Float64Array.from(slate, (row) => scale * (scores[row] ?? 0)));
}

/** Kullback-Leibler divergence of the policy from the uniform reference, in nats, as a mean over the slates. */
export function meanKl(slates: readonly Slate[], scores: ArrayLike<number>, scale = 1): number {
  let sum = 0;
  for (const slate of slates) sum += klOf(chances(slate, scores, scale));
  return slates.length === 0 ? 0 : sum / slates.length;
}

function klOf(probabilities: Float64Array): number {
  let sum = Math.log(probabilities.length);
  for (const p of probabilities) if (p > 0) sum += p * Math.log(p);
  return Math.max(0, sum);
}

/** The factor for the scores at which the mean divergence is `kl`, found by halving; at most `most`. */
export function scaleForKl(
  slates: readonly Slate[],
  scores: ArrayLike<number>,
  { kl, most }: { kl: number; most: number },
): number {
  if (meanKl(slates, scores, most) <= kl) return most;
  let [low, high] = [0, most];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (meanKl(slates, scores, middle) <= kl) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The gradient that REINFORCE estimates for the scores of a slate: of the expected reward less `klWeight` times the
 * divergence from the reference (Williams, 1992). The candidate is drawn by a policy that explores, and weighed by how
 * much likelier the policy itself draws it; the mean reward of the slate is the baseline.
 */
export function reinforce(
  slate: Slate,
  { scores, rewards }: { scores: ArrayLike<number>; rewards: ArrayLike<number> },
  { exploration, klWeight, random }: { exploration: number; klWeight: number; random: Random },
): Float64Array {
  const policy = chances(slate, scores);
  const count = slate.length;
  const behaviour = policy.map((p) => (1 - exploration) * p + exploration / count);
  const drawn = draw(behaviour, random);
  const baseline = policy.reduce((sum, p, c) => sum + p * (rewards[slate[c] ?? 0] ?? 0), 0);
  const weight = (policy[drawn] ?? 0) / (behaviour[drawn] ?? 1);
  const advantage = weight * ((rewards[slate[drawn] ?? 0] ?? 0) - baseline);
  const kl = klOf(policy);
  return policy.map((p, c) => {
    const likelihood = (c === drawn ? 1 : 0) - p;
    const divergence = p > 0 ? p * (Math.log(p * count) - kl) : 0;
    return advantage * likelihood - klWeight * divergence;
  });
}

function draw(probabilities: Float64Array, random: Random): number {
  let left = random.uniform();
  for (let c = 0; c < probabilities.length; c++) {
    left -= probabilities[c] ?? 0;
    if (left < 0) return c;
  }
  return probabilities.length - 1;
}

/** AdaGrad (Duchi et al., 2011) uphill along the gradients by score, in place. */
export function climb(
  { weights, sums }: { weights: Float64Array; sums: Float64Array },
  { rows, factors }: { rows: SparseRows; factors: Float64Array },
  rate: number,
): void {
  const gradient = new Float64Array(weights.length);
  addRows(rows, factors, gradient);
  for (let j = 0; j < weights.length; j++) {
    const g = gradient[j] ?? 0;
    if (g === 0) continue;
    const sum = (sums[j] ?? 0) + g * g;
    sums[j] = sum;
    weights[j] = (weights[j] ?? 0) + (rate * g) / (Math.sqrt(sum) + 1e-8);
  }
}
