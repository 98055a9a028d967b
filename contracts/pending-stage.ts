import type { StageState } from './run.ts';
import type { StageId } from './stages.ts';

/** The state of a stage that has not begun. */
export function pendingStage({ id, name }: { id: StageId; name: string }): StageState {
  return {
    stage_id: id,
    name,
    status: 'pending',
    progress: 0,
    attempt: 0,
    activity: null,
    message: '',
    error: null,
    stalled: false,
    unreachable_since: null,
    cached: false,
    skip: null,
    started_at: null,
    ended_at: null,
  };
}
