import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { expect, inject } from 'vitest';
import type { PipelineActivities } from '../../contracts/activities.ts';
import { WORKFLOW_TYPE } from '../../contracts/ids.ts';
import {
  type ControlCommand,
  type RunClose,
  type RunInput,
  RunRequestSchema,
  type RunState,
  RunStateSchema,
} from '../../contracts/run.ts';
import { createWorkerConnection, dataConverter } from '../../temporal/connection.ts';
import { controlUpdate, statusQuery } from '../../workflows/messages.ts';

const workflowsPath = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));

let bundled: Promise<WorkflowBundleWithSourceMap> | undefined;
export function workflowBundle() {
  bundled ??= bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  return bundled;
}

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

/** A worker with the given activities on the shared server, and the means to run, steer and watch runs on it. */
export async function startPipeline(activities: PipelineActivities) {
  const target = { address: inject('temporalAddress'), namespace: 'default' };
  const connection = await createWorkerConnection(target);
  const client = new Client({ connection, namespace: 'default', dataConverter });
  const taskQueue = `test-${randomUUID()}`;
  const worker = await Worker.create({
    connection,
    namespace: 'default',
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities,
    dataConverter,
    maxHeartbeatThrottleInterval: '100ms',
  });
  const running = worker.run();
  return {
    client,
    start: (request: object = {}, input: Partial<RunInput> = {}) => startRun(client, taskQueue, request, input),
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

export async function startRun(client: Client, taskQueue: string, request: object = {}, input: Partial<RunInput> = {}) {
  const execution_id = `run-${randomUUID()}`;
  const handle = await client.workflow.start(WORKFLOW_TYPE, {
    workflowId: execution_id,
    taskQueue,
    args: [
      {
        execution_id,
        request: RunRequestSchema.parse({ dataset_path: 'a.jsonl', ...request }),
        limits: { run_seconds: 600, attention_seconds: 600, cancel_grace_seconds: 1 },
        ...input,
      } satisfies RunInput,
    ],
  });
  return createRunHandle(handle);
}

/** Distributes over the union, so that each command keeps its own fields. */
type Unsigned<C> = C extends unknown ? Omit<C, 'by'> : never;

export type RunHandle = ReturnType<typeof createRunHandle>;

function createRunHandle(handle: WorkflowHandle) {
  const status = () => handle.query(statusQuery);
  return {
    handle,
    id: handle.workflowId,
    status,
    control: (command: Unsigned<ControlCommand>) =>
      handle.executeUpdate(controlUpdate, { args: [{ by: 'tester', ...command } as ControlCommand] }),
    /** Waits for an event in the state, with a limit: the time a noisy machine may need. */
    async until(reached: (state: RunState) => boolean, what: string, limitMs = 120_000): Promise<RunState> {
      const deadline = Date.now() + limitMs;
      for (;;) {
        const state = await status();
        if (reached(state)) return state;
        if (Date.now() > deadline) throw new Error(`waited for ${what}; last state: ${JSON.stringify(state)}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
    /** The state a run closed with; replays the whole history before it answers. */
    async closed(): Promise<RunClose> {
      const close = await handle.result().catch(async (error: unknown) => {
        const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
        if (cause instanceof ApplicationFailure) return cause.details?.[0];
        if (cause instanceof CancelledFailure) return (await handle.describe()).memo?.close;
        throw error;
      });
      expect(RunStateSchema.parse(close.state)).toEqual(close.state);
      await replay(handle);
      return close;
    },
  };
}

/** Every workflow test replays the history it made. RECORD_HISTORIES=FOLDER keeps it there, named for the test. */
async function replay(handle: WorkflowHandle): Promise<void> {
  const history = await handle.fetchHistory();
  const folder = process.env.RECORD_HISTORIES;
  if (folder !== undefined) {
    const name = (expect.getState().currentTestName ?? 'test').toLowerCase().replace(/[^a-z0-9]+/g, '-');
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(JSON.parse(historyToJSON(history))));
  }
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle(), dataConverter }, history, handle.workflowId);
}

export const stageOf = (state: RunState, id: string) => state.stages.find((stage) => stage.stage_id === id);
