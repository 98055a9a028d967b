import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createCaller, GatewayUnreachable, type OperationRequest } from '../../client/http.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { createMcpServer, type Invoke } from './create-server.ts';

/** `npm run mcp`: MCP over standard input and output, before the gateway of PIPELINE_URL. */
const { PIPELINE_URL: url, PIPELINE_TOKEN: token } = process.env;
const call = createCaller({ ...(url && { url }), ...(token && { token }) });
const invoke: Invoke = (operation, input, options) =>
  call(operation, input as OperationRequest<typeof operation>, options).catch((error) => {
    if (!(error instanceof GatewayUnreachable)) throw error;
    throw new PipelineError('GatewayUnavailable', error.message, { cause: error });
  });
/** Standard output belongs to the protocol. */
const onDefect = (error: unknown) => void process.stderr.write(`${inspect(error)}\n`);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
serveStdio(() => createMcpServer({ invoke, version, onDefect }));
