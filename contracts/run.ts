import { z } from 'zod';
import { ArtifactSchema } from './artifacts.ts';
import { ConsentClaimSchema } from './consent.ts';
import { DataContractSchema } from './data-contract.ts';
import { BiasReportSchema, CategorizationSchema, FindingSchema, SafetyLevelSchema } from './dataset.ts';
import { CrisisPolicySchema, PrivacyLevelSchema, PrivacyOverrideSchema } from './deidentification.ts';
import { ERROR_TYPES } from './errors.ts';
import { ClaimSchema, DatasetMetadataSchema, RecommendationsSchema } from './metadata.ts';
import { SafetyAlertSchema } from './safety-alerts.ts';
import { STAGE_IDS } from './stages.ts';
import { TARGET_FORMATS, TargetFileSchema, TargetFormatIdSchema } from './target-formats.ts';
import {
  ComputeLevelSchema,
  EvaluationSchema,
  ExitEvidenceSchema,
  OPTIMIZATION_STRATEGIES,
  StyleIdSchema,
  StyleSelectionSchema,
  TaskWishSchema,
  TrainingConfigSchema,
} from './training.ts';
import { RUN_STATUSES, STAGE_STATUSES } from './transitions.ts';

export const StageIdSchema = z.enum(STAGE_IDS);

export const FORMATS = [
  'jsonl',
  'json',
  'csv',
  'tsv',
  'parquet',
  'sqlite',
  'hdf5',
  'text',
  'lines',
  'captions',
] as const;

/** Names in dataset_name and the like end up in search attributes and logs, so control characters are refused. */
export const nameText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused; not every reader knows \p{Cc}
    .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'must not hold control characters');

const TrainingOverridesSchema = z.strictObject({
  style: StyleIdSchema.optional().describe('Train this style; left out, the best of the ranking is taken'),
  template: z
    .string()
    .max(100)
    .optional()
    .describe('Name of a template of settings, which also says the style; GET /api/training/styles/{style} lists them'),
  label_field: z.string().max(200).optional().describe('The label to learn; left out, it is inferred'),
  settings: z.record(z.string(), z.json()).optional().describe("The style's own settings; see the style's schema"),
  search: z
    .strictObject({ trials: z.int().min(2).max(20).describe('Settings to try, those of the configuration among them') })
    .optional()
    .describe('Search for settings on the validation split before training; what settings names is left alone'),
  memory_limit_mb: z.int().min(128).max(1_048_576).optional().describe('Memory the trainer may use, in MiB'),
});

const oneOrMore = z.union([nameText(200), z.array(nameText(200)).min(1).max(20)]);

/** Which field of the source plays which role. What is named here is taken; what is left out is inferred. */
export const ColumnRolesSchema = z
  .strictObject({
    text: oneOrMore.optional().describe('What is said; several are joined by a line break'),
    response: nameText(200).optional().describe('What is answered to the text'),
    label: oneOrMore.optional().describe('Labels to keep, and no others'),
    id: nameText(200).optional().describe('Id of the record'),
    conversation_id: nameText(200).optional().describe('Rows one after another that share it are one conversation'),
    speaker: nameText(200).optional().describe('Who says the text of the row'),
    group: oneOrMore.optional().describe('Attributes of the person, by which fairness is measured'),
    split: nameText(200).optional().describe('The split the source assigned'),
  })
  .describe('Which fields of the source play which role; the rest is inferred');
export type ColumnRoles = z.infer<typeof ColumnRolesSchema>;

