import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PipelineError } from '../../contracts/errors.ts';
import { SEARCH_ATTRIBUTES } from '../../contracts/ids.ts';
import { findTemporalBinary } from '../../local/temporal-binary.ts';
import { isAlive, withLock } from '../../local/temporal-files.ts';
import { ensureSearchAttributes } from '../../local/temporal-namespace.ts';
import { startTemporalServer, type TemporalServer, type TemporalServerOptions } from '../../local/temporal-server.ts';

let folder: string;
let env: Record<string, string>;
const servers: TemporalServer[] = [];

beforeAll(async () => {
  const binary = await findTemporalBinary({ log: (line) => console.log(line) });
  // A cache of its own: this test neither sees nor disturbs servers of the person who runs it.
  folder = mkdtempSync(join(tmpdir(), 'temporal-server-test-'));
  mkdirSync(join(folder, 'bin'));
  symlinkSync(binary.path, join(folder, 'bin', 'temporal'));
  env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache'), HOME: folder };
}, 2_000_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('startTemporalServer', () => {
  let dataDir: string;
  const logged: string[] = [];
  beforeEach(() => {
    dataDir = mkdtempSync(join(folder, 'data-'));
    logged.length = 0;
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  async function start(options: Partial<TemporalServerOptions> = {}): Promise<TemporalServer> {
    const log = (line: string) => void logged.push(line);
    const server = await startTemporalServer({
      dataDir,
      port: 0,
      uiPort: 0,
      namespace: 'default',
      log,
      env,
      ...options,
    });
    servers.push(server);
    return server;
  }

  async function connected<T>(server: TemporalServer, use: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await Connection.connect({ address: server.address });
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  }

  const attributesOf = (server: TemporalServer, namespace = 'default') =>
    connected(server, async ({ operatorService }) =>
      Object.keys((await operatorService.listSearchAttributes({ namespace })).customAttributes ?? {}),
    );

  it('starts a server with UI, namespace and search attributes, on loopback, and stops it', async () => {
    const server = await start();
    expect(server.how).toBe('started');
    expect(server.describe()).toMatch(
      /^Temporal server \d+\.\d+\.\d+ at 127\.0\.0\.1:\d+ .* UI http:\/\/127\.0\.0\.1:\d+$/,
    );
    expect((await fetch(`${server.uiUrl}/api/v1/settings`)).status).toBe(200);
    expect(await attributesOf(server)).toEqual(expect.arrayContaining([...SEARCH_ATTRIBUTES]));
    expect(existsSync(join(dataDir, 'temporal', 'temporal.db-wal'))).toBe(true);
    await server.stop();
    await server.stop();
    expect(isAlive(server.pid ?? 0)).toBe(false);
    expect(readdirSync(join(folder, 'cache', 'dataset-training-pipeline', 'servers'))).toEqual([]);
  });

  it('finds its workflows again after a restart', async () => {
    const first = await start();
    await connected(first, async (connection) => {
      await new Client({ connection }).workflow.start('nobody', { taskQueue: 'none', workflowId: 'kept' });
    });
    await first.stop();
    const second = await start();
    const status = await connected(second, async (connection) => {
      return (await new Client({ connection }).workflow.getHandle('kept').describe()).status.name;
    });
    expect(status).toBe('RUNNING');
  });

  it('reuses the one that is up for the same data folder, and the last user stops it', async () => {
    const first = await start();
    const second = await start({ namespace: 'another' });
    expect(second).toMatchObject({ how: 'reused', address: first.address, uiUrl: first.uiUrl, pid: first.pid });
    expect(await attributesOf(second, 'another')).toEqual(expect.arrayContaining([...SEARCH_ATTRIBUTES]));
    await first.stop();
    expect(logged).toEqual([expect.stringContaining('stays up')]);
    expect(await attributesOf(second)).toContain('Stage');
    await second.stop();
    expect(isAlive(first.pid ?? 0)).toBe(false);
  });

  it('starts one server when asked four times at once', async () => {
    const four = await Promise.all([start(), start(), start(), start()]);
    expect(new Set(four.map(({ address }) => address)).size).toBe(1);
    expect(four.filter(({ how }) => how === 'started')).toHaveLength(1);
  });

  it('uses any Temporal server that answers on the port, and leaves it up', async () => {
    const other = await start();
    const port = Number(other.address.split(':')[1]);
    const uiPort = Number(other.uiUrl?.split(':')[2]);
    // Another cache: nothing is known there of who started it.
    const foreign = { ...env, XDG_CACHE_HOME: join(folder, 'other-cache') };
    const reused = await start({ port, uiPort, env: foreign, dataDir: join(folder, 'other-data') });
    expect(reused).toMatchObject({ how: 'reused', uiUrl: other.uiUrl, pid: null });
    await reused.stop();
    expect(await attributesOf(other)).toContain('Stage');
  });

  it('uses the server at the given address, and never stops it', async () => {
    const other = await start();
    const external = await start({ address: other.address, uiPort: 1 });
    expect(external).toMatchObject({ how: 'external', uiUrl: null, pid: null });
    expect(external.describe()).toContain('UI not known');
    await external.stop();
    expect(isAlive(other.pid ?? 0)).toBe(true);
    await expect(start({ address: other.address, namespace: 'missing' })).rejects.toThrow(
      /no namespace missing.*temporal operator namespace create/,
    );
  });

  it('names the address where nothing listens, or something else does', async () => {
    await expect(start({ address: '127.0.0.1:1' })).rejects.toThrow(/nothing listens at 127\.0\.0\.1:1/);
    await expect(start({ address: 'nonsense' })).rejects.toThrow(/is not host:port/);
    await withListener(async (port) => {
      await expect(start({ address: `127.0.0.1:${port}` })).rejects.toThrow(/does not answer as a Temporal server/);
    });
  });

  it('names the port that is taken, and the variable that changes it', async () => {
    await withListener(async (port) => {
      await expect(start({ port })).rejects.toMatchObject({
        type: 'ConfigInvalid',
        message: expect.stringMatching(new RegExp(`port ${port} .* is taken .* TEMPORAL_PORT`)),
      });
      await expect(start({ uiPort: port })).rejects.toMatchObject({
        type: 'ConfigInvalid',
        message: expect.stringMatching(new RegExp(`port ${port} .* TEMPORAL_UI_PORT`)),
      });
    });
  });

  it('says with the log why a server did not start', async () => {
    mkdirSync(join(dataDir, 'temporal', 'temporal.db'), { recursive: true });
    await expect(start()).rejects.toThrow(/ended while it started .*temporal\.log/s);
  });

  it('leaves no server behind when its only user is killed', async () => {
    const script = join(folder, 'user.ts');
    const module = new URL('../../local/temporal-server.ts', import.meta.url).href;
    writeFileSync(
      script,
      `import { startTemporalServer } from ${JSON.stringify(module)};
const { pid } = await startTemporalServer({ dataDir: ${JSON.stringify(dataDir)}, port: 0, uiPort: 0, namespace: 'default', log: () => undefined });
console.log(pid);
setInterval(() => undefined, 1000);`,
    );
    const user = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(user.stdout), 'line');
    const pid = Number(line);
    expect(isAlive(pid)).toBe(true);
    user.kill('SIGKILL');
    await once(user, 'close');
    for (const until = Date.now() + 15_000; isRunning(pid) && Date.now() < until; ) await delay(100);
    expect(isRunning(pid)).toBe(false);
    // Started right behind it, on the same state: not disturbed by what is left of the other.
    const next = await start();
    await delay(1500);
    expect(await attributesOf(next)).toContain('Stage');
  });
});

describe('ensureSearchAttributes', () => {
  it('adds what is missing, does nothing the second time, and refuses another type', async () => {
    const dataDir = mkdtempSync(join(folder, 'data-'));
    const server = await startTemporalServer({
      ...{ dataDir, port: 0, uiPort: 0, namespace: 'default', searchAttributes: [], env },
      log: () => undefined,
    });
    const connection = await Connection.connect({ address: server.address });
    try {
      await Promise.all([1, 2].map(() => ensureSearchAttributes(connection, { namespace: 'default' })));
      await ensureSearchAttributes(connection, { namespace: 'default' });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining([...SEARCH_ATTRIBUTES]));
      await connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: { Number: 3 } });
      await expect(
        ensureSearchAttributes(connection, { namespace: 'default', searchAttributes: ['Number'] }),
      ).rejects.toThrow(/Number of namespace default is not of type Keyword/);
    } finally {
      await connection.close();
      await server.stop();
    }
  });
});

