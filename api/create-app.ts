import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import { OPERATIONS, type Operation, type OperationName } from '../contracts/operations.ts';
import { createGuard } from './guard.ts';
import { type Call, createHandlers, type HandlerParts } from './handlers.ts';
import { describeBrokenJson, parseInput } from './parse-input.ts';
import { invalidInput, isKnown, toProblem } from './problem.ts';
import { logRequests, requestIdOf } from './request-log.ts';

/** A GET that answers with a page, a stream or a file. */
export interface Page {
  readonly path: string;
  readonly role: Operation['role'];
  readonly handle: RequestHandler;
}

export interface AppParts extends HandlerParts {
  /** Routes beside the operation table: they answer with something else than JSON. */
  readonly pages?: readonly Page[];
  readonly config: Pick<Config, 'API_TOKEN' | 'DATASET_ROOTS' | 'TEMPORAL_NAMESPACE'>;
  readonly log: Logger;
}

/** The HTTP door: a route for each row of the operation table, and one place where errors become problem+json. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').set('query parser', 'simple');
  app.use(logRequests(parts.log, parts.clock), setHeaders);

  const guard = createGuard(parts.config);
  const admit =
    (role: Operation['role']): RequestHandler =>
    (request, _response, next) => {
      guard(request, role);
      next();
    };

  const handlers = createHandlers(parts);
  for (const name of Object.keys(OPERATIONS) as OperationName[]) {
    const operation: Operation = OPERATIONS[name];
    // The table types each handler by its own operation; a loop over all of them sees only what they share.
    const handle = handlers[name] as (input: unknown, call: Call) => Promise<unknown>;
    const readBody = operation.method === 'post' ? [requireJson, express.json(BODY)] : [refuseBody];
    app[operation.method](
      toRoute(operation),
      note(operation),
      admit(operation.role),
      readBody,
      async (request: Request, response: express.Response) => {
        const input = parseInput(operation.input, { path: request.params, rest: restOf(request, operation) });
        const output = await handle(input, { idempotencyKey: request.get('idempotency-key') });
        response.status(operation.status).json(output);
      },
    );
  }
  const pages = parts.pages ?? [];
  for (const page of pages) app.get(toRoute(page), note(page), admit(page.role), refuseBody, page.handle);
  const served = [...Object.values<Operation>(OPERATIONS), ...pages.map(({ path }) => ({ path, method: 'get' }))];
  for (const [route, operations] of Map.groupBy(served, toRoute)) {
    const allowed = operations.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
    app.all(route, admit('public'), (request, response) => {
      response.set('Allow', allowed.join(', '));
      throw new PipelineError(
        'MethodNotAllowed',
        `${request.method} is not a method of this path; it takes ${allowed.join(', ')}`,
      );
    });
  }
  app.use(admit('public'), () => {
    throw new PipelineError('RouteNotFound', 'the path names no operation');
  });
  app.use(answerErrors(parts.log));
  return app;
}

/** Bodies name data, they do not carry it. */
const BODY = { limit: 1024 * 1024, inflate: false, strict: false, type: 'application/json' };

const toRoute = ({ path }: Pick<Operation, 'path'>) => path.replace(/\{(\w+)\}/g, ':$1');

const note =
  ({ path }: Pick<Operation, 'path'>): RequestHandler =>
  (_request, response, next) => {
    response.locals.route = path;
    next();
  };

const setHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
};

const hasBody = ({ headers }: Request) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The fields that are not in the path. No body is an empty one: most commands need no field. */
function restOf(request: Request, { method }: Operation): unknown {
  if (method !== 'post') return request.query;
  return hasBody(request) ? request.body : {};
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (hasBody(request) && !request.is('application/json')) {
    const given = request.get('content-type') === undefined ? 'has no Content-Type' : 'has another Content-Type';
    throw new PipelineError('UnsupportedMediaType', `the body ${given}; this takes application/json`);
  }
  next();
};

/** A field sent where it is not read would be lost in silence. */
const refuseBody: RequestHandler = (request, _response, next) => {
  if (hasBody(request))
    throw invalidInput([{ field: '', message: `${request.method} takes no body; send fields in the query` }]);
  next();
};

function answerErrors(log: Logger): ErrorRequestHandler {
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