/** Settings of a run that a retry or a rerun may change. */
export const RunSettingsSchema = z.strictObject({
  dataset_path: nameText(4096).describe(
    'Path of the file or folder, absolute or relative to a dataset root of the worker',
  ),
  format: z.enum(FORMATS).optional().describe('Format of the file; left out, it is detected from the content'),
  tables: z
    .array(nameText(200))
    .min(1)
    .max(50)
    .optional()
    .describe(
      'What to read where a dataset holds several: tables of SQLite, groups of HDF5, configurations of a Hugging Face folder, record sets of Croissant; left out, the largest or the default one',
    ),
  columns: ColumnRolesSchema.optional(),
  sample_size: z
    .int()
    .min(10)
    .max(1000)
    .default(500)
    .describe('Records the categorization reads, spread over the file'),
  training_objective: nameText(100).default('therapeutic_accuracy').describe('Goal the style is selected for'),
  available_compute: ComputeLevelSchema.default('medium').describe('Compute the style selection may count on'),
  time_limit_seconds: z
    .int()
    .min(1)
    .max(86_400)
    .optional()
    .describe('Longest training wanted: a style that is expected to take longer is not selected'),
  safety_requirements: SafetyLevelSchema.default('moderate').describe(
    'strict: a broken rule stops the run; moderate: it is a warning; permissive: it is noted',
  ),
  privacy_level: PrivacyLevelSchema.optional().describe(
    'How strictly identifiers are treated; left out, the least level of the category. Less than that needs privacy_override',
  ),
  privacy_override: PrivacyOverrideSchema.optional().describe(
    'Who decides that a lower level than the category demands is right, in which role and why; audited',
  ),
  crisis_policy: CrisisPolicySchema.default('tag').describe(
    'Records with crisis content: keep them as they are, tag them, route them to shards of their own, or drop them; always counted',
  ),
  enable_augmentation: z
    .boolean()
    .default(false)
    .describe('Add reworded records to the training split; never copies, never to validation or test'),
  target_formats: z
    .array(TargetFormatIdSchema)
    .max(TARGET_FORMATS.length)
    .default(['chatml'])
    .describe('Forms to write the standardized splits in, as artifacts of the run; see docs/target-formats.md'),
  optimization_strategy: z
    .enum([...OPTIMIZATION_STRATEGIES, 'fast_training'])
    .default('balanced')
    .transform((name) => (name === 'fast_training' ? 'fast' : name))
    .describe('How the settings trade time for quality; never changes what training_config sets'),
  task: TaskWishSchema.optional().describe('What to learn; left out, it is inferred from the dataset'),
  training_config: TrainingOverridesSchema.optional(),
  claims: z
    .array(ClaimSchema)
    .max(20)
    .optional()
    .describe(
      'Facts on source, licence and anonymization that the caller answers for; kept apart from what is measured',
    ),
  data_contract: DataContractSchema.optional(),
  consent: ConsentClaimSchema.optional().describe(
    'Consent the caller answers for: with whom, where it is on file and what for. Clinical and therapeutic data does not train without',
  ),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(42)
    .describe('Seed of every random choice in the run'),
});

export const RunRequestSchema = RunSettingsSchema.extend({
  dataset_id: z.string().max(100).optional().describe('The registered dataset that the path was taken from'),
  dataset_name: nameText(200).optional(),
  dataset_description: nameText(2000).optional(),
  use_container: z
    .literal(false, 'no container trainer is installed here; leave use_container out or set it to false')
    .default(false)
    .describe('Only false: the embedded trainer runs as a process of the worker'),
  enable_monitoring: z
    .boolean()
    .default(true)
    .describe('Report progress within stages; stages themselves are always reported'),
  require_approval: z.boolean().default(false).describe('Wait for an approval before training'),
  on_stage_failure: z
    .enum(['wait', 'fail'])
    .default('wait')
    .describe('wait: the run waits for an operator in needs_attention; fail: the run fails at once'),
  tenant: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, 63 at most')
    .default('default'),
});
export type RunRequest = z.infer<typeof RunRequestSchema>;

/** The changes an operator gives with retry or rerun: any of the run's settings, defaults not filled in. */
const { shape } = RunSettingsSchema;
export const SettingChangesSchema = z.strictObject({
  dataset_path: shape.dataset_path.optional(),
  format: shape.format,
  tables: shape.tables,
  columns: shape.columns,
  sample_size: shape.sample_size.unwrap().optional(),
  training_objective: shape.training_objective.unwrap().optional(),
  available_compute: shape.available_compute.unwrap().optional(),
  time_limit_seconds: shape.time_limit_seconds,
  safety_requirements: shape.safety_requirements.unwrap().optional(),
  privacy_level: shape.privacy_level,
  privacy_override: shape.privacy_override,
  crisis_policy: shape.crisis_policy.unwrap().optional(),
  enable_augmentation: shape.enable_augmentation.unwrap().optional(),
  target_formats: shape.target_formats.unwrap().optional(),
  optimization_strategy: z.enum(OPTIMIZATION_STRATEGIES).optional(),
  task: shape.task,
  training_config: shape.training_config,
  consent: shape.consent,
  claims: shape.claims,
  data_contract: shape.data_contract,
  seed: shape.seed.unwrap().optional(),
});
export type SettingChanges = z.infer<typeof SettingChangesSchema>;

/** What the workflow is started with. May only grow optional fields: old histories replay against it. */
export interface RunInput {
  execution_id: string;
  request: RunRequest;
  limits: { run_seconds: number; attention_seconds: number; cancel_grace_seconds: number };
  /** The ended run this one takes up; its finished stages are served from the store. */
  rerun_of?: string;
  /** Stages from this one on are computed anew even where the store holds them. */
  fresh_from?: (typeof STAGE_IDS)[number];
}

export const RunErrorSchema = z.object({
  type: z.enum(ERROR_TYPES).describe('Row of the error table'),
  message: z.string(),
  remedy: z.string(),
  facts: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Facts for programs: file, line, field, measured, limit'),
});
export type RunError = z.infer<typeof RunErrorSchema>;

const Instant = z.iso.datetime();

