import { ERRORS, PipelineError } from '../contracts/errors.ts';
import type { FieldError, Problem } from '../contracts/operations.ts';

/** A request that does not fit its schema, field by field. */
export function invalidInput(errors: readonly FieldError[]): PipelineError {
  const message = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
  return new PipelineError('InvalidInput', message, { facts: { errors } });
}

/**
 * The RFC 9457 body of an error. `type` is a URN that stays the same for good: nothing has to be online at it.
 * Anything that is not in the error table is a defect: the caller learns the request id, and only the log the stack.
 */
export function toProblem(error: unknown, occurrence: { path: string; requestId: string }): Problem {
  const known = isKnown(error);
  const type = known ? error.type : 'Internal';
  const row = ERRORS[type];
  const { errors, ...facts } = known ? error.facts : {};
  return {
    type: `urn:dataset-training-pipeline:error:${type}`,
    title: toTitle(type),
    status: row.http,
    detail: known ? error.message : 'The gateway met a defect. The log holds it under the request id.',
    instance: occurrence.path,
    code: type,
    remedy: known ? row.remedy : 'Report it with the request id; the log holds the stack.',
    request_id: occurrence.requestId,
    ...(Array.isArray(errors) && { errors: errors as FieldError[] }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}

/** True for a failure with a row in the error table that callers may read as it stands. */
export function isKnown(error: unknown): error is PipelineError {
  return error instanceof PipelineError && error.type !== 'Internal';
}

/** `RunStateConflict` reads `Run state conflict`: the same words for every occurrence, as the RFC asks. */
function toTitle(type: string): string {
  return type.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
