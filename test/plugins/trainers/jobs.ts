import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createRecordShaper } from '../../../analysis/shapes.ts';
import type { TrainingJob } from '../../../contracts/training.ts';
import type { Trainer, TrainingHandle, TrainingStatus } from '../../../plugins/kinds.ts';
import { FILES, type Owner, readOwner } from '../../../plugins/trainers/job-files.ts';
import { makeConversations } from '../../support/datasets.ts';

/** A folder with the records of 300 made conversations, where jobs of a test have their own folders. */
export function makeJobs() {
  const folder = mkdtempSync(join(tmpdir(), 'trainer-'));
  const shaper = createRecordShaper({ fileName: 'f' });
  const records = makeConversations(300, { turns: 6 })
    .trim()
    .split('\n')
    .flatMap((line, index) => {
      const shaped = shaper.toRecords(JSON.parse(line), { file: 'f', line: index + 1, index });
      return 'records' in shaped ? shaped.records : [];
    });
  const write = (name: string, part: typeof records) =>
    writeFileSync(join(folder, name), part.map((record) => `${JSON.stringify(record)}\n`).join(''));
  write('train.jsonl', records.slice(0, 250));
  write('validation.jsonl', records.slice(250));

  function makeJob(
    more: Partial<TrainingJob> & { settings?: object; memory?: number; name?: string } = {},
  ): TrainingJob {
    const { settings = {}, memory = 1024, name = 'job', ...rest } = more;
    const job_folder = join(folder, name);
    mkdirSync(job_folder, { recursive: true });
    return {
      job_id: 'job-1',
      attempt: 1,
      config: {
        style: 'self_supervised',
        task: { kind: 'next_turn' },
        // Long enough to be met at work by every test that wants to.
        settings: { num_epochs: 1000, ...settings },
        optimization_strategy: 'balanced',
        seed: 3,
        memory_limit_mb: memory,
      },
      train_files: [join(folder, 'train.jsonl')],
      validation_files: [join(folder, 'validation.jsonl')],
      data_sha256: 'a'.repeat(64),
      job_folder,
      ...rest,
    };
  }

  async function clear(trainer: Trainer): Promise<void> {
    for (const name of ['job', 'calm']) await trainer.cancel({ job_id: name, job_folder: join(folder, name) }, 0);
    rmSync(folder, { recursive: true, force: true });
  }
  return { folder, makeJob, clear };
}

export async function until(
  trainer: Trainer,
  handle: TrainingHandle,
  reached: (status: TrainingStatus) => boolean,
): Promise<TrainingStatus> {
  for (const limit = Date.now() + 120_000; ; await delay(20)) {
    const status = await trainer.poll(handle);
    if (reached(status)) return status;
    if (status.state === 'failed' || Date.now() > limit) throw new Error(`not reached: ${JSON.stringify(status)}`);
  }
}

export async function untilFailed(trainer: Trainer, handle: TrainingHandle) {
  const status = await until(trainer, handle, ({ state }) => state === 'failed');
  if (status.state !== 'failed') throw new Error('it did not fail');
  return status.failure;
}

export async function untilResult(trainer: Trainer, handle: TrainingHandle) {
  const status = await until(trainer, handle, ({ state }) => state === 'succeeded');
  if (status.state !== 'succeeded') throw new Error('it did not succeed');
  return status.result;
}

export const atWork = (status: TrainingStatus): boolean =>
  status.state === 'running' && (status.progress?.step ?? 0) > 10;

export async function untilCheckpoint(job: TrainingJob): Promise<void> {
  for (const limit = Date.now() + 120_000; Date.now() < limit; await delay(20)) {
    try {
      readFileSync(join(job.job_folder, FILES.checkpoint));
      return;
    } catch {}
  }
  throw new Error('no checkpoint');
}

export async function untilGone(isThere: () => boolean): Promise<void> {
  for (const limit = Date.now() + 60_000; isThere(); await delay(20)) {
    if (Date.now() > limit) throw new Error('it is still there');
  }
}

export const modelHash = (job: TrainingJob): string =>
  createHash('sha256')
    .update(readFileSync(join(job.job_folder, FILES.model, 'model.bin')))
    .digest('hex');

export const ownerOf = (job: TrainingJob): Owner => readOwner(job.job_folder) as Owner;
export const pidOf = (job: TrainingJob): number => ownerOf(job).pid as number;
