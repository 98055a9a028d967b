import { join, resolve } from 'node:path';
import { type Logger, pino } from 'pino';
import { checkAddress, startGateway } from '../api/gateway.ts';
import type { Config } from '../contracts/config.ts';
import { startTemporalServer } from './temporal-server.ts';
import { startWorkerProcess } from './worker-process.ts';

export interface Stack {
  readonly gatewayUrl: string;
  readonly uiUrl: string | null;
  readonly temporal: string;
  readonly workerPid: () => number | undefined;
  stop(): Promise<void>;
}

/** Starts what a run needs on this machine: Temporal server (or the one that is up), worker, gateway. */
export async function startStack(config: Config, log: (line: string) => void): Promise<Stack> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  await checkAddress(config);
  try {
    const server = await startTemporalServer({
      dataDir: resolve(config.DATA_DIR),
      address: config.TEMPORAL_ADDRESS,
      port: config.TEMPORAL_PORT,
      uiPort: config.TEMPORAL_UI_PORT,
      namespace: config.TEMPORAL_NAMESPACE,
      log,
    });
    stops.push(() => server.stop());
    const running = { ...config, TEMPORAL_ADDRESS: server.address };
    const worker = await startWorkerProcess(running, toEnvironment(running), log);
    stops.push(() => worker.stop());
    const gateway = await startGateway(running, { temporalUiUrl: server.uiUrl, log: createGatewayLog(running) });
    stops.push(() => gateway.close());
    return {
      gatewayUrl: gateway.url,
      uiUrl: server.uiUrl,
      temporal: server.describe(),
      workerPid: () => worker.pid,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Every request in a file, as the workers have theirs; a terminal shows what somebody has to know. */
function createGatewayLog({ DATA_DIR, LOG_LEVEL }: Config): Logger {
  const dest = join(resolve(DATA_DIR), 'logs', 'gateway.log');
  const streams = [
    { level: LOG_LEVEL, stream: pino.destination({ dest, mkdir: true, sync: true }) },
    { level: 'warn' as const, stream: pino.destination({ dest: 2, sync: true }) },
  ];
  return pino({ level: LOG_LEVEL, base: { service: 'gateway' } }, pino.multistream(streams));
}

/** The configuration as the environment that parses back to it. */
function toEnvironment(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : String(value)]],
    ),
  );
}
