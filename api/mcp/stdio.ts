import { readFileSync } from 'node:fs';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createCaller, type OperationRequest } from '../../client/http.ts';
import { createMcpServer, type Invoke } from './create-server.ts';

/** `npm run mcp`: MCP over standard input and output, before the gateway of PIPELINE_URL. */
const { PIPELINE_URL: url, PIPELINE_TOKEN: token } = process.env;
const call = createCaller({ ...(url && { url }), ...(token && { token }) });
const invoke: Invoke = (operation, input) => call(operation, input as OperationRequest<typeof operation>);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
serveStdio(() => createMcpServer({ invoke, version }));
