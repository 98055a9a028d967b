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
