import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startWorkerProcess, type WorkerProcess } from '../../local/worker-process.ts';
import { makeConversations } from '../support/datasets.ts';
import { stageOf } from '../support/pipeline.ts';
import { createStack, type Stack } from '../support/stack.ts';

let stack: Stack;
let workers: WorkerProcess | undefined;
afterEach(async () => {
  await workers?.stop();
  await stack.end();
});

it('while the process of the activities is dead the run still answers, and goes on once it is back', async () => {
  stack = createStack();
  writeFileSync(join(stack.root, 'data.jsonl'), makeConversations(200));
  const { config, dataDir, root } = stack;
  const address = config.TEMPORAL_ADDRESS ?? '';
  const settings = { DATA_DIR: dataDir, DATASET_ROOTS: root, TEMPORAL_ADDRESS: address, TASK_QUEUE: config.TASK_QUEUE };
  const said: string[] = [];
  workers = await startWorkerProcess(config, settings, (line) => said.push(line));
  const run = await stack.start({
    dataset_path: 'data.jsonl',
    training_config: { style: 'self_supervised', settings: { num_epochs: 40 } },
  });
  await run.until((state) => stageOf(state, 'model_training')?.status === 'running', 'training');
  const first = workers.pid;
  process.kill(Number(first), 'SIGKILL');
  // Nobody works on activities now: whoever answers is the worker of the workflows.
  expect(await run.status()).toMatchObject({ status: 'running', current_stage: 'model_training' });
  const { state } = await run.closed();
  expect(state.status).toBe('completed');
  expect(said).toEqual([expect.stringContaining('worker ended (SIGKILL)')]);
  expect(workers.pid).not.toBe(first);
});
