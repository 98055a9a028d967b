import type { ActivityReport } from '../contracts/activities.ts';
import type { StageActivityName } from '../contracts/stages.ts';
import type { Run } from './run.ts';

/** Takes in what an activity reports. A report of an attempt that was replaced changes nothing. */
export function applyReport(run: Run, report: ActivityReport): void {
  const stage = run.current(report);
  if (stage === undefined || run.status === 'cancelling') return;
  const now = new Date();
  switch (report.kind) {
    case 'progress':
      stage.message = report.message;
      stage.stalled = false;
      run.state.estimated_completion = null;
      run.state.estimated_completion_interval = null;
      // Only the last stage's rate tells when the run will end; before it, nobody knows how long training takes.
      if (report.remaining_seconds && report.activity === 'dispatchTraining') {
        const at = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();
        const { expected, low, high } = report.remaining_seconds;
        run.state.estimated_completion = at(expected);
        run.state.estimated_completion_interval = [at(low), at(high)];
      }
      run.advance(stage, report.activity as StageActivityName, report.share_done ?? 0);
      return;
    case 'attempt_failed':
      run.moveStage(stage, 'backing_off', { message: report.message, error: report.error ?? null });
      return;
    case 'attempt_started':
      run.moveStage(stage, 'running', { message: report.message });
      return;
    case 'stalled':
      run.moveStage(stage, stage.status, { stalled: true, message: report.message });
      return;
    case 'moving':
      run.moveStage(stage, stage.status, { stalled: false, message: report.message });
      return;
    case 'unreachable':
      run.moveStage(stage, stage.status, { unreachable_since: now.toISOString(), message: report.message });
      return;
    case 'reachable':
      run.moveStage(stage, stage.status, { unreachable_since: null, message: report.message });
  }
}
