import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecordShaper } from '../../../analysis/shapes.ts';
import type { TrainingJob } from '../../../contracts/training.ts';
import type { TrainingHandle, TrainingStatus } from '../../../plugins/kinds.ts';
import { createEmbeddedTrainer } from '../../../plugins/trainers/embedded.ts';
import { FILES, isAlive, type Owner, readJson } from '../../../plugins/trainers/job-files.ts';
import { makeConversations } from '../../support/datasets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trainer-'));
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
});
afterEach(async () => {
  for (const name of ['job', 'calm']) await trainer.cancel({ job_id: 'end', job_folder: join(folder, name) }, 0);
  rmSync(folder, { recursive: true, force: true });
});

const trainer = createEmbeddedTrainer();

function makeJob(more: Partial<TrainingJob> & { epochs?: number; memory?: number } = {}): TrainingJob {
  const { epochs = 200, memory = 1024, ...rest } = more;
  const job_folder = rest.job_folder ?? join(folder, 'job');
  mkdirSync(job_folder, { recursive: true });
  return {
    job_id: 'job-1',
    attempt: 1,
    config: {
      style: 'self_supervised',
      task: { kind: 'next_turn' },
      settings: { num_epochs: epochs },
      optimization_strategy: 'balanced',
      seed: 3,
      memory_limit_mb: memory,
    },
    train_files: [join(folder, 'train.jsonl')],
    validation_files: [join(folder, 'validation.jsonl')],
    data_sha256: 'a'.repeat(64),
    ...rest,
    job_folder,
  };
}

async function until(
  handle: TrainingHandle,
  reached: (status: TrainingStatus) => boolean,
  by = trainer,
): Promise<TrainingStatus> {
  for (const limit = Date.now() + 40_000; ; await delay(20)) {
    const status = await by.poll(handle);
    if (reached(status)) return status;
    if (status.state === 'failed' || Date.now() > limit) throw new Error(`not reached: ${JSON.stringify(status)}`);
  }
}
const ended = (status: TrainingStatus) => status.state !== 'running';
const atWork = (status: TrainingStatus) => status.state === 'running' && (status.progress?.step ?? 0) > 10;
const checkpointed = (job: TrainingJob) => async () => {
  for (let i = 0; i < 500; i++, await delay(20)) {
    try {
      return readFileSync(join(job.job_folder, FILES.checkpoint)).length;
    } catch {}
  }
  throw new Error('no checkpoint');
};
const modelHash = (job: TrainingJob) =>
  createHash('sha256')
    .update(readFileSync(join(job.job_folder, 'model', 'model.bin')))
    .digest('hex');
const ownerOf = (job: TrainingJob): Owner => readJson<Owner>(job.job_folder, FILES.owner) as Owner;

describe('a training process', () => {
  it('leaves model and result', async () => {
    const job = makeJob({ epochs: 3 });
    const status = await until(await trainer.submit(job), ended);
    expect(status).toMatchObject({
      state: 'succeeded',
      result: { model_files: ['model.bin'], resumed_from_step: null },
    });
  });

  it('killed in the middle goes on from its checkpoint to the bytes of an undisturbed one', async () => {
    const job = makeJob();
    const handle = await trainer.submit(job);
    await checkpointed(job)();
    process.kill(ownerOf(job).pid, 'SIGKILL');
    const lost = await pollUntilFailed(handle);
    expect(lost.failure).toMatchObject({ type: 'TrainerLost', signal: 'SIGKILL' });
    const resumed = await until(await trainer.submit(job), ended);
    expect(resumed.state === 'succeeded' && resumed.result.resumed_from_step).toBeGreaterThan(0);

    const calm = makeJob({ job_folder: join(folder, 'calm') });
    await until(await trainer.submit(calm), ended);
    expect(modelHash(job)).toBe(modelHash(calm));
  });

  it('is attached to, not started again, by a second submit and by another trainer', async () => {
    const job = makeJob();
    const first = await trainer.submit(job);
    await until(first, atWork);
    const other = createEmbeddedTrainer();
    const second = await other.submit(job);
    expect(second.pid).toBe(first.pid);
    await until(second, atWork, other);
  });

  it('is ended by a higher attempt, and a lower one is refused', async () => {
    const job = makeJob();
    await until(await trainer.submit(job), atWork);
    const old = ownerOf(job);
    const second = await trainer.submit({ ...job, attempt: 2 });
    expect(isAlive(old)).toBe(false);
    expect(second.pid).not.toBe(old.pid);
    await expect(trainer.submit(job)).rejects.toMatchObject({ type: 'StaleAttempt' });
  });

  it('refuses a checkpoint of other data, and says so', async () => {
    const job = makeJob();
    await trainer.submit(job);
    await checkpointed(job)();
    await trainer.cancel(job, 2);
    const status = await pollUntilFailed(await trainer.submit({ ...job, data_sha256: 'b'.repeat(64) }));
    expect(status.failure).toMatchObject({
      type: 'ConfigInvalid',
      message: expect.stringContaining('other data'),
      exit_code: 2,
    });
  });

  it('over its memory limit is named so, with the peak', async () => {
    const status = await pollUntilFailed(await trainer.submit(makeJob({ memory: 30 })));
    expect(status.failure).toMatchObject({
      type: 'TrainerOutOfMemory',
      message: expect.stringContaining('its limit is 30 MiB'),
      exit_code: 137,
    });
    expect(status.failure.rss_mb_max).toBeGreaterThan(30);
  });
});

describe('cancel', () => {
  it('answers with the exit it saw, and keeps a checkpoint', async () => {
    const job = makeJob();
    await until(await trainer.submit(job), atWork);
    const evidence = await trainer.cancel(job, 2);
    expect(evidence).toMatchObject({ gone: true, exit_code: 143, how: 'exit_seen' });
    expect(isAlive(ownerOf(job))).toBe(false);
    expect(readFileSync(join(job.job_folder, FILES.checkpoint)).length).toBeGreaterThan(0);
  });

  it('makes a process that does not listen end', async () => {
    const job = makeJob();
    await until(await trainer.submit(job), atWork);
    process.kill(ownerOf(job).pid, 'SIGSTOP');
    const evidence = await trainer.cancel(job, 0.2);
    expect(evidence).toMatchObject({ gone: true, signal: 'SIGKILL' });
  });

  it('of a job that never was is safe', async () => {
    expect(await trainer.cancel({ job_id: 'x', job_folder: join(folder, 'nothing') }, 1)).toMatchObject({
      gone: true,
      how: 'never_started',
    });
  });
});

it('a training process ends when its worker is killed', async () => {
  const job = makeJob();
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
  const module = new URL('../../../plugins/trainers/embedded.ts', import.meta.url).href;
  const code = `import { readFileSync } from 'node:fs'; import { createEmbeddedTrainer } from ${JSON.stringify(module)};
    await createEmbeddedTrainer().submit(JSON.parse(readFileSync(${JSON.stringify(join(folder, 'job.json'))}, 'utf8')));
    process.stdout.write('started'); setInterval(() => {}, 1000);`;
  const worker = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => worker.stdout.once('data', resolve));
  const owner = ownerOf(job);
  expect(isAlive(owner)).toBe(true);
  worker.kill('SIGKILL');
  for (let i = 0; i < 200 && isAlive(owner); i++) await delay(50);
  expect(isAlive(owner)).toBe(false);
});

async function pollUntilFailed(handle: TrainingHandle) {
  for (const limit = Date.now() + 30_000; Date.now() < limit; await delay(20)) {
    const status = await trainer.poll(handle);
    if (status.state === 'failed') return status;
  }
  throw new Error('it did not fail');
}
