import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server';
import express, { type Express, type RequestHandler } from 'express';
import { BODY, refuseBody, requireJson } from '../request-body.ts';
import { createSessions, SESSION_HEADER, type SessionOptions } from './sessions.ts';

export const MCP_PATH = '/mcp';

export interface McpRoute {
  /** Checks Host, Origin and token before the body is read. */
  readonly admit: readonly RequestHandler[];
  /** The same for what may stand open for hours: it takes no place among the requests at work. */
  readonly admitStanding: readonly RequestHandler[];
  readonly createServer: McpServerFactory;
  readonly sessions: SessionOptions;
}

/**
 * The Streamable HTTP endpoint: both revisions of the protocol. A request stands for itself, so that any gateway answers
 * it, unless its client can be asked something and speaks a revision in which that takes a session.
 */
export function routeMcp(app: Express, { admit, admitStanding, createServer, sessions }: McpRoute): void {
  const answer = answerMcp(createServer, sessions);
  app.post(MCP_PATH, ...admit, requireJson, express.json(BODY), answer);
  // The stream and the end of a session; without one the path takes POST alone.
  app.get(MCP_PATH, ofSession, ...admitStanding, refuseBody, answer);
  app.delete(MCP_PATH, ofSession, ...admitStanding, refuseBody, answer);
}

const ofSession: RequestHandler = (request, _response, next) =>
  next(request.get(SESSION_HEADER) === undefined ? 'route' : undefined);

function answerMcp(createServer: McpServerFactory, options: SessionOptions): RequestHandler {
  const handler = createMcpHandler(createServer);
  const answerInSession = createSessions(createServer, options);
  return async (request, response) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const over = new AbortController();
    response.once('close', () => over.abort());
    const { method } = request;
    const body: unknown = method === 'POST' ? request.body : undefined;
    const given = new Request(new URL(request.originalUrl, 'http://gateway'), {
      ...{ method, headers, signal: over.signal },
      ...(method === 'POST' && { body: JSON.stringify(body) }),
    });
    const exchange = { request: given, body, login: request.get('authorization'), over: over.signal };
    const answer = (await answerInSession(exchange)) ?? (await handler.fetch(given, { parsedBody: body }));
    response.status(answer.status);
    answer.headers.forEach((value, name) => void response.set(name, value));
    // A standing stream takes its connection with it: the gateway closes without waiting for the client to let go.
    if (method === 'GET') response.set('Connection', 'close');
    if (answer.body === null) {
      response.end();
      return;
    }
    // A stream may have nothing to say for long, and its client waits for the headers.
    response.flushHeaders();
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response).catch(() => response.destroy());
  };
}
