import type { Evaluation } from '../../contracts/training.ts';
import { confusionOf, macroScores, pairedBootstrap, scoresByClass } from '../../learning/metrics.ts';
import { toTfIdf } from '../../learning/tfidf.ts';
import { type Classifier, predict } from './supervised.ts';

const CONFUSION_CLASSES_MAX = 40;

/** Scores on unseen texts beside two baselines that saw the same training data: majority class, nearest TF-IDF centroid. */
export function judgeClassifier(
  classifier: Classifier,
  { texts, labels, seed }: { texts: string[]; labels: Uint16Array; seed: number },
): Evaluation {
  const { classes } = classifier;
  const base = { split: 'test' as const, example_count: texts.length, primary_metric: 'f1_score' };
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
  const probabilities = predict(classifier, texts);
  const model = Uint16Array.from(probabilities, argmax);
  const majority = new Uint16Array(texts.length).fill(argmax(classifier.classCounts));
  const centroid = nearestCentroid(classifier, texts);
  const scoresOf = (predicted: Uint16Array) => macroScores(labels, predicted, classes.length);
  const logLoss =
    probabilities.reduce((sum, row, i) => sum - Math.log(Math.max(row[labels[i] ?? 0] ?? 0, 1e-300)), 0) / texts.length;

  const baselines = { majority_class: scoresOf(majority), nearest_centroid: scoresOf(centroid) };
  const strongest =
    baselines.nearest_centroid.f1_score >= baselines.majority_class.f1_score ? 'nearest_centroid' : 'majority_class';
  const rival = strongest === 'nearest_centroid' ? centroid : majority;
  const f1 = (predicted: Uint16Array, indexes: Uint32Array) =>
    macroScores(
      indexes.map((i) => labels[i] ?? 0),
      indexes.map((i) => predicted[i] ?? 0),
      classes.length,
    ).f1_score;
  const interval = pairedBootstrap(texts.length, (indexes) => f1(model, indexes) - f1(rival, indexes), { seed });
  const scores = scoresOf(model);
  const confusion = confusionOf(labels, model, classes.length);
  return {
    ...base,
    scores: { ...scores, log_loss: logLoss },
    baselines,
    gain_over_baseline: {
      baseline: strongest,
      value: scores.f1_score - baselines[strongest].f1_score,
      interval_95: interval,
    },
    per_class: scoresByClass(confusion).map((row, c) => ({ label: classes[c] ?? '', ...row })),
    confusion: classes.length <= CONFUSION_CLASSES_MAX ? { labels: classes, counts: confusion } : null,
    unmeasured: {},
    better_than_baseline: interval[0] > 0,
  };
}

function nearestCentroid({ vocabulary, centroids, classes }: Classifier, texts: string[]): Uint16Array {
  const rows = toTfIdf(texts, vocabulary);
  return Uint16Array.from(texts, (_, i) => {
    const similarity = classes.map((_name, c) => {
      let sum = 0;
      for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++)
        sum += (rows.values[k] ?? 0) * (centroids[c * rows.columnCount + (rows.columns[k] ?? 0)] ?? 0);
      return sum;
    });
    return argmax(similarity);
  });
}

function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
