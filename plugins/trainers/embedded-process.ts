import { appendFileSync, createReadStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { type TrainingJob, TrainingJobSchema, type TrainingProgress } from '../../contracts/training.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingFailure, TrainingResultFile } from '../kinds.ts';
import { STYLE_PLUGINS } from '../styles/index.ts';
import { configDigest, type Exit, FILES, type Owner, readJson, writeJson } from './job-files.ts';

/** The training process: reads job.json of the folder it is given, leaves model and result there, or says why not. */
const EXIT = { done: 0, badJob: 2, diverged: 3, defect: 70, tryAgain: 75, memory: 137, terminated: 143 } as const;
const EVENT_MS = 200;
const BEAT_MS = 1000;
const MEMORY_WATCH_MS = 250;
const CHECKPOINT_MS = 1000;
const CURVE_POINTS_MAX = 200;

const folder = process.argv[2] ?? '';
const started = Date.now();
let rssMax = 0;
let stopping: number | null = null;
let attempt = 0;
let latest: Omit<TrainingProgress, 'at' | 'rss_mb'> = {
  step: 0,
  total_steps: 1,
  phase: 'loading',
  loss: null,
  resumed_from_step: null,
};

/** Thrown out of the training loop when the process is to end. */
class Stopped extends Error {}

function leave(code: number, failure: Exit['failure'] = null): never {
  writeJson(folder, FILES.exit, { code, attempt, failure, rss_mb_max: rssMax } satisfies Exit);
  process.exit(code);
}

function fail(code: number, type: TrainingFailure['type'], message: string): never {
  return leave(code, { type, message });
}

function report(): void {
  const line: TrainingProgress = { at: new Date().toISOString(), ...latest, rss_mb: rssNow() };
  appendFileSync(join(folder, FILES.events), `${JSON.stringify(line)}\n`);
}

function rssNow(): number {
  const mb = process.memoryUsage.rss() / 1024 / 1024;
  rssMax = Math.max(rssMax, mb);
  return mb;
}

function watchMemory(limitMb: number): void {
  if (rssNow() <= limitMb) return;
  fail(
    EXIT.memory,
    'TrainerOutOfMemory',
    `the training process used ${Math.ceil(rssMax)} MiB, its limit is ${limitMb} MiB; raise training_config.memory_limit_mb, or lower max_features, max_vocabulary or batch_size`,
  );
}

let owned = false;

/** A newer attempt or another worker has taken the job, or it was cancelled from another machine. */
function isReplaced(): boolean {
  const owner = readJson<Owner>(folder, FILES.owner);
  if (owner === undefined) return false;
  // Our own entry is written by the worker after we started: only once it was seen does another one mean something.
  owned ||= owner.pid === process.pid;
  return owner.attempt > attempt || (owned && owner.pid !== process.pid);
}

async function* readFiles(files: string[]): AsyncGenerator<ConversationRecord> {
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== '') yield JSON.parse(line) as ConversationRecord;
    }
  }
}

interface CheckpointMeta {
  step: number;
  config: string;
  data: string;
}

function saveCheckpoint(job: TrainingJob, step: number, state: Uint8Array): void {
  // The style's own bytes, padded to whole numbers, inside a file that says what they belong to.
  const padded = new Uint8Array(Math.ceil(state.length / 4) * 4);
  padded.set(state);
  const meta = { step, config: configDigest(job), data: job.data_sha256 } satisfies CheckpointMeta;
  const path = join(folder, FILES.checkpoint);
  writeFileSync(
    `${path}.${process.pid}.tmp`,
    writeTensors({ meta, tensors: { state: new Uint32Array(padded.buffer) } }),
  );
  renameSync(`${path}.${process.pid}.tmp`, path);
}

function loadCheckpoint(job: TrainingJob): { step: number; bytes: Uint8Array } | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, FILES.checkpoint));
  } catch {
    return null;
  }
  const { meta, tensors } = readTensors(bytes);
  const made = meta as CheckpointMeta;
  const other = [
    ...(made.config === configDigest(job) ? [] : ['settings']),
    ...(made.data === job.data_sha256 ? [] : ['data']),
  ];
  if (other.length > 0) {
    throw new PipelineError(
      'ConfigInvalid',
      `the checkpoint at step ${made.step} was made with other ${other.join(' and ')}; start the job in a new folder`,
    );
  }
  const state = tensors.state as Uint32Array;
  return { step: made.step, bytes: new Uint8Array(state.buffer, state.byteOffset, state.byteLength) };
}

