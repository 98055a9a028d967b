import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { answerErrors } from '../../api/answer-errors.ts';
import { createGuard } from '../../api/guard.ts';
import { MCP_PATH, routeMcp } from '../../api/mcp/http.ts';
import { createFixtures } from './fixture.ts';

/** The suite's fixture behind the gateway's own guard, body parser and transport. */
export async function serveFixture(): Promise<{ url: string; close: () => void }> {
  const app = express();
  const guard = createGuard({});
  routeMcp(app, {
    admit: [
      (request, _response, next) => {
        guard(request, 'operator');
        next();
      },
    ],
    createServer: createFixtures(),
  });
  app.use(answerErrors(pino({ level: 'silent' })));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${MCP_PATH}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
