import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SessionOptions } from '../../api/mcp/sessions.ts';
import { serveFixture } from '../conformance/serve.ts';
import { speaking } from '../support/mcp-revisions.ts';
import { openDoor } from './door.ts';

const ASKED: ClientOptions = { ...speaking('2025-11-25'), capabilities: { elicitation: {} } };
const FIELDS = { action: 'accept' as const, content: { response: 'forty-two' } };

async function open(options: SessionOptions = { max: 100 }) {
  const { url, close } = await serveFixture(options);
  onTestFinished(close);
  return {
    url,
    async connect(client: ClientOptions = ASKED) {
      const transport = new StreamableHTTPClientTransport(new URL(url));
      const connected = new Client({ name: 'test', version: '1.0.0' }, client);
      if (client.capabilities?.elicitation) connected.setRequestHandler('elicitation/create', async () => FIELDS);
      await connected.connect(transport);
      onTestFinished(() => connected.close());
      return { client: connected, transport };
    },
    send: (method: string, headers: Record<string, string> = {}, signal: AbortSignal | null = null) =>
      fetch(url, {
        ...{ method, signal },
        headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers },
        ...(method === 'POST' && { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }) }),
      }),
  };
}

/** Opens a session by hand: no client of a library comes back by itself. */
async function initialize(url: string, headers: Record<string, string> = {}): Promise<string | null> {
  const clientInfo = { name: 'test', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities: { sampling: {} }, clientInfo };
  const answer = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
  return answer.headers.get('mcp-session-id');
}

const asHeader = (id: string | null) => ({ 'mcp-session-id': id ?? 'none was given' });

describe('MCP sessions', () => {
  it('a client that can be asked is asked while its call is open', async () => {
    const { client, transport } = await (await open()).connect();
    expect(transport.sessionId).toBeDefined();
    const answers = await Promise.all(
      [1, 2].map((n) => client.callTool({ name: 'test_elicitation', arguments: { message: `question ${n}` } })),
    );
    for (const { content } of answers) expect(JSON.stringify(content)).toContain('forty-two');
  });

  it('a client that cannot be asked, or speaks 2026-07-28, has none', async () => {
    const { connect } = await open();
    for (const options of [speaking('2025-11-25'), { ...ASKED, ...speaking('2026-07-28') }]) {
      const { client, transport } = await connect(options);
      expect(transport.sessionId).toBeUndefined();
      await client.callTool({ name: 'test_simple_text' });
    }
  });

  it('where all places are taken a client is served without', async () => {
    const { connect } = await open({ max: 1 });
    const first = await connect();
    const second = await connect();
    expect(second.transport.sessionId).toBeUndefined();
    await second.client.callTool({ name: 'test_simple_text' });
    await first.transport.terminateSession();
    expect((await connect()).transport.sessionId).toBeDefined();
  });

  it('a session that is not there, was ended, or is of another login is 404', async () => {
    const { url, send } = await open();
    const told = await send('POST', asHeader('of-another-gateway'));
    expect(told.status).toBe(404);
    expect(await told.json()).toMatchObject({ error: { code: -32_001 } });
    const session = asHeader(await initialize(url, { authorization: 'Bearer one' }));
    expect((await send('POST', { ...session, authorization: 'Bearer two' })).status).toBe(404);
    expect((await send('DELETE', session)).status).toBe(404);
    const mine = { ...session, authorization: 'Bearer one' };
    expect((await send('POST', mine)).status).toBe(200);
    expect((await send('DELETE', mine)).status).toBe(200);
    expect((await send('POST', mine)).status).toBe(404);
  });

  it('one that nothing is asked of ends, and lasts while its stream stands', async () => {
    const { url, send } = await open({ max: 1, idleMs: 400 });
    const session = asHeader(await initialize(url));
    const hangUp = new AbortController();
    expect((await send('GET', session, hangUp.signal)).status).toBe(200);
    await sleep(900);
    const answer = await send('POST', session);
    expect(answer.status).toBe(200);
    await answer.text();
    hangUp.abort();
    await sleep(900);
    expect((await send('POST', session)).status).toBe(404);
  });

  it('a client that hung up its stream can open another', async () => {
    const { url, send } = await open();
    const session = asHeader(await initialize(url));
    const hangUp = new AbortController();
    expect((await send('GET', session, hangUp.signal)).status).toBe(200);
    expect((await send('GET', session)).status).toBe(409);
    hangUp.abort();
    await expect.poll(async () => (await send('GET', session)).status).toBe(200);
  });

  it('when the gateway closes, streams end, what is at work is answered, and no session is opened', async () => {
    const closing = new AbortController();
    const { url, send, connect } = await open({ max: 100, closing: closing.signal });
    const idle = asHeader(await initialize(url));
    const standing = await send('GET', asHeader(await initialize(url)));
    const { client, transport } = await connect();
    client.setRequestHandler('elicitation/create', async () => {
      closing.abort();
      return FIELDS;
    });
    const { content } = await client.callTool({ name: 'test_elicitation' });
    expect(JSON.stringify(content)).toContain('forty-two');
    await standing.text();
    for (const session of [idle, asHeader(transport.sessionId ?? null)]) {
      await expect.poll(async () => (await send('POST', session)).status).toBe(404);
    }
    expect(await initialize(url)).toBeNull();
  });

  it('the stream asks for the same login as a call, and is no method where there is no session', async () => {
    const { send } = await openDoor({ token: 'a token of the test' });
    const headers = asHeader('some-session');
    expect(await send({ path: '/mcp', headers })).toMatchObject({ status: 401 });
    expect(await send({ path: '/mcp' })).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' } });
    expect(await send({ path: '/mcp', method: 'DELETE' })).toMatchObject({ status: 405 });
  });
});
