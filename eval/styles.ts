import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { taskOfStyle } from '../analysis/selection-facts.ts';
import { PipelineError } from '../contracts/errors.ts';
import { type ConversationRecord, SPLITS } from '../contracts/records.ts';
import type { InferredTask, StyleId, Task } from '../contracts/training.ts';
import type { TrainingStyle } from '../plugins/kinds.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { givenFolder } from './given-folder.ts';
import { type LoadedDataset, loadDataset } from './load-dataset.ts';
import { judgeRows, lineOf, type OneResult, type Row, SECONDS_MAX } from './report.ts';
import { shuffleTask } from './shuffle.ts';

const USAGE = `usage: npm run eval:styles -- [FOLDER] [--style STYLE] [--dataset NAME] [--shuffle] [--seed N] [--encoder FOLDER]

Trains every style on every dataset of FOLDER (each subfolder is one; where there is none, FOLDER itself) and judges it on
a held-out test split.
Prints a line a training and JSON at the end. Ends with 1 where a style beats its baseline on fewer than two datasets or
takes over ${SECONDS_MAX} s of processor time. --shuffle takes labels and answers from other records: then no style may gain.
--encoder FOLDER takes the vectors of that sentence encoder where a style takes any (docs/extending.md).`;
const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url));
/** On the clock: other work on the machine may take most of it. train-one.ts ends by itself by its processor time. */
const KILL_SECONDS = 30 * SECONDS_MAX;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    style: { type: 'string', multiple: true },
    dataset: { type: 'string', multiple: true },
    shuffle: { type: 'boolean', default: false },
    seed: { type: 'string', default: '42' },
    encoder: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(USAGE);
else process.exitCode = await main(givenFolder(positionals[0] ?? DATA));

async function main(folder: string): Promise<number> {
  const styles = STYLE_PLUGINS.filter(({ id }) => values.style?.includes(id) ?? true);
  const names = readdirSync(folder).filter(
    (name) => values.dataset?.includes(name) ?? (!name.startsWith('.') && statSync(join(folder, name)).isDirectory()),
  );
  const datasets =
    names.length > 0 ? names.map((name) => [name, join(folder, name)] as const) : [[basename(folder), folder] as const];
  const rows: Row[] = [];
  for (const [name, path] of datasets) {
    for (const row of await evaluateDataset(name, path, styles)) rows.push(row);
  }
  const judged = judgeRows(
    rows,
    styles.map(({ id }) => id),
    values.shuffle,
  );
  for (const { style, won, measured, faults } of judged)
    console.log(`${style}: better on ${won.length} of ${measured} datasets${faults.map((f) => `; ${f}`).join('')}`);
  console.log(JSON.stringify({ seed: Number(values.seed), shuffled: values.shuffle, styles: judged, rows }));
  return judged.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

async function evaluateDataset(dataset: string, path: string, styles: readonly TrainingStyle[]): Promise<Row[]> {
  const loaded = await loadDataset(path, Number(values.seed)).catch((error: unknown) => {
    if (error instanceof PipelineError) return error.message;
    // One dataset that breaks a reader must not take the others down; it counts as a fault of every style.
    return new Error(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const rows: Row[] = [];
  for (const { id } of styles) {
    const { task, result } =
      loaded instanceof Error
        ? { task: null, result: { failed: loaded.message } }
        : typeof loaded === 'string'
          ? { task: null, result: { skipped: loaded } }
          : await evaluateStyle(id, loaded);
    const row = { dataset, style: id, task: task ? nameOf(task) : '-', result };
    rows.push(row);
    console.log(lineOf(row));
  }
  return rows;
}

async function evaluateStyle(style: StyleId, { splits, tasks }: LoadedDataset) {
  const task = taskOfStyle(style, tasks);
  const skipped = nothingToShuffle(style, task) ?? reasonToSkip(task, tasks, splits.test.length);
  if (skipped !== null) return { task, result: { skipped } };
  const folder = mkdtempSync(join(tmpdir(), 'eval-styles-'));
  try {
    writeFileSync(join(folder, 'task.json'), JSON.stringify(task));
    for (const split of SPLITS) {
      const records = values.shuffle ? shuffleTask(splits[split], task, Number(values.seed)) : splits[split];
      writeFileSync(join(folder, `${split}.jsonl`), records.map(toLine).join(''));
    }
    return { task, result: await trainInChild(folder, style) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Clusters of texts without a label go by the texts alone, whatever answered them. */
function nothingToShuffle(style: StyleId, task: Task): string | null {
  return values.shuffle && style === 'unsupervised' && task.kind === 'next_turn'
    ? 'there is no label to shuffle'
    : null;
}

function reasonToSkip(task: Task, tasks: readonly InferredTask[], testCount: number): string | null {
  if (testCount === 0) return 'too few groups to hold any out';
  if (tasks.some(({ task: { kind } }) => kind === task.kind)) return null;
  return `nothing of its kind to learn; the dataset has ${tasks.map((entry) => entry.task.kind).join(', ') || 'none'}`;
}

function trainInChild(folder: string, style: StyleId): Promise<OneResult> {
  const script = fileURLToPath(new URL('train-one.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=4096', script, folder, style, values.seed, values.encoder && resolve(values.encoder)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: KILL_SECONDS * 1000,
      killSignal: 'SIGKILL',
    },
  );
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      if (code === 0) settle(JSON.parse(output) as OneResult);
      else settle({ failed: signal ?? errors.match(/^\w*Error: .*$/m)?.[0] ?? `exit code ${code}` });
    });
  });
}

function nameOf(task: Task): string {
  return task.kind === 'next_turn' ? task.kind : `${task.label_field}${task.kind === 'preference' ? ' (pairs)' : ''}`;
}

function toLine(record: ConversationRecord): string {
  return `${JSON.stringify(record)}\n`;
}
