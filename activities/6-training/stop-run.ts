import { Context } from '@temporalio/activity';
import type { PipelineActivities } from '../../contracts/activities.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { jobName, runFence, stagingPrefix } from '../../contracts/ids.ts';
import type { ExitEvidence } from '../../contracts/training.ts';
import type { Dependencies } from '../define.ts';
import { toFailure } from '../to-failure.ts';

/**
 * Ends what a run may have left behind. The order matters: first the run's fence, so that nothing more can be
 * published; then the trainer, until its end was seen; then the partial outputs. Doing it twice equals doing it once.
 */
export const stopRun =
  (deps: Dependencies): PipelineActivities['stopRun'] =>
  async ({ execution_id, cancel_grace_seconds, request_cancellation }) => {
    const beat = setInterval(() => Context.current().heartbeat(), 1000);
    try {
      deps.state.claim([{ scope: runFence(execution_id), token: 1 }]);
      let exit_evidence: ExitEvidence = {
        gone: true,
        exit_code: null,
        signal: null,
        observed_at: new Date(deps.clock()).toISOString(),
        how: 'never_started',
      };
      for (const name of await deps.storage.list(jobName(execution_id))) {
        const job = { job_id: name, job_folder: deps.storage.localPath(name) };
        const seen = await deps.trainer.cancel(job, cancel_grace_seconds);
        if (!seen.gone) {
          throw new PipelineError(
            'TrainerUnavailable',
            `the training process of ${execution_id} is still there after being killed; asking again`,
          );
        }
        if (seen.how !== 'never_started') exit_evidence = seen;
      }
      const removed: string[] = [];
      for (const name of [stagingPrefix(execution_id), jobName(execution_id)]) {
        if (await deps.storage.discard(name)) removed.push(name);
      }
      if (request_cancellation) await deps.requestCancellation(execution_id);
      return { exit_evidence, removed };
    } catch (error) {
      throw toFailure(error);
    } finally {
      clearInterval(beat);
    }
  };
