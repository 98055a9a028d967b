import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Artifact, RecordSet } from '../../contracts/artifacts.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { ENCODERS_FOLDER, jobName } from '../../contracts/ids.ts';
import type { TrainingJob, TrainingOutcome } from '../../contracts/training.ts';
import type { TrainingFailure, TrainingHandle, TrainingResultFile, TrainingStatus } from '../../plugins/kinds.ts';
import { type ActivityIo, type Dependencies, defineActivity } from '../define.ts';

type Input = Parameters<PipelineActivities['dispatchTraining']>[0];

/**
 * Hands the job to the trainer and stays with it until it ends. A worker that takes over attaches to the job by its id;
 * only a job that is dead is started again, from its checkpoint.
 */
export const dispatchTraining = defineActivity<Input, { outcome: TrainingOutcome }>({
  name: 'dispatchTraining',
  version: 1,
  keyOf({ context, splits, config }, deps) {
    const receipt = deps.state.runBlockedBy(context.execution_id);
    if (receipt !== null) {
      throw new PipelineError(
        'ConsentMissing',
        `consent for records of this run was withdrawn after they were read (receipt ${receipt}); start it again with rerun, which leaves them out`,
        { facts: { receipt_id: receipt } },
      );
    }
    return {
      train: splits.train.sha256,
      validation: splits.validation.sha256,
      config,
      style_version: deps.styles.find((style) => style.id === config.style)?.version,
    };
  },
  async run({ context, splits, config }, deps, io) {
    const files = (set: RecordSet) => set.shards.map((shard) => deps.storage.localPath(shard.uri));
    // One folder per output key: a retry with other settings starts afresh, one with the same goes on.
    const key = io.objectName.split('/').at(-1) ?? '';
    const folderName = `${jobName(context.execution_id)}/${key.slice(0, 16)}`;
    const job: TrainingJob = {
      job_id: `${context.execution_id}-${key.slice(0, 16)}`,
      attempt: context.stage_attempt,
      config,
      train_files: files(splits.train),
      validation_files: files(splits.validation),
      data_sha256: createHash('sha256')
        .update(splits.train.sha256 + splits.validation.sha256)
        .digest('hex'),
      job_folder: await deps.storage.stage(folderName),
      ...(config.settings.encoder !== undefined && { encoders_folder: deps.storage.localPath(ENCODERS_FOLDER) }),
    };
    try {
      const handle = await deps.trainer.submit(job);
      const result = await follow(handle, deps, io);
      const outcome = await collect(job.job_folder, result, io);
      await deps.storage.discard(folderName);
      return { outcome };
    } catch (error) {
      if (io.signal.aborted) await endJob(job, deps, io);
      throw error;
    }
  },
});

/** Waits for the end of a job. Silence of the trainer has its own clock and never restarts the job. */
async function follow(handle: TrainingHandle, deps: Dependencies, io: ActivityIo): Promise<TrainingResultFile> {
  let silentSince: number | undefined;
  for (;;) {
    io.guard();
    let status: TrainingStatus | undefined;
    try {
      status = await deps.trainer.poll(handle);
      if (silentSince !== undefined) io.tell('reachable', 'the trainer answers again');
      silentSince = undefined;
    } catch (error) {
      if (silentSince === undefined) io.tell('unreachable', 'the trainer does not answer; the job is left as it is');
      silentSince ??= deps.clock();
      if (deps.clock() - silentSince > deps.trainerUnreachableSeconds * 1000) {
        const message = `trainer ${handle.trainer} did not answer for ${deps.trainerUnreachableSeconds} s; job ${handle.job_id} was not restarted`;
        throw new PipelineError('TrainerUnavailable', message, { cause: error });
      }
    }
    if (status?.progress) {
      const { step, total_steps, loss, phase, seconds_left, resumed_from_step } = status.progress;
      const resumed = resumed_from_step === null ? '' : `, resumed from step ${resumed_from_step}`;
      const left = seconds_left === null ? '' : `, at most ${Math.ceil(seconds_left)} s left`;
      const at = `step ${step} of ${total_steps}${loss === null ? '' : `, loss ${loss.toFixed(4)}`}${left}${resumed}`;
      const message = phase === 'loading' ? `loading the records${resumed}` : at;
      await io.progress(step / total_steps, message, { step, job_id: handle.job_id });
    }
    if (status?.state === 'succeeded') return status.result;
    if (status?.state === 'failed') throw toError(status.failure, handle);
    await delay(POLL_MS, undefined, { signal: io.signal }).catch(() => undefined);
  }
}

/** Takes the model over into the output's folder: the job's own folder goes. */
async function collect(jobFolder: string, result: TrainingResultFile, io: ActivityIo): Promise<TrainingOutcome> {
  const folder = await io.folder();
  const model: Artifact[] = [];
  for (const name of result.model_files) {
    const from = join(jobFolder, 'model', name);
    await copyFile(from, join(folder, name));
    const bytes = await readFile(from);
    model.push({
      name,
      uri: `${io.objectName}/${name}`,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      byte_count: bytes.length,
      media_type: name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
    });
  }
  const { model_files: _, ...rest } = result;
  return { model, ...rest };
}

/** A cancelled attempt ends its own job. Where a newer attempt has taken over, the job is no longer ours to end. */
async function endJob(job: TrainingJob, deps: Dependencies, io: ActivityIo): Promise<void> {
  try {
    io.guard();
  } catch (error) {
    if (error instanceof PipelineError && error.type === 'StaleAttempt') return;
  }
  await deps.trainer.cancel(job, deps.cancelGraceSeconds);
}

function toError(failure: TrainingFailure, handle: TrainingHandle): Error {
  const { type, message, exit_code, signal, rss_mb_max } = failure;
  if (type === 'Defect') return new Error(`training process of job ${handle.job_id} broke: ${message}`);
  return new PipelineError(type, message, { facts: { exit_code, signal, rss_mb_max, job_id: handle.job_id } });
}

const POLL_MS = 250;
