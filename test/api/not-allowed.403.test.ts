import { describe, expect, it } from 'vitest';
import { assertDatasetPathAllowed } from '../../api/dataset-path.ts';
import { assertMayListen, createGuard } from '../../api/guard.ts';
import { openDoor, STATE } from './door.ts';

describe('without API_TOKEN', () => {
  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:8000', '10.0.0.7', '[::2]', '@'])(
    'a request to host %j is refused: another name may point here (DNS rebinding)',
    async (host) => {
      const { call } = await openDoor();
      expect((await call('health', { headers: { host } })).status).toBe(403);
    },
  );

  it.each(['localhost', 'LOCALHOST:8000', '127.0.0.1:8000', '127.1.2.3', '[::1]:8000'])(
    'host %s is served',
    async (host) => {
      const { call } = await openDoor();
      expect((await call('health', { headers: { host } })).status).toBe(200);
    },
  );

  it('a request without a host is refused', () => {
    const guard = createGuard({ API_TOKEN: undefined });
    expect(() => guard({ method: 'GET', headers: {} }, 'public')).toThrow('Host header');
  });

  it('an unknown path tells nothing to another host either', async () => {
    const { send } = await openDoor();
    expect((await send({ path: '/nothing', headers: { host: 'evil.example' } })).status).toBe(403);
  });

  it.each([{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    "a browser's write from another site is refused: %j",
    async (headers) => {
      const { call } = await openDoor();
      expect((await call('pause', { headers: headers as Record<string, string> })).status).toBe(403);
    },
  );

  it('a page of this machine may write', async () => {
    const { call } = await openDoor({ runs: { steer: async () => STATE } });
    expect((await call('pause', { headers: { origin: 'http://localhost:3000' } })).status).toBe(202);
  });

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.org'])('the gateway refuses to listen on %s', (HOST) => {
    expect(() => assertMayListen({ HOST, API_TOKEN: undefined })).toThrow(/API_TOKEN/);
    expect(() => assertMayListen({ HOST, API_TOKEN: 'x'.repeat(16) })).not.toThrow();
  });

  it.each(['127.0.0.1', 'localhost', '::1', '[::1]'])('the gateway listens on %s', (HOST) => {
    expect(() => assertMayListen({ HOST, API_TOKEN: undefined })).not.toThrow();
  });
});

describe('a dataset path outside the roots is 403 and names the field', () => {
  it.each(['../secret.csv', 'a/../../secret.csv', '/etc/passwd', '/data/sets-other/a.csv', '..', '/data/sets/../x'])(
    '%s',
    async (dataset_path) => {
      const { call } = await openDoor();
      const answer = await call('execute', { body: { dataset_path } });
      expect(answer.status).toBe(403);
      expect(answer.body.errors[0].field).toBe('dataset_path');
      expect(JSON.stringify(answer.body)).not.toContain('/data');
    },
  );

  it.each(['retryStage', 'rerun'] as const)('%s holds changed settings to it too', async (name) => {
    const { call } = await openDoor();
    const answer = await call(name, {
      params: { stage: 'dataset_ingestion' },
      body: { settings: { dataset_path: '../x' } },
    });
    expect(answer.body.errors[0].field).toBe('settings.dataset_path');
    expect(answer.status).toBe(403);
  });

  it.each(['a.csv', './a.csv', 'b/../a.csv', '/data/sets/a.csv', '..a.csv', '/other/deep/a.csv', 'c:/d'])(
    '%s is inside',
    (path) => {
      expect(() => assertDatasetPathAllowed(path, { roots: ['/data/sets', '/other'] })).not.toThrow();
    },
  );

  it.each(['a\0.csv', 'a\u001b[2J.csv', 'a\u0085b'])('%j holds control characters', (path) => {
    expect(() => assertDatasetPathAllowed(path, { roots: ['/'] })).toThrow('control characters');
  });
});
