import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import { STAGE_IDS } from '../../contracts/stages.ts';
import { startTemporalServer, type TemporalServer } from '../../local/temporal-server.ts';
import { makeConversations } from '../support/datasets.ts';
import { openSocket } from '../support/live-clients.ts';
import { stageOf } from '../support/pipeline.ts';
import { createStack, type Stack } from '../support/stack.ts';

let stack: Stack | undefined;
let server: TemporalServer | undefined;
let gateway: Gateway | undefined;
const folder = mkdtempSync(join(tmpdir(), 'server-'));
afterEach(async () => {
  await gateway?.close();
  await stack?.end();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('a run, and its watchers, go on where they were when the Temporal server is killed and started again', async () => {
  const port = await freePort();
  const start = () =>
    startTemporalServer({ dataDir: folder, port, uiPort: 0, namespace: 'default', log: () => undefined });
  server = await start();
  stack = createStack({ address: server.address });
  writeFileSync(join(stack.root, 'data.jsonl'), makeConversations(400, { turns: 6 }));
  await stack.work();
  const run = await stack.start({
    dataset_path: 'data.jsonl',
    training_config: { style: 'self_supervised', settings: { num_epochs: 60 } },
  });
  gateway = await startGateway({ ...stack.config, PORT: 0 }, { log: pino({ level: 'silent' }) });
  const watcher = await openSocket(gateway.url);
  watcher.say({ type: 'subscribe', execution_id: run.id, after: 0 });
  await run.until((state) => stageOf(state, 'model_training')?.status === 'running', 'training');
  if (server.pid === null) throw new Error('the server was not started by this test');
  process.kill(server.pid, 'SIGKILL');
  await watcher.until(({ type }) => type === 'interrupted');
  server = await start();
  const { state } = await run.closed();
  expect(state.status).toBe('completed');
  await watcher.until(({ type }) => type === 'unsubscribed');
  expect(watcher.heard.filter(({ type }) => type === 'restored')).toHaveLength(1);
  const told = watcher.events().flatMap(({ type, data }) => (type === 'stage_completed' ? [data.stage] : []));
  expect(told).toEqual(STAGE_IDS);
  watcher.close();
  expect(state.stages.slice(0, 5).map((stage) => stage.attempt)).toEqual([1, 1, 1, 1, 1]);
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
