import type { Random } from './random.ts';

/** Members of each class, in their order. */
export function membersOf(labels: Uint16Array, classCount: number): number[][] {
  const members: number[][] = Array.from({ length: classCount }, () => []);
  labels.forEach((label, i) => {
    members[label]?.push(i);
  });
  return members;
}

/** `count` different items by chance, or all of them in an order by chance. */
export function drawSome(items: readonly number[], count: number, random: Random): number[] {
  return random.shuffle([...items]).slice(0, count);
}

/** What two models did in one episode: the true class and both guesses of each of its queries. */
export interface JudgedEpisode {
  /** Which example each query is: the same example may be asked in many episodes. */
  queries: Uint32Array;
  truth: Uint16Array;
  model: Uint16Array;
  baseline: Uint16Array;
}

/**
 * 95 % interval of the mean gain in macro-F1 over episodes, by a bootstrap of both levels: episodes are drawn, and the
 * examples that all of them ask are drawn as well, because episodes over the same few examples are no independent evidence.
 */
export async function episodeInterval(
  episodes: readonly JudgedEpisode[],
  {
    exampleCount,
    classCount,
    random,
    pause,
    draws = 400,
  }: { exampleCount: number; classCount: number; random: Random; pause: () => Promise<void>; draws?: number },
): Promise<[number, number]> {
  const times = new Float64Array(exampleCount);
  const gains = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    await pause();
    times.fill(0);
    for (let i = 0; i < exampleCount; i++) {
      const drawn = random.below(exampleCount);
      times[drawn] = (times[drawn] ?? 0) + 1;
    }
    let sum = 0;
    for (let e = 0; e < episodes.length; e++) {
      const episode = episodes[random.below(episodes.length)];
      if (!episode) continue;
      const { queries, truth, model, baseline } = episode;
      const weights = Float64Array.from(queries, (query) => times[query] ?? 0);
      sum += weightedMacroF1(truth, model, weights, classCount) - weightedMacroF1(truth, baseline, weights, classCount);
    }
    gains[draw] = sum / episodes.length;
  }
  gains.sort();
  const at = (share: number) => gains[Math.floor(share * draws)] ?? 0;
  return [at(0.025), at(0.975)];
}

/** Mean F1 over the classes that the weighted truth holds. */
export function weightedMacroF1(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  weights: ArrayLike<number>,
  classCount: number,
): number {
  const [hits, claimed, support] = [0, 0, 0].map(() => new Float64Array(classCount)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < truth.length; i++) {
    const [t, p, w] = [truth[i] ?? 0, predicted[i] ?? 0, weights[i] ?? 0];
    if (t === p) hits[t] = (hits[t] ?? 0) + w;
    claimed[p] = (claimed[p] ?? 0) + w;
    support[t] = (support[t] ?? 0) + w;
  }
  let [sum, present] = [0, 0];
  for (let c = 0; c < classCount; c++) {
    if ((support[c] ?? 0) === 0) continue;
    present += 1;
    sum += (2 * (hits[c] ?? 0)) / ((support[c] ?? 0) + (claimed[c] ?? 0));
  }
  return present === 0 ? 0 : sum / present;
}
