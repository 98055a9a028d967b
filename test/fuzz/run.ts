import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatasetTrainingPipeline } from '../../client/pipeline.ts';
import { parseConfig } from '../../contracts/config.ts';
import { startStack } from '../../local/stack.ts';

/**
 * `npm run test:fuzz`: schemathesis, all its checks, against a running gateway of its own, from its own OpenAPI document.
 * No check is named on its command line: that would outrank the one exception in schemathesis.toml.
 * A registered dataset and a trained model are there before, so that links lead to something.
 * Needs Python 3 with venv; schemathesis is installed once into the user's cache folder, at a pinned version.
 */
const VERSION = '4.32.5';
const EXAMPLES_PER_OPERATION = 60;

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'dataset-training-pipeline');
const venv = join(cache, `schemathesis-${VERSION}`);

function must(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

if (!existsSync(join(venv, 'bin', 'schemathesis'))) {
  must('python3', ['-m', 'venv', venv]);
  must(join(venv, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
}
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
const config = parseConfig({
  DATA_DIR: join(folder, 'data'),
  DATASET_ROOTS: fileURLToPath(new URL('../..', import.meta.url)),
  PORT: '0',
  TEMPORAL_PORT: '0',
  TEMPORAL_UI_PORT: '0',
  LOG_LEVEL: 'error',
});
const interrupted = new AbortController();
const { signal } = interrupted;
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
const stack = await startStack(config, (line) => process.stderr.write(`${line}\n`));
try {
  const pipeline = new DatasetTrainingPipeline({ url: stack.gatewayUrl });
  const dataset_path = 'examples/counselling/conversations.jsonl';
  await pipeline.call('registerDataset', { dataset_path });
  const { execution_id } = await pipeline.executeTrainingPipeline({ dataset_path });
  const { status: reached } = await pipeline.waitForEnd(execution_id, { signal });
  if (reached !== 'completed') throw new Error(`the run that makes a model is ${reached}`);
  // Not spawnSync: the gateway answers from this process.
  const child = spawn(
    join(venv, 'bin', 'schemathesis'),
    [
      '--config-file',
      fileURLToPath(new URL('schemathesis.toml', import.meta.url)),
      'run',
      `${stack.gatewayUrl}/openapi.json`,
      `--max-examples=${EXAMPLES_PER_OPERATION}`,
      '--generation-database=none',
      '--seed=1',
      // Such as --seed=7 or --max-examples=200: the last one counts.
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', cwd: folder, signal },
  );
  const [status] = await once(child, 'exit');
  process.exitCode = status ?? 1;
} catch (error) {
  if (!signal.aborted) throw error;
  process.exitCode = 130;
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
