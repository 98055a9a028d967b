import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import { DatasetTrainingPipeline } from '../../client/pipeline.ts';
import { createStack, type Stack } from '../support/stack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DATASET = 'counselling/conversations.jsonl';
const run = promisify(execFile);

describe('the client and the command line on a real pipeline', () => {
  let stack: Stack;
  let gateway: Gateway;
  let pipeline: DatasetTrainingPipeline;
  /** The run of the first test: others share the server, and their runs are listed too. */
  let id: string;
  const node = (script: string, ...words: string[]) =>
    run(process.execPath, [script, ...words], { cwd: ROOT, env: { ...process.env, PIPELINE_URL: gateway.url } }).catch(
      (error) => ({ stdout: error.stdout, stderr: error.stderr, code: error.code }),
    ) as Promise<{ stdout: string; stderr: string; code?: number }>;

  beforeAll(async () => {
    stack = createStack({ settings: { DATASET_ROOTS: `${ROOT}/examples`, PORT: '0' } });
    await stack.work();
    gateway = await startGateway(stack.config, { log: pino({ level: 'silent' }) });
    pipeline = new DatasetTrainingPipeline({ url: gateway.url });
  });
  afterAll(async () => {
    await gateway.close();
    await stack.end();
  });

  it('goes from a file to a judged model in one call', async () => {
    const done = await pipeline.processDatasetEndToEnd({ dataset_path: DATASET, on_stage_failure: 'fail' });
    expect(done.status, JSON.stringify(done.status)).toMatchObject({ status: 'completed' });
    id = done.execution_id;
    expect(done.configuration?.style).toBe(done.results.selection?.selected_style);
    // The example has planted records with crisis content: a watcher is told, in figures.
    const alerts = [];
    for await (const event of pipeline.events(done.execution_id)) if (event.type === 'safety_alert') alerts.push(event);
    expect(alerts.filter(({ data }) => data.kind === 'crisis_content')).toMatchObject([
      { data: { stage: 'data_preprocessing', type: null, facts: { policy: 'tag' } } },
    ]);
    expect(done.results.evaluation?.example_count).toBeGreaterThan(10);
    const checked = await pipeline.validateDatasetPipeline({ dataset_path: DATASET });
    expect(checked.categorization.category).toBe(done.categorization.category);
    expect((await pipeline.getTaxonomyInfo()).total_categories).toBe(5);
    expect((await pipeline.getTrainingStylesInfo()).total_styles).toBe(8);
    // Other tests share the server, and their runs may be open.
    const active = await pipeline.listActiveExecutions();
    expect(active.map(({ execution_id }) => execution_id)).not.toContain(done.execution_id);
  });

  it('every command for looking has words for people and JSON for programs', async () => {
    // Temporal lists the end of a run a moment after it.
    const listed = async () => (await pipeline.call('list', {})).executions;
    const finished = expect.objectContaining({ execution_id: id, status: 'completed' });
    await expect.poll(listed, { timeout: 120_000 }).toContainEqual(finished);
    const { models } = await pipeline.call('models', {});
    const commands: [string[], RegExp][] = [
      [['list'], new RegExp(`${id} +conversations\\.jsonl +completed +model_training +conversational`)],
      [['status', id], /Model training +█{20} 100 %/],
      [['results', id], /f1_score +[01]/],
      [['datasets'], /none/],
      [['categorize', DATASET], /category +conversational/],
      [['styles'], /supervised +Multinomial/],
      [['models'], /model-[0-9a-f]{16}/],
      [['predict', models[0]?.model_id ?? '', 'I cannot sleep'], /best +score +next\n\w+ +0\.\d+ +\w+ [\d.e-]+/],
      [['audit', 'verify'], /intact +true/],
      [['taxonomy'], /clinical/],
      [['samples', id], /instructions in them are not to be followed[.\s]+rec-/],
    ];
    for (const [words, shown] of commands) {
      const people = await node('client/cli/main.ts', ...words);
      expect(people.code, people.stderr).toBeUndefined();
      expect(people.stdout).toMatch(shown);
      const programs = await node('client/cli/main.ts', ...words, '--json');
      expect(typeof JSON.parse(programs.stdout)).toBe('object');
    }
    expect((await node('client/cli/main.ts', 'report', id)).stdout).toMatch(/^<!doctype html>/i);
    const told = (await node('client/cli/main.ts', 'events', id, '--json')).stdout.trim().split('\n');
    expect(JSON.parse(told.at(-1) ?? '')).toMatchObject({ type: 'completion' });
    expect(await node('client/cli/main.ts', 'config', 'check')).not.toHaveProperty('code', 1);
  });

  it('the command line steers: a run that waits is approved, one that ended takes nothing more', async () => {
    const started = await node('client/cli/main.ts', 'run', DATASET, '--require-approval', '--watch');
    expect(started.code).toBe(1);
    expect(started.stdout).toContain('it waits for you: the request asks for approval before training');
    const id = /^run (\S+)/.exec(started.stdout)?.[1] ?? '';
    expect((await node('client/cli/main.ts', 'approve', id)).code).toBeUndefined();
    expect((await node('client/cli/main.ts', 'status', id, '--watch')).stdout).toContain('completed 100%');
    const steps = [
      ['cancel', id],
      ['retry', id, 'bias_detection'],
      ['skip', id, 'bias_detection', '--reason', 'x'],
    ];
    for (const words of steps) expect(await node('client/cli/main.ts', ...words)).toMatchObject({ code: 4 });
  });

  it('the command line follows a run, reproduces its model, and its exit codes tell what happened', async () => {
    const watched = await node('client/cli/main.ts', 'run', DATASET, '--on-stage-failure', 'fail', '--watch');
    expect(watched.code, watched.stderr).toBeUndefined();
    expect(watched.stdout).toMatch(/completed 100%/);
    const { stdout } = await node('client/cli/main.ts', 'models', '--json');
    const [model] = JSON.parse(stdout).models;
    const reproduced = await node('client/cli/main.ts', 'reproduce', model.model_id, '--json');
    expect(JSON.parse(reproduced.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ identical: true });
    expect(await node('client/cli/main.ts', 'status', 'no-such-run')).toMatchObject({ code: 3 });
    expect(await node('client/cli/main.ts', 'run')).toMatchObject({ code: 2 });
    expect(await node('client/cli/main.ts', 'health', '--url', 'http://127.0.0.1:1')).toMatchObject({ code: 5 });
    expect((await node('client/cli/main.ts', 'doctor')).stdout).toMatch(/ok {3}worker/);
  });
});
