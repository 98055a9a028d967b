import type { OperationInput, OperationOutput } from '../contracts/operations.ts';
import type { ControlCommand, RunRequest, RunState, SettingChanges } from '../contracts/run.ts';
import type { StageId } from '../contracts/stages.ts';
import type { RunStatus } from '../contracts/transitions.ts';

/** What the doors ask of the runs. Temporal answers in production; door tests put a fake here. */
export interface Runs {
  /** Errors: IdempotencyConflict, TemporalUnavailable. */
  start(request: RunRequest, options?: StartOptions): Promise<{ execution_id: string }>;
  /** Errors: RunNotFound, TemporalUnavailable. */
  status(executionId: string): Promise<RunState>;
  /** Errors: RunNotFound, TemporalUnavailable. */
  results(executionId: string): Promise<OperationOutput<'results'>>;
  /** Errors: RunNotFound, RunStateConflict, TemporalUnavailable. */
  steer(executionId: string, command: Exclude<ControlCommand, { action: 'cancel_run' }>): Promise<RunState>;
  /** The status the run had when the answer was given: `cancelling`, or `cancelled` once its trainer was seen gone. */
  cancel(executionId: string, wish: { by: string; reason?: string | undefined }): Promise<RunStatus>;
  /** Errors: those of `start`, RunNotFound, RunStateConflict, InvalidInput. */
  rerun(executionId: string, change: RerunChange, options?: StartOptions): Promise<{ execution_id: string }>;
  list(filter: OperationInput<'list'>): Promise<Omit<OperationOutput<'list'>, 'timestamp'>>;
  /** Never throws: what is away is a component that is not ok. */
  readiness(): Promise<OperationOutput<'ready'>['components']>;
}

export interface StartOptions {
  idempotencyKey?: string | undefined;
}

export interface RerunChange {
  from_stage?: StageId | undefined;
  settings?: SettingChanges | undefined;
}
