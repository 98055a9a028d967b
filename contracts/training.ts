import { z } from 'zod';
import { ArtifactSchema, RecordSetSchema, Sha256Schema } from './artifacts.ts';
import { CategorySchema, MeasureSchema, SafetyLevelSchema } from './dataset.ts';

export const STYLES = [
  'few_shot',
  'self_supervised',
  'supervised',
  'unsupervised',
  'reinforcement',
  'transfer_learning',
  'meta_learning',
  'continual_learning',
] as const;
export const StyleIdSchema = z.enum(STYLES);
export type StyleId = z.infer<typeof StyleIdSchema>;

export const COMPUTE_LEVELS = ['low', 'medium', 'high', 'very_high'] as const;
export const ComputeLevelSchema = z.enum(COMPUTE_LEVELS);
export type ComputeLevel = z.infer<typeof ComputeLevelSchema>;

export const OPTIMIZATION_STRATEGIES = ['fast', 'balanced', 'high_quality', 'resource_efficient'] as const;

/** Examples a class needs in the training split: fewer leave nothing to judge it by in a test split of a tenth. */
export const CLASS_EXAMPLES_MIN = 8;

/** What can be learned from the dataset. */
export const TaskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('classification'),
    label_field: z.string(),
    text_from: z.enum(['user', 'assistant', 'all']).describe('Whose messages are the input text'),
    classes: z.array(z.string()).min(2),
    unit: z
      .enum(['record', 'utterance'])
      .optional()
      .describe('What carries the label: the whole record (the default), or each utterance'),
  }),
  z.object({
    kind: z.literal('preference'),
    label_field: z.string(),
    preferred: z.array(z.string()).min(1).describe('Values of the label that speak for an answer'),
    rejected: z.array(z.string()).min(1).describe('Values of the label that speak against an answer'),
  }),
  z.object({ kind: z.literal('next_turn') }),
]);
export type Task = z.infer<typeof TaskSchema>;

/** A task that the dataset allows, with what it was seen by. */
export const InferredTaskSchema = z.object({
  task: TaskSchema,
  main: z.boolean().describe('True for the task that is learned where the caller names none'),
  example_count: z.int().nonnegative().describe('Examples in the training split'),
  evidence: z.array(z.string()),
});
export type InferredTask = z.infer<typeof InferredTaskSchema>;

/** The task a caller asks for; what is left out is inferred. */
export const TaskWishSchema = z.strictObject({
  kind: z.enum(['classification', 'preference', 'next_turn']).describe('What is to be learned'),
  label_field: z.string().max(200).optional().describe('The label that says it; left out, it is inferred'),
  unit: z.enum(['record', 'utterance']).optional().describe('Whether the label is of the record or of each utterance'),
  preferred: z.array(z.string().max(200)).min(1).max(20).optional().describe('Values that speak for an answer'),
  rejected: z.array(z.string().max(200)).min(1).max(20).optional().describe('Values that speak against an answer'),
});
export type TaskWish = z.infer<typeof TaskWishSchema>;

/** The facts a style is chosen by; every one measured from the standardized records. */
export const SelectionFactsSchema = z.object({
  record_count: z.int().nonnegative(),
  labelled_record_count: z.int().nonnegative().describe('Records, or utterances, with a class of the task'),
  class_counts: z.record(z.string(), z.int()),
  turn_pair_count: z.int().nonnegative().describe('User turns answered by an assistant turn'),
  preferred_count: z.int().nonnegative().optional().describe('Texts that a label calls the better'),
  rejected_count: z.int().nonnegative().optional().describe('Texts that a label calls the worse'),
  label_fields_count: z.int().nonnegative().optional().describe('Labels that could be learned'),
  class_balance: MeasureSchema.optional().describe(
    'Entropy of the classes over that of as many classes of the same size, 0 to 1; 1 where all are alike',
  ),
  label_noise: MeasureSchema.optional().describe(
    'Share of the labels that are likely to be wrong, by confident learning; an upper bound where classes are hard to tell',
  ),
  languages: z.record(z.string(), z.number()).optional().describe('Share of sampled records by language (ISO 639-1)'),
  domains: z
    .record(z.string(), z.number())
    .optional()
    .describe('Share of sampled records that speak of each therapeutic domain'),
  time_limit_seconds: z.number().positive().nullable().optional().describe('Longest training the caller wants'),
  memory_limit_mb: z.number().positive().nullable().optional().describe('Memory that the trainer may use'),
  quality_score: MeasureSchema,
  category: CategorySchema,
  available_compute: ComputeLevelSchema,
  safety_level: SafetyLevelSchema,
  training_objective: z.string(),
});
export type SelectionFacts = z.infer<typeof SelectionFactsSchema>;

