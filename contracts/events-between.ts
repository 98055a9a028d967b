import { type EventDraft, type LiveEvent, SAFETY_ERRORS } from './events.ts';
import { pendingStage } from './pending-stage.ts';
import type { RunState, StageState } from './run.ts';
import { STAGES } from './stages.ts';
import { isTerminalRun } from './transitions.ts';

/**
 * What happened between two states of one run, in the order it is told. Pure: the same two states give the same events,
 * and equal states give none. From `undefined`, which is a run nobody has looked at yet, every stage that is not
 * pending is told.
 *
 * Two states that lie further apart give fewer events than all the states between them: of progress and of statuses
 * that came and went only the last is told. A stage that was completed, and the end of the run, are told always.
 */
export function eventsBetween(previous: RunState | undefined, next: RunState): EventDraft[] {
  const stages = next.stages.flatMap((stage) =>
    stageEvents(
      previous?.stages.find(({ stage_id }) => stage_id === stage.stage_id),
      stage,
      next,
    ),
  );
  return [...stages, ...progressEvents(previous, next), ...runEvents(previous, next)];
}

function stageEvents(before: StageState | undefined, stage: StageState, run: RunState): EventDraft[] {
  const events: EventDraft[] = [];
  const { stage_id, status, attempt, message } = stage;
  const was = before?.status ?? 'pending';
  const renewed = attempt !== (before?.attempt ?? 0);
  const moved = was !== status || renewed;
  const done = status === 'completed' || status === 'skipped';

  if (moved && !done) {
    events.push({
      type: 'status_update',
      data: {
        status: run.status,
        waiting_for: run.waiting_for,
        message: run.message,
        stage: { stage: stage_id, status, attempt, message },
      },
    });
  }
  const { error } = stage;
  if (error !== null && (moved || !isSame(error, before?.error))) {
    const retries = status === 'backing_off' || status === 'running';
    events.push({ type: 'error', data: { stage: stage_id, attempt, will_retry: retries, ...error } });
    if (SAFETY_ERRORS.includes(error.type))
      events.push({ type: 'safety_alert', data: { stage: stage_id, kind: 'gate', ...error } });
  }
  for (const alert of stage.safety_alerts ?? []) {
    if (before?.safety_alerts?.some((told) => isSame(told, alert))) continue;
    events.push({ type: 'safety_alert', data: { stage: stage_id, type: null, ...alert } });
  }
  if (moved && status === 'needs_attention') {
    events.push({ type: 'needs_attention', data: { waiting_for: 'operator', stage: stage_id, message, error } });
  }
  const log = (level: 'info' | 'warning', text: string) =>
    events.push({ type: 'log', data: { level, stage: stage_id, message: text } });
  if (!done && stage.stalled !== (before?.stalled ?? false)) {
    if (stage.stalled) log('warning', message || 'no progress');
    else if (!moved) log('info', 'work goes on');
  }
  const { unreachable_since } = stage;
  if (!done && (unreachable_since === null) !== ((before?.unreachable_since ?? null) === null)) {
    if (unreachable_since !== null) log('warning', `the trainer has not answered since ${unreachable_since}`);
    else if (!moved) log('info', 'the trainer answers again');
  }
  if (done && was !== status) {
    const { cached, skip, started_at, ended_at } = stage;
    const data = { stage: stage_id, status, attempt, cached, skip, started_at, ended_at, progress: run.progress };
    events.push({ type: 'stage_completed', data, ...(ended_at !== null && { timestamp: ended_at }) });
  }
  return events;
}

function progressEvents(before: RunState | undefined, run: RunState): EventDraft[] {
  if (isTerminalRun(run.status)) return [];
  const data = progressOf(run);
  if (before === undefined ? data.progress === 0 && data.activity === null : isSame(progressOf(before), data))
    return [];
  return [{ type: 'progress_update', data }];
}

function progressOf(run: RunState): Extract<LiveEvent, { type: 'progress_update' }>['data'] {
  const stage = run.stages.find(({ stage_id }) => stage_id === run.current_stage);
  return {
    progress: run.progress,
    stage: run.current_stage,
    stage_progress: stage?.progress ?? null,
    activity: stage?.activity ?? null,
    message: stage?.message ?? '',
    estimated_completion: run.estimated_completion,
    estimated_completion_interval: run.estimated_completion_interval,
  };
}

function runEvents(before: RunState | undefined, run: RunState): EventDraft[] {
  if (before?.status === run.status && before.waiting_for === run.waiting_for) return [];
  const events: EventDraft[] = [];
  const { status, waiting_for, message } = run;
  if (before?.status !== status) {
    events.push({ type: 'status_update', data: { status, waiting_for, message, stage: null } });
  }
  if (status === 'awaiting_approval') {
    events.push({
      type: 'needs_attention',
      data: { waiting_for: 'approval', stage: 'model_training', message, error: null },
    });
  }
  if (run.end_time === null) return events;
  const failure = 'failure' in run ? run.failure : null;
  const timestamp = run.end_time;
  if (failure !== null) {
    events.push({ type: 'error', timestamp, data: { stage: null, attempt: null, will_retry: false, ...failure } });
  }
  const trainer_gone = 'exit_evidence' in run ? run.exit_evidence.gone : null;
  events.push({
    type: 'completion',
    timestamp,
    data: { status: run.status, progress: run.progress, end_time: run.end_time, failure, trainer_gone },
  });
  return events;
}

/**
 * The state of a run as it was at an earlier moment, as far as its present state still tells: which stages had ended,
 * were at work, or had not begun. What it no longer tells, such as a pause that is over or the progress of then, is
 * left at its beginning, so that `eventsBetween` the two tells what it is now and no completed stage twice.
 */
export function rewind(state: RunState, at: string): RunState {
  if (state.end_time !== null && state.end_time <= at) return state;
  const stages = state.stages.map((stage): StageState => {
    if (stage.ended_at !== null && stage.ended_at <= at) return stage;
    const begun = stage.started_at !== null && stage.started_at <= at;
    const pending = pendingStage({ id: stage.stage_id, name: stage.name });
    return begun ? { ...pending, status: 'running', attempt: 1, started_at: stage.started_at } : pending;
  });
  const { execution_id, pipeline_id, dataset_name, tenant, start_time, rerun_of } = state;
  return {
    status: 'running',
    execution_id,
    pipeline_id,
    dataset_name,
    tenant,
    progress: Math.floor(
      STAGES.reduce((sum, { id, weight }) => {
        const stage = stages.find(({ stage_id }) => stage_id === id);
        return sum + (stage?.ended_at ? weight : 0);
      }, 0),
    ),
    current_stage: stages.findLast(({ started_at }) => started_at !== null)?.stage_id ?? null,
    waiting_for: 'nothing',
    message: '',
    stages,
    start_time,
    end_time: null,
    estimated_completion: null,
    estimated_completion_interval: null,
    rerun_of,
  };
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
