import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PipelineError } from '../contracts/errors.ts';
import { SEARCH_ATTRIBUTES } from '../contracts/ids.ts';
import { findTemporalBinary } from './temporal-binary.ts';
import { cacheFolder, withLock } from './temporal-files.ts';
import { prepareNamespace } from './temporal-namespace.ts';
import { findUi, isListening, probe } from './temporal-probe.ts';
import {
  addUser,
  findServerOf,
  isClosing,
  readServerRecord,
  recordServer,
  removeUser,
  type ServerRecord,
  serverFolder,
} from './temporal-users.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface TemporalServerOptions {
  /** State and logs of a server that we start lie below it. */
  readonly dataDir: string;
  /** host:port of a server that somebody else runs; used as it is and never stopped. */
  readonly address?: string | undefined;
  /** Port of the front end on loopback; 0 takes a free one and never reuses a server of another data folder. */
  readonly port: number;
  /** Port of the Web UI; 0 takes a free one. */
  readonly uiPort: number;
  readonly namespace: string;
  /** Keyword search attributes to register. */
  readonly searchAttributes?: readonly string[];
  readonly log: (line: string) => void;
  readonly env?: Environment;
}

export interface TemporalServer {
  readonly address: string;
  /** Null where no Web UI is known for the server. */
  readonly uiUrl: string | null;
  readonly how: 'external' | 'reused' | 'started';
  readonly version: string;
  /** The process, where it is one that we (this process or another of ours) started. */
  readonly pid: number | null;
  /** Which server, which version, where the UI is: one line. */
  describe(): string;
  /** Ends our use of it. The last user of a server that we started stops it; all others leave it alone. Safe to call twice. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const START_SECONDS_MAX = 60;
const STOP_GRACE_SECONDS = 10;
const LOG_BYTES_MAX = 10_000_000;

/**
 * Finds or starts a Temporal server and waits until the namespace and the search attributes are there: the address
 * that is given; else one of ours for this data folder; else one that answers on the port; else a dev server of our
 * own with SQLite (write-ahead log) below `dataDir`, on loopback.
 *
 * Errors: `TemporalUnavailable` (no server at the address, no binary, not up in time), `ConfigInvalid` (a port is taken).
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  if (options.address !== undefined) return useExternal(options, options.address);
  const env = options.env ?? process.env;
  const dataDir = resolve(options.dataDir);
  const reused = await reuse(options, dataDir, env);
  if (reused) return reused;
  // Before the lock: getting the binary may take minutes, and has a lock of its own.
  const binary = await findTemporalBinary({ log: options.log, env });
  const key = options.port === 0 ? createHash('sha256').update(dataDir).digest('hex').slice(0, 16) : options.port;
  const lock = join(cacheFolder(env), 'servers', `${key}.lock`);
  return withLock({ lock, waitSecondsMax: 2 * START_SECONDS_MAX }, async () => {
    return (await reuse(options, dataDir, env)) ?? (await start(options, { dataDir, env, binary: binary.path }));
  });
}

async function useExternal(options: TemporalServerOptions, address: string): Promise<TemporalServer> {
  if (!(await isListening(address))) {
    throw new PipelineError(
      'TemporalUnavailable',
      `nothing listens at ${address} (TEMPORAL_ADDRESS); start that server, or unset TEMPORAL_ADDRESS to use an embedded one`,
      { facts: { address } },
    );
  }
  const answer = await probe(address);
  if ('failure' in answer) {
    throw new PipelineError(
      'TemporalUnavailable',
      `what listens at ${address} (TEMPORAL_ADDRESS) does not answer as a Temporal server: ${answer.failure}`,
      { facts: { address } },
    );
  }
  await prepareNamespace(options, { address, create: false });
  const uiUrl = await findUi(address.slice(0, address.lastIndexOf(':')), options.uiPort);
  return describeServer({ address, uiUrl, how: 'external', version: answer.version, pid: null, stop: async () => {} });
}

/** A server that is up: ours for this data folder, or any that answers on the port. */
async function reuse(
  options: TemporalServerOptions,
  dataDir: string,
  env: Environment,
): Promise<TemporalServer | undefined> {
  const own = await findServerOf(dataDir, env);
  for (const port of new Set([own?.port ?? 0, options.port])) {
    if (port === 0) continue;
    const address = `${HOST}:${port}`;
    if (!(await isListening(address))) continue;
    const folder = serverFolder(env, port);
    const record = await readServerRecord(folder);
    if (!record && (await isClosing({ port, dataDir }, env))) continue;
    // Joined before it is asked: from here on the others leave it up for us.
    const user = record && (await addUser(folder).catch(() => undefined));
    const joined = record && user ? { record, user, folder } : undefined;
    const answer = await probe(address);
    if ('version' in answer && (joined || !record)) {
      try {
        await prepareNamespace(options, { address, create: true });
      } catch (error) {
        if (joined) await leave(joined, options.log);
        throw error;
      }
      const uiUrl = record ? `http://${HOST}:${record.ui_port}` : await findUi(HOST, options.uiPort);
      const stop = once(async () => joined && leave(joined, options.log));
      return describeServer({ address, uiUrl, how: 'reused', version: answer.version, pid: record?.pid ?? null, stop });
    }
    if (joined) await leave(joined, options.log);
  }
  return undefined;
}

async function start(
  options: TemporalServerOptions,
  { dataDir, env, binary }: { dataDir: string; env: Environment; binary: string },
): Promise<TemporalServer> {
  const closedBy = Date.now() + 2 * STOP_GRACE_SECONDS * 1000;
  while (Date.now() < closedBy && (await isClosing({ port: options.port, dataDir }, env))) await delay(50);
  const port = await takePort(options.port, 'TEMPORAL_PORT', 'the Temporal server');
  const uiPort = await takePort(options.uiPort, 'TEMPORAL_UI_PORT', 'the Temporal Web UI');
  const logFile = join(dataDir, 'logs', 'temporal.log');
  const database = join(dataDir, 'temporal', 'temporal.db');
  await mkdir(join(dataDir, 'logs'), { recursive: true });
  await mkdir(join(dataDir, 'temporal'), { recursive: true });
  await turnLog(logFile);
  const attributes = options.searchAttributes ?? SEARCH_ATTRIBUTES;
  const output = openSync(logFile, 'a');
  // A session of its own: Ctrl-C of the terminal is for us, and we stop the server last.
  const child = spawn(
    binary,
    [
      ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--ui-port', String(uiPort)],
      ...['--db-filename', database, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
      ...['--log-level', 'warn', '--namespace', options.namespace],
      ...attributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ],
    { detached: true, stdio: ['ignore', output, output] },
  );
  closeSync(output);
  const pid = await started(child, binary);
  const record: ServerRecord = { pid, port, ui_port: uiPort, data_dir: dataDir, log_file: logFile };
  const folder = serverFolder(env, port);
  const user = await recordServer(folder, record);
  try {
    const address = `${HOST}:${port}`;
    const version = await serving(child, address, logFile);
    await prepareNamespace(options, { address, create: true });
    child.unref();
    const stop = once(() => leave({ record, user, folder }, options.log));
    return describeServer({ address, uiUrl: `http://${HOST}:${uiPort}`, how: 'started', version, pid, stop });
  } catch (error) {
    await leave({ record, user, folder }, options.log);
    throw error;
  }
}

async function leave(
  { record, user, folder }: { record: ServerRecord; user: string; folder: string },
  log: (line: string) => void,
): Promise<void> {
  const outcome = await removeUser(folder, { user, pid: record.pid, graceSeconds: STOP_GRACE_SECONDS });
  if (outcome === 'in use') log(`the Temporal server on port ${record.port} stays up: another process uses it`);
}

async function started(child: ChildProcess, binary: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new PipelineError('TemporalUnavailable', `${binary} could not be started: ${error.message}`)),
    );
  });
  if (child.pid === undefined) throw new Error('a spawned process has an id');
  return child.pid;
}

