import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { checkAddress, startGateway } from '../../api/gateway.ts';
import { parseConfig } from '../../contracts/config.ts';
import { exchange } from './door.ts';

const log = pino({ level: 'silent' });
const main = fileURLToPath(new URL('../../api/main.ts', import.meta.url));
/** No server listens on port 1. */
const AWAY = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

it('the gateway starts while Temporal is away, and says so', async () => {
  const gateway = await startGateway(parseConfig({ PORT: '0', ...AWAY }), { log });
  try {
    const port = Number(new URL(gateway.url).port);
    expect((await exchange(port, { path: '/health' })).status).toBe(200);
    const ready = await exchange(port, { path: '/ready' });
    expect(ready.body).toMatchObject({
      code: 'TemporalUnavailable',
      facts: { components: { temporal: { ok: false } } },
    });
  } finally {
    await gateway.close();
  }
  await expect(fetch(`${gateway.url}/health`)).rejects.toThrow();
});

it('a request at work is answered before the gateway is closed', async () => {
  const gateway = await startGateway(parseConfig({ PORT: '0', ...AWAY }), { log });
  const list = exchange(Number(new URL(gateway.url).port), { path: '/api/executions' });
  await delay(200);
  await gateway.close();
  expect((await list).body).toMatchObject({ status: 503, detail: 'the Temporal server does not answer' });
});

it('a caller that hangs up does not keep the gateway from closing cleanly', async () => {
  const gateway = await startGateway(parseConfig({ PORT: '0', ...AWAY }), { log });
  const hangUp = new AbortController();
  const list = fetch(`${gateway.url}/api/executions`, { signal: hangUp.signal });
  await delay(200);
  hangUp.abort();
  await expect(list).rejects.toThrow();
  await gateway.close();
  // The SDK's retry would come now, on a closed connection, and end the process.
  await delay(1000);
});

it('a stream of an MCP session does not keep the gateway from closing', async () => {
  const gateway = await startGateway(parseConfig({ PORT: '0', ...AWAY }), { log });
  const headers = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
  const clientInfo = { name: 'test', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities: { roots: {} }, clientInfo };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
  const opened = await fetch(`${gateway.url}/mcp`, { method: 'POST', headers, body });
  await opened.text();
  const session = { ...headers, 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  const stream = await fetch(`${gateway.url}/mcp`, { headers: session });
  expect(stream.status).toBe(200);
  const started = performance.now();
  await gateway.close();
  // Less than the four seconds after which this client lets go of a connection by itself.
  expect(performance.now() - started).toBeLessThan(3000);
  expect(await stream.text()).toBe('');
});

it('a taken port is named in the error', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(startGateway(parseConfig({ PORT: String(port), ...AWAY }), { log })).rejects.toThrow(
    `PORT ${port} on 127.0.0.1 is taken`,
  );
  // Known before anything else of a stack is started.
  await expect(checkAddress(parseConfig({ PORT: String(port) }))).rejects.toThrow(`PORT ${port} on 127.0.0.1 is taken`);
  other.close();
  await once(other, 'close');
  await checkAddress(parseConfig({ PORT: String(port) }));
});

it('api/main.ts ends with 2 and one line that names the wrong setting', async () => {
  const { code, stderr } = await run({ PORT: 'http' });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^gateway: environment: PORT: .*\n$/);
  expect((await run({ HOST: '0.0.0.0' })).stderr).toMatch(/^gateway: HOST 0\.0\.0\.0 .*API_TOKEN.*\n$/);
});

it.each(['SIGTERM', 'SIGINT'] as const)('api/main.ts says where it listens, and ends with 0 on %s', async (signal) => {
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: '0', ...AWAY } });
  const lines: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => lines.push(String(chunk)));
  await once(child.stdout, 'data');
  expect(lines.join('')).toMatch(/^gateway ready: http:\/\/127\.0\.0\.1:\d+\n$/);
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

async function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { ...process.env, ...env } });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code: code as number, stderr };
}