describe('findTemporalBinary', () => {
  it('takes the one on PATH first', async () => {
    expect(await findTemporalBinary({ log: () => undefined, env })).toEqual({
      path: join(folder, 'bin', 'temporal'),
      from: 'path',
    });
  });

  it('takes the cached one where PATH has none that runs', async () => {
    const cache = join(folder, 'cached', 'dataset-training-pipeline', 'temporal-v1.5.1');
    mkdirSync(cache, { recursive: true });
    symlinkSync(join(folder, 'bin', 'temporal'), join(cache, 'temporal'));
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken', 'temporal'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, 'broken', 'temporal'), 0o755);
    const found = await findTemporalBinary({
      log: () => undefined,
      env: { ...env, PATH: join(folder, 'broken'), XDG_CACHE_HOME: join(folder, 'cached') },
    });
    expect(found).toEqual({ path: join(cache, 'temporal'), from: 'cache' });
  });

  it('builds once with Go where there is nothing else, for all who wait for it', async () => {
    // The SDK's download is pointed at a proxy that is not there; Go is a stand-in that installs what PATH had.
    const bin = join(folder, 'go-bin');
    mkdirSync(bin);
    const real = join(folder, 'bin', 'temporal');
    const runs = join(folder, 'go-runs');
    writeFileSync(
      join(bin, 'go'),
      `#!/bin/sh\n[ "$1" = version ] && exit 0\necho "$*" >> ${runs}\n/bin/sleep 1\n/bin/cp ${real} "$GOBIN/temporal"\n`,
    );
    chmodSync(join(bin, 'go'), 0o755);
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const cut = { ...env, PATH: bin, XDG_CACHE_HOME: join(folder, 'go-cache'), ...NO_NETWORK };
    const found = await Promise.all([1, 2].map(() => findTemporalBinary({ log, env: cut })));
    expect(found.map(({ from }) => from).toSorted()).toEqual(['cache', 'go']);
    expect(readFileSync(runs, 'utf8')).toBe('install -ldflags=-s -w github.com/temporalio/cli/cmd/temporal@v1.5.1\n');
    expect(lines).toContain('building Temporal server once with Go, about 4 minutes on 2 cores');
    expect(lines).toContain('another process is getting the Temporal server: waiting for it');
    expect(readdirSync(join(folder, 'go-cache', 'dataset-training-pipeline'))).toEqual(['temporal-v1.5.1']);
  });

  it('names every way to get one where there is none', async () => {
    const cut = { ...env, PATH: join(folder, 'empty'), XDG_CACHE_HOME: join(folder, 'empty-cache'), ...NO_NETWORK };
    const error: unknown = await findTemporalBinary({ log: () => undefined, env: cut }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(PipelineError);
    expect(error).toMatchObject({ type: 'TemporalUnavailable' });
    for (const way of ['TEMPORAL_ADDRESS', 'on PATH as `temporal`', 'reach the internet once', 'install Go']) {
      expect(String(error)).toContain(way);
    }
  });
});

describe('withLock', () => {
  it('lets one in at a time, and takes over from a holder that died', async () => {
    const lock = join(folder, 'test.lock');
    writeFileSync(lock, '999999999');
    let inside = 0;
    let most = 0;
    const enter = () =>
      withLock({ lock, waitSecondsMax: 20 }, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await delay(20);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter(), enter(), enter()]);
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });
});

const NO_NETWORK = { HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9', NO_PROXY: '', no_proxy: '' };

/** A killed process whose parent is gone stays in the table until init collects it: that is not running. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return isAlive(pid);
  }
}

/** Something that listens and says nothing. */
async function withListener(use: (port: number) => Promise<void>): Promise<void> {
  const listener: Server = createServer(() => undefined);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  try {
    await use(typeof address === 'object' && address ? address.port : 0);
  } finally {
    listener.close();
  }
}
