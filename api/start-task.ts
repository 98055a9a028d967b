import type { TaskType } from '../contracts/tasks.ts';
import type { Call } from './handlers.ts';
import { type Tasks, taskIdFor } from './tasks.ts';

/** The answer to an operation whose work goes on: 202 and where to ask for it. */
export class Accepted {
  readonly taskId: string;

  constructor(taskId: string) {
    this.taskId = taskId;
  }

  toBody() {
    return { task_id: this.taskId, status: 'running' as const, links: { task: `/api/tasks/${this.taskId}` } };
  }
}

/** Our choices: the most that is waited for, less than proxies in front of a gateway allow; and over HTTP without a wish, where many clients give up after ten seconds. */
const WAIT_MS_MAX = 20_000;
const WAIT_MS = 9000;

/**
 * Starts a task and waits as long as the caller wishes (`Prefer: respond-async` or `wait=SECONDS`, RFC 7240). With an
 * Idempotency-Key the task of the first request is the one waited for.
 */
export async function startTask(
  tasks: Tasks,
  call: Pick<Call, 'prefer' | 'idempotencyKey'>,
  task: { type: TaskType; input: object },
): Promise<never> {
  const id = taskIdFor(task.type, call.idempotencyKey);
  const result = await tasks.run({ id, ...task, waitMs: waitOf(call.prefer) });
  // The handler's type names the result; the door knows an Accepted when it gets one.
  return (result ?? new Accepted(id)) as never;
}

function waitOf(prefer: string | undefined): number {
  if (prefer === undefined) return WAIT_MS_MAX;
  if (/\brespond-async\b/.test(prefer)) return 0;
  const seconds = /\bwait=(\d{1,4})\b/.exec(prefer)?.[1];
  return seconds === undefined ? WAIT_MS : Math.min(Number(seconds) * 1000, WAIT_MS_MAX);
}
