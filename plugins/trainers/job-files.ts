import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TrainingJob, TrainingProgress } from '../../contracts/training.ts';
import type { TrainingFailure } from '../kinds.ts';

/** Files of a job folder. Every one is written under another name and renamed, so a reader never sees half a file. */
export const FILES = {
  job: 'job.json',
  owner: 'owner.json',
  events: 'events.jsonl',
  checkpoint: 'checkpoint.bin',
  result: 'result.json',
  exit: 'exit.json',
  stderr: 'stderr.log',
  model: 'model',
} as const;

/** Which process works on a job. The start time tells a process from a later one with the same number. */
export interface Owner {
  host: string;
  pid: number;
  started: string | null;
  attempt: number;
}

/** Why a process ended, by its own word. */
export interface Exit {
  code: number;
  attempt: number;
  failure: Pick<TrainingFailure, 'type' | 'message'> | null;
  rss_mb_max: number;
}

export function writeJson(folder: string, name: string, value: unknown): void {
  const path = join(folder, name);
  writeFileSync(`${path}.${process.pid}.tmp`, JSON.stringify(value));
  renameSync(`${path}.${process.pid}.tmp`, path);
}

/** The file's value, or undefined where it is not there. Other faults are the asker's: they throw. */
export function readJson<T>(folder: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The last whole line of the events, reading only the end of the file. */
export function readLastEvent(folder: string): TrainingProgress | null {
  let file: number;
  try {
    file = openSync(join(folder, FILES.events), 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 8192));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const line = tail
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .filter((text) => text.startsWith('{'))
      .at(-1);
    return line === undefined ? null : (JSON.parse(line) as TrainingProgress);
  } finally {
    closeSync(file);
  }
}

/** What a checkpoint depends on besides the data. */
export function configDigest({ config }: Pick<TrainingJob, 'config'>): string {
  const { memory_limit_mb: _, ...rest } = config;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

/** Start time of a process in clock ticks since boot (field 22 of /proc/PID/stat); null where it cannot be known. */
export function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Most memory a process has held, in MiB (VmHWM of /proc/PID/status); null where it cannot be known. */
export function peakMemoryOf(pid: number): number | null {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}

/** Whether the owner's process is there: same machine, same number, same start. A zombie has exited. */
export function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${owner.pid}/stat`, 'utf8');
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')) return false;
  } catch {
    // No /proc on this system: the number alone has to do.
  }
  return owner.started === null || startTimeOf(owner.pid) === owner.started;
}
