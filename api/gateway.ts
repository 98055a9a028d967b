import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { createResultCache } from '../activities/result-cache.ts';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import { ENCODERS_FOLDER } from '../contracts/ids.ts';
import { createCacheTiers } from '../plugins/cache/tiers.ts';
import { createOnnxEncoders } from '../plugins/encoders/onnx.ts';
import type { CacheTier } from '../plugins/kinds.ts';
import { readPseudonymKey } from '../plugins/pseudonym-key.ts';
import { READERS } from '../plugins/readers/index.ts';
import { createSqliteState } from '../plugins/state/sqlite.ts';
import { createLocalStorage } from '../plugins/storage/local.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { createClient } from '../temporal/connection.ts';
import { createApp } from './create-app.ts';
import { createDocsPages } from './docs-pages.ts';
import { assertMayListen, createGuard } from './guard.ts';
import { runUiUrl } from './handlers.ts';
import { createEventStream, EVENTS_PATH } from './live/event-stream.ts';
import { createWatches } from './live/watches.ts';
import { attachWebSocket } from './live/web-socket.ts';
import { createMetricsPage } from './metrics.ts';
import { createPages } from './report/pages.ts';
import { createTemporalRuns } from './temporal-runs.ts';

export interface Gateway {
  readonly url: string;
  /** Takes no new requests, lets those at work finish within a limit, and closes the connection to Temporal. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Where the Temporal Web UI is, for links; null or left out where that is not known. */
  readonly temporalUiUrl?: string | null;
  readonly log?: Logger;
}

/** Our choice: time for the whole of a request, which may be an upload of gigabytes. */
const UPLOAD_MS_MAX = 6 * 3_600_000;
/** Our choice: longer than any call to Temporal may take. */
const CLOSE_MS_MAX = 15_000;

/**
 * Starts the gateway. It does not wait for Temporal: while that is away, GET /ready and every operation say so.
 *
 * Errors: ConfigInvalid where the address may not be listened on, or is taken.
 */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  assertMayListen(config);
  const address = config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
  const client = createClient({ address, namespace: config.TEMPORAL_NAMESPACE });
  const log = options.log ?? createLog(config);
  const runs = createTemporalRuns({ client, config });
  const dataDir = resolve(config.DATA_DIR);
  const state = createSqliteState(join(dataDir, 'state.db'));
  const storage = createLocalStorage(dataDir);
  // It serves no output from here, so it keeps none in its own memory: what the workers share is what it can drop.
  const tiers = await createCacheTiers({ ...config, CACHE_MEMORY_MB: 0 });
  const pseudonymKeyFile = resolve(config.PSEUDONYM_KEY_FILE ?? join(dataDir, 'pseudonym.key'));
  const live = createWatches(runs.sightings);
  const version = readVersion();
  const temporalUiUrl = options.temporalUiUrl ?? null;
  const closing = new AbortController();
  const app = createApp({
    runs,
    tasks: runs.tasks,
    registry: {
      state,
      storage,
      results: createResultCache({ state, storage, tiers, clock: Date.now }),
      styles: STYLE_PLUGINS,
      openEncoder: createOnnxEncoders(storage.localPath(ENCODERS_FOLDER)),
      readers: READERS,
      pseudonymKey: readPseudonymKey(pseudonymKeyFile),
    },
    pages: [
      ...createDocsPages(version),
      { path: EVENTS_PATH, role: 'viewer', handle: createEventStream(live) },
      createMetricsPage(state),
      ...createPages({
        runs,
        clock: Date.now,
        temporalUiUrl: (executionId) => runUiUrl({ temporalUiUrl, config }, executionId),
      }),
    ],
    config,
    log,
    clock: Date.now,
    version,
    temporalUiUrl,
    closing: closing.signal,
  });
  const server = createServer({ requestTimeout: UPLOAD_MS_MAX, headersTimeout: 10_000 }, app);
  const sockets = attachWebSocket(server, { live, runs, guard: createGuard(config), log });
  try {
    await listen(server, config);
  } catch (error) {
    sockets.close();
    state.close();
    await closeAll(tiers);
    await client.connection.close();
    throw error;
  }
  return {
    url: urlOf(server, config.HOST),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      closing.abort();
      sockets.close();
      const quiet = live.close();
      server.closeIdleConnections();
      const hurry = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
      await closed;
      clearTimeout(hurry);
      // A caller that hung up leaves its call behind.
      await quiet;
      await runs.settled();
      state.close();
      await closeAll(tiers);
      await client.connection.close();
    },
  };
}

const closeAll = (tiers: readonly CacheTier[]) => Promise.all(tiers.map((tier) => tier.close()));

/** JSON lines on standard error: standard output belongs to the program that hosts the gateway. */
function createLog(config: Pick<Config, 'LOG_LEVEL'>): Logger {
  return pino({ level: config.LOG_LEVEL, base: { service: 'gateway' } }, pino.destination({ dest: 2, sync: true }));
}

/**
 * Whether the gateway could listen, known before anything else is started for it.
 *
 * Errors: as `startGateway`.
 */
export async function checkAddress(config: Config): Promise<void> {
  assertMayListen(config);
  const server = createServer();
  await listen(server, config);
  await new Promise((resolve) => server.close(resolve));
}

function listen(server: Server, { HOST, PORT }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `PORT ${PORT} on ${HOST} is taken by another process; stop it or set PORT to a free one`,
        EACCES: `PORT ${PORT} needs rights this process does not have; set PORT to 1024 or more`,
        EADDRNOTAVAIL: `HOST ${HOST} is no address of this machine`,
        ENOTFOUND: `HOST ${HOST} is no name this machine knows`,
      };
      const message = why[error.code ?? ''] ?? `cannot listen on HOST ${HOST}, PORT ${PORT} (${error.code})`;
      reject(new PipelineError('ConfigInvalid', message, { cause: error }));
    });
    server.listen(PORT, HOST.replace(/^\[|\]$/g, ''), resolve);
  });
}

/** An address a browser on this machine can open: listening on every address includes loopback. */
function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const bare = host.replace(/^\[|\]$/g, '');
  const reachable = bare === '0.0.0.0' || bare === '::' ? '127.0.0.1' : bare;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

function readVersion(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(file) as { version: string };
  return version;
}
