import express, { type Express, type Request, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import { OPERATIONS, type Operation, type OperationName, takesIdempotencyKey } from '../contracts/operations.ts';
import { createAdmission } from './admission.ts';
import { answerErrors } from './answer-errors.ts';
import { audited } from './audited.ts';
import { assertMatches, etagOf } from './conditions.ts';
import { createGuard } from './guard.ts';
import { type Call, createHandlers, type HandlerParts } from './handlers.ts';
import { checkKey } from './idempotency.ts';
import { invokeOf } from './invoke.ts';
import { createMcpServer } from './mcp/create-server.ts';
import { MCP_PATH, routeMcp } from './mcp/http.ts';
import { parseInput } from './parse-input.ts';
import { hasBody, readBody, refuseBody, restOf } from './request-body.ts';
import { logRequests } from './request-log.ts';
import { Accepted } from './start-task.ts';
import { FileAnswer } from './stored-files.ts';

/** A GET that answers with a page, a stream or a file. */
export interface Page {
  readonly path: string;
  readonly role: Operation['role'];
  readonly handle: RequestHandler;
}

export interface AppParts extends HandlerParts {
  /** Routes beside the operation table: they answer with something else than JSON. */
  readonly pages?: readonly Page[];
  readonly config: HandlerParts['config'] & Pick<Config, 'API_TOKEN' | 'MCP_SESSIONS_MAX'>;
  readonly log: Logger;
  /** Aborted when the gateway closes. */
  readonly closing?: AbortSignal;
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
  const limited = createAdmission(parts.config, parts.clock);
  // Before the guard: guessing a token is limited too.
  const admitLimited = (role: Operation['role']): RequestHandler[] =>
    role === 'public' ? [admit(role)] : [limited, admit(role)];

  const handlers = audited(createHandlers(parts), { state: parts.registry.state, clock: parts.clock });
  routeMcp(app, {
    admit: [note({ path: MCP_PATH }), ...admitLimited('operator')],
    admitStanding: [note({ path: MCP_PATH }), admit('operator')],
    createServer: () =>
      createMcpServer({
        invoke: invokeOf(handlers),
        version: parts.version,
        onDefect: (err) => parts.log.error({ err }, 'defect'),
      }),
    sessions: { max: parts.config.MCP_SESSIONS_MAX, closing: parts.closing },
  });
  app.all(MCP_PATH, admit('public'), answerMethods(['POST']));
  const pages = parts.pages ?? [];
  for (const page of pages) {
    app.get(toRoute(page), note(page), admit(page.role), refuseBody, page.handle);
    app.all(toRoute(page), admit('public'), answerMethods(['GET', 'HEAD']));
  }
  for (const [route, names] of byRoute()) {
    for (const name of names) {
      const operation: Operation = OPERATIONS[name];
      // The table types each handler by its own operation; a loop over all of them sees only what they share.
      const handle = handlers[name] as (input: unknown, call: Call) => Promise<unknown>;
      app[operation.method](
        route,
        note(operation),
        admitLimited(operation.role),
        readBody(operation),
        async (request: Request, response: express.Response) => {
          const input = parseInput(operation.input, { path: request.params, rest: restOf(request, operation) });
          if (operation.ifMatch) {
            const read = () => handlers.status({ execution_id: String(request.params.execution_id) }, NO_CALL);
            await assertMatches(request.get('if-match'), read);
          }
          const call: Call = {
            idempotencyKey: takesIdempotencyKey(operation) ? checkKey(request.get('idempotency-key')) : undefined,
            prefer: request.get('prefer') ?? '',
            ...(operation.takes === 'bytes' && hasBody(request) && { body: request }),
          };
          const output = await handle(input, call);
          // Express would take `*` for any answer, also for one that has no version.
          if (!operation.etag && operation.answers !== 'bytes') delete request.headers['if-none-match'];
          answer(output, { response, operation });
        },
      );
    }
    const allowed = names.flatMap((name) => {
      const { method } = OPERATIONS[name];
      return method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
    });
    app.all(route, admit('public'), answerMethods(allowed));
  }
  app.use(admit('public'), () => {
    throw new PipelineError('RouteNotFound', 'the path names no operation');
  });
  app.use(answerErrors(parts.log));
  return app;
}

function answer(output: unknown, { response, operation }: { response: express.Response; operation: Operation }): void {
  if (output instanceof FileAnswer) sendStored(output, response);
  else if (output instanceof Accepted)
    response.status(202).location(`/api/tasks/${output.taskId}`).json(output.toBody());
  else {
    // Express answers 304 by itself where the caller has this answer already.
    if (operation.etag) response.set({ ETag: etagOf(output), 'Cache-Control': 'private, no-cache' });
    response.status(operation.status).json(output);
  }
}

const NO_CALL: Call = { idempotencyKey: undefined };

/** Stored files never change under their name, so the hash is a strong validator; ranges and conditions are Express's. */
function sendStored({ path, artifact }: FileAnswer, response: express.Response): void {
  response.set({
    ETag: `"${artifact.sha256}"`,
    'Content-Type': artifact.media_type.startsWith('text/')
      ? `${artifact.media_type}; charset=utf-8`
      : artifact.media_type,
    'Content-Disposition': `attachment; filename="${artifact.name}"`,
    'Cache-Control': 'private, no-cache',
    'Repr-Digest': `sha-256=:${Buffer.from(artifact.sha256, 'hex').toString('base64')}:`,
  });
  response.sendFile(path, { etag: false, lastModified: false, cacheControl: false, dotfiles: 'allow' }, (error) => {
    if (error && !response.headersSent) response.destroy();
  });
}

const toRoute = ({ path }: Pick<Operation, 'path'>) => path.replace(/\{(\w+)\}/g, ':$1');

/** Operations by route; a fixed path comes before one with a field in its place, which would take it for a value. */
function byRoute(): [string, OperationName[]][] {
  const groups = Map.groupBy(Object.keys(OPERATIONS) as OperationName[], (name) => toRoute(OPERATIONS[name]));
  const fields = (route: string) => route.split(':').length;
  return [...groups].sort(([a], [b]) => fields(a) - fields(b));
}

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

/** OPTIONS says what a path takes; no other site's pages are let in, so there is nothing of CORS in the answer. */
const answerMethods =
  (allowed: readonly string[]): RequestHandler =>
  (request, response) => {
    const methods = allowed.join(', ');
    response.set('Allow', `${methods}, OPTIONS`);
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    throw new PipelineError('MethodNotAllowed', `${request.method} is not a method of this path; it takes ${methods}`);
  };
