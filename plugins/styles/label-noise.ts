import type { Measure } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { softmaxScores } from '../../learning/logistic.ts';
import { pickRows } from '../../learning/sparse.ts';
import { type Classification, sampleLabelled } from './examples.ts';
import { fitTerms, type Pause, weighTerms } from './features.ts';
import { fitHead } from './transfer-heads.ts';

/** A look at the labels before a style is chosen: a few seconds, however large the data. Our choice. */
const SAMPLE = { countMax: 1500, charsMax: 1e6 };
const TERMS = { documentsMin: 2, termsMax: 2000 };
const HEAD = { l2: 0.25, iterationsMax: 20 };
const FOLDS = 4;
/** Fewer examples give the folds nothing to learn from. Our choice. */
const EXAMPLES_MIN = 40;

/**
 * Share of the labels that are likely to be wrong, 0 to 1, by confident learning: each example is judged by a logistic
 * regression on TF-IDF that was trained on the other folds, and counts as mislabelled where another class is as likely as
 * it is, on average, for the examples that carry that class.
 *
 * An upper bound where classes are hard to tell by their words: what no model here can tell apart looks mislabelled too.
 * Null for fewer than 40 examples, or where the records have no label to learn.
 *
 * Source: Northcutt, Jiang and Chuang, Confident Learning, JAIR 2021 (the confident joint, calibrated to the counts).
 */
export async function measureLabelNoise(
  records: readonly ConversationRecord[],
  task: Classification | undefined,
  pause: Pause,
): Promise<Measure> {
  if (!task) return { value: null, reason: 'there is no label to learn' };
  const { texts, labels } = await sampleLabelled(each(records), task, SAMPLE);
  if (texts.length < EXAMPLES_MIN)
    return { value: null, reason: `${texts.length} labelled texts; ${EXAMPLES_MIN} are needed` };
  const likely = await heldOutProbabilities(texts, labels, { classCount: task.classes.length, pause });
  return { value: mislabelledShare(likely, labels, task.classes.length), reason: null };
}

async function* each(records: readonly ConversationRecord[]): AsyncGenerator<ConversationRecord> {
  yield* records;
}

/** The probabilities of the classes for each text, from a model that was not shown it. */
async function heldOutProbabilities(
  texts: readonly string[],
  labels: Uint16Array,
  { classCount, pause }: { classCount: number; pause: Pause },
): Promise<Float64Array[]> {
  const rows = await weighTerms(texts, await fitTerms(texts, TERMS, pause), pause);
  const seen = new Uint32Array(classCount);
  // Each class is dealt out evenly, so that none is missing where it is to be learned.
  const folds = labels.map((label) => {
    seen[label] = (seen[label] ?? 0) + 1;
    return (seen[label] ?? 0) % FOLDS;
  });
  const likely = texts.map(() => new Float64Array(classCount));
  for (let fold = 0; fold < FOLDS; fold++) {
    const shown = [...labels.keys()].filter((i) => folds[i] !== fold);
    const part = { rows: pickRows(rows, shown), labels: Uint16Array.from(shown, (i) => labels[i] ?? 0) };
    const weights = await fitHead(part, { ...HEAD, classCount, pause });
    likely.forEach((scores, i) => {
      if (folds[i] === fold) softmaxScores(rows, i, weights, scores);
    });
  }
  return likely;
}

function mislabelledShare(likely: readonly Float64Array[], labels: Uint16Array, classCount: number): number {
  const counts = new Float64Array(classCount);
  const usual = new Float64Array(classCount);
  labels.forEach((label, i) => {
    counts[label] = (counts[label] ?? 0) + 1;
    usual[label] = (usual[label] ?? 0) + (likely[i]?.[label] ?? 0);
  });
  const [told, otherwise] = [new Float64Array(classCount), new Float64Array(classCount)];
  labels.forEach((label, i) => {
    const best = confidentClass(likely[i] ?? new Float64Array(), (c) => (usual[c] ?? 0) / (counts[c] || 1));
    if (best === undefined) return;
    told[label] = (told[label] ?? 0) + 1;
    if (best !== label) otherwise[label] = (otherwise[label] ?? 0) + 1;
  });
  let share = 0;
  for (let c = 0; c < classCount; c++)
    if (told[c]) share += ((counts[c] ?? 0) / labels.length) * ((otherwise[c] ?? 0) / (told[c] ?? 1));
  return share;
}

/** The likeliest of the classes that are as likely as they usually are where they are the label. */
function confidentClass(scores: Float64Array, usual: (c: number) => number): number | undefined {
  let best: number | undefined;
  scores.forEach((score, c) => {
    if (score >= usual(c) && usual(c) > 0 && (best === undefined || score > (scores[best] ?? 0))) best = c;
  });
  return best;
}
