import { z } from 'zod';
import { ArtifactSchema, Sha256Schema } from './artifacts.ts';
import { CategorySchema } from './dataset.ts';
import { StyleIdSchema, TaskSchema } from './training.ts';

/** How far a model may be used. Promotion goes up one gate at a time; `rejected` is what no baseline was beaten by. */
export const MODEL_STAGES = ['rejected', 'training', 'staging', 'production'] as const;
export const ModelStageSchema = z.enum(MODEL_STAGES);
export type ModelStage = z.infer<typeof ModelStageSchema>;

/** One condition of promotion, held against what the run measured. */
export const GateResultSchema = z.object({
  gate: z.string(),
  level: z.enum(['training', 'staging', 'production']).describe('The stage that this gate opens'),
  measured: z.number().nullable(),
  limit: z.number(),
  outcome: z.enum(['passed', 'failed', 'not_applicable']).describe('A measure that is missing fails its gate'),
  message: z.string(),
});
export type GateResult = z.infer<typeof GateResultSchema>;

/** Whether every gate up to a stage is passed. */
export function mayEnter(gates: readonly GateResult[], stage: ModelStage): boolean {
  const height = MODEL_STAGES.indexOf(stage);
  return gates.every(({ level, outcome }) => MODEL_STAGES.indexOf(level) > height || outcome !== 'failed');
}

export const ModelEntrySchema = z.object({
  model_id: z.string(),
  created_at: z.iso.datetime(),
  execution_id: z.string().describe('The run that trained it first'),
  style: StyleIdSchema,
  task: TaskSchema,
  dataset: z.object({ name: z.string().nullable(), file: z.string(), sha256: Sha256Schema, category: CategorySchema }),
  primary_metric: z.string(),
  scores: z.record(z.string(), z.number()).describe('Measured on the test split, which training never saw'),
  gain_over_baseline: z
    .object({ baseline: z.string(), value: z.number(), interval_95: z.tuple([z.number(), z.number()]) })
    .nullable(),
  stage: ModelStageSchema,
  gates: z.array(GateResultSchema),
  promotions: z.array(z.object({ stage: ModelStageSchema, by: z.string(), reason: z.string(), at: z.iso.datetime() })),
  blocked: z
    .object({ reason: z.string(), at: z.iso.datetime() })
    .nullable()
    .describe('Set where consent for its data was withdrawn: a blocked model answers nothing'),
  artifacts: z.array(ArtifactSchema),
});
export type ModelEntry = z.infer<typeof ModelEntrySchema>;

export const DatasetEntrySchema = z.object({
  dataset_id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  dataset_path: z.string().describe('Where the workers find it'),
  version: z.int().positive().describe('Rises when other bytes are registered under the same id'),
  sha256: Sha256Schema,
  byte_count: z.int().nonnegative(),
  registered_at: z.iso.datetime(),
  registered_by: z.string(),
  uploaded: z.boolean().describe('True where the bytes came with the request and are kept in storage'),
  artifacts: z.array(ArtifactSchema).describe('Card and Croissant description'),
  earlier_versions: z.array(z.object({ version: z.int(), sha256: Sha256Schema, registered_at: z.iso.datetime() })),
});
export type DatasetEntry = z.infer<typeof DatasetEntrySchema>;
