import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConversationRecord, SplitName } from '../contracts/records.ts';
import { type Evaluation, type SelectionFacts, type StyleId, TaskSchema } from '../contracts/training.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';

/** A part of a dataset. */
export interface Scenario {
  folder: string;
  seed: number;
  /** Training records used. */
  records: number;
  /** Share of the training records that keep the label of the main task. */
  labelled: number;
  /** Share of the labels of training and validation records that are drawn anew. */
  noise: number;
}

/** One style on it. */
export interface Trial extends Scenario {
  style: StyleId;
  /** Version of the style. */
  version: string;
}

/** What came of a training. */
export interface Outcome {
  utility: number | null;
  primary_metric: string | null;
  better_than_baseline: boolean;
  /** Of processor time: what the training takes on a machine with nothing else to do. */
  seconds: number;
  rss_mb: number;
  failure: string | null;
}

export interface TrialResult extends Trial, Outcome {
  facts: SelectionFacts;
}

/** Trains one style on the splits in a folder, in a process of its own, so that its memory can be told. */
async function run(folder: string, id: string, seed: number): Promise<Outcome> {
  const style = STYLE_PLUGINS.find((each) => each.id === id);
  if (!style) throw new Error(`style ${id} is not installed`);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const task = TaskSchema.parse(JSON.parse(read(`${id}.json`)));
  const open = (split: SplitName) => {
    const lines = read(`${split}.jsonl`).trim().split('\n');
    return async function* (): AsyncGenerator<ConversationRecord> {
      for (const line of lines) if (line !== '') yield JSON.parse(line) as ConversationRecord;
    };
  };
  const started = process.cpuUsage();
  const none = { utility: null, primary_metric: null, better_than_baseline: false };
  const measured = () => {
    const { user, system } = process.cpuUsage(started);
    return { seconds: (user + system) / 1e6, rss_mb: process.resourceUsage().maxRSS / 1024 };
  };
  try {
    const model = await style.train({
      train: open('train'),
      validation: open('validation'),
      task,
      settings: style.settings.parse({}),
      seed,
      checkpoint: null,
      hooks: { onTotal: () => undefined, afterStep: async () => undefined },
    });
    const cost = measured();
    const evaluation = await style.evaluate({ model: model.files, test: open('test'), task, seed });
    const { primary_metric, better_than_baseline } = evaluation;
    return { ...cost, utility: utilityOf(evaluation), primary_metric, better_than_baseline, failure: null };
  } catch (error) {
    return { ...none, ...measured(), failure: error instanceof Error ? error.message : String(error) };
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

const [folder = '', style = '', seed = '1'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await run(folder, style, Number(seed)))}\n`);
