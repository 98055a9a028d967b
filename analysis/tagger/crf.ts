import { FEATURES_PER_TOKEN } from './features.ts';

/** What the model tells apart: the parts of names, places, organisations and addresses, and everything else. */
export const TAGS = [
  'O',
  'B-name',
  'I-name',
  'B-place',
  'I-place',
  'B-organization',
  'I-organization',
  'B-address',
  'I-address',
] as const;
export const TAG_COUNT = TAGS.length;

/** A part can go on only after its own beginning or itself. */
export const ALLOWED: readonly boolean[] = TAGS.flatMap((from) =>
  TAGS.map((to) => !to.startsWith('I-') || from.slice(2) === to.slice(2)),
);

/** Weights of a linear-chain conditional random field: a row of one number a tag for each feature, and the transitions. */
export interface CrfWeights {
  rows: { readonly [index: number]: number };
  /** What one unit of a row is worth. */
  scale: number;
  /** Score of going from tag a to tag b, at a × TAG_COUNT + b. */
  transitions: Float64Array;
}

/** Score of each tag for each token: the sum over its features. A negative feature is one that the model does not know. */
export function emissions(features: Int32Array, { rows, scale }: CrfWeights): Float64Array {
  const length = features.length / FEATURES_PER_TOKEN;
  const scores = new Float64Array(length * TAG_COUNT);
  for (let i = 0; i < length; i++) {
    const at = i * TAG_COUNT;
    for (let f = i * FEATURES_PER_TOKEN; f < (i + 1) * FEATURES_PER_TOKEN; f++) {
      const feature = features[f] as number;
      if (feature < 0) continue;
      const row = feature * TAG_COUNT;
      for (let tag = 0; tag < TAG_COUNT; tag++) (scores[at + tag] as number) += rows[row + tag] as number;
    }
  }
  if (scale !== 1) for (let i = 0; i < scores.length; i++) (scores[i] as number) *= scale;
  return scores;
}

/** The most probable tags (Viterbi). Cost: tokens × tags². */
export function bestTags(scores: Float64Array, transitions: Float64Array): Uint8Array {
  const length = scores.length / TAG_COUNT;
  const tags = new Uint8Array(length);
  if (length === 0) return tags;
  const back = new Uint8Array(scores.length);
  let last = new Float64Array(TAG_COUNT);
  let next = new Float64Array(TAG_COUNT);
  for (let tag = 0; tag < TAG_COUNT; tag++)
    last[tag] = ALLOWED[tag] === true ? (scores[tag] as number) : Number.NEGATIVE_INFINITY;
  for (let i = 1; i < length; i++) {
    for (let to = 0; to < TAG_COUNT; to++) {
      let best = Number.NEGATIVE_INFINITY;
      let from = 0;
      for (let tag = 0; tag < TAG_COUNT; tag++) {
        const score = (last[tag] as number) + (transitions[tag * TAG_COUNT + to] as number);
        if (score > best) {
          best = score;
          from = tag;
        }
      }
      next[to] = best + (scores[i * TAG_COUNT + to] as number);
      back[i * TAG_COUNT + to] = from;
    }
    [last, next] = [next, last];
  }
  let tag = 0;
  for (let to = 1; to < TAG_COUNT; to++) if ((last[to] as number) > (last[tag] as number)) tag = to;
  for (let i = length - 1; i >= 0; i--) {
    tags[i] = tag;
    tag = back[i * TAG_COUNT + tag] as number;
  }
  return tags;
}

/**
 * Probability of each tag for each token (forward and backward sums), and the logarithm of the sum over all sequences.
 * Each step is scaled to sum to one, so that long texts do not overflow.
 */
export function marginals(scores: Float64Array, transitions: Float64Array) {
  const length = scores.length / TAG_COUNT;
  const local = new Float64Array(scores.length);
  let logSum = 0;
  for (let i = 0; i < length; i++) {
    let max = Number.NEGATIVE_INFINITY;
    for (let tag = 0; tag < TAG_COUNT; tag++) max = Math.max(max, scores[i * TAG_COUNT + tag] as number);
    for (let tag = 0; tag < TAG_COUNT; tag++)
      local[i * TAG_COUNT + tag] = Math.exp((scores[i * TAG_COUNT + tag] as number) - max);
    logSum += max;
  }
  const moves = transitions.map(Math.exp);
  const forward = new Float64Array(scores.length);
  const scaleAt = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let total = 0;
    for (let to = 0; to < TAG_COUNT; to++) {
      let sum = 0;
      if (i === 0) sum = ALLOWED[to] === true ? 1 : 0;
      else
        for (let from = 0; from < TAG_COUNT; from++)
          sum += (forward[(i - 1) * TAG_COUNT + from] as number) * (moves[from * TAG_COUNT + to] as number);
      sum *= local[i * TAG_COUNT + to] as number;
      forward[i * TAG_COUNT + to] = sum;
      total += sum;
    }
    scaleAt[i] = total;
    logSum += Math.log(total);
    for (let to = 0; to < TAG_COUNT; to++) (forward[i * TAG_COUNT + to] as number) /= total;
  }
  const backward = new Float64Array(scores.length).fill(1);
  for (let i = length - 2; i >= 0; i--) {
    for (let from = 0; from < TAG_COUNT; from++) {
      let sum = 0;
      for (let to = 0; to < TAG_COUNT; to++) {
        const next = (i + 1) * TAG_COUNT + to;
        sum += (moves[from * TAG_COUNT + to] as number) * (local[next] as number) * (backward[next] as number);
      }
      backward[i * TAG_COUNT + from] = sum / (scaleAt[i + 1] as number);
    }
  }
  const probabilities = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) probabilities[i] = (forward[i] as number) * (backward[i] as number);
  return { probabilities, forward, backward, local, moves, scaleAt, logSum };
}
