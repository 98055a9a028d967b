import fc from 'fast-check';
import { pendingStage } from '../../contracts/pending-stage.ts';
import type { RunError, RunState, StageState } from '../../contracts/run.ts';
import { STAGES } from '../../contracts/stages.ts';

export const ERROR: RunError = { type: 'PrivacyGateFailed', message: 'a gate said no', remedy: 'look at it' };
const START = Date.UTC(2026, 0, 2);
export const at = (step: number) => new Date(START + step * 1000).toISOString();

export function stateOf(change: Partial<RunState> = {}, stages: Partial<StageState>[] = []): RunState {
  return {
    status: 'running',
    execution_id: 'run-1',
    pipeline_id: 'run-1',
    dataset_name: 'Talks',
    tenant: 'default',
    progress: 0,
    current_stage: null,
    waiting_for: 'nothing',
    message: '',
    stages: STAGES.map((stage, index) => ({ ...pendingStage(stage), ...stages[index] })),
    start_time: at(0),
    end_time: null,
    estimated_completion: null,
    estimated_completion_interval: null,
    rerun_of: null,
    ...change,
  } as RunState;
}

/** One thing that can happen to a stage at work. */
const Happening = fc.constantFrom('progress', 'fail', 'recover', 'attention', 'retry', 'stall', 'lost', 'complete');
type Happening = 'progress' | 'fail' | 'recover' | 'attention' | 'retry' | 'stall' | 'lost' | 'complete';

/**
 * Runs as lists of successive states: the stages in order, each with things that happen to it, then an end. The state
 * with index n is of the moment `at(n)`.
 */
export const RunWalks: fc.Arbitrary<RunState[]> = fc
  .tuple(
    fc.array(fc.array(Happening, { maxLength: 6 }), { minLength: STAGES.length, maxLength: STAGES.length }),
    fc.constantFrom('completed', 'failed', 'cancelled', 'open'),
    fc.integer({ min: 0, max: STAGES.length }),
  )
  .map(([script, end, stopAt]) => walk(script, end, end === 'completed' ? STAGES.length : stopAt));

function walk(script: Happening[][], end: string, stopAt: number): RunState[] {
  const states = [stateOf()];
  const step = (change: Partial<RunState>, index?: number, stage?: (before: StageState) => Partial<StageState>) => {
    const before = states.at(-1) ?? stateOf();
    const stages = before.stages.map((each, i) => (i === index && stage ? { ...each, ...stage(each) } : each));
    states.push({ ...before, stages, ...change } as RunState);
  };
  const running = { status: 'running', waiting_for: 'nothing', message: '' } as const;
  STAGES.slice(0, stopAt).forEach(({ id }, index) => {
    step({ current_stage: id }, index, ({ attempt }) => ({
      status: 'running',
      attempt: attempt + 1,
      started_at: at(states.length),
    }));
    for (const happening of [...(script[index] ?? []), 'complete' as const]) {
      const stage = (states.at(-1) ?? stateOf()).stages[index];
      if (stage?.status === 'completed') break;
      const waits = stage?.status === 'needs_attention';
      if (happening === 'progress' && !waits) {
        const progress = Math.min(99, (stage?.progress ?? 0) + 20);
        step({ progress: index * 16 + Math.floor(progress / 10) }, index, () => ({ progress, message: 'at work' }));
      } else if (happening === 'fail' && stage?.status === 'running') {
        step({}, index, () => ({ status: 'backing_off', error: ERROR }));
      } else if (happening === 'recover' && stage?.status === 'backing_off') {
        step({}, index, () => ({ status: 'running', error: null }));
      } else if (happening === 'attention' && !waits) {
        const change = { status: 'needs_attention', waiting_for: 'operator', message: 'help' } as const;
        step(change, index, () => ({ status: 'needs_attention', error: ERROR }));
      } else if (happening === 'retry' || waits) {
        step(running, index, ({ attempt }) => ({ status: 'running', attempt: attempt + 1, error: null }));
      } else if (happening === 'stall') {
        step({}, index, ({ stalled }) => ({ stalled: !stalled }));
      } else if (happening === 'lost') {
        step({}, index, ({ unreachable_since }) => ({ unreachable_since: unreachable_since ? null : at(1) }));
      }
    }
    const cached = script[index]?.length === 0;
    step({ ...running, progress: (index + 1) * 16 }, index, () => ({
      status: 'completed',
      progress: 100,
      cached,
      error: null,
      stalled: false,
      unreachable_since: null,
      ended_at: at(states.length),
    }));
  });
  const end_time = at(states.length);
  if (end === 'completed') step({ status: 'completed', progress: 100, end_time });
  if (end === 'failed') step({ status: 'failed', end_time, failure: ERROR } as Partial<RunState>);
  if (end === 'cancelled') {
    step({ status: 'cancelling', waiting_for: 'trainer_exit' });
    const exit_evidence = {
      gone: true,
      exit_code: 0,
      signal: null,
      observed_at: end_time,
      how: 'exit_seen',
    } as const;
    step({
      status: 'cancelled',
      waiting_for: 'nothing',
      end_time: at(states.length),
      exit_evidence,
    } as Partial<RunState>);
  }
  return states;
}