async function main(): Promise<void> {
  const job = TrainingJobSchema.parse(readJson(folder, FILES.job));
  attempt = job.attempt;
  const style = STYLE_PLUGINS.find(({ id }) => id === job.config.style);
  if (!style) throw new PipelineError('StyleUnsupported', `style ${job.config.style} is not installed here`);

  process.on('SIGTERM', () => {
    stopping = EXIT.terminated;
  });
  // The worker's end of the pipe closed: nobody answers for this process any more.
  process.stdin.on('close', () => {
    stopping ??= EXIT.tryAgain;
  });
  process.stdin.resume();
  setInterval(() => watchMemory(job.config.memory_limit_mb), MEMORY_WATCH_MS).unref();
  setInterval(report, BEAT_MS).unref();

  const checkpoint = loadCheckpoint(job);
  latest = { ...latest, step: checkpoint?.step ?? 0, resumed_from_step: checkpoint?.step ?? null };
  report();
  const curve: { step: number; loss: number }[] = [];
  let lastEvent = 0;
  let lastCheckpoint = Date.now();

  const model = await style.train({
    train: () => readFiles(job.train_files),
    validation: () => readFiles(job.validation_files),
    task: job.config.task,
    settings: job.config.settings,
    seed: job.config.seed,
    checkpoint,
    hooks: {
      onTotal(total_steps) {
        latest = { ...latest, total_steps, phase: 'training' };
      },
      async afterStep(step, loss, state) {
        if (!Number.isFinite(loss)) {
          throw new PipelineError(
            'TrainingDiverged',
            `the loss at step ${step} is not a number; lower the learning rate`,
          );
        }
        latest = { ...latest, step, loss };
        addPoint(curve, { step, loss });
        watchMemory(job.config.memory_limit_mb);
        const now = Date.now();
        if (now - lastEvent >= EVENT_MS) {
          lastEvent = now;
          report();
          if (isReplaced()) stopping ??= EXIT.tryAgain;
        }
        // Timers, signals and the pipe get their turn between two steps.
        await new Promise(setImmediate);
        if (stopping !== null || now - lastCheckpoint >= CHECKPOINT_MS) {
          saveCheckpoint(job, step, state());
          lastCheckpoint = Date.now();
        }
        if (stopping !== null) throw new Stopped();
      },
    },
  });
  latest = { ...latest, phase: 'writing' };
  report();

  const temporary = join(folder, `${FILES.model}.${process.pid}.tmp`);
  mkdirSync(temporary, { recursive: true });
  for (const [name, bytes] of Object.entries(model.files)) writeFileSync(join(temporary, name), bytes);
  rmSync(join(folder, FILES.model), { recursive: true, force: true });
  renameSync(temporary, join(folder, FILES.model));
  rssNow();
  writeJson(folder, FILES.result, {
    model_files: Object.keys(model.files).sort(),
    steps: model.steps,
    loss_final: model.lossFinal,
    loss_curve: curve,
    training_seconds: (Date.now() - started) / 1000,
    resumed_from_step: latest.resumed_from_step,
    rss_mb_max: rssMax,
    parameter_count: model.parameterCount,
  } satisfies TrainingResultFile);
  leave(EXIT.done);
}

/** Keeps the curve short: when it is full, every second point goes. */
function addPoint(curve: { step: number; loss: number }[], point: { step: number; loss: number }): void {
  curve.push(point);
  if (curve.length > CURVE_POINTS_MAX) curve.splice(0, curve.length, ...curve.filter((_, i) => i % 2 === 0));
}

try {
  await main();
} catch (error) {
  if (error instanceof Stopped) leave(stopping ?? EXIT.tryAgain);
  if (error instanceof PipelineError) {
    const { type, message } = error;
    if (type === 'TrainingDiverged') fail(EXIT.diverged, type, message);
    if (type === 'ConfigInvalid' || type === 'StyleUnsupported') fail(EXIT.badJob, type, message);
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  const name = error instanceof Error ? error.name : 'unknown error';
  if (error instanceof RangeError && /allocation|array length/i.test(error.message)) {
    fail(
      EXIT.memory,
      'TrainerOutOfMemory',
      `an allocation failed at ${Math.ceil(rssMax)} MiB; raise training_config.memory_limit_mb, or lower max_features or max_vocabulary`,
    );
  }
  fail(EXIT.defect, 'Defect', `${name}; its stack is in ${FILES.stderr} of the job folder`);
}