/** Waits until the front end answers; says with the log's end where it does not. Answers the version. */
async function serving(child: ChildProcess, address: string, logFile: string): Promise<string> {
  for (const until = Date.now() + START_SECONDS_MAX * 1000; Date.now() < until; await delay(50)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new PipelineError(
        'TemporalUnavailable',
        `the Temporal server ended while it started (${child.exitCode ?? child.signalCode}): ${await lastLines(logFile)}; see ${logFile}`,
      );
    }
    if (!(await isListening(address))) continue;
    const answer = await probe(address);
    if ('version' in answer) return answer.version;
  }
  throw new PipelineError(
    'TemporalUnavailable',
    `the Temporal server did not answer within ${START_SECONDS_MAX} s; see ${logFile}`,
  );
}

async function takePort(port: number, variable: string, what: string): Promise<number> {
  for (const until = Date.now() + 2000; ; await delay(100)) {
    const taken = await bind(port);
    if (typeof taken === 'number') return taken;
    if (taken.code === 'EADDRINUSE' && Date.now() < until) continue;
    throw new PipelineError(
      'ConfigInvalid',
      `port ${port} for ${what} ${taken.code === 'EADDRINUSE' ? 'is taken by another program that is not a Temporal server' : `cannot be used (${taken.code})`}; end that program, or set ${variable} to a free port`,
      { facts: { port, variable } },
    );
  }
}

function bind(port: number): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

/** One older log is kept; a server that restarts often must not fill the disk. */
async function turnLog(logFile: string): Promise<void> {
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  if (size > LOG_BYTES_MAX) await rename(logFile, `${logFile}.1`);
}

async function lastLines(logFile: string): Promise<string> {
  const file = await open(logFile).catch(() => undefined);
  if (!file) return 'no log';
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(2000),
      position: Math.max(0, size - 2000),
    });
    return buffer.subarray(0, bytesRead).toString('utf8').trim().split('\n').slice(-3).join(' ');
  } finally {
    await file.close();
  }
}

function describeServer(server: Omit<TemporalServer, 'describe'>): TemporalServer {
  const kinds = { external: 'in use', reused: 'reused, already up', started: 'started, SQLite' };
  const ui = server.uiUrl ? `UI ${server.uiUrl}` : 'UI not known';
  return {
    ...server,
    describe: () => `Temporal server ${server.version} at ${server.address} (${kinds[server.how]}) · ${ui}`,
  };
}

function once(work: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().then(() => undefined);
    return running;
  };
}
