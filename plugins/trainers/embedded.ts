import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../../contracts/errors.ts';
import type { ExitEvidence, TrainingJob, TrainingProgress } from '../../contracts/training.ts';
import type { Trainer, TrainingFailure, TrainingHandle, TrainingResultFile, TrainingStatus } from '../kinds.ts';
import { STYLE_PLUGINS } from '../styles/index.ts';
import {
  type Exit,
  FILES,
  isAlive,
  type Owner,
  peakMemoryOf,
  readJson,
  readLastEvent,
  startTimeOf,
  writeJson,
} from './job-files.ts';

const PROCESS = fileURLToPath(new URL('embedded-process.ts', import.meta.url));
/** An owner on another machine that has not written for this long is taken to be gone; it writes every second. */
const SILENT_MS_MAX = 15_000;
const REPLACE_GRACE_SECONDS = 5;
const WATCH_MS = 50;
const EXIT_NEWS_MS = 1000;

/**
 * Trains in a child process of this one. Everything about a job is in its folder, so any process on this machine can
 * ask for it, attach to it or end it. The child holds the end of a pipe of ours and saves a checkpoint and exits when it
 * closes: however a worker dies, no trainer is left behind.
 */
export function createEmbeddedTrainer(): Trainer {
  return { name: 'embedded', styles: STYLE_PLUGINS.map(({ id }) => id), submit, poll, cancel };
}

async function submit(job: TrainingJob): Promise<TrainingHandle> {
  const folder = job.job_folder;
  mkdirSync(folder, { recursive: true });
  const owner = readJson<Owner>(folder, FILES.owner);
  const handle = (pid: number | null): TrainingHandle => ({
    trainer: 'embedded',
    job_id: job.job_id,
    attempt: job.attempt,
    host: hostname(),
    pid,
    job_folder: folder,
  });
  if (readJson(folder, FILES.result)) return handle(null);
  if (owner && owner.attempt > job.attempt) {
    throw new PipelineError(
      'StaleAttempt',
      `job ${job.job_id} is at attempt ${owner.attempt}; attempt ${job.attempt} came late`,
    );
  }
  if (owner && isElsewhere(owner, folder)) {
    throw new PipelineError(
      'TrainerUnavailable',
      `job ${job.job_id} is at work on another machine; it is taken over when it goes silent`,
    );
  }
  if (owner && isAlive(owner)) {
    if (owner.attempt === job.attempt) return handle(owner.pid);
    await cancel(job, REPLACE_GRACE_SECONDS);
  }
  rmSync(join(folder, FILES.exit), { force: true });
  writeJson(folder, FILES.job, job);
  const stderr = openSync(join(folder, FILES.stderr), 'w');
  try {
    const child = spawn(process.execPath, [`--max-old-space-size=${job.config.memory_limit_mb}`, PROCESS, folder], {
      // Nothing of our environment: a training process needs none of our secrets.
      env: { PATH: process.env.PATH, TZ: 'UTC' },
      stdio: ['pipe', 'ignore', stderr],
    });
    await new Promise((started, failed) => {
      child.once('spawn', started);
      child.once('error', failed);
    });
    child.stdin?.on('error', () => undefined);
    // The worker may end while the child still runs; the pipe then tells the child.
    child.unref();
    const pid = child.pid ?? 0;
    writeJson(folder, FILES.owner, {
      host: hostname(),
      pid,
      started: startTimeOf(pid),
      attempt: job.attempt,
    } satisfies Owner);
    const exit = new Promise<void>((seen) => {
      child.once('exit', (code, signal) => {
        exits.set(`${folder}\0${pid}`, { code, signal });
        seen();
      });
    });
    children.set(`${folder}\0${pid}`, exit);
    return handle(pid);
  } catch (error) {
    throw new PipelineError('TrainerUnavailable', `the training process of job ${job.job_id} could not be started`, {
      cause: error,
    });
  } finally {
    closeSync(stderr);
  }
}

/** Children of this process, by folder and number: settled once their exit was seen. */
const children = new Map<string, Promise<void>>();

/** Most memory that the process of a job was seen to hold, in MiB, by folder. */
const peaks = new Map<string, number>();

/** How children of this process ended, by folder and number: better evidence than that they are gone. */
const exits = new Map<string, { code: number | null; signal: NodeJS.Signals | null }>();

