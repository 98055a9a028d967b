import { appendFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PipelineError } from '../../contracts/errors.ts';
import type { TrainingJob, TrainingOutcome, TrainingProgress } from '../../contracts/training.ts';
import { createOnnxEncoders } from '../encoders/onnx.ts';
import type { TrainedModel, TrainingStyle } from '../kinds.ts';
import { STYLE_PLUGINS } from '../styles/index.ts';
import { openEmbedding } from '../styles/static-table.ts';
import { type CheckpointMeta, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import {
  type Exit,
  FILES,
  fingerprintOf,
  MEMORY_REMEDY,
  readJob,
  readOwner,
  writeExit,
  writeResult,
  writeWhole,
} from './job-files.ts';
import { readRecords, shareInMemory } from './job-records.ts';
import { createPieceStores } from './piece-stores.ts';
import { addPoint, refuseDiverged, secondsLeft } from './progress.ts';
import { searchInFolder } from './search-settings.ts';

/** The training process: reads job.json of the folder it is given, leaves model and result there, or says why not. */
const EXIT = { done: 0, badJob: 2, diverged: 3, defect: 70, tryAgain: 75, memory: 137, terminated: 143 } as const;
const EVENT_MS = 200;
const BEAT_MS = 1000;
const MEMORY_WATCH_MS = 250;
const OWNER_WAIT_MS = 10_000;
const TURN_MS = 20;
const CHECKPOINT_MS_MIN = 1000;
/** Saving may take a tenth of the time at most: a large model is saved less often. */
const CHECKPOINT_COST_FACTOR = 10;

/** Features stay in memory up to this share of the limit; all past it lie on the disk. */
const PIECES_SHARE = 0.125;
/** Thrown out of the training when the process is to end. */
class Stopped extends Error {}

const folder = process.argv[2] ?? '';
let rssMax = 0;
let stopping: number | null = null;
let attempt = 0;
let lastTurn = Date.now();
let latest: Omit<TrainingProgress, 'at' | 'rss_mb'> = {
  step: 0,
  total_steps: 1,
  phase: 'loading',
  loss: null,
  seconds_left: null,
  resumed_from_step: null,
};

try {
  await main();
} catch (error) {
  explain(error);
}

async function main(): Promise<void> {
  const job = readJob(folder);
  if (!job) throw new PipelineError('ConfigInvalid', `${FILES.job} is missing in the job folder`);
  attempt = job.attempt;
  const style = STYLE_PLUGINS.find(({ id }) => id === job.config.style);
  if (!style) throw new PipelineError('StyleUnsupported', `style ${job.config.style} is not installed here`);
  const settings = style.settings.safeParse(job.config.settings);
  if (!settings.success) {
    const problems = settings.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new PipelineError('ConfigInvalid', `settings of ${style.id}: ${problems.join('; ')}`);
  }
  listen();
  await untilNamed();
  setInterval(() => watchMemory(job), MEMORY_WATCH_MS).unref();
  setInterval(beat, BEAT_MS).unref();
  await train(job, style);
}

async function train(job: TrainingJob, style: TrainingStyle): Promise<void> {
  const started = Date.now();
  const openEncoder = job.encoders_folder === undefined ? undefined : createOnnxEncoders(job.encoders_folder);
  const embedding = await openEmbedding(job.config.settings, openEncoder);
  const runtime = embedding && { encoder_runtime: embedding.runtime };
  const madeOf = { ...fingerprintOf(job), style_version: style.version, ...runtime };
  const saved = loadCheckpoint(folder, madeOf);
  const before = saved?.meta ?? { step: 0, loss_first: null, loss_curve: [], seconds: 0 };
  latest = { ...latest, step: before.step, resumed_from_step: saved?.meta.step ?? null };
  report();
  const curve = [...before.loss_curve];
  const seconds = () => before.seconds + (Date.now() - started) / 1000;
  let lossFirst = before.loss_first;
  let lastEvent = 0;
  let pace: { step: number; at: number } | undefined;
  let nextCheckpoint = Date.now() + CHECKPOINT_MS_MIN;

  const share = style.streams?.(job.config.settings) ? 1 : shareInMemory(job);
  let notSampled = 0;
  const piecesBytes = PIECES_SHARE * job.config.memory_limit_mb * 1024 * 1024;
  const stores = createPieceStores(folder, piecesBytes);
  const data = {
    openEncoder,
    train: () => readRecords(job.train_files, { share, pause, leaveOut: (count) => (notSampled = count) }),
    validation: () => readRecords(job.validation_files, { share, pause }),
  };
  const search = await searchInFolder(folder, style, {
    config: job.config,
    ...data,
    madeOf,
    openStores: () => createPieceStores(folder, piecesBytes),
    async beat() {
      watchMemory(job);
      await pause();
    },
    check() {
      if (standing() !== 'ours') throw new Stopped();
    },
  });
  const model = await style.train({
    ...data,
    task: job.config.task,
    settings: search?.settings ?? job.config.settings,
    seed: job.config.seed,
    checkpoint: saved && { step: saved.meta.step, bytes: saved.state },
    hooks: {
      onTotal(total_steps) {
        latest = { ...latest, total_steps, phase: 'training' };
      },
      pause,
      pieces: () => stores.create(),
      async afterStep(step, loss, state) {
        lossFirst ??= loss;
        refuseDiverged(step, loss, lossFirst);
        pace ??= { step, at: Date.now() };
        latest = { ...latest, step, loss, seconds_left: secondsLeft(pace, step, latest.total_steps) };
        addPoint(curve, { step, loss });
        watchMemory(job);
        if (Date.now() - lastEvent >= EVENT_MS) {
          lastEvent = Date.now();
          report();
        }
        // Timers, signals and the pipe get their turn between two steps.
        await new Promise(setImmediate);
        if (standing() !== 'replaced' && (stopping !== null || Date.now() >= nextCheckpoint)) {
          const from = Date.now();
          const meta: CheckpointMeta = {
            step,
            made_of: madeOf,
            loss_first: lossFirst,
            loss_curve: curve,
            seconds: seconds(),
          };
          saveCheckpoint(folder, meta, state());
          nextCheckpoint = Date.now() + Math.max(CHECKPOINT_MS_MIN, CHECKPOINT_COST_FACTOR * (Date.now() - from));
        }
        if (stopping !== null) throw new Stopped();
      },
    },
  });
  stores.remove();
  latest = { ...latest, phase: 'writing' };
  report();
  const counts = { ...model.counts, ...(share < 1 && { train_records_not_sampled: notSampled }) };
  publish({ ...model, counts }, { curve, seconds: seconds(), search });
  leave(EXIT.done);
}

/** Whole or not at all: the result is written last, and only by the process the job belongs to. */
function publish(
  model: TrainedModel,
  facts: { curve: { step: number; loss: number }[]; seconds: number; search: TrainingOutcome['search'] },
): void {
  const temporary = join(folder, `${FILES.model}.${process.pid}.tmp`);
  mkdirSync(temporary, { recursive: true });
  for (const [name, bytes] of Object.entries(model.files)) writeWhole(join(temporary, name), bytes);
  if (standing() !== 'ours') throw new Stopped();
  rmSync(join(folder, FILES.model), { recursive: true, force: true });
  renameSync(temporary, join(folder, FILES.model));
  rssNow();
  writeResult(folder, {
    model_files: Object.keys(model.files).sort(),
    steps: model.steps,
    loss_final: model.lossFinal,
    loss_curve: facts.curve,
    training_seconds: facts.seconds,
    resumed_from_step: latest.resumed_from_step,
    rss_mb_max: rssMax,
    parameter_count: model.parameterCount,
    counts: { ...model.counts },
    ...(facts.search && { search: facts.search }),
  });
}

/** What may end the training from outside. */
function listen(): void {
  process.on('SIGTERM', () => {
    stopping = EXIT.terminated;
  });
  // Ctrl-C reaches every process of a terminal. Whether training ends is the worker's to say; if it dies, the pipe tells.
  process.on('SIGINT', () => undefined);
  // The worker's end of the pipe closed: nobody answers for this process any more.
  process.stdin.on('close', () => {
    stopping ??= EXIT.tryAgain;
  });
  process.stdin.on('error', () => undefined);
  process.stdin.resume();
}

/** The worker names this process as the owner of the job right after it started it; before that there is nothing to do. */
async function untilNamed(): Promise<void> {
  for (const until = Date.now() + OWNER_WAIT_MS; standing() !== 'ours'; await delay(TURN_MS)) {
    stopping ??= Date.now() > until ? EXIT.tryAgain : null;
    if (stopping !== null) throw new Stopped();
  }
}

/** Whether the job is this process's, was taken from it (a cancel from another machine), or was given to another process. */
function standing(): 'ours' | 'released' | 'replaced' {
  const owner = readOwner(folder);
  if (owner?.pid === null) return 'released';
  return owner?.pid === process.pid && owner.host === hostname() && owner.attempt === attempt ? 'ours' : 'replaced';
}

function beat(): void {
  guarded(() => {
    report();
    if (standing() !== 'ours') stopping ??= EXIT.tryAgain;
  });
}

function report(): void {
  const line: TrainingProgress = { at: new Date().toISOString(), ...latest, rss_mb: rssNow() };
  appendFileSync(join(folder, FILES.events), `${JSON.stringify(line)}\n`);
}

function watchMemory({ config }: TrainingJob): void {
  if (rssNow() <= config.memory_limit_mb) return;
  const used = `the training process used ${Math.ceil(rssMax)} MiB, its limit is ${config.memory_limit_mb} MiB`;
  leave(EXIT.memory, { type: 'TrainerOutOfMemory', message: `${used}; ${MEMORY_REMEDY}` });
}

function rssNow(): number {
  const mb = process.memoryUsage.rss() / 1024 / 1024;
  rssMax = Math.max(rssMax, mb);
  return mb;
}

/** While loading: timers and signals get a turn, and an order to stop is obeyed. There is no new state to save yet. */
async function pause(): Promise<void> {
  if (Date.now() - lastTurn < TURN_MS) return;
  await new Promise(setImmediate);
  lastTurn = Date.now();
  if (stopping !== null) throw new Stopped();
}

function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    explain(error);
  }
}

