import type { ConversationRecord } from '../../contracts/records.ts';
import type { Evaluation } from '../../contracts/training.ts';
import { calibrationOf, macroAuroc } from '../../learning/calibration.ts';
import { argmax, nearestCentroid } from '../../learning/centroids.ts';
import { logLoss } from '../../learning/metrics.ts';
import { compareClassifiers } from './compare-classifiers.ts';
import { type Classification, eachLabelled, type LabelledText, noneSkipped } from './examples.ts';
import { type Pause, weighTerms } from './features.ts';
import { createGroupScores, createRobustness } from './robustness.ts';
import { featuresOf } from './static-table.ts';
import { type Classifier, headOf, predict, probabilitiesOf } from './supervised-model.ts';

/** Texts that are held at a time: of those before, numbers are kept, so that a test split of any size is judged. */
const TEXTS_AT_A_TIME = 1024;

/** Scores on unseen texts beside two baselines that saw the same training data: majority class, nearest TF-IDF centroid. */
export async function judgeClassifier(
  classifier: Classifier,
  { test, task }: { test: AsyncIterable<ConversationRecord>; task: Classification },
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const { classes } = classifier;
  const skipped = noneSkipped();
  const [found, nearest]: [number[], number[]] = [[], []];
  const probabilities: Float64Array[] = [];
  const groups = createGroupScores();
  const robustness = createRobustness(
    async (texts) => (await predict(classifier, texts, pause)).map((row) => argmax(row)),
    seed,
  );
  for await (const batch of batchesOf(eachLabelled(test, task, skipped))) {
    const texts = batch.map(({ text }) => text);
    const rows = await weighTerms(texts, classifier.vocabulary, pause);
    const joined = await featuresOf(texts, rows, { ...classifier, pause });
    const own = probabilitiesOf(headOf(classifier), joined);
    for (const row of own) probabilities.push(row);
    for (const guess of nearestCentroid(classifier.centroids, rows, classes.length)) nearest.push(guess);
    for (const { label, attributes } of batch) {
      found.push(label);
      groups.add(attributes);
    }
    await robustness.add(
      texts,
      own.map((row) => argmax(row)),
    );
  }
  const labels = Uint16Array.from(found);
  const predicted = Uint16Array.from(probabilities, argmax);
  const majority_class = new Uint16Array(labels.length).fill(argmax(classifier.classCounts));
  const baselines = { nearest_centroid: Uint16Array.from(nearest), majority_class };
  const compared = await compareClassifiers(
    { truth: labels, predicted, baselines, classes },
    { seed, pause, counts: { ...skipped } },
  );
  if (labels.length === 0) return compared;

  // The majority's best guess of probabilities: the shares of the classes in the training data, one example added to each.
  const total = classifier.classCounts.reduce((sum, count) => sum + count + 1, 0);
  const shares = classifier.classCounts.map((count) => (count + 1) / total);
  const auroc = macroAuroc(labels, probabilities);
  const judged = { labels, predicted, classCount: classes.length };
  const { majority_class: majority = {}, ...others } = compared.baselines;
  return {
    ...compared,
    scores: { ...compared.scores, log_loss: logLoss(labels, probabilities), ...(auroc !== null && { auroc }) },
    baselines: {
      majority_class: {
        ...majority,
        log_loss: logLoss(
          labels,
          found.map(() => shares),
        ),
        ...(auroc !== null && { auroc: 0.5 }),
      },
      ...others,
    },
    per_group: groups.rows(judged),
    calibration: calibrationOf(labels, probabilities),
    robustness: robustness.rows(labels, classes.length),
    unmeasured: {
      ...compared.unmeasured,
      ...(auroc === null && { auroc: 'the test split holds examples of one class only' }),
    },
  };
}

async function* batchesOf(examples: AsyncIterable<LabelledText>): AsyncGenerator<LabelledText[]> {
  let batch: LabelledText[] = [];
  for await (const example of examples) {
    batch.push(example);
    if (batch.length < TEXTS_AT_A_TIME) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
