import { randomUUID } from 'node:crypto';
import {
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { canonicalJson } from '../contracts/canonical-json.ts';
import { ERRORS, isErrorType, PipelineError } from '../contracts/errors.ts';
import type { OperationOutput } from '../contracts/operations.ts';
import type { RunError } from '../contracts/run.ts';
import { TASK_TYPES, type TaskType } from '../contracts/tasks.ts';
import { idOfKey, sha256Of } from './idempotency.ts';
import { callServer, callWithin, GRPC, grpcCodeOf, isRunMissing, type TemporalParts } from './temporal-calls.ts';

/** Work of a worker that a caller waits for. Temporal does it in production; door tests put a fake here. */
export interface Tasks {
  /**
   * Starts a task and waits for its result. Undefined once the wait is over: the task goes on and can be read later.
   * A task that was started before under the same id and with the same input is waited for instead.
   * Errors: those of the task, IdempotencyConflict, TemporalUnavailable.
   */
  run(task: { id: string; type: TaskType; input: object; waitMs: number }): Promise<unknown>;
  /** Errors: TaskNotFound, TemporalUnavailable. */
  read(taskId: string): Promise<OperationOutput<'task'>>;
}

export const taskIdFor = (type: TaskType, key: string | undefined) =>
  `task-${key === undefined ? randomUUID() : idOfKey(type, key)}`;

/** A short workflow for each task: a gateway that dies, or a caller that hangs up, does not end it. */
export function createTemporalTasks(parts: TemporalParts): Tasks {
  const { client } = parts;
  return {
    async run({ id, type, input, waitMs }) {
      const handle = await startOnce(parts, { id, type, input });
      if (waitMs === 0) return undefined;
      try {
        return await callWithin(parts, waitMs, () => handle.result());
      } catch (error) {
        const code = grpcCodeOf(error);
        if (code === GRPC.DEADLINE_EXCEEDED || code === GRPC.CANCELLED) return undefined;
        throw error instanceof WorkflowFailedError ? toError(error) : error;
      }
    },

    async read(taskId) {
      const described = await describeTask(parts, taskId);
      if (described.status.name === 'RUNNING') return { task_id: taskId, status: 'running' };
      try {
        const result = await callServer(parts, () => client.workflow.getHandle(taskId).result());
        return { task_id: taskId, status: 'completed', result };
      } catch (error) {
        if (!(error instanceof WorkflowFailedError)) throw error;
        const { type, message, facts } = toError(error);
        const failure: RunError = { type, message, remedy: ERRORS[type].remedy, facts };
        return { task_id: taskId, status: 'failed', error: failure };
      }
    },
  };
}

async function startOnce(
  parts: TemporalParts,
  { id, type, input }: { id: string; type: TaskType; input: object },
): Promise<WorkflowHandle> {
  const { client, config } = parts;
  const input_sha256 = sha256Of(canonicalJson(input));
  try {
    return await callServer(parts, () =>
      client.workflow.start(type, {
        workflowId: id,
        taskQueue: config.TASK_QUEUE,
        args: [input],
        workflowExecutionTimeout: TASK_LIMIT,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo: { input_sha256 },
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { memo } = await describeTask(parts, id);
    if (memo?.input_sha256 === input_sha256) return client.workflow.getHandle(id);
    throw new PipelineError('IdempotencyConflict', `the Idempotency-Key belongs to ${id}, which has another request`, {
      facts: { task_id: id },
    });
  }
}

/** Long enough to read any file that a worker is given; a task waits for no operator. */
const TASK_LIMIT = '12 hours';

async function describeTask(parts: TemporalParts, taskId: string): Promise<WorkflowExecutionDescription> {
  try {
    const described = await callServer(parts, () => parts.client.workflow.getHandle(taskId).describe());
    if (TASK_TYPES.some((type) => type === described.type)) return described;
  } catch (error) {
    if (!isRunMissing(error)) throw error;
  }
  throw new PipelineError('TaskNotFound', `no task has the id ${taskId}`);
}

/** The named error an activity failed with; anything else is a defect whose stack the worker's log has. */
function toError(failed: WorkflowFailedError): PipelineError {
  const cause = failed.cause instanceof ActivityFailure ? failed.cause.cause : failed.cause;
  if (cause instanceof ApplicationFailure && isErrorType(cause.type)) {
    const [facts] = (cause.details ?? []) as [Record<string, unknown>?];
    return new PipelineError(cause.type, cause.message, { cause: failed, ...(facts && { facts }) });
  }
  return new PipelineError('Internal', cause?.message ?? failed.message, { cause: failed });
}