/** Ends the process with the exit code and the words that fit the error. */
function explain(error: unknown): never {
  if (error instanceof Stopped) leave(stopping ?? EXIT.tryAgain);
  if (error instanceof PipelineError) {
    const { type, message } = error;
    if (type === 'TrainingDiverged') leave(EXIT.diverged, { type, message });
    if (type === 'ConfigInvalid' || type === 'StyleUnsupported') leave(EXIT.badJob, { type, message });
  }
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (error instanceof RangeError && /allocation|array length/i.test(error.message)) {
    const message = `an allocation failed at ${Math.ceil(rssMax)} MiB; ${MEMORY_REMEDY}`;
    leave(EXIT.memory, { type: 'TrainerOutOfMemory', message });
  }
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (error instanceof Error && 'syscall' in error) {
    // A disk that is full or away is no fault of the job: it goes on from the checkpoint.
    leave(EXIT.tryAgain, { type: 'TrainerLost', message: `the training process met ${code} at ${error.syscall}` });
  }
  const name = error instanceof Error ? error.name : 'unknown error';
  leave(EXIT.defect, { type: 'Defect', message: `${name}; its stack is in ${FILES.stderr} of the job folder` });
}

function leave(code: number, failure: Exit['failure'] = null): never {
  try {
    if (standing() !== 'replaced') writeExit(folder, { code, pid: process.pid, failure, rss_mb_max: rssMax });
  } catch {
    // The folder is gone or the disk is full: the exit code is all that can be said.
  }
  process.exit(code);
}