export const StageStateSchema = z.object({
  stage_id: StageIdSchema,
  name: z.string(),
  status: z.enum(STAGE_STATUSES),
  progress: z.number().min(0).max(100).describe('Per cent; never falls within a run'),
  attempt: z.int().nonnegative().describe('Attempts started by the run or an operator; 0 before the first'),
  activity: z.string().nullable().describe('The activity at work'),
  message: z.string(),
  error: RunErrorSchema.nullable(),
  stalled: z.boolean().describe('True where no work was done for much longer than its own rate explains'),
  unreachable_since: Instant.nullable().describe('Since when the trainer does not answer; the job itself may go on'),
  cached: z.boolean().describe('True where the store held every output of the stage'),
  skip: z.object({ reason: z.string(), by: z.string() }).nullable(),
  safety_alerts: z
    .array(SafetyAlertSchema)
    .optional()
    .describe('What the stage found that bears on the safety of people; left out where there is nothing'),
  started_at: Instant.nullable(),
  ended_at: Instant.nullable(),
});
export type StageState = z.infer<typeof StageStateSchema>;

export const WAITING_FOR = ['nothing', 'operator', 'approval', 'resume', 'trainer_exit'] as const;

export const RunResultsSchema = z.object({
  category: z.string().nullable(),
  categorization: CategorizationSchema.nullable(),
  findings: z.array(FindingSchema),
  metadata: DatasetMetadataSchema.nullable(),
  recommendations: RecommendationsSchema.nullable(),
  preprocessing: z.record(z.string(), z.unknown()).nullable(),
  bias: BiasReportSchema.nullable(),
  standardization: z.record(z.string(), z.unknown()).nullable(),
  target_files: z
    .array(TargetFileSchema)
    .optional()
    .describe('The standardized splits in the formats that were asked for'),
  selection: StyleSelectionSchema.nullable(),
  config: TrainingConfigSchema.nullable(),
  training: z.record(z.string(), z.unknown()).nullable(),
  evaluation: EvaluationSchema.nullable(),
  model_id: z.string().nullable(),
  artifacts: z.array(ArtifactSchema),
});
export type RunResults = z.infer<typeof RunResultsSchema>;

const runBase = {
  execution_id: z.string(),
  pipeline_id: z.string().describe('The same as execution_id; kept for callers that ask for it'),
  dataset_name: z.string().nullable(),
  tenant: z.string(),
  progress: z.number().min(0).max(100),
  current_stage: StageIdSchema.nullable(),
  waiting_for: z.enum(WAITING_FOR),
  message: z.string(),
  stages: z.array(StageStateSchema),
  start_time: Instant,
  estimated_completion: Instant.nullable().describe('From the measured rate of training; null while it is unknown'),
  estimated_completion_interval: z.tuple([Instant, Instant]).nullable(),
  rerun_of: z.string().nullable(),
};
const ended = { end_time: Instant };

/** The one shape of a run's status, on every surface. A union: only `failed` and `timed_out` have a failure. */
export const RunStateSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['running', 'paused', 'needs_attention', 'awaiting_approval', 'cancelling']),
    ...runBase,
    end_time: z.null(),
  }),
  z.object({ status: z.literal('completed'), ...runBase, ...ended }),
  z.object({ status: z.enum(['failed', 'timed_out']), ...runBase, ...ended, failure: RunErrorSchema }),
  z.object({ status: z.literal('cancelled'), ...runBase, ...ended, exit_evidence: ExitEvidenceSchema }),
]);
export type RunState = z.infer<typeof RunStateSchema>;
export const RunStatusSchema = z.enum(RUN_STATUSES);

/** What a closed run leaves behind: readable without a worker. */
export interface RunClose {
  state: RunState;
  results: RunResults;
}

const by = z.string().min(1).max(200).default('operator').describe('Who asks: kept with the change');
const reason = z.string().min(1).max(1000);

/** The one control vocabulary. Every door sends these; the workflow's update validator judges them. */
export const ControlCommandSchema = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('retry_stage'),
    stage: StageIdSchema,
    settings: SettingChangesSchema.optional(),
    by,
  }),
  z.strictObject({ action: z.literal('cancel_stage'), stage: StageIdSchema, reason: reason.optional(), by }),
  z.strictObject({
    action: z.literal('skip_stage'),
    stage: StageIdSchema,
    reason,
    substitute: BiasReportSchema.optional().describe('A report measured elsewhere, taken as the output of the stage'),
    by,
  }),
  z.strictObject({ action: z.literal('pause'), by }),
  z.strictObject({ action: z.literal('resume'), by }),
  z.strictObject({ action: z.literal('approve'), by }),
  z.strictObject({ action: z.literal('cancel_run'), reason: reason.optional(), by }),
]);
export type ControlCommand = z.infer<typeof ControlCommandSchema>;
