import { Random } from './random.ts';

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

/** What a model and its baselines did in one episode: the true class of each of its queries, and what each took it for. */
export interface JudgedEpisode<Baseline extends string> {
  /** Which example each query is: the same example may be asked in many episodes. */
  queries: Uint32Array;
  truth: Uint16Array;
  model: Uint16Array;
  baselines: Record<Baseline, Uint16Array>;
}

interface Judging {
  exampleCount: number;
  classCount: number;
  seed: number;
  pause: () => Promise<void>;
  /** Of the bootstrap. */
  draws?: number;
}

/**
 * Mean macro-F1 over episodes, of the model and of each baseline, and the gain over the strongest with its 95 % interval.
 *
 * `guess_by_share` is among the baselines, the true classes in an order by chance: where nothing can be learned, a baseline
 * that takes most queries for one class has a lower macro-F1 than chance, and a model must not pass for better by that.
 */
export async function judgeEpisodes<Baseline extends string>(
  episodes: readonly JudgedEpisode<Baseline>[],
  { seed, ...how }: Judging,
) {
  const random = new Random(seed);
  const chance = episodes.map(({ truth }) => random.shuffle(truth.slice()));
  const meanF1 = (answers: (episode: JudgedEpisode<Baseline>, e: number) => Uint16Array) =>
    episodes.reduce((sum, episode, e) => {
      const weights = new Float64Array(episode.truth.length).fill(1);
      return sum + weightedMacroF1(episode.truth, answers(episode, e), weights, how.classCount) / episodes.length;
    }, 0);
  const names = Object.keys(episodes[0]?.baselines ?? {}) as Baseline[];
  const compared = [
    { name: 'guess_by_share', answers: (_: JudgedEpisode<Baseline>, e: number) => chance[e] ?? new Uint16Array() },
    ...names.map((name) => ({ name, answers: ({ baselines }: JudgedEpisode<Baseline>) => baselines[name] })),
  ].map((each) => ({ ...each, score: meanF1(each.answers) }));
  const strongest = compared.reduce((best, each) => (each.score > best.score ? each : best));
  const score = meanF1(({ model }) => model);
  const pairs = episodes.map((episode, e) => ({ ...episode, baseline: strongest.answers(episode, e) }));
  return {
    score,
    baselines: Object.fromEntries(compared.map((each) => [each.name, { episode_f1_score: each.score }])),
    gain: {
      baseline: strongest.name,
      value: score - strongest.score,
      interval_95: await episodeInterval(pairs, { ...how, random }),
    },
  };
}

/**
 * 95 % interval of the mean gain in macro-F1 over episodes, by a bootstrap of both levels: episodes are drawn, and the
 * examples that all of them ask are drawn as well, because episodes over the same few examples are no independent evidence.
 */
async function episodeInterval(
  episodes: readonly Record<'queries' | 'truth' | 'model' | 'baseline', Uint16Array | Uint32Array>[],
  { exampleCount, classCount, random, pause, draws = 400 }: Omit<Judging, 'seed'> & { random: Random },
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
