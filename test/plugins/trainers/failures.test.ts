import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedTrainer } from '../../../plugins/trainers/embedded.ts';
import { FILES, isAlive, writeExit, writeOwner } from '../../../plugins/trainers/job-files.ts';
import {
  atWork,
  makeJobs,
  ownerOf,
  pidOf,
  until,
  untilCheckpoint,
  untilFailed,
  untilGone,
  untilResult,
} from './jobs.ts';

const trainer = createEmbeddedTrainer();
let jobs: ReturnType<typeof makeJobs>;
beforeEach(() => {
  jobs = makeJobs();
});
afterEach(() => jobs.clear(trainer));

describe('a checkpoint', () => {
  it('of other data is refused, and the difference named', async () => {
    const job = jobs.makeJob();
    await trainer.submit(job);
    await untilCheckpoint(job);
    await trainer.cancel(job, 2);
    expect(await untilFailed(trainer, await trainer.submit({ ...job, data_sha256: 'b'.repeat(64) }))).toMatchObject({
      type: 'ConfigInvalid',
      message: expect.stringContaining('other data;'),
      exit_code: 2,
    });
  });

  it('of other settings is refused, and the setting named', async () => {
    const job = jobs.makeJob();
    await trainer.submit(job);
    await untilCheckpoint(job);
    await trainer.cancel(job, 2);
    const other = jobs.makeJob({ settings: { batch_size: 32 } });
    expect((await untilFailed(trainer, await trainer.submit(other))).message).toContain('other settings.batch_size;');
  });

  it('that cannot be read is put aside, and the training starts afresh', async () => {
    const job = jobs.makeJob({ settings: { num_epochs: 2 } });
    writeFileSync(join(job.job_folder, FILES.checkpoint), 'half a file');
    const result = await untilResult(trainer, await trainer.submit(job));
    expect(result.resumed_from_step).toBe(null);
    expect(existsSync(join(job.job_folder, `${FILES.checkpoint}.unreadable`))).toBe(true);
  });
});

describe('a job folder belongs to one job', () => {
  it('the result of other settings is not handed out', async () => {
    const job = jobs.makeJob({ settings: { num_epochs: 1 } });
    await untilResult(trainer, await trainer.submit(job));
    await expect(trainer.submit(jobs.makeJob({ settings: { num_epochs: 2 } }))).rejects.toMatchObject({
      type: 'ConfigInvalid',
      message: expect.stringContaining('settings.num_epochs'),
    });
  });

  it('a process whose job was given to another one ends and leaves nothing behind', async () => {
    const job = jobs.makeJob({ settings: { num_epochs: 1000 } });
    await until(trainer, await trainer.submit(job), atWork);
    const owner = ownerOf(job);
    writeOwner(job.job_folder, { ...owner, attempt: 2, pid: process.pid });
    await untilGone(() => isAlive(owner));
    expect([FILES.result, FILES.exit, FILES.model].filter((name) => existsSync(join(job.job_folder, name)))).toEqual(
      [],
    );
    writeOwner(job.job_folder, owner);
  });

  it('on another machine it is left alone while that one works, and taken over once it is silent', async () => {
    const job = jobs.makeJob({ settings: { num_epochs: 1 } });
    writeOwner(job.job_folder, { host: 'another-machine', pid: 7, started: null, attempt: 1 });
    appendFileSync(join(job.job_folder, FILES.events), '');
    await expect(trainer.submit(job)).rejects.toMatchObject({ type: 'TrainerUnavailable' });
    rmSync(join(job.job_folder, FILES.events));
    await untilResult(trainer, await trainer.submit(job));
  });

  it('a cancel from another machine takes the job from its process, which answers by its exit', async () => {
    const job = jobs.makeJob();
    writeOwner(job.job_folder, { host: 'another-machine', pid: 7, started: null, attempt: 1 });
    appendFileSync(join(job.job_folder, FILES.events), '');
    const cancelled = trainer.cancel(job, 1);
    expect(ownerOf(job).pid).toBe(null);
    writeExit(job.job_folder, { code: 75, pid: 7, failure: null, rss_mb_max: 1 });
    expect(await cancelled).toMatchObject({ gone: true, exit_code: 75, how: 'process_absent' });
    // The same attempt may go on here.
    await until(trainer, await trainer.submit(job), atWork);
  });
});

describe('a failed training says why', () => {
  it('over its memory limit: with the peak', async () => {
    const failure = await untilFailed(trainer, await trainer.submit(jobs.makeJob({ memory: 30 })));
    expect(failure).toMatchObject({
      type: 'TrainerOutOfMemory',
      message: expect.stringContaining('its limit is 30 MiB'),
      exit_code: 137,
    });
    expect(failure.rss_mb_max).toBeGreaterThan(30);
  });

  it('when the heap of V8 was full: by the words it left', async () => {
    const job = jobs.makeJob();
    const handle = await trainer.submit(job);
    await until(trainer, handle, atWork);
    appendFileSync(
      join(job.job_folder, FILES.stderr),
      'FATAL ERROR: Reached heap limit - JavaScript heap out of memory\n',
    );
    process.kill(pidOf(job), 'SIGABRT');
    expect(await untilFailed(trainer, handle)).toMatchObject({ type: 'TrainerOutOfMemory', signal: 'SIGABRT' });
  });

  it('when its loss is not a number', async () => {
    const job = jobs.makeJob({ settings: { contrastive_temperature: 1e-310 } });
    expect(await untilFailed(trainer, await trainer.submit(job))).toMatchObject({
      type: 'TrainingDiverged',
      message: expect.stringContaining('step 1 is not a number'),
      exit_code: 3,
    });
  });

  it('when its settings do not exist', async () => {
    const job = jobs.makeJob({ settings: { no_such_setting: 0.15 } });
    expect(await untilFailed(trainer, await trainer.submit(job))).toMatchObject({
      type: 'ConfigInvalid',
      exit_code: 2,
    });
  });

  it('when a record is broken: with its place, never with its text', async () => {
    const job = jobs.makeJob();
    writeFileSync(job.train_files[0] ?? '', '{"messages": I feel alone today}\n');
    expect(await untilFailed(trainer, await trainer.submit(job))).toMatchObject({ type: 'Defect', exit_code: 70 });
    const stderr = readFileSync(join(job.job_folder, FILES.stderr), 'utf8');
    expect(stderr).toContain('train.jsonl line 1 is not JSON');
    expect(stderr).not.toContain('alone');
  });

  it('when a file is away: it is lost, not wrong, and may go on later', async () => {
    const job = jobs.makeJob();
    rmSync(job.train_files[0] ?? '');
    expect(await untilFailed(trainer, await trainer.submit(job))).toMatchObject({
      type: 'TrainerLost',
      message: expect.stringContaining('ENOENT'),
      exit_code: 75,
    });
  });
});
