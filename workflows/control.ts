import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import { refusalOf } from '../contracts/control.ts';
import type { ControlCommand } from '../contracts/run.ts';
import type { StageId } from '../contracts/stages.ts';
import { controlUpdate, reportSignal, resultsQuery, statusQuery } from './messages.ts';
import { toResults } from './present.ts';
import { applyReport } from './report.ts';
import type { Run } from './run.ts';

type Skip = Extract<ControlCommand, { action: 'skip_stage' }>;

/**
 * What operators asked for and the run has not done yet. Handlers only note the wish; the loop of the stage grants it,
 * so there is one place where attempts start and end.
 */
export class Control {
  /** Once set it stays: cancelling beats every other wish. */
  ending: 'cancelled' | 'timed_out' | null = null;
  pauseWanted = false;
  approved = false;
  retryWanted: StageId | null = null;
  cancelStageWanted: { stage: StageId; by: string; reason: string } | null = null;
  readonly skips = new Map<StageId, Skip>();
  private readonly run: Run;

  constructor(run: Run) {
    this.run = run;
    setHandler(statusQuery, () => run.state);
    setHandler(resultsQuery, () => toResults(run.outputs));
    setHandler(reportSignal, (report) => applyReport(run, report));
    setHandler(
      controlUpdate,
      async (command) => {
        this.note(command);
        // The loop grants these at once; waiting for it makes the answer show the state after, not before.
        await condition(() => this.granted(command));
        return run.state;
      },
      {
        validator: (command) => {
          const refusal = refusalOf(run.state, command);
          if (refusal !== null) throw ApplicationFailure.nonRetryable(refusal, 'RunStateConflict');
        },
      },
    );
  }

  /** True where the attempt at work has to end before anything else happens. */
  interrupts(stage: StageId): boolean {
    return (
      this.ending !== null ||
      this.pauseWanted ||
      this.retryWanted === stage ||
      this.cancelStageWanted?.stage === stage ||
      this.skips.has(stage)
    );
  }

  end(how: 'cancelled' | 'timed_out', message: string): void {
    if (this.ending !== null) return;
    this.ending = how;
    this.run.moveTo('cancelling', 'trainer_exit', message);
  }

  /** Forgets what was asked of a stage that has ended meanwhile, so that it does not strike another attempt or hang. */
  settle(stage: StageId): void {
    if (this.retryWanted === stage) this.retryWanted = null;
    if (this.cancelStageWanted?.stage === stage) this.cancelStageWanted = null;
  }

  /** Waits for a wish; false where the limit passed first. */
  until(wish: () => boolean, limitSeconds?: number): Promise<boolean> {
    if (limitSeconds !== undefined) return condition(wish, limitSeconds * 1000);
    return condition(wish).then(() => true);
  }

  private granted(command: ControlCommand): boolean {
    if (this.ending !== null) return true;
    switch (command.action) {
      case 'retry_stage':
        // A pause that came with it goes first; the retry then follows the resume.
        return this.retryWanted === null || this.pauseWanted;
      case 'resume':
        return this.run.status !== 'paused';
      case 'approve':
        return this.run.status !== 'awaiting_approval';
      default:
        return true;
    }
  }

  private note(command: ControlCommand): void {
    switch (command.action) {
      case 'cancel_run':
        this.end('cancelled', `cancelled by ${command.by}${command.reason ? `: ${command.reason}` : ''}`);
        return;
      case 'pause':
        this.pauseWanted = true;
        this.run.state.message = `pausing: the attempt at work ends first (asked by ${command.by})`;
        return;
      case 'resume':
        this.pauseWanted = false;
        return;
      case 'approve':
        this.approved = true;
        return;
      case 'retry_stage':
        this.run.changeSettings(command.settings ?? {});
        this.retryWanted = command.stage;
        return;
      case 'cancel_stage':
        this.cancelStageWanted = { stage: command.stage, by: command.by, reason: command.reason ?? '' };
        return;
      case 'skip_stage':
        this.skips.set(command.stage, command);
    }
  }
}
