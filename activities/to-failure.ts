import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { ERRORS, PipelineError } from '../contracts/errors.ts';

/**
 * The only place where a thrown value becomes a Temporal failure. A named error keeps its type, its facts and its
 * cause and is retried as the table says; cancellation passes through; a defect keeps its own stack and name.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof CancelledFailure) return error;
  if (error instanceof PipelineError) {
    return ApplicationFailure.create({
      type: error.type,
      message: error.message,
      nonRetryable: !ERRORS[error.type].retried,
      details: [error.facts],
      ...(error.cause instanceof Error && { cause: error.cause }),
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

export function isRetried(error: unknown): boolean {
  if (error instanceof CancelledFailure) return false;
  return error instanceof PipelineError ? ERRORS[error.type].retried : true;
}
