import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PipelineError } from '../../contracts/errors.ts';
import type { ExitEvidence, TrainingJob, TrainingProgress } from '../../contracts/training.ts';
import type { Trainer, TrainingFailure, TrainingHandle, TrainingStatus } from '../kinds.ts';
import { STYLE_PLUGINS } from '../styles/index.ts';
import {
  differences,
  FILES,
  fingerprintOf,
  isAlive,
  MEMORY_REMEDY,
  type Owner,
  peakMemoryOf,
  readExit,
  readJob,
  readLastEvent,
  readOwner,
  readResult,
  readTail,
  silentMs,
  startTimeOf,
  writeJob,
  writeOwner,
} from './job-files.ts';

/**
 * What the training process is started with beside its memory limit: the space for new objects stays small, since most of
 * what a training holds is arrays outside of it, and it would else take up to 48 MiB by itself.
 */
export const TRAINING_FLAGS = ['--max-semi-space-size=2'];
/**
 * All the environment it gets: it needs none of our secrets, and no variable changes a result. Node keeps what it made of
 * the source files, and so starts in half the time and 18 MiB.
 */
export const TRAINING_ENVIRONMENT = {
  TZ: 'UTC',
  LANG: 'C.UTF-8',
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/training-process', import.meta.url)),
};
/** Objects may take this share of the memory limit: they are collected before, and the rest is for arrays outside the heap. */
const HEAP_SHARE = 0.5;
const PROCESS = fileURLToPath(new URL('embedded-process.ts', import.meta.url));
/** An owner on another machine that has not written for this long is taken to be gone; it writes every second. */
const SILENT_MS_MAX = 15_000;
const REPLACE_GRACE_SECONDS = 5;
/** What a process on another machine needs to see that the job was taken from it: it looks every second. */
const RELEASE_GRACE_SECONDS_MIN = 3;
const AFTER_KILL_MS = 5000;
const WATCH_MS = 50;
const EXIT_NEWS_MS = 1000;

/** Children of this process, by job folder and number. */
type Children = Map<string, ChildProcess>;

/**
 * Trains in a child process of this one. Everything about a job is in its folder, so any process on this machine can
 * ask for it, attach to it or end it. The child holds the end of a pipe of ours and saves a checkpoint and exits when it
 * closes: however a worker dies, no trainer is left behind.
 */
export function createEmbeddedTrainer(): Trainer {
  const children: Children = new Map();
  // Most memory that the process of a job was seen to hold, in MiB, by folder: a dying process does not report its own.
  const peaks = new Map<string, number>();
  return {
    name: 'embedded',
    styles: STYLE_PLUGINS.map(({ id }) => id),
    submit: (job) => submit(job, children),
    poll: (handle) => poll(handle, { children, peaks }),
    cancel: ({ job_folder }, graceSeconds) => cancel(job_folder, { graceSeconds, children }),
  };
}

async function submit(job: TrainingJob, children: Children): Promise<TrainingHandle> {
  const folder = job.job_folder;
  mkdirSync(folder, { recursive: true });
  const handle = (pid: number | null): TrainingHandle => ({
    trainer: 'embedded',
    job_id: job.job_id,
    attempt: job.attempt,
    host: hostname(),
    pid,
    job_folder: folder,
  });
  if (readResult(folder)) {
    refuseOther(job, 'holds the result of');
    return handle(null);
  }
  const owner = readOwner(folder);
  if (owner && owner.attempt > job.attempt) {
    throw new PipelineError(
      'StaleAttempt',
      `job ${job.job_id} is at attempt ${owner.attempt}; attempt ${job.attempt} came late`,
    );
  }
  if (owner && isWorking(owner, folder)) {
    if (owner.attempt === job.attempt) {
      if (owner.host !== hostname())
        throw unavailable(job, 'is at work on another machine; taken over once it is silent');
      refuseOther(job, 'is at work on');
      return handle(owner.pid);
    }
    const { gone } = await cancel(folder, { graceSeconds: REPLACE_GRACE_SECONDS, children });
    if (!gone) throw unavailable(job, `has a process of attempt ${owner.attempt} that does not end`);
  }
  return handle(await start(job, children));
}

/** Writes the job and starts a process for it; a checkpoint in the folder makes it go on from there. */
async function start(job: TrainingJob, children: Children): Promise<number> {
  const folder = job.job_folder;
  writeJob(folder, job);
  const stderr = openSync(join(folder, FILES.stderr), 'w');
  let child: ChildProcess | undefined;
  try {
    child = spawn(
      process.execPath,
      [
        ...TRAINING_FLAGS,
        `--max-old-space-size=${Math.ceil(HEAP_SHARE * job.config.memory_limit_mb)}`,
        PROCESS,
        folder,
      ],
      {
        env: TRAINING_ENVIRONMENT,
        stdio: ['pipe', 'ignore', stderr],
      },
    );
    const { pid } = child;
    await new Promise((started, failed) => {
      child?.once('spawn', started);
      child?.once('error', failed);
    });
    if (pid === undefined) throw new Error('no process number');
    children.set(`${folder}\0${pid}`, child);
    // The child waits until it is named here: of two workers that start the same job at once, the later one's child works.
    writeOwner(folder, { host: hostname(), pid, started: startTimeOf(pid), attempt: job.attempt });
    // A worker may end while its child still runs; the pipe then tells the child.
    child.unref();
    child.stdin?.on('error', () => undefined);
    if (child.stdin instanceof Socket) child.stdin.unref();
    return pid;
  } catch (error) {
    child?.kill('SIGKILL');
    throw new PipelineError('TrainerUnavailable', `the training process of job ${job.job_id} could not be started`, {
      cause: error,
    });
  } finally {
    closeSync(stderr);
  }
}

