import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../contracts/config.ts';

export interface WorkerProcess {
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * Keeps the workers of this machine running: one process for the activities, whose computing never holds the gateway
 * up, and one for the workflows, which answers status and moves runs on while the other computes. `pid` is that of the
 * activities. One that dies is started again after a second: its runs go on from where they were.
 */
export async function startWorkerProcess(
  config: Config,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<WorkerProcess> {
  const logs = join(resolve(config.DATA_DIR), 'logs');
  mkdirSync(logs, { recursive: true });
  const keep = (WORKER_TASKS: string, name: string) =>
    keepRunning({ ...settings, WORKER_TASKS }, join(logs, name), log);
  if (config.WORKER_TASKS !== 'all') return keep(config.WORKER_TASKS, 'worker.log');
  const started = await Promise.allSettled([
    keep('activities', 'worker.log'),
    keep('workflows', 'workflow-worker.log'),
  ]);
  const workers = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const stop = async () => void (await Promise.all(workers.map((worker) => worker.stop())));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    get pid() {
      return workers[0]?.pid;
    },
    stop,
  };
}

async function keepRunning(
  settings: Record<string, string>,
  logFile: string,
  log: (line: string) => void,
): Promise<WorkerProcess> {
  let child: ChildProcess | undefined;
  let stopping = false;

  const start = () =>
    new Promise<void>((ready, failed) => {
      child = spawn(process.execPath, [fileURLToPath(new URL('../worker/main.ts', import.meta.url))], {
        env: { ...process.env, ...settings },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // Ctrl-C reaches every process of the terminal; this one is stopped in order, by us.
        detached: true,
      });
      const out = createWriteStream(logFile, { flags: 'a' });
      child.stdout?.pipe(out, { end: false });
      child.stderr?.pipe(out, { end: false });
      child.once('message', () => ready());
      child.once('error', failed);
      child.once('exit', (code, signal) => {
        out.end();
        failed(new Error(`the worker ended (${signal ?? code}); see ${logFile}`));
        if (!stopping) void restart(signal ?? String(code));
      });
    });

  const restart = async (how: string) => {
    log(`worker ended (${how}); starting it again, its log is ${logFile}`);
    await delay(1000);
    if (!stopping) await start().catch(() => undefined);
  };

  await start();
  return {
    get pid() {
      return child?.pid;
    },
    async stop() {
      stopping = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolveGone) => child?.once('exit', resolveGone));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_GRACE_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}

const STOP_GRACE_MS = 15_000;
