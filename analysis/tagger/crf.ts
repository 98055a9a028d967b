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

/**
 * Inference with these weights. What a function answers is gone when it is called again: its arrays are used once more, as
 * making them takes longer than tagging a short line, and they may be longer than the tokens need.
 */
export function createCrf({ rows, scale, transitions }: CrfWeights) {
  const room = { scores: floats(), local: floats(), forward: floats(), backward: floats(), probabilities: floats() };
  const [scales, lasts, nexts, backs, found] = [floats(), floats(), floats(), bytes(), bytes()];
  const moves = new Float64Array(transitions.length);

  /** Score of each tag for each token: the sum over its features. A negative feature is one that the model does not know. */
  function emissions(features: Int32Array, length: number): Float64Array {
    const size = length * TAG_COUNT;
    const scores = room.scores(size);
    for (let i = 0; i < length; i++) {
      // One number a tag, and not a loop over an array: this is most of the time of the model.
      let [a, b, c, d, e, f, g, h, k] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let at = i * FEATURES_PER_TOKEN; at < (i + 1) * FEATURES_PER_TOKEN; at++) {
        const feature = features[at] as number;
        if (feature < 0) continue;
        const row = feature * TAG_COUNT;
        a += rows[row] as number;
        b += rows[row + 1] as number;
        c += rows[row + 2] as number;
        d += rows[row + 3] as number;
        e += rows[row + 4] as number;
        f += rows[row + 5] as number;
        g += rows[row + 6] as number;
        h += rows[row + 7] as number;
        k += rows[row + 8] as number;
      }
      const at = i * TAG_COUNT;
      scores[at] = a;
      scores[at + 1] = b;
      scores[at + 2] = c;
      scores[at + 3] = d;
      scores[at + 4] = e;
      scores[at + 5] = f;
      scores[at + 6] = g;
      scores[at + 7] = h;
      scores[at + 8] = k;
    }
    if (scale !== 1) for (let i = 0; i < size; i++) (scores[i] as number) *= scale;
    return scores;
  }

  /** Whether no token can be part of anything: each is likelier to be none, and going on with none costs least. */
  function isPlain(scores: Float64Array, length: number): boolean {
    const [none = 0] = transitions;
    for (let i = 1; i < transitions.length; i++) if ((transitions[i] as number) >= none) return false;
    for (let at = 0; at < length * TAG_COUNT; at += TAG_COUNT)
      for (let tag = 1; tag < TAG_COUNT; tag++)
        if ((scores[at + tag] as number) >= (scores[at] as number)) return false;
    return true;
  }

  /** The most probable tags (Viterbi). Cost: tokens × tags². */
  function bestTags(scores: Float64Array, length: number): Uint8Array {
    const tags = found(length).fill(0, 0, length);
    if (isPlain(scores, length)) return tags;
    const back = backs(length * TAG_COUNT);
    let [last, next] = [lasts(TAG_COUNT), nexts(TAG_COUNT)];
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
  function marginals(scores: Float64Array, length: number) {
    const size = length * TAG_COUNT;
    const [local, forward, backward] = [room.local(size), room.forward(size), room.backward(size).fill(1, 0, size)];
    const [probabilities, scaleAt] = [room.probabilities(size), scales(length)];
    for (let i = 0; i < moves.length; i++) moves[i] = Math.exp(transitions[i] as number);
    let logSum = 0;
    for (let i = 0; i < length; i++) {
      let max = Number.NEGATIVE_INFINITY;
      for (let tag = 0; tag < TAG_COUNT; tag++) max = Math.max(max, scores[i * TAG_COUNT + tag] as number);
      for (let tag = 0; tag < TAG_COUNT; tag++)
        local[i * TAG_COUNT + tag] = Math.exp((scores[i * TAG_COUNT + tag] as number) - max);
      logSum += max;
    }
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
    for (let i = 0; i < size; i++) probabilities[i] = (forward[i] as number) * (backward[i] as number);
    return { probabilities, forward, backward, local, moves, scaleAt, logSum };
  }

  return { emissions, bestTags, marginals };
}

const floats = () => createRoom((length) => new Float64Array(length));
const bytes = () => createRoom((length) => new Uint8Array(length));

function createRoom<T extends { length: number }>(make: (length: number) => T): (length: number) => T {
  let made = make(0);
  return (length) => {
    if (made.length < length) made = make(2 * length);
    return made;
  };
}
