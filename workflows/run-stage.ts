import { CancellationScope } from '@temporalio/workflow';
import type { RunError, StageState } from '../contracts/run.ts';
import { STAGE_IDS, type Stage } from '../contracts/stages.ts';
import type { Control } from './control.ts';
import { toStageError } from './failure.ts';
import type { Run } from './run.ts';
import { STAGE_RUNNERS } from './stage-runners.ts';

interface Context {
  run: Run;
  control: Control;
  winding: Promise<unknown>[];
}

type Outcome = 'done' | 'interrupted' | { error: RunError };

/**
 * Runs one stage until it is done or skipped. A failure does not end the run: the stage needs attention and waits for
 * an operator, unless the request says otherwise. Returns the failure that ends the run, or null.
 */
export async function runStage(context: Context, definition: Stage): Promise<RunError | null> {
  const { run, control } = context;
  const stage = run.stage(definition.id);
  while (control.ending === null) {
    const skip = control.skips.get(definition.id);
    if (skip !== undefined) {
      control.settle(definition.id);
      if (skip.substitute) run.outputs.bias = skip.substitute;
      run.moveStage(stage, 'skipped', { skip: { reason: skip.reason, by: skip.by }, activity: null, ended_at: now() });
      resumeRunning(run);
      return null;
    }
    if (control.pauseWanted) {
      if (stage.status !== 'pending' && stage.status !== 'needs_attention')
        run.moveStage(stage, 'paused', { activity: null });
      run.moveTo('paused', 'resume', '');
      await control.until(() => !control.pauseWanted || control.ending !== null || control.skips.has(definition.id));
      control.pauseWanted = false;
      if (control.ending === null) resumeRunning(run);
      continue;
    }
    if (definition.id === 'model_training' && run.approvalReason !== null && !control.approved) {
      run.moveTo('awaiting_approval', 'approval', run.approvalReason);
      await control.until(() => control.approved || control.interrupts(definition.id));
      if (control.approved) resumeRunning(run);
      continue;
    }

    const outcome = await attempt(context, stage);
    if (outcome === 'interrupted') continue;
    control.settle(definition.id);
    if (outcome === 'done') {
      run.completeStage(stage, definition, now());
      return null;
    }
    if (run.request.on_stage_failure === 'fail' && outcome.error.type !== 'StageCancelled') {
      return failStage(run, stage, outcome.error);
    }
    // A run that waits for an operator is not paused on top of it.
    control.pauseWanted = false;
    run.moveStage(stage, 'needs_attention', { error: outcome.error, message: outcome.error.message, activity: null });
    run.moveTo('needs_attention', 'operator', `${definition.id}: ${outcome.error.message}`);
    const { attention_seconds } = run.input.limits;
    const answered = await control.until(() => control.interrupts(definition.id), attention_seconds);
    if (!answered) {
      control.settle(definition.id);
      const message = `no operator answered within ${attention_seconds} s; the stage failed with ${outcome.error.type}: ${outcome.error.message}`;
      return failStage(run, stage, { ...outcome.error, type: 'AttentionTimedOut', message });
    }
    if (control.retryWanted === definition.id) resumeRunning(run);
  }
  return null;
}

/** One attempt, until it ends by itself or an operator wants something else. */
async function attempt({ run, control, winding }: Context, stage: StageState): Promise<Outcome> {
  control.settle(stage.stage_id);
  run.beginAttempt(stage, now());
  const { fresh_from } = run.input;
  const context = {
    execution_id: run.input.execution_id,
    stage_id: stage.stage_id,
    stage_attempt: stage.attempt,
    fresh: fresh_from !== undefined && STAGE_IDS.indexOf(stage.stage_id) >= STAGE_IDS.indexOf(fresh_from),
    report_progress: run.request.enable_monitoring,
  };
  const work = new CancellationScope();
  const watch = new CancellationScope();
  const working: Promise<Outcome> = work
    .run(() => STAGE_RUNNERS[stage.stage_id](run, context))
    .then(
      () => 'done',
      (error) => ({ error: toStageError(error) }),
    );
  const interrupted = watch
    .run(() => control.until(() => control.interrupts(stage.stage_id)))
    .then(
      () => 'interrupted' as const,
      () => 'interrupted' as const,
    );
  const first = await Promise.race([working, interrupted]);
  if (first !== 'interrupted') {
    watch.cancel();
    return first;
  }
  work.cancel();
  winding.push(working);
  // A retry does not wait for the old attempt: it is fenced, and its late result is kept as evidence only.
  if (control.retryWanted === stage.stage_id && control.ending === null) return 'interrupted';
  await working;
  const cancel = control.cancelStageWanted;
  control.cancelStageWanted = null;
  if (cancel === null || control.ending !== null || control.skips.has(stage.stage_id)) return 'interrupted';
  const message = `stage cancelled by ${cancel.by}${cancel.reason === '' ? '' : `: ${cancel.reason}`}`;
  return { error: { type: 'StageCancelled', message, remedy: 'Retry or skip the stage, or cancel the run.' } };
}

function failStage(run: Run, stage: StageState, error: RunError): RunError {
  run.moveStage(stage, 'failed', { error, message: error.message, activity: null, ended_at: now() });
  return error;
}

function resumeRunning(run: Run): void {
  if (run.status !== 'running') run.moveTo('running', 'nothing', '');
}

const now = () => new Date().toISOString();
