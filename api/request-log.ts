import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

/**
 * Gives each request an id, its own or the caller's, and logs it once it is answered: method, route, status, time.
 * The route is the pattern, not the path, and bodies and queries are never logged: they may name people.
 */
export function logRequests(log: Logger, clock: () => number): RequestHandler {
  return (request, response, next) => {
    const started = clock();
    const given = request.get('x-request-id');
    const requestId = given !== undefined && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
    response.locals.requestId = requestId;
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const facts = {
        request_id: requestId,
        method: request.method,
        route: String(response.locals.route ?? 'none'),
        status: response.statusCode,
        ms: clock() - started,
        ...(!response.writableFinished && { aborted: true }),
      };
      log[response.statusCode >= 500 ? 'warn' : 'info'](facts, 'request');
    });
    next();
  };
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId ?? '');
}
