import type { Evaluation } from '../../contracts/training.ts';
import { argmax, nearestCentroid } from '../../learning/centroids.ts';
import { confusionOf, logLoss, macroScores, pairedBootstrap, scoresByClass } from '../../learning/metrics.ts';
import type { LabelledTexts } from './examples.ts';
import { createPause, weighTerms } from './features.ts';
import { featuresOf } from './static-table.ts';
import { type Classifier, probabilitiesOf } from './supervised.ts';

const CONFUSION_CLASSES_MAX = 40;
/** With fewer examples an interval says nothing: one example drawn again and again has none. Our choice. */
const EXAMPLES_FOR_INTERVAL_MIN = 20;

/** Scores on unseen texts beside two baselines that saw the same training data: majority class, nearest TF-IDF centroid. */
export async function judgeClassifier(
  classifier: Classifier,
  { texts, labels, skipped }: LabelledTexts,
  seed: number,
): Promise<Evaluation> {
  const { classes } = classifier;
  const base = {
    split: 'test' as const,
    example_count: texts.length,
    primary_metric: 'f1_score',
    counts: { ...skipped },
  };
  if (texts.length === 0) {
    const unmeasured = { f1_score: 'the test split holds no example of a class of the task' };
    return {
      ...base,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      per_class: [],
      confusion: null,
      unmeasured,
      better_than_baseline: false,
    };
  }
  const pause = createPause();
  const rows = await weighTerms(texts, classifier.vocabulary, pause);
  const joined = await featuresOf(texts, rows, { features: classifier.features, pause });
  const probabilities = probabilitiesOf(classifier, joined);
  const model = Uint16Array.from(probabilities, argmax);
  const majority = new Uint16Array(texts.length).fill(argmax(classifier.classCounts));
  // The majority's best guess of probabilities: the shares of the classes in the training data, one example added to each.
  const total = classifier.classCounts.reduce((sum, count) => sum + count + 1, 0);
  const shares = texts.map(() => classifier.classCounts.map((count) => (count + 1) / total));
  const centroid = nearestCentroid(classifier.centroids, rows, classes.length);
  const scoresOf = (predicted: Uint16Array) => macroScores(labels, predicted, classes.length);

  const baselines = {
    majority_class: { ...scoresOf(majority), log_loss: logLoss(labels, shares) },
    nearest_centroid: scoresOf(centroid),
  };
  const strongest =
    baselines.nearest_centroid.f1_score >= baselines.majority_class.f1_score ? 'nearest_centroid' : 'majority_class';
  const rival = strongest === 'nearest_centroid' ? centroid : majority;
  const f1 = (predicted: Uint16Array, indexes: Uint32Array) =>
    macroScores(
      indexes.map((i) => labels[i] ?? 0),
      indexes.map((i) => predicted[i] ?? 0),
      classes.length,
    ).f1_score;
  const measurable = texts.length >= EXAMPLES_FOR_INTERVAL_MIN;
  const interval = pairedBootstrap(texts.length, (indexes) => f1(model, indexes) - f1(rival, indexes), { seed });
  const scores = scoresOf(model);
  const confusion = confusionOf(labels, model, classes.length);
  return {
    ...base,
    scores: { ...scores, log_loss: logLoss(labels, probabilities) },
    baselines,
    gain_over_baseline: measurable
      ? { baseline: strongest, value: scores.f1_score - baselines[strongest].f1_score, interval_95: interval }
      : null,
    per_class: scoresByClass(confusion).map((row, c) => ({ label: classes[c] ?? '', ...row })),
    confusion: classes.length <= CONFUSION_CLASSES_MAX ? { labels: classes, counts: confusion } : null,
    unmeasured: measurable
      ? {}
      : {
          gain_over_baseline: `the test split holds ${texts.length} examples; ${EXAMPLES_FOR_INTERVAL_MIN} are needed for an interval`,
        },
    better_than_baseline: measurable && interval[0] > 0,
  };
}
