import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import type { Trial, TrialResult } from './selection-trial.ts';

const TRIAL = fileURLToPath(new URL('selection-trial.ts', import.meta.url));
/** A style that takes longer than this has failed: the limit every style is held to. */
const TRIAL_MS = 120_000;
const SIZES = [150, 800];
const SEED = 1;

/** The same dataset in different amounts, once with every label and once with few. */
function scenariosOf(folder: string): Omit<Trial, 'style' | 'version'>[] {
  const whole = SIZES.map((records) => ({ folder, seed: SEED, records, labelled: 1 }));
  return [...whole, { folder, seed: SEED, records: 800, labelled: 0.25 }];
}

/** Every style on every scenario; what an earlier call measured stands in the file and is not measured again. */
export async function runTrials(root: string, file: string, tell: (line: string) => void): Promise<TrialResult[]> {
  await mkdir(dirname(file), { recursive: true });
  const done = await readTrials(file);
  const keyOf = ({ folder, records, labelled, seed, style, version }: Trial) =>
    JSON.stringify([basename(folder), records, labelled, seed, style, version]);
  const known = new Set(done.map(keyOf));
  for (const name of (await readdir(root)).sort()) {
    for (const scenario of scenariosOf(join(root, name))) {
      for (const { id, version } of STYLE_PLUGINS) {
        const trial: Trial = { ...scenario, style: id, version };
        if (known.has(keyOf(trial))) continue;
        const result = await runTrial(trial);
        if (!result) continue;
        done.push(result);
        await appendFile(file, `${JSON.stringify({ ...result, folder: name })}\n`);
        tell(
          `${name} ${trial.records} ${trial.labelled} ${id}: ${result.failure ?? result.utility?.toFixed(3)} in ${result.seconds.toFixed(1)} s`,
        );
      }
    }
  }
  return done.map((result) => ({ ...result, folder: basename(result.folder) }));
}

/** What was measured so far. */
export async function readTrials(file: string): Promise<TrialResult[]> {
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TrialResult);
}

/** Null where the folder holds no dataset of conversations. */
function runTrial(trial: Trial): Promise<TrialResult | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [TRIAL, JSON.stringify(trial)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: TRIAL_MS,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('close', () => resolve(output.endsWith('\n') ? (JSON.parse(output) as TrialResult) : null));
  });
}
