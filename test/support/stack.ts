import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { Dependencies } from '../../activities/define.ts';
import { type Config, parseConfig } from '../../contracts/config.ts';
import type { RunInput } from '../../contracts/run.ts';
import { createClient } from '../../temporal/connection.ts';
import { type RunningWorker, startWorker } from '../../worker/create-worker.ts';
import { startRun } from './pipeline.ts';

/** A real pipeline with a data folder and a dataset root of its own: real activities, real trainer, real server. */
export function createStack(options: { address?: string; settings?: Record<string, string> } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
  const root = join(folder, 'datasets');
  mkdirSync(root);
  const environment = {
    DATA_DIR: join(folder, 'data'),
    DATASET_ROOTS: root,
    TEMPORAL_ADDRESS: options.address ?? inject('temporalAddress'),
    TASK_QUEUE: `test-${randomUUID()}`,
    CANCEL_GRACE_SECONDS: '2',
    LOG_LEVEL: 'error',
    ...options.settings,
  };
  const config: Config = parseConfig(environment);
  const client = createClient({ address: environment.TEMPORAL_ADDRESS, namespace: 'default' });
  const workers: RunningWorker[] = [];
  const processes: ChildProcess[] = [];

  return {
    client,
    config,
    root,
    dataDir: environment.DATA_DIR,
    /** A worker in this process; parts of it can be replaced. */
    async work(replace: Partial<Dependencies> = {}): Promise<RunningWorker> {
      const worker = await startWorker(config, replace);
      workers.push(worker);
      return worker;
    },
    /** A worker in a process of its own, which can be killed. */
    async workApart(): Promise<ChildProcess> {
      const child = spawn(process.execPath, [fileURLToPath(new URL('../../worker/main.ts', import.meta.url))], {
        env: { PATH: process.env.PATH, ...environment },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      processes.push(child);
      await new Promise((ready, failed) => {
        child.once('message', ready);
        child.once('exit', () => failed(new Error('the worker ended before it was ready')));
      });
      return child;
    },
    start: (request: object, input: Partial<RunInput> = {}) => startRun(client, environment.TASK_QUEUE, request, input),
    /** Files below the data folder, by path relative to it. */
    files(prefix = ''): string[] {
      const base = join(environment.DATA_DIR, prefix);
      try {
        return readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((name) =>
          statSync(join(base, name)).isFile(),
        );
      } catch {
        return [];
      }
    },
    async end(): Promise<void> {
      for (const worker of workers) await worker.stop();
      for (const child of processes) {
        if (child.exitCode === null && child.signalCode === null) {
          const gone = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGTERM');
          await gone;
        }
      }
      await client.connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Stack = ReturnType<typeof createStack>;

/** Trainer processes whose job lies below a data folder, from the process table itself. */
export function trainerProcesses(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return command.includes('embedded-process') && command.includes(dataDir);
      } catch {
        return false;
      }
    })
    .map(Number);
}
