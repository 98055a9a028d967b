import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type {
  ActivityContext,
  Cacheable,
  CleanOutput,
  DeidentifyOutput,
  IngestOutput,
  ModelLineage,
  SplitOutput,
  TransformOutput,
} from '../contracts/activities.ts';
import type { Artifact } from '../contracts/artifacts.ts';
import type { BiasReport } from '../contracts/dataset.ts';
import type { DatasetMetadata, Recommendations } from '../contracts/metadata.ts';
import { pendingStage } from '../contracts/pending-stage.ts';
import type {
  RunClose,
  RunError,
  RunInput,
  RunRequest,
  RunState,
  SettingChanges,
  StageState,
} from '../contracts/run.ts';
import type { SafetyAlert } from '../contracts/safety-alerts.ts';
import { STAGES, type Stage, type StageActivityName } from '../contracts/stages.ts';
import type { TargetFile } from '../contracts/target-formats.ts';
import type { ExitEvidence } from '../contracts/training.ts';
import {
  RUN_TRANSITIONS,
  type RunStatus,
  STAGE_TRANSITIONS,
  type StageStatus,
  transition,
} from '../contracts/transitions.ts';
import { toDetails, toResults } from './present.ts';

/** What the stages have produced, by reference. */
export interface RunOutputs
  extends Partial<
    Pick<ModelLineage, 'categorization' | 'findings' | 'splits' | 'selection' | 'config' | 'outcome' | 'evaluation'>
  > {
  ingest?: IngestOutput;
  metadata?: DatasetMetadata;
  recommendations?: Recommendations;
  preprocessing?: { deidentified: DeidentifyOutput; cleaned: CleanOutput; deduplicated: TransformOutput };
  bias?: BiasReport;
  standardized?: TransformOutput;
  leaked_record_count?: number;
  leakage?: SplitOutput['leakage'];
  token_statistics?: SplitOutput['token_statistics'];
  target_files?: TargetFile[];
  registered?: { model_id: string; artifacts: Artifact[] };
}

/** Parts of a stage's progress, where its activities are not equal: training is most of its stage. */
const ACTIVITY_WEIGHTS: Partial<Record<StageActivityName, number>> = { ingestDataset: 4, dispatchTraining: 12 };
const weightOf = (activity: StageActivityName) => ACTIVITY_WEIGHTS[activity] ?? 1;

const attribute = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

type Open = Extract<RunState, { end_time: null }>;

/**
 * The state of one run and the only way to change it. Every change of status goes through the transition table;
 * search attributes and the details of the Temporal UI follow from the state.
 */
export class Run {
  readonly outputs: RunOutputs = {};
  readonly input: RunInput;
  request: RunRequest;
  state: RunState;
  settingsChanged = false;
  approvalReason: string | null;
  private cachedActivities = new Map<string, boolean>();
  private published: Record<string, string> = {};

  constructor(input: RunInput, startTime: string) {
    this.input = input;
    this.request = input.request;
    this.approvalReason = input.request.require_approval ? 'the request asks for approval before training' : null;
    this.state = {
      status: 'running',
      execution_id: input.execution_id,
      pipeline_id: input.execution_id,
      dataset_name: input.request.dataset_name ?? null,
      tenant: input.request.tenant,
      progress: 0,
      current_stage: null,
      waiting_for: 'nothing',
      message: '',
      stages: STAGES.map(pendingStage),
      start_time: startTime,
      end_time: null,
      estimated_completion: null,
      estimated_completion_interval: null,
      rerun_of: input.rerun_of ?? null,
    };
    this.publish();
  }

  get status(): RunStatus {
    return this.state.status;
  }

  stage(id: string): StageState {
    const found = this.state.stages.find((stage) => stage.stage_id === id);
    if (found === undefined) throw new Error(`no stage ${id}`);
    return found;
  }

  /** The named outputs, all present: the order of the stages guarantees it, a miss is our defect. */
  have<K extends keyof RunOutputs>(...names: K[]): { [P in K]-?: NonNullable<RunOutputs[P]> } {
    for (const name of names) if (this.outputs[name] === undefined) throw new Error(`output ${name} is missing`);
    return this.outputs as { [P in K]-?: NonNullable<RunOutputs[P]> };
  }

  /** Moves the run to another open status. Closing has its own methods, because each close carries more. */
  moveTo(status: Open['status'], waitingFor: RunState['waiting_for'], message: string): void {
    transition(RUN_TRANSITIONS, this.state.status, status);
    this.state = { ...(this.state as Open), status, waiting_for: waitingFor, message };
    this.publish();
  }

