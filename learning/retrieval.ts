import { Random } from './random.ts';

/** Where the true answer came among its candidates: how many scored higher, how many the same. */
export interface Place {
  above: number;
  equal: number;
}

/**
 * For each pair its own answer, first, and others drawn without repetition.
 *
 * A distractor differs from the answer and from every other distractor in text, and answers another turn: an answer to
 * the same turn would not be wrong. Shape: equal ids mean equal texts. Result: `size` indexes a pair, or undefined
 * where the pairs hold too few different answers. The same seed draws the same.
 */
export function drawCandidates(
  { firstIds, secondIds }: { firstIds: Uint32Array; secondIds: Uint32Array },
  { size, seed }: { size: number; seed: number },
): number[][] | undefined {
  const random = new Random(seed);
  const candidates: number[][] = [];
  for (let i = 0; i < firstIds.length; i++) {
    const drawn = [i];
    const texts = new Set([secondIds[i]]);
    for (let tries = 0; drawn.length < size && tries < TRIES_MAX; tries++) {
      const j = random.below(firstIds.length);
      if (firstIds[j] === firstIds[i] || texts.has(secondIds[j])) continue;
      drawn.push(j);
      texts.add(secondIds[j]);
    }
    if (drawn.length < size) return undefined;
    candidates.push(drawn);
  }
  return candidates;
}

const TRIES_MAX = 2000;

export function placesOf(
  candidates: readonly (readonly number[])[],
  score: (first: number, second: number) => number,
): Place[] {
  return candidates.map((drawn, i) => {
    const [own = 0, ...others] = drawn.map((j) => score(i, j));
    return {
      above: others.filter((other) => other > own).length,
      equal: others.filter((other) => other === own).length,
    };
  });
}

/** Probability that the true answer is first, with ties broken at random: scoring nothing is as good as chance, not worse. */
export const firstShare = ({ above, equal }: Place): number => (above > 0 ? 0 : 1 / (1 + equal));

/** Recall at 1 and mean reciprocal rank, each the expectation over ties broken at random. */
export function retrievalScores(places: readonly Place[]): { recall_at_1_of_10: number; mrr: number } {
  const mean = (of: (place: Place) => number) => places.reduce((sum, place) => sum + of(place), 0) / places.length;
  return { recall_at_1_of_10: mean(firstShare), mrr: mean(reciprocalRank) };
}

function reciprocalRank({ above, equal }: Place): number {
  let sum = 0;
  for (let tie = 0; tie <= equal; tie++) sum += 1 / (1 + above + tie);
  return sum / (1 + equal);
}
