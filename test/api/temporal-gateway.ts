import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { expect, inject } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import { parseConfig } from '../../contracts/config.ts';
import { OPERATIONS, type OperationName } from '../../contracts/operations.ts';
import type { RunState } from '../../contracts/run.ts';
import { createClient, createWorkerConnection, dataConverter } from '../../temporal/connection.ts';
import { workflowBundle } from '../support/pipeline.ts';
import { type Answer, exchange } from './door.ts';

interface Request {
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The gateway on the shared server with a task queue of its own, and workers that a test starts and stops. */
export async function openGateway(env: Record<string, string> = {}) {
  const address = inject('temporalAddress');
  const taskQueue = `api-${randomUUID()}`;
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const settings = { PORT: '0', TEMPORAL_ADDRESS: address, TASK_QUEUE: taskQueue, DATA_DIR: folder, ...env };
  const gateway: Gateway = await startGateway(parseConfig(settings), {
    log: pino({ level: 'error' }, pino.destination({ dest: 2, sync: true })),
  });
  const client = createClient({ address, namespace: 'default' });
  const port = Number(new URL(gateway.url).port);

  /** Sends an operation and holds a good answer to its schema. */
  async function call(name: OperationName, { params = {}, query = '', ...sent }: Request = {}): Promise<Answer> {
    const operation = OPERATIONS[name];
    const path = operation.path.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? '') + query;
    const answer = await exchange(port, { method: operation.method.toUpperCase(), path, ...sent });
    if (answer.status < 400) expect(operation.output.parse(answer.body)).toEqual(answer.body);
    return answer;
  }

  async function until(execution_id: string, reached: (state: RunState) => boolean): Promise<RunState> {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const { body } = await call('status', { params: { execution_id } });
      if (reached(body)) return body;
      if (Date.now() > deadline) throw new Error(`waited in vain; last answer: ${JSON.stringify(body)}`);
      await delay(50);
    }
  }

  return {
    client,
    url: gateway.url,
    taskQueue,
    call,
    until,
    /** Starts a run that names its file only, unless the test says more. */
    async start(request: object = {}): Promise<string> {
      const answer = await call('execute', { body: { dataset_path: 'a.jsonl', ...request } });
      expect(answer.status).toBe(202);
      return answer.body.execution_id;
    },
    async startWorker(activities: PipelineActivities): Promise<() => Promise<void>> {
      const connection = await createWorkerConnection({ address, namespace: 'default' });
      const bundle = await workflowBundle();
      const parts = { connection, namespace: 'default', taskQueue, dataConverter, activities, workflowBundle: bundle };
      const worker = await Worker.create({ ...parts, maxHeartbeatThrottleInterval: '100ms' });
      const running = worker.run();
      return async () => {
        if (worker.getState() !== 'RUNNING') return;
        worker.shutdown();
        await running;
        await connection.close();
      };
    },
    async close(): Promise<void> {
      await gateway.close();
      await client.connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type OpenGateway = Awaited<ReturnType<typeof openGateway>>;
