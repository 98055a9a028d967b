import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { OperationOutput } from '../contracts/operations.ts';
import { callWithin, type TemporalParts } from './temporal-calls.ts';

type Components = OperationOutput<'ready'>['components'];
type Component = Components['temporal'];

/** A poll lasts a minute at most, so a live worker was seen within one; the rest is for a slow machine. */
const WORKER_SEEN_MS_MAX = 75_000;
/** Our choice: a probe has to answer before its own limit, often 5 s. */
const CHECK_MS_MAX = 2000;

/** Temporal's numbers for the two kinds of task queue. */
const TASK_QUEUE_TYPES = { workflow: 1, activity: 2 } as const;

/** What a new run needs, part by part. Never throws. */
export async function readReadiness(parts: TemporalParts): Promise<Components> {
  const [temporal, storage, worker] = await Promise.all([
    checkTemporal(parts),
    checkStorage(parts),
    checkWorker(parts),
  ]);
  return {
    temporal,
    storage,
    worker: temporal.ok ? worker : { ok: false, detail: 'not known while Temporal is away' },
  };
}

async function checkTemporal(parts: TemporalParts): Promise<Component> {
  try {
    const { serverVersion } = await callWithin(parts, CHECK_MS_MAX, () =>
      parts.client.workflowService.getSystemInfo({}),
    );
    return { ok: true, detail: `server ${serverVersion} answers` };
  } catch {
    return { ok: false, detail: 'the server does not answer' };
  }
}

async function checkStorage({ config }: TemporalParts): Promise<Component> {
  try {
    await access(config.DATA_DIR, constants.R_OK | constants.W_OK);
    return { ok: true, detail: 'DATA_DIR can be read and written' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'DATA_DIR does not exist; the worker makes it' : 'DATA_DIR cannot be read and written';
    return { ok: false, detail: why };
  }
}

/** A worker is there where both its workflow and its activity polls were seen lately. */
async function checkWorker(parts: TemporalParts): Promise<Component> {
  const { config } = parts;
  try {
    const seen = Math.min(await countPollers(parts, 'workflow'), await countPollers(parts, 'activity'));
    return seen > 0
      ? { ok: true, detail: `${seen} on task queue ${config.TASK_QUEUE}` }
      : { ok: false, detail: `none seen on task queue ${config.TASK_QUEUE}; start one with npm run worker` };
  } catch {
    return { ok: false, detail: `task queue ${config.TASK_QUEUE} cannot be looked at` };
  }
}

async function countPollers(parts: TemporalParts, kind: keyof typeof TASK_QUEUE_TYPES): Promise<number> {
  const { client, config } = parts;
  const { pollers } = await callWithin(parts, CHECK_MS_MAX, () =>
    client.workflowService.describeTaskQueue({
      namespace: client.options.namespace,
      taskQueue: { name: config.TASK_QUEUE },
      taskQueueType: TASK_QUEUE_TYPES[kind],
    }),
  );
  const seenAt = (poller: (typeof pollers)[number]) => Number(poller.lastAccessTime?.seconds ?? 0) * 1000;
  return pollers.filter((poller) => Date.now() - seenAt(poller) < WORKER_SEEN_MS_MAX).length;
}