export const StyleAssessmentSchema = z.object({
  style: StyleIdSchema,
  eligible: z.boolean(),
  available: z.boolean().describe('False where no trainer installed here can train this style'),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  trainable: z.boolean().optional().describe('Whether the dataset holds what the style learns from at all'),
  missing: z.array(z.string()).optional().describe('What would make the style fit, where it does not'),
  expected_utility: z
    .number()
    .nullable()
    .optional()
    .describe('How far from a trivial guess (0) to perfect (1) the model is expected to come; null where not measured'),
  expected_seconds: z.number().nullable().optional().describe('How long the training is expected to take'),
});
export type StyleAssessment = z.infer<typeof StyleAssessmentSchema>;

export const StyleSelectionSchema = z.object({
  selected_style: StyleIdSchema,
  task: TaskSchema,
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe(
      'Share of measured datasets with such a lead over the second style on which the predicted style was the best; 1 where only one fits',
    ),
  chosen_by: z.enum(['ranking', 'caller']),
  ranking: z.array(StyleAssessmentSchema),
  facts: SelectionFactsSchema,
  tasks: z.array(InferredTaskSchema).optional().describe('Everything that can be learned from the dataset'),
  warnings: z.array(z.string()).optional().describe("What speaks against the caller's choice"),
});
export type StyleSelection = z.infer<typeof StyleSelectionSchema>;

/** Settings of a style under a name, for one purpose. */
export const StyleTemplateSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  style: StyleIdSchema,
  description: z.string().describe('What it is for'),
  settings: z.record(z.string(), z.json()),
});
export type StyleTemplate = z.infer<typeof StyleTemplateSchema>;

export const TrainingConfigSchema = z.object({
  style: StyleIdSchema,
  task: TaskSchema,
  settings: z.record(z.string(), z.unknown()).describe("The style's own settings, complete with defaults"),
  optimization_strategy: z.enum(OPTIMIZATION_STRATEGIES),
  seed: z.int().nonnegative(),
  memory_limit_mb: z.int().positive(),
  search: z
    .object({ trials: z.int().positive(), fixed: z.array(z.string()).describe('Settings that a search leaves alone') })
    .optional()
    .describe('Settings are searched for, on the validation split, before the model is trained'),
});
export type TrainingConfig = z.infer<typeof TrainingConfigSchema>;

/** A reference to the split data as the trainer reads it. */
export const SplitsSchema = z.object({ train: RecordSetSchema, validation: RecordSetSchema, test: RecordSetSchema });
export type Splits = z.infer<typeof SplitsSchema>;

/** What a trainer is asked to do: written as job.json into the job's folder. Paths are absolute on the trainer's machine. */
export const TrainingJobSchema = z.object({
  job_id: z.string(),
  attempt: z.int().positive().describe('Fencing token: a job folder obeys the highest attempt only'),
  config: TrainingConfigSchema,
  train_files: z.array(z.string()),
  validation_files: z.array(z.string()),
  data_sha256: Sha256Schema.describe('Over the train and validation hashes: a checkpoint of other data is refused'),
  job_folder: z.string(),
  encoders_folder: z.string().optional().describe('Where the encoder lies that the settings name'),
});
export type TrainingJob = z.infer<typeof TrainingJobSchema>;

/** One line of events.jsonl. */
export const TrainingProgressSchema = z.object({
  at: z.iso.datetime(),
  step: z.int().nonnegative(),
  total_steps: z.int().positive(),
  phase: z.enum(['loading', 'training', 'writing']),
  loss: z.number().nullable(),
  seconds_left: z
    .number()
    .nonnegative()
    .nullable()
    .default(null)
    .describe('What the steps that are left take at most, at the measured pace; null before there is one'),
  rss_mb: z.number(),
  resumed_from_step: z
    .int()
    .nonnegative()
    .nullable()
    .describe('The checkpoint step this process started from; null for a fresh start'),
});
export type TrainingProgress = z.infer<typeof TrainingProgressSchema>;

/** Proof that a trainer process is gone. */
export const ExitEvidenceSchema = z.object({
  gone: z.boolean(),
  exit_code: z.int().nullable(),
  signal: z.string().nullable(),
  observed_at: z.iso.datetime(),
  how: z.enum(['exit_seen', 'process_absent', 'never_started', 'still_running']),
});
export type ExitEvidence = z.infer<typeof ExitEvidenceSchema>;