  close(
    end:
      | { status: 'completed' }
      | { status: 'failed' | 'timed_out'; failure: RunError }
      | { status: 'cancelled'; exit_evidence: ExitEvidence },
    now: string,
  ): RunClose {
    transition(RUN_TRANSITIONS, this.state.status, end.status);
    const open = {
      ...(this.state as Open),
      waiting_for: 'nothing' as const,
      estimated_completion: null,
      estimated_completion_interval: null,
    };
    this.state = { ...open, message: '', ...end, end_time: now };
    if (end.status === 'completed') this.state.progress = 100;
    this.publish();
    return { state: this.state, results: toResults(this.outputs) };
  }

  moveStage(stage: StageState, status: StageStatus, change: Partial<StageState> = {}): void {
    stage.status = transition(STAGE_TRANSITIONS, stage.status, status);
    Object.assign(stage, change);
    this.publish();
  }

  beginAttempt(stage: StageState, now: string): void {
    this.state.current_stage = stage.stage_id;
    this.moveStage(stage, 'running', {
      attempt: stage.attempt + 1,
      activity: null,
      message: '',
      error: null,
      stalled: false,
      unreachable_since: null,
      started_at: stage.started_at ?? now,
    });
  }

  beginActivity(context: ActivityContext, name: StageActivityName): void {
    const stage = this.current(context);
    if (stage) Object.assign(stage, { activity: name, message: '' });
  }

  endActivity(context: ActivityContext, name: StageActivityName, output: Cacheable): void {
    const stage = this.current(context);
    if (!stage) return;
    this.cachedActivities.set(name, output.cached);
    this.advance(stage, name, 1);
  }

  /** Progress never falls: a retry starts behind what was shown and catches up in silence. */
  advance(stage: StageState, activity: StageActivityName, share: number): void {
    const names: readonly StageActivityName[] = STAGES.find((s) => s.id === stage.stage_id)?.activities ?? [];
    const position = names.indexOf(activity);
    if (position < 0) return;
    const total = names.reduce((sum, name) => sum + weightOf(name), 0);
    const before = names.slice(0, position).reduce((sum, name) => sum + weightOf(name), 0);
    // 99, not 100: only completing a stage says it is complete.
    const percent = Math.min(99, (100 * (before + share * weightOf(activity))) / total);
    stage.progress = Math.max(stage.progress, Math.floor(percent));
    this.updateProgress();
  }

  completeStage(stage: StageState, definition: Stage, now: string): void {
    const cached = definition.activities.every((name) => this.cachedActivities.get(name) === true);
    this.moveStage(stage, 'completed', {
      progress: 100,
      activity: null,
      message: '',
      error: null,
      stalled: false,
      cached,
      ended_at: now,
    });
    this.updateProgress();
  }

  /** The stage a context belongs to, or undefined where a newer attempt took over or the stage has ended. */
  current(context: Pick<ActivityContext, 'stage_id' | 'stage_attempt'>): StageState | undefined {
    const stage = this.stage(context.stage_id);
    const working = stage.status === 'running' || stage.status === 'backing_off';
    return working && stage.attempt === context.stage_attempt ? stage : undefined;
  }

  categorized(category: string): void {
    this.publish({ Category: category });
  }

  /** Watchers hear of these as they come; a new attempt that finds the same says nothing twice. */
  warn(context: ActivityContext, alerts: SafetyAlert[]): void {
    const stage = this.current(context);
    if (!stage) return;
    if (alerts.length > 0) stage.safety_alerts = alerts;
    else delete stage.safety_alerts;
  }

  requireApproval(reason: string): void {
    this.approvalReason ??= reason;
  }

  changeSettings(changes: SettingChanges): void {
    if (Object.keys(changes).length === 0) return;
    const training_config = { ...this.request.training_config, ...changes.training_config };
    this.request = { ...this.request, ...(changes as Partial<RunRequest>), training_config };
    this.settingsChanged = true;
  }

  private updateProgress(): void {
    const done = STAGES.reduce((sum, { id, weight }) => {
      const stage = this.stage(id);
      return sum + weight * (stage.status === 'skipped' ? 1 : stage.progress / 100);
    }, 0);
    this.state.progress = Math.max(this.state.progress, Math.min(99, Math.floor(done)));
    this.publish();
  }

  /** Only what changed is sent: each upsert is an event in the history. */
  private publish(more: Record<string, string> = {}): void {
    const wanted: Record<string, string> = {
      RunStatus: this.state.status,
      Stage: this.state.current_stage ?? 'none',
      WaitingFor: this.state.waiting_for,
      Tenant: this.state.tenant,
      ...more,
    };
    const changed = Object.entries(wanted).filter(([name, value]) => this.published[name] !== value);
    if (changed.length > 0) {
      Object.assign(this.published, wanted);
      upsertSearchAttributes(changed.map(([name, value]) => ({ key: attribute(name), value })));
    }
    setCurrentDetails(toDetails(this.state));
  }
}
