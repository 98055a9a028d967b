import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { PipelineError } from '../contracts/errors.ts';
import { describeBrokenJson } from './parse-input.ts';
import { invalidInput, isKnown, toProblem } from './problem.ts';
import { BODY } from './request-body.ts';
import { requestIdOf } from './request-log.ts';

/** The one place where errors become problem+json, with the headers that belong to their codes. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (thrown, request, response, _next) => {
    const error = toPipelineError(thrown);
    const requestId = requestIdOf(response);
    if (!isKnown(error)) log.error({ err: error, request_id: requestId }, 'defect');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem = toProblem(error, { path: request.path, requestId });
    if (problem.status === 401) {
      // A person's browser can ask for the token itself; a program must not be answered with a login window.
      const scheme = request.accepts(['json', 'html']) === 'html' ? 'Basic' : 'Bearer';
      response.set('WWW-Authenticate', `${scheme} realm="dataset-training-pipeline"`);
    }
    if (problem.status === 503 || problem.status === 429) {
      response.set('Retry-After', String(problem.facts?.retry_after_seconds ?? RETRY_AFTER_SECONDS));
    }
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

/** Our choice: about the time a server or worker takes to start. */
const RETRY_AFTER_SECONDS = 5;

/** What Express and its body parser throw for the caller's mistakes, as rows of the error table. */
function toPipelineError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof PipelineError) return thrown;
  const { type, body, status } = thrown as { type?: unknown; body?: unknown; status?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new PipelineError('PayloadTooLarge', 'the body is over 1 MiB', { facts: { limit_bytes: BODY.limit } });
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new PipelineError(
        'UnsupportedMediaType',
        'the body is not plain UTF-8 JSON; send it without Content-Encoding',
      );
    case 'entity.parse.failed':
      return invalidInput([{ field: '', message: describeBrokenJson(String(body)) }]);
  }
  // A path with a broken percent escape, a body shorter than announced: the caller's mistake, in words without its text.
  if (status === 400) return invalidInput([{ field: '', message: 'the request is not well-formed HTTP' }]);
  return thrown;
}
