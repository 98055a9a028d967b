import type { ControlCommand, RunState, SettingChanges, StageState } from './run.ts';
import { STAGE_IDS, STAGES, type StageId } from './stages.ts';
import { isTerminalRun, isTerminalStage, type StageStatus } from './transitions.ts';

/** The last stage that reads a setting: a retry of a later stage could not honour the change. */
const LAST_READ: Record<keyof SettingChanges, StageId> = {
  dataset_path: 'dataset_ingestion',
  format: 'dataset_ingestion',
  tables: 'dataset_ingestion',
  columns: 'dataset_ingestion',
  sample_size: 'dataset_ingestion',
  consent: 'dataset_ingestion',
  claims: 'dataset_ingestion',
  data_contract: 'dataset_ingestion',
  privacy_level: 'data_preprocessing',
  privacy_override: 'data_preprocessing',
  crisis_policy: 'data_preprocessing',
  enable_augmentation: 'data_standardization',
  target_formats: 'data_standardization',
  safety_requirements: 'model_training',
  training_objective: 'model_training',
  available_compute: 'model_training',
  optimization_strategy: 'model_training',
  task: 'training_style_selection',
  time_limit_seconds: 'training_style_selection',
  training_config: 'model_training',
  seed: 'model_training',
};

/** Why a command cannot be done now, or null where it can. Pure: the validator of the update and the tests share it. */
export function refusalOf(state: RunState, command: ControlCommand): string | null {
  if (isTerminalRun(state.status)) return `the run is ${state.status}; start it again with rerun`;
  if (command.action === 'cancel_run') return null;
  if (state.status === 'cancelling') return 'the run is being cancelled; nothing else can be done with it';
  switch (command.action) {
    case 'retry_stage':
      return (
        refuseUnless(state, command.stage, ['running', 'backing_off', 'needs_attention']) ??
        settingsRefusal(command.stage, command.settings ?? {})
      );
    case 'cancel_stage':
      return refuseUnless(state, command.stage, ['running', 'backing_off']);
    case 'skip_stage':
      return skipRefusal(state, command.stage);
    case 'pause':
      if (state.status === 'needs_attention') return 'the run is needs_attention: it waits for an operator already';
      return state.status === 'paused' ? 'the run is paused already' : null;
    case 'resume':
      return state.status === 'paused' ? null : `the run is ${state.status}, not paused`;
    case 'approve':
      return state.status === 'awaiting_approval' ? null : `the run is ${state.status}, not awaiting_approval`;
  }
}

function settingsRefusal(stage: StageId, settings: SettingChanges): string | null {
  const tooLate = (Object.keys(settings) as (keyof SettingChanges)[]).filter(
    (name) => STAGE_IDS.indexOf(LAST_READ[name]) < STAGE_IDS.indexOf(stage),
  );
  if (tooLate.length === 0) return null;
  return `stage ${stage} does not read ${tooLate.join(', ')}; cancel the run and use rerun with the changed settings`;
}

function skipRefusal(state: RunState, stageId: string): string | null {
  if (!STAGES.some((stage) => stage.id === stageId && stage.skippable)) {
    const allowed = STAGES.filter((stage) => stage.skippable).map((stage) => stage.id);
    return `stage ${stageId} cannot be skipped, the stages after it need its output; stages that can: ${allowed.join(', ')}`;
  }
  return refuseUnless(state, stageId, ['pending', 'running', 'backing_off', 'paused', 'needs_attention']);
}

function refuseUnless(state: RunState, stageId: string, allowed: readonly StageStatus[]): string | null {
  const stage: StageState | undefined = state.stages.find((candidate) => candidate.stage_id === stageId);
  if (stage === undefined) return `the run has no stage ${stageId}`;
  if (allowed.includes(stage.status)) return null;
  const hint = isTerminalStage(stage.status) ? '; to compute it anew, use rerun with from_stage' : '';
  return `stage ${stageId} is ${stage.status}; this needs ${allowed.join(', ')}${hint}`;
}
