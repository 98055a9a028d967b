import type { Evaluation } from '../../contracts/training.ts';
import { confusionOf, macroF1At, macroScores, pairedBootstrap, scoresByClass } from '../../learning/metrics.ts';
import { Random } from '../../learning/random.ts';
import type { Pause } from './features.ts';

const CONFUSION_CLASSES_MAX = 40;
/** With fewer examples an interval says nothing: one example drawn again and again has none. Our choice. */
const EXAMPLES_FOR_INTERVAL_MIN = 20;

/**
 * Scores of predicted classes beside baselines on the same examples, chance among them. The gain is over the baseline with
 * the highest macro-F1, with an interval by the paired bootstrap.
 */
export async function compareClassifiers(
  {
    truth,
    predicted,
    baselines,
    classes,
  }: {
    truth: Uint16Array;
    predicted: Uint16Array;
    baselines: Readonly<Record<string, Uint16Array>>;
    classes: readonly string[];
  },
  { seed, pause, counts }: { seed: number; pause: Pause; counts: Record<string, number> },
): Promise<Evaluation> {
  const base = { split: 'test' as const, example_count: truth.length, primary_metric: 'f1_score', counts };
  if (truth.length === 0) {
    return {
      ...base,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      per_class: [],
      confusion: null,
      unmeasured: { f1_score: 'the test split holds no example of a class of the task' },
      better_than_baseline: false,
    };
  }
  const scoresOf = (guess: Uint16Array) => macroScores(truth, guess, classes.length);
  const scores = scoresOf(predicted);
  // The true classes in an order by chance. Of answers that do not look at the text none is expected to have a higher
  // macro-F1, and a lop-sided baseline has a lower one: a model that only spreads its answers must not pass for learned.
  const guess_by_share = new Random(seed).shuffle(truth.slice());
  const compared = Object.entries({ guess_by_share, ...baselines }).map(([name, guess]) => ({
    name,
    guess,
    scores: scoresOf(guess),
  }));
  const strongest = compared.reduce((best, entry) => (entry.scores.f1_score > best.scores.f1_score ? entry : best));
  const f1 = (guess: Uint16Array, drawn: Uint32Array) => macroF1At(drawn, truth, guess, classes.length);
  const measurable = truth.length >= EXAMPLES_FOR_INTERVAL_MIN;
  const interval = await pairedBootstrap(truth.length, (drawn) => f1(predicted, drawn) - f1(strongest.guess, drawn), {
    ...{ seed, pause },
  });
  const own = await pairedBootstrap(truth.length, (drawn) => f1(predicted, drawn), { seed, pause });
  const confusion = confusionOf(truth, predicted, classes.length);
  const reason = `the test split holds ${truth.length} examples; ${EXAMPLES_FOR_INTERVAL_MIN} are needed for an interval`;
  return {
    ...base,
    scores,
    ...(measurable && { primary_interval_95: own }),
    baselines: Object.fromEntries(compared.map(({ name, scores: own }) => [name, own])),
    gain_over_baseline: measurable
      ? { baseline: strongest.name, value: scores.f1_score - strongest.scores.f1_score, interval_95: interval }
      : null,
    per_class: scoresByClass(confusion).map((row, c) => ({ label: classes[c] ?? '', ...row })),
    confusion: classes.length <= CONFUSION_CLASSES_MAX ? { labels: [...classes], counts: confusion } : null,
    unmeasured: measurable ? {} : { gain_over_baseline: reason },
    better_than_baseline: measurable && interval[0] > 0,
  };
}
