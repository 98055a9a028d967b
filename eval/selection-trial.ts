import { loadLanguageIdentifier } from '../analysis/language.ts';
import { createProfile } from '../analysis/profile.ts';
import { taskOfStyle, toSelectionFacts } from '../analysis/selection-facts.ts';
import { createLearnableCounter, inferTasks } from '../analysis/task-inference.ts';
import { TAXONOMY_MODEL } from '../analysis/taxonomy/shipped-model.ts';
import { createCategorizer } from '../analysis/taxonomy.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { Evaluation, SelectionFacts, StyleId } from '../contracts/training.ts';
import { Random } from '../learning/random.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { type LoadedDataset, loadDataset } from './load-dataset.ts';

const identifyLanguage = await loadLanguageIdentifier();

/** One style on one part of one dataset, in a process of its own, so that its memory can be told. */
export interface Trial {
  folder: string;
  seed: number;
  /** Training records used. */
  records: number;
  /** Share of the training records that keep the label of the main task. */
  labelled: number;
  style: StyleId;
  /** Version of the style. */
  version: string;
}

export interface TrialResult extends Trial {
  facts: SelectionFacts;
  utility: number | null;
  primary_metric: string | null;
  better_than_baseline: boolean;
  seconds: number;
  rss_mb: number;
  failure: string | null;
}

async function run(trial: Trial): Promise<TrialResult> {
  const { train, validation, test } = cut(await loadDataset(trial.folder, trial.seed), trial);
  const { facts, tasks } = factsOf(train);
  const style = STYLE_PLUGINS.find(({ id }) => id === trial.style);
  if (!style) throw new Error(`style ${trial.style} is not installed`);
  const task = taskOfStyle(trial.style, tasks);
  const open = (records: readonly ConversationRecord[]) =>
    async function* () {
      yield* records;
    };
  const started = performance.now();
  const base = { ...trial, facts, utility: null, primary_metric: null, better_than_baseline: false };
  const measured = () => ({
    seconds: (performance.now() - started) / 1000,
    rss_mb: process.resourceUsage().maxRSS / 1024,
  });
  try {
    const model = await style.train({
      train: open(train),
      validation: open(validation),
      task,
      settings: style.settings.parse({}),
      seed: trial.seed,
      checkpoint: null,
      hooks: { onTotal: () => undefined, afterStep: async () => undefined },
    });
    const cost = measured();
    const evaluation = await style.evaluate({ model: model.files, test: open(test), task, seed: trial.seed });
    const { primary_metric, better_than_baseline } = evaluation;
    return { ...base, ...cost, utility: utilityOf(evaluation), primary_metric, better_than_baseline, failure: null };
  } catch (error) {
    return { ...base, ...measured(), failure: error instanceof Error ? error.message : String(error) };
  }
}

/** What can be had without learning, by style: what a model's worth is counted from. */
const TRIVIAL = ['majority_class', 'tfidf_cosine', 'start', 'chance', 'random', 'random_assignment', 'shuffled'];

/**
 * How far a model comes from what needs no learning (0) to perfect (1): (score - guess) / (1 - guess). The guess is the most
 * common class, the answer with most words in common, or any of the answers. The one figure in which
 * models of different tasks can be compared. Macro-F1 where there are classes, else the style's own metric.
 */
function utilityOf({ scores, baselines, primary_metric, gain_over_baseline }: Evaluation): number | null {
  const metric = scores.f1_score !== undefined ? 'f1_score' : primary_metric;
  const score = scores[metric];
  if (score === undefined) return null;
  const trivial = TRIVIAL.map((name) => baselines[name]?.[metric]).find((value) => value !== undefined);
  const guess = trivial ?? (gain_over_baseline ? score - gain_over_baseline.value : undefined);
  return guess === undefined || guess >= 1 ? null : (score - guess) / (1 - guess);
}

function cut({ splits: { train, validation, test } }: LoadedDataset, { records, labelled, seed }: Trial) {
  const random = new Random(seed);
  const kept = random.shuffle([...train]).slice(0, records);
  const share = kept.length / train.length;
  const field = mainLabel(kept);
  const some = kept.map((record, i) =>
    i < labelled * kept.length || field === null ? record : without(record, field),
  );
  return {
    train: some,
    validation: random.shuffle([...validation]).slice(0, Math.max(20, share * validation.length)),
    test,
  };
}

function without(record: ConversationRecord, field: string): ConversationRecord {
  const drop = (labels: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(labels).filter(([name]) => name !== field));
  const messages = record.messages.map((message) =>
    message.labels ? { ...message, labels: drop(message.labels) } : message,
  );
  return { ...record, messages, labels: drop(record.labels) };
}

function mainLabel(records: readonly ConversationRecord[]): string | null {
  const { tasks } = factsOf(records);
  const found = tasks.find(({ task }) => task.kind === 'classification')?.task;
  return found?.kind === 'classification' ? found.label_field : null;
}

function factsOf(records: readonly ConversationRecord[]) {
  const [counter, profile, categorizer] = [
    createLearnableCounter(),
    createProfile(),
    createCategorizer({ model: TAXONOMY_MODEL, identifyLanguage }),
  ];
  records.forEach((record, i) => {
    counter.add(record);
    profile.add(record);
    if (i < 100) categorizer.add(record);
  });
  const learnable = counter.result();
  const tasks = inferTasks(learnable);
  const facts = toSelectionFacts(learnable, tasks, {
    quality_score: profile.result().quality_score,
    category: categorizer.result().category,
    available_compute: 'medium',
    safety_level: 'moderate',
    training_objective: 'therapeutic_accuracy',
  });
  return { facts, tasks };
}

process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.argv[2] ?? '') as Trial))}\n`);
