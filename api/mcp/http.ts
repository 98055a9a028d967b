import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { RequestHandler } from 'express';
import { createMcpServer, type McpParts } from './create-server.ts';

export const MCP_PATH = '/mcp';

/**
 * The Streamable HTTP endpoint: both revisions of the protocol, without sessions. Host, Origin and token were checked by
 * the guard of the gateway, the body by its parser.
 */
export function createMcpEndpoint(parts: McpParts): RequestHandler {
  const handler = createMcpHandler(() => createMcpServer(parts));
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