async function poll(
  { job_folder: folder }: TrainingHandle,
  { children, peaks }: { children: Children; peaks: Map<string, number> },
): Promise<TrainingStatus> {
  const owner = readOwner(folder);
  const working = owner !== undefined && isWorking(owner, folder);
  const progress = readLastEvent(folder);
  // Read after the liveness: a process that ends in between has left its result or its exit.
  const result = readResult(folder);
  if (result) return { state: 'succeeded', progress, result };
  if (working) {
    const peak = owner.host === hostname() && owner.pid !== null ? peakMemoryOf(owner.pid) : null;
    if (peak !== null) peaks.set(folder, peak);
    return { state: 'running', progress };
  }
  const peak = peaks.get(folder);
  return { state: 'failed', failure: await explainEnd(folder, { owner, progress, children, peak }), progress };
}

async function explainEnd(
  folder: string,
  facts: { owner: Owner | undefined; progress: TrainingProgress | null; children: Children; peak: number | undefined },
): Promise<TrainingFailure> {
  const { owner, progress } = facts;
  const seen = await exitSeen(folder, owner, facts.children);
  const exit = readExit(folder, owner?.pid ?? null);
  const evidence = {
    exit_code: seen?.code ?? exit?.code ?? null,
    signal: seen?.signal ?? null,
    rss_mb_max: largest(exit?.rss_mb_max, progress?.rss_mb, facts.peak),
  };
  if (exit?.failure) return { ...exit.failure, ...evidence };
  // V8 ends the process itself when its heap is full: the words are all it leaves.
  if (/heap out of memory|Array buffer allocation failed/i.test(readTail(folder, FILES.stderr))) {
    const peak =
      evidence.rss_mb_max === null
        ? 'before its first report'
        : `it held ${Math.round(evidence.rss_mb_max)} MiB at its peak`;
    return {
      type: 'TrainerOutOfMemory',
      message: `the training process ran out of memory, ${peak}; ${MEMORY_REMEDY}`,
      ...evidence,
    };
  }
  const how = evidence.signal ?? (evidence.exit_code === null ? 'no exit was seen' : `exit code ${evidence.exit_code}`);
  return {
    type: 'TrainerLost',
    message: `the training process is gone (${how}); it goes on from the checkpoint`,
    ...evidence,
  };
}

function largest(...values: (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

async function cancel(
  folder: string,
  { graceSeconds, children }: { graceSeconds: number; children: Children },
): Promise<ExitEvidence> {
  const owner = readOwner(folder);
  const evidence = async (how: ExitEvidence['how']): Promise<ExitEvidence> => {
    const gone = how !== 'still_running';
    const seen = gone ? await exitSeen(folder, owner, children) : undefined;
    return {
      gone,
      exit_code: seen?.code ?? (owner && readExit(folder, owner.pid)?.code) ?? null,
      signal: seen?.signal ?? null,
      observed_at: new Date().toISOString(),
      how: seen ? 'exit_seen' : how,
    };
  };
  if (owner === undefined) return evidence('never_started');
  if (!isWorking(owner, folder)) return evidence('process_absent');
  if (owner.host !== hostname()) {
    // Out of reach of our signals: it ends itself, with a checkpoint, when it finds that the job is no longer its own.
    writeOwner(folder, { ...owner, host: hostname(), pid: null });
    const waitMs = Math.max(graceSeconds, RELEASE_GRACE_SECONDS_MIN) * 1000;
    return evidence((await ends(() => !isWorking(owner, folder), waitMs)) ? 'process_absent' : 'still_running');
  }
  signal(owner, 'SIGTERM');
  if (await ends(() => !isAlive(owner), graceSeconds * 1000)) return evidence('process_absent');
  signal(owner, 'SIGKILL');
  return evidence((await ends(() => !isAlive(owner), AFTER_KILL_MS)) ? 'process_absent' : 'still_running');
}

/** How our own child ended. The system knows of an exit a moment before Node tells, and the code is the better evidence. */
async function exitSeen(folder: string, owner: Owner | undefined, children: Children) {
  const child = children.get(`${folder}\0${owner?.pid}`);
  if (child === undefined) return undefined;
  await ends(() => child.exitCode !== null || child.signalCode !== null, EXIT_NEWS_MS);
  return child.exitCode === null && child.signalCode === null
    ? undefined
    : { code: child.exitCode, signal: child.signalCode };
}

async function ends(isOver: () => boolean, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; Date.now() <= until; await delay(WATCH_MS)) if (isOver()) return true;
  return isOver();
}

/** Checked right before: the number may belong to another process by now. */
function signal(owner: Owner, name: NodeJS.Signals): void {
  if (owner.pid === null || !isAlive(owner)) return;
  try {
    process.kill(owner.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Alive on this machine; or on another one, by the age of its last event and no word of its end. */
function isWorking(owner: Owner, folder: string): boolean {
  if (owner.host === hostname()) return isAlive(owner);
  return silentMs(folder) < SILENT_MS_MAX && readExit(folder, owner.pid) === undefined;
}

/** A folder belongs to one job: attaching to another one's process or result would hand out another model. */
function refuseOther(job: TrainingJob, what: string): void {
  const before = readJob(job.job_folder);
  const other = before ? differences(fingerprintOf(before), fingerprintOf(job)) : [];
  if (other.length === 0) return;
  throw new PipelineError(
    'ConfigInvalid',
    `the folder of job ${job.job_id} ${what} other ${other.join(', ')}; use a new folder`,
    { facts: { differs: other } },
  );
}

function unavailable(job: TrainingJob, why: string): PipelineError {
  return new PipelineError('TrainerUnavailable', `job ${job.job_id} ${why}`);
}
