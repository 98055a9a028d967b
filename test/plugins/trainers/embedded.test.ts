import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedTrainer } from '../../../plugins/trainers/embedded.ts';
import { FILES, isAlive, startTimeOf, writeJob, writeOwner } from '../../../plugins/trainers/job-files.ts';
import {
  atWork,
  makeJobs,
  modelHash,
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

describe('a training process', () => {
  it('leaves model and result', async () => {
    const job = jobs.makeJob({ settings: { num_epochs: 3 } });
    const result = await untilResult(trainer, await trainer.submit(job));
    expect(result).toMatchObject({
      model_files: ['model.bin', 'probe.bin'],
      resumed_from_step: null,
      counts: { train_pairs: 750, skipped_repeated: 0 },
    });
    expect(result.loss_curve.at(-1)?.step).toBe(result.steps);
    // A job that is done is not started again.
    expect(await trainer.submit(job)).toMatchObject({ pid: null });
  });

  it('killed in the middle goes on from its checkpoint to the bytes of an undisturbed one', async () => {
    const settings = { num_epochs: 20 };
    const job = jobs.makeJob({ settings });
    const handle = await trainer.submit(job);
    await untilCheckpoint(job);
    process.kill(pidOf(job), 'SIGKILL');
    expect(await untilFailed(trainer, handle)).toMatchObject({ type: 'TrainerLost', signal: 'SIGKILL' });
    const resumed = await untilResult(trainer, await trainer.submit(job));
    expect(resumed.resumed_from_step).toBeGreaterThan(0);

    const calm = jobs.makeJob({ settings, name: 'calm' });
    const undisturbed = await untilResult(trainer, await trainer.submit(calm));
    expect(modelHash(job)).toBe(modelHash(calm));
    expect(resumed.loss_curve).toEqual(undisturbed.loss_curve);
  });

  it('makes the same bytes where the engine has one thread as where it has several', async () => {
    const settings = { num_epochs: 3 };
    const job = jobs.makeJob({ settings });
    writeJob(job.job_folder, job);
    const script = fileURLToPath(new URL('../../../plugins/trainers/embedded-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--single-threaded', script, job.job_folder], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const { pid } = child;
    if (pid === undefined) throw new Error('it did not start');
    writeOwner(job.job_folder, { host: hostname(), pid, started: startTimeOf(pid), attempt: job.attempt });
    expect(await once(child, 'exit')).toEqual([0, null]);

    const calm = jobs.makeJob({ settings, name: 'calm' });
    await untilResult(trainer, await trainer.submit(calm));
    expect(modelHash(job)).toBe(modelHash(calm));
  });

  it('is attached to, not started again, by a second submit and by another trainer', async () => {
    const job = jobs.makeJob();
    const first = await trainer.submit(job);
    await until(trainer, first, atWork);
    const other = createEmbeddedTrainer();
    const second = await other.submit(job);
    expect(second.pid).toBe(first.pid);
    await until(other, second, atWork);
    process.kill(pidOf(job), 'SIGTERM');
    // The other one never saw the exit: it knows by the files alone.
    expect(await untilFailed(other, second)).toMatchObject({ type: 'TrainerLost', exit_code: 143 });
  });

  it('is ended by a higher attempt, and a lower one is refused', async () => {
    const job = jobs.makeJob();
    await until(trainer, await trainer.submit(job), atWork);
    const old = ownerOf(job);
    const second = await trainer.submit({ ...job, attempt: 2 });
    expect(isAlive(old)).toBe(false);
    expect(second.pid).not.toBe(old.pid);
    await expect(trainer.submit(job)).rejects.toMatchObject({ type: 'StaleAttempt' });
  });

  it('gets nothing of the environment of its worker', async () => {
    const job = jobs.makeJob();
    process.env.SECRET_OF_THE_WORKER = 'x';
    await until(trainer, await trainer.submit(job), atWork);
    delete process.env.SECRET_OF_THE_WORKER;
    const names = readFileSync(`/proc/${pidOf(job)}/environ`, 'utf8')
      .split('\0')
      .map((entry) => entry.split('=')[0]);
    expect(names.filter(Boolean).sort()).toEqual(['LANG', 'NODE_COMPILE_CACHE', 'TZ']);
  });

  it('ends when its worker is killed, with a checkpoint', async () => {
    const job = jobs.makeJob();
    const path = join(jobs.folder, 'job.json');
    writeFileSync(path, JSON.stringify(job));
    const module = new URL('../../../plugins/trainers/embedded.ts', import.meta.url).href;
    const code = `import { readFileSync } from 'node:fs'; import { createEmbeddedTrainer } from ${JSON.stringify(module)};
      await createEmbeddedTrainer().submit(JSON.parse(readFileSync(${JSON.stringify(path)}, 'utf8')));
      process.stdout.write('started'); setInterval(() => {}, 1000);`;
    const worker = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => worker.stdout.once('data', resolve));
    const handle = await trainer.submit(job);
    await until(trainer, handle, atWork);
    const owner = ownerOf(job);
    worker.kill('SIGKILL');
    await untilGone(() => isAlive(owner));
    expect(await untilFailed(trainer, handle)).toMatchObject({ type: 'TrainerLost', exit_code: 75 });
    await untilCheckpoint(job);
  });
});

describe('cancel', () => {
  it('answers with the exit it saw, and keeps a checkpoint', async () => {
    const job = jobs.makeJob();
    await until(trainer, await trainer.submit(job), atWork);
    expect(await trainer.cancel(job, 2)).toMatchObject({ gone: true, exit_code: 143, how: 'exit_seen' });
    expect(isAlive(ownerOf(job))).toBe(false);
    expect(readFileSync(join(job.job_folder, FILES.checkpoint)).length).toBeGreaterThan(0);
  });

  it('from another process knows the exit code by the files', async () => {
    const job = jobs.makeJob();
    await until(trainer, await trainer.submit(job), atWork);
    const evidence = await createEmbeddedTrainer().cancel(job, 2);
    expect(evidence).toMatchObject({ gone: true, exit_code: 143, how: 'process_absent' });
  });

  it('makes a process that does not listen end', async () => {
    const job = jobs.makeJob();
    await until(trainer, await trainer.submit(job), atWork);
    process.kill(pidOf(job), 'SIGSTOP');
    expect(await trainer.cancel(job, 0.2)).toMatchObject({ gone: true, signal: 'SIGKILL' });
  });

  it('spares a process that only has the number of the one that is gone', async () => {
    const job = jobs.makeJob();
    await until(trainer, await trainer.submit(job), atWork);
    const owner = ownerOf(job);
    const file = join(job.job_folder, FILES.owner);
    writeFileSync(file, JSON.stringify({ ...owner, started: '1' }));
    expect(await createEmbeddedTrainer().cancel(job, 0)).toMatchObject({ how: 'process_absent' });
    expect(isAlive(owner)).toBe(true);
    writeFileSync(file, JSON.stringify(owner));
  });

  it('of a job that never was is safe', async () => {
    const nothing = { job_id: 'x', job_folder: join(jobs.folder, 'nothing') };
    expect(await trainer.cancel(nothing, 1)).toMatchObject({ gone: true, how: 'never_started' });
  });
});
