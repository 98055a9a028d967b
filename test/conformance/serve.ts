import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { pino } from 'pino';
import { answerErrors } from '../../api/answer-errors.ts';
import { createGuard } from '../../api/guard.ts';
import { MCP_PATH, routeMcp } from '../../api/mcp/http.ts';
import type { SessionOptions } from '../../api/mcp/sessions.ts';
import { createFixtures } from './fixture.ts';

/** The suite's fixture behind the gateway's own guard, body parser and transport. */
export async function serveFixture(
  sessions: SessionOptions = { max: 100 },
): Promise<{ url: string; close: () => void }> {
  const app = express();
  const guard = createGuard({});
  const admit: RequestHandler[] = [
    (request, _response, next) => {
      guard(request, 'operator');
      next();
    },
  ];
  routeMcp(app, { admit, admitStanding: admit, createServer: createFixtures(), sessions });
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
