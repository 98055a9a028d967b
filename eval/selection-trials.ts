import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { taskOfStyle } from '../analysis/selection-facts.ts';
import { SPLITS } from '../contracts/records.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { type LoadedDataset, loadDataset } from './load-dataset.ts';
import { cut, factsOf } from './selection-cut.ts';
import type { Outcome, Scenario, Trial, TrialResult } from './selection-trial.ts';

const TRIAL = fileURLToPath(new URL('selection-trial.ts', import.meta.url));
/** A style that takes longer has failed. On the clock, so that it holds on a machine with other work as well. */
const TRIAL_MS = 600_000;
const SIZES = [150, 800];
const NOISE = 0.3;
const SEED = 1;

/** The same dataset in different amounts, once with few labels and once with many that are wrong. */
function scenariosOf(folder: string): Scenario[] {
  const base = { folder, seed: SEED, labelled: 1, noise: 0 };
  const whole = SIZES.map((records) => ({ ...base, records }));
  return [...whole, { ...base, records: 800, labelled: 0.25 }, { ...base, records: 800, noise: NOISE }];
}

/** Every style on every scenario; what an earlier call measured stands in the file and is not measured again. */
export async function runTrials(root: string, file: string, tell: (line: string) => void): Promise<TrialResult[]> {
  await mkdir(dirname(file), { recursive: true });
  const done = await readTrials(file);
  const keyOf = ({ folder, records, labelled, noise, seed, style, version }: Trial) =>
    JSON.stringify([folder, records, labelled, noise, seed, style, version]);
  const known = new Set(done.map(keyOf));
  for (const name of (await readdir(root)).sort()) {
    const open = scenariosOf(name).flatMap((scenario) => {
      const trials = STYLE_PLUGINS.map(({ id, version }): Trial => ({ ...scenario, style: id, version }));
      const missing = trials.filter((trial) => !known.has(keyOf(trial)));
      return missing.length > 0 ? [{ scenario, missing }] : [];
    });
    const loaded = open.length > 0 ? await loadDataset(join(root, name), SEED).catch(() => null) : null;
    for (const { scenario, missing } of loaded ? open : []) {
      for await (const result of trainAll(loaded as LoadedDataset, scenario, missing)) {
        done.push(result);
        await appendFile(file, `${JSON.stringify(result)}\n`);
        const { records, labelled, noise, style, failure, utility, seconds } = result;
        tell(
          `${name} ${records} ${labelled} ${noise} ${style}: ${failure ?? utility?.toFixed(3) ?? 'no figure'} in ${seconds.toFixed(1)} s`,
        );
      }
    }
  }
  return done;
}

/** What was measured so far. */
export async function readTrials(file: string): Promise<TrialResult[]> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TrialResult);
}

async function* trainAll(
  loaded: LoadedDataset,
  scenario: Scenario,
  trials: readonly Trial[],
): AsyncGenerator<TrialResult> {
  const splits = cut(loaded, scenario);
  const { facts, tasks } = await factsOf(splits.train);
  const folder = await mkdtemp(join(tmpdir(), 'eval-selection-'));
  try {
    for (const split of SPLITS)
      await writeFile(
        join(folder, `${split}.jsonl`),
        splits[split].map((record) => `${JSON.stringify(record)}\n`).join(''),
      );
    for (const trial of trials) {
      await writeFile(join(folder, `${trial.style}.json`), JSON.stringify(taskOfStyle(trial.style, tasks)));
      yield { ...trial, facts, ...(await trainInChild(folder, trial)) };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function trainInChild(folder: string, { style, seed }: Trial): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [TRIAL, folder, style, String(seed)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: TRIAL_MS,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('close', (code, signal) => {
      if (output.endsWith('\n')) return resolve(JSON.parse(output) as Outcome);
      const none = { utility: null, primary_metric: null, better_than_baseline: false };
      resolve({ ...none, seconds: TRIAL_MS / 1000, rss_mb: 0, failure: `ended by ${signal ?? `exit code ${code}`}` });
    });
  });
}