async function poll(handle: TrainingHandle): Promise<TrainingStatus> {
  const folder = handle.job_folder;
  const owner = readJson<Owner>(folder, FILES.owner);
  const alive = owner !== undefined && (isAlive(owner) || isElsewhere(owner, folder));
  const progress = readLastEvent(folder);
  // Read after the liveness: a process that ends in between has left its result or its exit.
  const result = readJson<TrainingResultFile>(folder, FILES.result);
  if (result) return { state: 'succeeded', progress, result };
  if (alive) {
    // Seen from outside: a process that is busy or dying does not report its own peak.
    const peak = owner.host === hostname() ? peakMemoryOf(owner.pid) : null;
    if (peak !== null) peaks.set(folder, peak);
    return { state: 'running', progress };
  }
  await exitNews(folder, owner);
  return { state: 'failed', failure: explainEnd(folder, owner, progress), progress };
}

function explainEnd(folder: string, owner: Owner | undefined, progress: TrainingProgress | null): TrainingFailure {
  const seen = owner && exits.get(`${folder}\0${owner.pid}`);
  const exit = readJson<Exit>(folder, FILES.exit);
  const facts = {
    exit_code: seen?.code ?? exit?.code ?? null,
    signal: seen?.signal ?? null,
    rss_mb_max: largest(exit?.rss_mb_max, progress?.rss_mb, peaks.get(folder)),
  };
  if (exit?.failure) return { ...exit.failure, ...facts };
  const stderr = readTail(join(folder, FILES.stderr));
  if (/heap out of memory|Array buffer allocation failed/i.test(stderr)) {
    const peak = facts.rss_mb_max === null ? 'an unknown amount' : `${Math.round(facts.rss_mb_max)} MiB`;
    return {
      type: 'TrainerOutOfMemory',
      message: `the training process ran out of memory; at its peak it held ${peak}`,
      ...facts,
    };
  }
  const how = facts.signal ?? (facts.exit_code === null ? 'no exit was seen' : `exit code ${facts.exit_code}`);
  return {
    type: 'TrainerLost',
    message: `the training process is gone (${how}); it goes on from the checkpoint`,
    ...facts,
  };
}

async function cancel(job: { job_id: string; job_folder: string }, graceSeconds: number): Promise<ExitEvidence> {
  const folder = job.job_folder;
  const owner = readJson<Owner>(folder, FILES.owner);
  const evidence = async (how: ExitEvidence['how'], gone = true): Promise<ExitEvidence> => {
    const key = `${folder}\0${owner?.pid}`;
    if (gone) await exitNews(folder, owner);
    const seen = exits.get(key);
    return {
      gone,
      exit_code: seen?.code ?? null,
      signal: seen?.signal ?? null,
      observed_at: new Date().toISOString(),
      how: gone && seen ? 'exit_seen' : how,
    };
  };
  if (owner === undefined) return evidence('never_started');
  if (owner.host !== hostname()) {
    // Its process cannot be signalled from here: it ends itself when it finds that the job is no longer its own.
    writeJson(folder, FILES.owner, { ...owner, attempt: Number.MAX_SAFE_INTEGER } satisfies Owner);
    await delay(Math.max(graceSeconds, 3) * 1000);
    const left = readJson<Exit>(folder, FILES.exit) !== undefined || !isElsewhere(owner, folder);
    return left ? evidence('process_absent') : evidence('still_running', false);
  }
  if (!isAlive(owner)) return evidence('process_absent');
  signal(owner, 'SIGTERM');
  if (await gone(owner, graceSeconds * 1000)) return evidence('process_absent');
  signal(owner, 'SIGKILL');
  return (await gone(owner, 5000)) ? evidence('process_absent') : evidence('still_running', false);
}

/** The system knows of an exit a moment before Node tells; the code is better evidence than the absence. */
async function exitNews(folder: string, owner: Owner | undefined): Promise<void> {
  await Promise.race([children.get(`${folder}\0${owner?.pid}`), delay(EXIT_NEWS_MS)]);
}

async function gone(owner: Owner, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; Date.now() <= until; await delay(WATCH_MS)) if (!isAlive(owner)) return true;
  return !isAlive(owner);
}

/** Checked right before: the number may belong to another process by now. */
function signal(owner: Owner, name: NodeJS.Signals): void {
  if (!isAlive(owner)) return;
  try {
    process.kill(owner.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** At work on another machine, by the age of its last event. */
function isElsewhere(owner: Owner, folder: string): boolean {
  if (owner.host === hostname()) return false;
  try {
    return Date.now() - statSync(join(folder, FILES.events)).mtimeMs < SILENT_MS_MAX;
  } catch {
    return false;
  }
}

const largest = (...values: (number | null | undefined)[]) => {
  const known = values.filter((value) => value != null);
  return known.length === 0 ? null : Math.max(...known);
};

function readTail(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(-8192);
  } catch {
    return '';
  }
}
