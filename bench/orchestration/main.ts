import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { parseConfig } from '../../contracts/config.ts';
import { SEARCH_ATTRIBUTES, WORKFLOW_TYPE } from '../../contracts/ids.ts';
import { type RunClose, type RunInput, RunRequestSchema } from '../../contracts/run.ts';
import { STAGES } from '../../contracts/stages.ts';
import { findTemporalBinary } from '../../local/temporal-binary.ts';
import { dataConverter } from '../../temporal/connection.ts';
import { createDependencies } from '../../worker/create-worker.ts';

/**
 * What the pipeline's own orchestration costs: a run whose stages are all cached, against a bare workflow of as many
 * activities that do nothing, on the same server, in one process, in turn. Prints both medians and their ratio.
 */
const ROUNDS = 15;
const RATIO_MAX = 1.5;
const activityCount = STAGES.reduce((sum, stage) => sum + stage.activities.length, 0);
Runtime.install({ logger: new DefaultLogger('ERROR') });
const folder = mkdtempSync(join(tmpdir(), 'bench-orchestration-'));
const { path } = await findTemporalBinary({ log: console.error });
const server = await TestWorkflowEnvironment.createLocal({
  server: {
    executable: { type: 'existing-path', path },
    searchAttributes: SEARCH_ATTRIBUTES.map((name) => defineSearchAttributeKey(name, 'KEYWORD')),
    log: { format: 'pretty', level: 'error' },
  },
});
const client: Client = new Client({ connection: server.connection, dataConverter });
const config = parseConfig({
  DATA_DIR: folder,
  DATASET_ROOTS: fileURLToPath(new URL('../../examples', import.meta.url)),
});
const { deps, close } = await createDependencies(config, client);
const taskQueue = 'bench';
const worker = await Worker.create({
  connection: server.nativeConnection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
  activities: { ...createActivities(deps), noop: async () => undefined },
  dataConverter,
});

async function cachedRun(): Promise<RunClose> {
  const execution_id = `bench-${randomUUID()}`;
  const input: RunInput = {
    execution_id,
    request: RunRequestSchema.parse({ dataset_path: 'counselling/conversations.jsonl', on_stage_failure: 'fail' }),
    limits: { run_seconds: 600, attention_seconds: 600, cancel_grace_seconds: 5 },
  };
  return client.workflow.execute(WORKFLOW_TYPE, { workflowId: execution_id, taskQueue, args: [input] });
}
const bareRun = () =>
  client.workflow.execute('bare', { workflowId: `bare-${randomUUID()}`, taskQueue, args: [activityCount] });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

try {
  await worker.runUntil(async () => {
    await cachedRun();
    const { state } = await cachedRun();
    if (!state.stages.every((stage) => stage.cached)) throw new Error('not every stage was cached: nothing to compare');
    await bareRun();
    const cached: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await timed(bareRun));
      cached.push(await timed(cachedRun));
    }
    const [cachedMs, bareMs] = [median(cached), median(bare)];
    console.log(`cached run of ${activityCount} activities: median ${cachedMs.toFixed(1)} ms over ${ROUNDS}`);
    console.log(`bare workflow of ${activityCount} no-op activities: median ${bareMs.toFixed(1)} ms over ${ROUNDS}`);
    const ratio = cachedMs / bareMs;
    console.log(JSON.stringify({ cached_ms: cachedMs, bare_ms: bareMs, ratio, limit: RATIO_MAX }));
    process.exitCode = ratio <= RATIO_MAX ? 0 : 1;
  });
} finally {
  await close();
  await server.teardown();
  rmSync(folder, { recursive: true, force: true });
}