/** Settings that were tried, and what they came to on the validation split. */
export const SettingsTrialSchema = z.object({
  settings: z.record(z.string(), z.unknown()),
  score: z.number().nullable().describe('The main figure of the style; null where they could not be trained or judged'),
});
export type SettingsTrial = z.infer<typeof SettingsTrialSchema>;

export const TrainingOutcomeSchema = z.object({
  model: z.array(ArtifactSchema).describe('Files of the model'),
  steps: z.int().nonnegative(),
  loss_final: z.number().nullable(),
  loss_curve: z.array(z.object({ step: z.int(), loss: z.number() })).max(200),
  training_seconds: z.number().nonnegative(),
  resumed_from_step: z.int().nullable(),
  rss_mb_max: z.number(),
  parameter_count: z.int().nonnegative(),
  counts: z.record(z.string(), z.int()).optional().describe('Examples used and records left out of training, by name'),
  search: z
    .object({ trials: z.array(SettingsTrialSchema), settings: z.record(z.string(), z.unknown()) })
    .optional()
    .describe('Settings that were tried before the training, and those it was done with'),
});
export type TrainingOutcome = z.infer<typeof TrainingOutcomeSchema>;

const ScoresSchema = z.record(z.string(), z.number());

/** Scores on records the trainer never saw, beside a baseline measured on the same records. */
export const EvaluationSchema = z.object({
  split: z.literal('test'),
  example_count: z.int().nonnegative(),
  primary_metric: z.string(),
  scores: ScoresSchema,
  baselines: z.record(z.string(), ScoresSchema),
  primary_interval_95: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('Percentile interval of the main figure by the bootstrap'),
  gain_over_baseline: z
    .object({
      baseline: z.string(),
      value: z.number(),
      interval_95: z.tuple([z.number(), z.number()]).describe('Percentile interval of the paired bootstrap'),
    })
    .nullable(),
  per_class: z.array(
    z.object({ label: z.string(), precision: z.number(), recall: z.number(), f1: z.number(), support: z.int() }),
  ),
  per_group: z
    .array(
      z.object({
        attribute: z.string(),
        group: z.string(),
        count: z.int(),
        accuracy: z.number().nullable(),
        f1_score: z.number().nullable(),
        reason: z.string().nullable().describe('Why there is no figure'),
      }),
    )
    .optional()
    .describe('Scores of the examples whose records name a demographic group'),
  calibration: z
    .object({
      ece: z.number().describe('Expected calibration error over ten bins, 0 to 1'),
      brier: z.number().describe('Mean squared distance of probabilities and truth over the classes, 0 to 2'),
      bins: z.array(z.object({ confidence: z.number(), accuracy: z.number(), count: z.int() })),
    })
    .optional()
    .describe('How far the probability of the predicted class can be taken at its word'),
  robustness: z
    .array(
      z.object({
        variant: z.string().describe('typos, synonyms or gender_swap'),
        changed_texts: z.int().describe('Test texts that the variant changes'),
        changed_predictions: z.number().nullable().describe('Share of them whose prediction changes'),
        f1_score: z.number().nullable().describe('On the whole test split with the changed texts'),
      }),
    )
    .optional()
    .describe('What becomes of the predictions where texts are written otherwise and mean the same'),
  confusion: z.object({ labels: z.array(z.string()), counts: z.array(z.array(z.int())) }).nullable(),
  counts: z.record(z.string(), z.int()).optional().describe('Records of the split that were not examples, by reason'),
  clusters: z
    .array(z.object({ name: z.string(), size: z.int().nonnegative(), typical_terms: z.array(z.string()) }))
    .optional()
    .describe('Clusters found in the training texts; terms that few texts hold are not shown'),
  cluster_map: z
    .array(z.object({ x: z.number(), y: z.number(), cluster: z.int().nonnegative() }))
    .max(300)
    .optional()
    .describe('Some texts of the test split on the two directions of most spread, with the number of their cluster'),
  unmeasured: z.record(z.string(), z.string()).describe('Metrics that could not be measured, each with its reason'),
  better_than_baseline: z.boolean().describe('True where the interval of the gain lies above 0'),
});
export type Evaluation = z.infer<typeof EvaluationSchema>;

/** What a model says of one text: a score for each label, cluster or candidate reply it knows, and the best of them. */
export const PredictionSchema = z.object({
  best: z.string().describe('The label, cluster or candidate with the highest score'),
  scores: z
    .array(z.object({ name: z.string(), score: z.number() }))
    .describe('Highest first; class probabilities where the style has them, else similarities'),
});
export type Prediction = z.infer<typeof PredictionSchema>;
