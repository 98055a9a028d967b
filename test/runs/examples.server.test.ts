import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import { DatasetTrainingPipeline } from '../../client/pipeline.ts';
import { createStack, type Stack } from '../support/stack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = join(ROOT, 'examples/client');
let stack: Stack;
let gateway: Gateway;

beforeAll(async () => {
  stack = createStack({ settings: { DATASET_ROOTS: ROOT, PORT: '0' } });
  await stack.work();
  gateway = await startGateway(stack.config, { log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await gateway?.close();
  await stack?.end();
});

/** As a reader would: from the root of the repository, with nothing but the address of the gateway. */
async function example(name: string, ...words: string[]): Promise<string> {
  const env = { ...process.env, PIPELINE_URL: gateway.url };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(EXAMPLES, name), ...words], {
    cwd: ROOT,
    env,
  });
  expect(stderr).toBe('');
  return stdout;
}

it('understand.ts tells what a file is, what it needs and what would be trained', async () => {
  const said = await example('understand.ts');
  expect(said).toContain('5 categories, 8 training styles\nconversational (confidence 0.');
  expect(said).toMatch(/320 records\nkeeps the rules of its category\nneeds \w+/);
  expect(said).toMatch(/style supervised: .+\nsettings \{.*"max_iterations":\d+/);
});

it('end-to-end.ts follows a run stage by stage to its scores', async () => {
  const said = await example('end-to-end.ts');
  expect(said).toContain('model_training completed');
  expect(said).toMatch(/completed: model-[0-9a-f]{16}/);
});

it('one-call.ts does all of it in one call and keeps the report', async () => {
  const report = join(stack.dataDir, '..', 'report.html');
  expect(await example('one-call.ts', 'examples/support/dialogues.csv', report)).toMatch(
    /completed: supervised, first of 8, on conversational data, model-/,
  );
  expect(readFileSync(report, 'utf8')).toMatch(/^<!doctype html>/i);
});

it('steer.ts approves a run that waits, cancels it, and reads its end', async () => {
  const said = await example('steer.ts');
  expect(said).toContain('awaiting_approval, waits for approval');
  expect(said).toContain('it is active\napproved: running\ncancelled, trainer gone: true\ncancelled at');
});

it('between them the examples show every method of the client', () => {
  const text = readdirSync(EXAMPLES)
    .map((name) => readFileSync(join(EXAMPLES, name), 'utf8'))
    .join('\n');
  const methods = Object.getOwnPropertyNames(DatasetTrainingPipeline.prototype).filter(
    (name) => name !== 'constructor',
  );
  expect(methods.length).toBeGreaterThan(12);
  for (const name of [...methods, 'call']) expect(text).toContain(`pipeline.${name}(`);
});
