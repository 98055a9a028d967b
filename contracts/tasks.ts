import { z } from 'zod';
import {
  CategorizationSchema,
  DatasetProfileSchema,
  FindingSchema,
  RejectedSchema,
  SourceFactsSchema,
} from './dataset.ts';
import { DatasetEntrySchema } from './registry.ts';
import { ConsentClaimSchema, RunRequestSchema } from './run.ts';

/** Work outside a run: a short workflow each, which nobody steers. */
export const TASK_TYPES = ['registerDataset', 'describeDataset', 'compareModels'] as const;
export type TaskType = (typeof TASK_TYPES)[number];

const request = RunRequestSchema.shape;
const cached = z.boolean().describe('True where the store held it for the same input, settings and code version');

export const DescribeDatasetInputSchema = z.strictObject({
  dataset_path: request.dataset_path,
  format: request.format,
  tables: request.tables,
  columns: request.columns,
  sample_size: request.sample_size,
  safety_requirements: request.safety_requirements,
  consent: ConsentClaimSchema.optional(),
});
export type DescribeDatasetInput = z.output<typeof DescribeDatasetInputSchema>;

/** What was measured of a dataset, and the rules it breaks. */
export const DatasetDescriptionSchema = z.object({
  source: SourceFactsSchema,
  profile: DatasetProfileSchema,
  categorization: CategorizationSchema,
  findings: z.array(FindingSchema),
  rejected_count: z.int().nonnegative(),
  rejected_first: z.array(RejectedSchema),
  cached,
});
export type DatasetDescription = z.infer<typeof DatasetDescriptionSchema>;

export const RegisterDatasetInputSchema = DescribeDatasetInputSchema.extend({
  dataset_id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  uploaded: z.boolean(),
  by: z.string(),
});
export type RegisterDatasetInput = z.output<typeof RegisterDatasetInputSchema>;

/** What the registry keeps of a dataset: its entry and what was measured. */
export const RegisteredDatasetSchema = z.object({ entry: DatasetEntrySchema, measured: DatasetDescriptionSchema });
export type RegisteredDataset = z.infer<typeof RegisteredDatasetSchema>;

export const ModelComparisonSchema = z.object({
  model_a: z.string(),
  model_b: z.string(),
  metric: z.string(),
  example_count: z.int().nonnegative(),
  score_a: z.number(),
  score_b: z.number(),
  difference: z.number().describe('Score of b less score of a'),
  interval_95: z.tuple([z.number(), z.number()]).describe('Percentile interval of the paired bootstrap'),
  significant: z.boolean().describe('True where the interval does not hold 0'),
  cached,
});
export type ModelComparison = z.infer<typeof ModelComparisonSchema>;
