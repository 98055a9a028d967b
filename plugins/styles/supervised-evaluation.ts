import type { Evaluation } from '../../contracts/training.ts';
import { calibrationOf, macroAuroc } from '../../learning/calibration.ts';
import { argmax, nearestCentroid } from '../../learning/centroids.ts';
import { logLoss } from '../../learning/metrics.ts';
import { compareClassifiers } from './compare-classifiers.ts';
import type { LabelledTexts } from './examples.ts';
import { createPause, weighTerms } from './features.ts';
import { robustnessOf, scoresByGroup } from './robustness.ts';
import { featuresOf } from './static-table.ts';
import { type Classifier, headOf, predict, probabilitiesOf } from './supervised-model.ts';

/** Scores on unseen texts beside two baselines that saw the same training data: majority class, nearest TF-IDF centroid. */
export async function judgeClassifier(
  classifier: Classifier,
  { texts, labels, attributes, skipped }: LabelledTexts,
  seed: number,
): Promise<Evaluation> {
  const { classes } = classifier;
  const pause = createPause();
  const rows = await weighTerms(texts, classifier.vocabulary, pause);
  const joined = await featuresOf(texts, rows, { features: classifier.features, pause });
  const probabilities = probabilitiesOf(headOf(classifier), joined);
  const predicted = Uint16Array.from(probabilities, argmax);
  const majority = new Uint16Array(texts.length).fill(argmax(classifier.classCounts));
  const centroid = nearestCentroid(classifier.centroids, rows, classes.length);
  const compared = compareClassifiers(
    { truth: labels, predicted, baselines: { nearest_centroid: centroid, majority_class: majority }, classes },
    { seed, counts: { ...skipped } },
  );
  if (texts.length === 0) return compared;

  // The majority's best guess of probabilities: the shares of the classes in the training data, one example added to each.
  const total = classifier.classCounts.reduce((sum, count) => sum + count + 1, 0);
  const shares = texts.map(() => classifier.classCounts.map((count) => (count + 1) / total));
  const auroc = macroAuroc(labels, probabilities);
  const judged = { labels, predicted, classCount: classes.length };
  const { majority_class = {}, ...others } = compared.baselines;
  return {
    ...compared,
    scores: { ...compared.scores, log_loss: logLoss(labels, probabilities), ...(auroc !== null && { auroc }) },
    baselines: {
      majority_class: { ...majority_class, log_loss: logLoss(labels, shares), ...(auroc !== null && { auroc: 0.5 }) },
      ...others,
    },
    per_group: scoresByGroup(attributes, judged),
    calibration: calibrationOf(labels, probabilities),
    robustness: await robustnessOf(texts, judged, {
      predict: async (changed) => Uint16Array.from(await predict(classifier, changed), argmax),
      seed,
    }),
    unmeasured: {
      ...compared.unmeasured,
      ...(auroc === null && { auroc: 'the test split holds examples of one class only' }),
    },
  };
}
