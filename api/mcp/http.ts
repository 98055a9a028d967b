import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server';
import express, { type Express, type RequestHandler } from 'express';
import { BODY, requireJson } from '../request-body.ts';

export const MCP_PATH = '/mcp';

/**
 * The Streamable HTTP endpoint: both revisions of the protocol, without sessions, so that any gateway answers any
 * request. `admit` checks Host, Origin and token before the body is read.
 */
export function routeMcp(
  app: Express,
  { admit, createServer }: { admit: readonly RequestHandler[]; createServer: McpServerFactory },
): void {
  app.post(MCP_PATH, ...admit, requireJson, express.json(BODY), answerMcp(createServer));
}

function answerMcp(createServer: McpServerFactory): RequestHandler {
  const handler = createMcpHandler(createServer);
  return async (request, response) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    }
    const hungUp = new AbortController();
    response.once('close', () => hungUp.abort());
    const { method } = request;
    const given = new Request(new URL(request.originalUrl, 'http://gateway'), {
      ...{ method, headers, signal: hungUp.signal },
      ...(method === 'POST' && { body: JSON.stringify(request.body) }),
    });
    const answer = await handler.fetch(given, { ...(method === 'POST' && { parsedBody: request.body }) });
    response.status(answer.status);
    answer.headers.forEach((value, name) => void response.set(name, value));
    if (answer.body === null) response.end();
    else
      Readable.fromWeb(answer.body as ReadableStream)
        .on('error', () => response.destroy())
        .pipe(response);
  };
}
