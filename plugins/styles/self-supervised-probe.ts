import { createLearnableCounter, firstLabel, inferTasks } from '../../analysis/task-inference.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { Evaluation } from '../../contracts/training.ts';
import { type Encoder, project } from '../../learning/encoder.ts';
import { macroF1At, pairedBootstrap } from '../../learning/metrics.ts';
import { joinDense, type SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Vocabulary } from '../../learning/tfidf.ts';
import { type Classification, sampleLabelled } from './examples.ts';
import { type Pause, weighTerms } from './features.ts';
import { fitHead, predictHead } from './transfer-heads.ts';

type Records = () => AsyncIterable<ConversationRecord>;

export interface AdaptedTexts {
  encoder: Encoder;
  vocabulary: Vocabulary;
}

/** What a probe is learned from and judged on at most: its cost must not grow with the data. Our choice. */
const EXAMPLES = { countMax: 2000, charsMax: 4e6 };
const TERMS_MAX = 5000;
const HEAD = { l2: 0.25, iterationsMax: 60 };
/** With fewer examples an interval says nothing. Our choice. */
const EXAMPLES_MIN = 20;

/**
 * A probe (Alain and Bengio, 2016): what a label says is learned from what the training made of the texts, and again from
 * what they were at its start. Both are the same logistic regression on rows of length 1 over the most common terms.
 *
 * What training learns of a text is how much its terms count, w, and what they go with, V, in `Encoder`: its row is
 * [sqrt(w)*y, y'V], whose first part gives the term part of the similarity as an inner product. At the start w is 1 and V is
 * 0, and the row that of TF-IDF alone. U is left out: most of it is the random columns that it starts with.
 *
 * Result: the file of both; null where the training records have no label that could be learned.
 */
export async function trainProbe(train: Records, model: AdaptedTexts, pause: Pause): Promise<Uint8Array | null> {
  const task = await labelOf(train());
  if (!task) return null;
  const { texts, labels } = await sampleLabelled(train(), task, EXAMPLES);
  const { before, after } = await bothRows(texts, model, pause);
  const learn = (rows: SparseRows) => fitHead({ rows, labels }, { ...HEAD, classCount: task.classes.length, pause });
  return writeTensors({
    meta: { format: 'label-probe-1', task },
    tensors: { before: await learn(before), after: await learn(after) },
  });
}

async function labelOf(records: AsyncIterable<ConversationRecord>): Promise<Classification | undefined> {
  const counter = createLearnableCounter();
  for await (const record of records) counter.add(record);
  return firstLabel(inferTasks(counter.result()));
}

interface Verdict {
  before: number;
  after: number;
  interval: [number, number];
}

/** Macro F1 of both probes on held-out texts, and the interval of their difference; or why there are none. */
export async function judgeProbe(
  file: Uint8Array | undefined,
  model: AdaptedTexts,
  { test, seed, pause }: { test: Records; seed: number; pause: Pause },
): Promise<Verdict | { reason: string }> {
  if (!file) return { reason: 'the training split has no label that could be learned' };
  const { meta, tensors } = readTensors(file);
  const { task } = meta as { task: Classification };
  const [headBefore, headAfter] = [tensors.before, tensors.after];
  if (!(headBefore instanceof Float32Array && headAfter instanceof Float32Array))
    throw new Error('probe.bin lacks a tensor');
  const { texts, labels } = await sampleLabelled(test(), task, EXAMPLES);
  if (texts.length < EXAMPLES_MIN)
    return {
      reason: `the test split holds ${texts.length} texts with a label ${task.label_field}; ${EXAMPLES_MIN} are needed`,
    };
  const { before, after } = await bothRows(texts, model, pause);
  const classCount = task.classes.length;
  const [byBefore, byAfter] = [predictHead(before, headBefore, classCount), predictHead(after, headAfter, classCount)];
  const f1 = (guess: Uint16Array, drawn: Uint32Array) => macroF1At(drawn, labels, guess, classCount);
  const all = Uint32Array.from(texts, (_, i) => i);
  const interval = await pairedBootstrap(texts.length, (drawn) => f1(byAfter, drawn) - f1(byBefore, drawn), {
    ...{ seed, pause },
  });
  return { before: f1(byBefore, all), after: f1(byAfter, all), interval };
}

/** The evaluation with what the probes say. A model that made labels harder to learn is no better than its start, whatever it retrieves. */
export function withProbe(evaluation: Evaluation, probe: Verdict | { reason: string }): Evaluation {
  const { scores, baselines, unmeasured, better_than_baseline } = evaluation;
  if ('reason' in probe) return { ...evaluation, unmeasured: { ...unmeasured, probe_f1_score: probe.reason } };
  const [low, high] = probe.interval;
  const gain = { probe_gain: probe.after - probe.before, probe_gain_low: low, probe_gain_high: high };
  return {
    ...evaluation,
    scores: { ...scores, probe_f1_score: probe.after, ...gain },
    baselines: { ...baselines, tfidf_cosine: { ...baselines.tfidf_cosine, probe_f1_score: probe.before } },
    better_than_baseline: better_than_baseline && high >= 0,
  };
}

/** The TF-IDF rows of the texts, and the rows by what was learned, brought to length 1 as well. */
async function bothRows(texts: readonly string[], model: AdaptedTexts, pause: Pause) {
  const { vocabulary, weights, table, dim } = commonTerms(model);
  const before = await weighTerms(texts, vocabulary, pause);
  const every = Uint32Array.from(texts, (_, i) => i);
  const values = before.values.map((value, k) => value * Math.sqrt(Math.max(0, weights[before.columns[k] ?? 0] ?? 0)));
  const after = joinDense({ ...before, values }, { vectors: project(before, every, { table, dim }), dim });
  for (let i = 0; i < after.rowCount; i++) {
    const row = after.values.subarray(after.starts[i], after.starts[i + 1]);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    row.forEach((value, k) => {
      row[k] = value / length;
    });
  }
  return { before, after };
}

/** The terms that stand in most texts, which are those of the lowest weight, with what was learned of them. */
function commonTerms({ vocabulary: { terms, idf }, encoder: { dim, secondTable, termWeights } }: AdaptedTexts) {
  const kept = Uint32Array.from(terms.keys())
    .sort((a, b) => (idf[a] ?? 0) - (idf[b] ?? 0) || a - b)
    .slice(0, TERMS_MAX)
    .sort();
  const table = new Float32Array(kept.length * dim);
  kept.forEach((term, i) => {
    table.set(secondTable.subarray(term * dim, (term + 1) * dim), i * dim);
  });
  const vocabulary: Vocabulary = {
    terms: Array.from(kept, (term) => terms[term] ?? ''),
    idf: Float32Array.from(kept, (term) => idf[term] ?? 0),
  };
  const weights = Float32Array.from(kept, (term) => termWeights[term] ?? 0);
  return { vocabulary, weights, table, dim };
}
