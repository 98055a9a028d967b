import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  proxyActivities,
  sleep,
  upsertMemo,
} from '@temporalio/workflow';
import type { PipelineActivities } from '../contracts/activities.ts';
import { ERRORS } from '../contracts/errors.ts';
import type { RunClose, RunError, RunInput } from '../contracts/run.ts';
import { STAGES } from '../contracts/stages.ts';
import { isTerminalStage } from '../contracts/transitions.ts';
import { Control } from './control.ts';
import { Run } from './run.ts';
import { runStage } from './run-stage.ts';
import { STOP_OPTIONS } from './stage-options.ts';

const { stopRun } = proxyActivities<Pick<PipelineActivities, 'stopRun'>>(STOP_OPTIONS);
const now = () => new Date().toISOString();

/** One run: the six stages in order, each until it is done, skipped, or an operator or a limit ends the run. */
export async function trainingPipeline(input: RunInput): Promise<RunClose> {
  const run = new Run(input, now());
  const control = new Control(run);
  const root = CancellationScope.current();
  // Attempts that were replaced and may still be winding down: nothing closes before they have.
  const winding: Promise<unknown>[] = [];

  return CancellationScope.nonCancellable(async () => {
    root.cancelRequested.catch(() => control.end('cancelled', 'cancelled by a Temporal cancellation request'));
    const deadline = new CancellationScope();
    void deadline
      .run(() => sleep(input.limits.run_seconds * 1000))
      .then(
        () => control.end('timed_out', `the run reached its limit of ${input.limits.run_seconds} s`),
        () => undefined,
      );

    for (const stage of STAGES) {
      const failure = await runStage({ run, control, winding }, stage);
      if (control.ending !== null) return stop();
      if (failure !== null) return fail(failure);
    }
    await Promise.all(winding);
    await condition(allHandlersFinished);
    // No await from here on: what arrived until now is judged, what arrives later finds the run closed.
    if (control.ending !== null) return stop();
    deadline.cancel();
    return run.close({ status: 'completed' }, now());
  });

  /** `cancelling` until the trainer is seen to be gone; only then is the run called cancelled. */
  async function stop(): Promise<never> {
    const { exit_evidence } = await windDown();
    if (control.ending === 'timed_out') {
      const message = `the run reached its limit of ${input.limits.run_seconds} s`;
      const failure: RunError = { type: 'RunTimedOut', message, remedy: ERRORS.RunTimedOut.remedy };
      throw toFailure(run.close({ status: 'timed_out', failure }, now()), failure);
    }
    // A cancelled workflow has no result and no details to close with: the memo carries what it leaves behind.
    upsertMemo({ close: run.close({ status: 'cancelled', exit_evidence }, now()) });
    throw new CancelledFailure('run cancelled');
  }

  async function fail(failure: RunError): Promise<never> {
    await windDown();
    if (control.ending !== null) return stop();
    throw toFailure(run.close({ status: 'failed', failure }, now()), failure);
  }

  async function windDown() {
    await Promise.all(winding);
    await condition(allHandlersFinished);
    for (const stage of run.state.stages) {
      if (control.ending !== null && !isTerminalStage(stage.status)) {
        run.moveStage(stage, 'cancelled', { activity: null, ended_at: stage.started_at && now() });
      }
    }
    return stopRun({
      execution_id: input.execution_id,
      cancel_grace_seconds: input.limits.cancel_grace_seconds,
      request_cancellation: control.ending === 'cancelled',
    });
  }
}

/** A closed workflow that failed keeps its state and results in the details of its failure. */
function toFailure(close: RunClose, { type, message }: RunError): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [close] });
}
