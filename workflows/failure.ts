import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import { ERRORS, isErrorType } from '../contracts/errors.ts';
import type { RunError } from '../contracts/run.ts';

/** What an operator is told of the failure of an attempt. Defects of our own code are named Internal. */
export function toStageError(error: unknown): RunError {
  const own = error instanceof ChildWorkflowFailure ? (error.cause ?? error) : error;
  const cause = own instanceof ActivityFailure ? (own.cause ?? own) : own;
  if (cause instanceof ApplicationFailure && isErrorType(cause.type)) {
    const [facts] = (cause.details ?? []) as [Record<string, unknown>?];
    return { type: cause.type, message: cause.message, remedy: ERRORS[cause.type].remedy, ...(facts && { facts }) };
  }
  if (cause instanceof TimeoutFailure) return timeoutError(cause);
  if (cause instanceof CancelledFailure) {
    return { type: 'StageCancelled', message: 'the attempt was cancelled', remedy: ERRORS.StageCancelled.remedy };
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return { type: 'Internal', message, remedy: ERRORS.Internal.remedy };
}

function timeoutError(timeout: TimeoutFailure): RunError {
  const last = timeout.cause instanceof ApplicationFailure ? `; last failure: ${timeout.cause.message}` : '';
  const silence =
    timeout.timeoutType === 'HEARTBEAT' ? 'the worker went silent' : `the ${timeout.timeoutType} limit passed`;
  return {
    type: 'TemporalUnavailable',
    message: `${silence}${last}`,
    remedy: 'See that a worker runs (GET /ready), then retry the stage.',
  };
}
