import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  SettingsTrialSchema,
  type TrainingJob,
  TrainingJobSchema,
  TrainingOutcomeSchema,
  type TrainingProgress,
  TrainingProgressSchema,
} from '../../contracts/training.ts';
import type { TrainingResultFile } from '../kinds.ts';

/** What to do where a training took more memory than it may. */
export const MEMORY_REMEDY =
  'raise training_config.memory_limit_mb, or lower max_features, max_vocabulary or batch_size';

/** Files of a job folder. All but events and stderr are written under another name and renamed: a reader never sees half. */
export const FILES = {
  job: 'job.json',
  owner: 'owner.json',
  events: 'events.jsonl',
  checkpoint: 'checkpoint.bin',
  result: 'result.json',
  exit: 'exit.json',
  search: 'search.json',
  stderr: 'stderr.log',
  model: 'model',
} as const;

const OwnerSchema = z.object({
  host: z.string(),
  pid: z.int().positive().nullable().describe('null: the job was taken from its process and given to no other'),
  started: z.string().nullable().describe('Start time of the process: tells it from a later one with the same number'),
  attempt: z.int(),
});
/** Which process may work on a job. A process that is not named here ends. */
export type Owner = z.infer<typeof OwnerSchema>;

const ExitSchema = z.object({
  code: z.int(),
  pid: z.int(),
  failure: z
    .object({
      type: z.enum([
        'TrainingDiverged',
        'TrainerOutOfMemory',
        'TrainerLost',
        'StyleUnsupported',
        'ConfigInvalid',
        'Defect',
      ]),
      message: z.string(),
    })
    .nullable(),
  rss_mb_max: z.number(),
});
/** Why a process ended, by its own word. */
export type Exit = z.infer<typeof ExitSchema>;

const ResultSchema: z.ZodType<TrainingResultFile> = z.object({
  model_files: z.array(z.string()),
  steps: z.int(),
  loss_final: z.number().nullable(),
  loss_curve: z.array(z.object({ step: z.int(), loss: z.number() })),
  training_seconds: z.number(),
  resumed_from_step: z.int().nullable(),
  rss_mb_max: z.number(),
  parameter_count: z.int(),
  counts: z.record(z.string(), z.int()),
  search: TrainingOutcomeSchema.shape.search,
});

export const readJob = (folder: string) => readJson(folder, FILES.job, TrainingJobSchema);
export const readOwner = (folder: string) => readJson(folder, FILES.owner, OwnerSchema);
export const readResult = (folder: string) => readJson(folder, FILES.result, ResultSchema);

/** The exit of that process; what another process of the job left is not its word. */
export function readExit(folder: string, pid: number | null): Exit | undefined {
  const exit = readJson(folder, FILES.exit, ExitSchema);
  return exit?.pid === pid ? exit : undefined;
}

/** What a search has tried so far; nothing where it was made of another job. */
export function readSearch(folder: string, madeOf: Readonly<Record<string, string>>) {
  const found = readJson(folder, FILES.search, SearchSchema);
  return found && differences(found.made_of, madeOf).length === 0 ? found.trials : [];
}

const SearchSchema = z.object({ made_of: z.record(z.string(), z.string()), trials: z.array(SettingsTrialSchema) });

export const writeSearch = (folder: string, search: z.infer<typeof SearchSchema>) =>
  writeJson(folder, FILES.search, search);
export const writeJob = (folder: string, job: TrainingJob) => writeJson(folder, FILES.job, job);
export const writeOwner = (folder: string, owner: Owner) => writeJson(folder, FILES.owner, owner);
export const writeResult = (folder: string, result: TrainingResultFile) => writeJson(folder, FILES.result, result);
export const writeExit = (folder: string, exit: Exit) => writeJson(folder, FILES.exit, exit);

/** Writes under another name, waits for the disk, renames: after a power cut the old bytes are there or the new ones. */
export function writeWhole(path: string, ...parts: Uint8Array[]): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w');
  try {
    for (const bytes of parts) for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** The last whole line of the events, reading only the end of the file. */
export function readLastEvent(folder: string): TrainingProgress | null {
  const tail = readTail(folder, FILES.events);
  const lines = tail.split('\n').slice(0, -1);
  for (const line of lines.reverse()) {
    const event = TrainingProgressSchema.safeParse(parsed(line));
    if (event.success) return event.data;
  }
  return null;
}

/** The last 8 KiB of a file as text; empty where there is none. */
export function readTail(folder: string, name: string): string {
  let file: number;
  try {
    file = openSync(join(folder, name), 'r');
  } catch (error) {
    if (isAbsent(error)) return '';
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, 8192));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** Milliseconds since the last event was written; infinite where there is none. */
export function silentMs(folder: string): number {
  try {
    return Date.now() - statSync(join(folder, FILES.events)).mtimeMs;
  } catch (error) {
    if (isAbsent(error)) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/**
 * What the bytes of a model depend on, by name, each as a hash. Two jobs with equal fingerprints train the same model;
 * memory limit, attempt and folder are no part of it.
 */
export function fingerprintOf({ config, data_sha256 }: TrainingJob): Record<string, string> {
  const settings = Object.entries(config.settings).map(([name, value]) => [`settings.${name}`, value]);
  const { style, task, seed, search } = config;
  const parts = { ...Object.fromEntries(settings), style, task, seed, ...(search && { search }) };
  const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
  const hashed = Object.entries(parts).map(([name, value]) => [name, hash(value)]);
  return { ...Object.fromEntries(hashed), data: data_sha256 };
}

/** Names of what differs between two fingerprints, in order. */
export function differences(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
}

/** Start time of a process in clock ticks since boot (field 22 of /proc/PID/stat); null where it cannot be known. */
export function startTimeOf(pid: number): string | null {
  return statOf(pid)?.[19] ?? null;
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
  if (owner.pid === null || owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (statOf(owner.pid)?.[0] === 'Z') return false;
  return owner.started === null || startTimeOf(owner.pid) === owner.started;
}

/** Fields of /proc/PID/stat from the state on; undefined on a system without /proc, where the number alone has to do. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses before may hold blanks and parentheses of its own.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function writeJson(folder: string, name: string, value: unknown): void {
  writeWhole(join(folder, name), Buffer.from(JSON.stringify(value)));
}

/** The file's value, or undefined where it is not there. Other faults throw: they say nothing of the job. */
function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  return schema.parse(JSON.parse(text));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isAbsent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
