import {
  type Client,
  isGrpcDeadlineError,
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';

export interface TemporalParts {
  readonly client: Client;
  /** The same, but a query of a run that has ended is refused by the server, without a worker. */
  readonly openOnly: Client;
  /** Calls under way: the connection may not be closed before they end, or the SDK's next retry ends the process. */
  readonly pending: Set<Promise<unknown>>;
  readonly config: Pick<
    Config,
    'DATA_DIR' | 'TASK_QUEUE' | 'RUN_TIMEOUT_SECONDS' | 'ATTENTION_TIMEOUT_SECONDS' | 'CANCEL_GRACE_SECONDS'
  >;
}

/** What gRPC calls its codes; the number is what the wire has. */
export const GRPC = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  UNAVAILABLE: 14,
} as const;

/** Gives every request to the server that `call` makes one deadline. It must await each: a loose one outlives it. */
export async function callWithin<T>(
  { client, pending }: TemporalParts,
  msMax: number,
  call: () => Promise<T>,
): Promise<T> {
  const work = client.withDeadline(Date.now() + msMax, call);
  pending.add(work);
  try {
    return await work;
  } finally {
    pending.delete(work);
  }
}

/** Our choice: past it a person has given up, and a worker that is there has long answered. */
const CALL_MS_MAX = 5000;

/**
 * One call to the Temporal server, with a limit.
 *
 * Errors: TemporalUnavailable where the server did not answer, RateLimited. Everything else passes through.
 */
export async function callServer<T>(parts: TemporalParts, call: () => Promise<T>): Promise<T> {
  try {
    return await callWithin(parts, CALL_MS_MAX, call);
  } catch (error) {
    throw describeServerError(error);
  }
}

/** An error of a call to the server as its row of the error table where it has one, else as it is. */
export function describeServerError(error: unknown): unknown {
  if (isLate(error) || grpcCodeOf(error) === GRPC.UNAVAILABLE) {
    return new PipelineError('TemporalUnavailable', 'the Temporal server does not answer', { cause: error });
  }
  if (error instanceof NamespaceNotFoundError) {
    const message = `the Temporal server has no namespace ${error.namespace}; create it, or set TEMPORAL_NAMESPACE`;
    return new PipelineError('TemporalUnavailable', message, { cause: error });
  }
  return isBusy(error) ? rateLimited(error) : error;
}

const isBusy = (error: unknown) => grpcCodeOf(error) === GRPC.RESOURCE_EXHAUSTED;

/** The server has limits of its own, on calls and on what a run may have pending; the SDK has waited for it in vain. */
function rateLimited(cause: unknown): PipelineError {
  return new PipelineError('RateLimited', 'the Temporal server asks to wait', { cause });
}

/**
 * One call that a worker answers by way of the server: a query or an update.
 *
 * Errors: TemporalUnavailable where no worker answered in time, RateLimited. Everything else passes through.
 */
export async function callWorker<T>(parts: TemporalParts, call: () => Promise<T>): Promise<T> {
  try {
    return await callWithin(parts, CALL_MS_MAX, call);
  } catch (error) {
    const code = grpcCodeOf(error);
    if (isLate(error) || code === GRPC.UNAVAILABLE)
      throw new PipelineError('TemporalUnavailable', NO_WORKER, { cause: error });
    if (code === GRPC.FAILED_PRECONDITION)
      throw new PipelineError('TemporalUnavailable', WORKER_FAILS, { cause: error });
    throw isBusy(error) ? rateLimited(error) : error;
  }
}

const NO_WORKER = `no worker answered within ${CALL_MS_MAX / 1000} s; the run itself is safe, and a command just sent may still be done`;
const WORKER_FAILS = 'the worker fails at this run, as a worker of another version does; its log says why';

/** At the deadline the server may be quicker than our own clock, and then says that the call was cancelled. */
export function isLate(error: unknown): boolean {
  const code = grpcCodeOf(error);
  return (
    code === GRPC.DEADLINE_EXCEEDED ||
    code === GRPC.CANCELLED ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError
  );
}

/** The code of a gRPC failure, wherever the SDK has wrapped it. */
export function grpcCodeOf(error: unknown): number | undefined {
  const cause =
    error instanceof ServiceError || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ? error.cause : error;
  if (isGrpcServiceError(cause)) return cause.code;
  return isGrpcDeadlineError(cause) ? GRPC.DEADLINE_EXCEEDED : undefined;
}

export function isRunMissing(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || grpcCodeOf(error) === GRPC.NOT_FOUND;
}

export function runNotFound(executionId: string): PipelineError {
  return new PipelineError('RunNotFound', `no run has the execution id ${executionId}`);
}
