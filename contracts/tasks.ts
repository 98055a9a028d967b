import { z } from 'zod';
import {
  CategorizationSchema,
  CategorySchema,
  DatasetProfileSchema,
  FindingSchema,
  RejectedSchema,
  SourceFactsSchema,
} from './dataset.ts';
import { DatasetMetadataSchema, RecommendationsSchema } from './metadata.ts';
import { DatasetEntrySchema } from './registry.ts';
import { RunRequestSchema } from './run.ts';
import { CategoryInfoSchema } from './taxonomy.ts';
import { ComputeLevelSchema, StyleAssessmentSchema, StyleIdSchema } from './training.ts';

/** Work outside a run: a short workflow each, which nobody steers. */
export const TASK_TYPES = [
  'registerDataset',
  'categorizeDataset',
  'validateDataset',
  'datasetRecommendations',
  'selectStyle',
  'compareModels',
] as const;
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
  consent: request.consent,
  claims: request.claims,
  data_contract: request.data_contract,
  dataset_name: request.dataset_name,
  dataset_description: request.dataset_description,
  available_compute: request.available_compute,
  training_objective: request.training_objective,
});
export type DescribeDatasetInput = z.output<typeof DescribeDatasetInputSchema>;

export const StyleInfoSchema = z.object({
  style: StyleIdSchema,
  description: z.string(),
  requirements: z.object({
    records_min: z.int(),
    records_max: z.int().nullable(),
    needs: z.string(),
    categories: z.array(CategorySchema),
    compute: ComputeLevelSchema,
  }),
});
export type StyleInfo = z.infer<typeof StyleInfoSchema>;

/** The style a run would take by what is known before preprocessing; the run counts anew what training really gets. */
const StyleOutlookSchema = z.object({
  selected_style: StyleIdSchema.nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  refusal: z.string().nullable().describe('What would make a style fit; null where one does'),
  ranking: z.array(StyleAssessmentSchema),
  style_info: StyleInfoSchema.nullable().optional().describe('What the selected style needs; null where none fits'),
  config_template: z
    .record(z.string(), z.json())
    .nullable()
    .optional()
    .describe('Every setting of the selected style with its default; null where none fits'),
});

/** What was measured of a dataset, and the rules it breaks. */
export const DatasetDescriptionSchema = z.object({
  source: SourceFactsSchema,
  profile: DatasetProfileSchema,
  categorization: CategorizationSchema,
  metadata: DatasetMetadataSchema,
  findings: z.array(FindingSchema),
  recommendations: RecommendationsSchema,
  selection: StyleOutlookSchema,
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

const measured = DatasetDescriptionSchema.shape;

export const CategorizedDatasetSchema = z.object({
  category: CategorySchema,
  confidence: z.number().min(0).max(1),
  uncertain: z.boolean(),
  recommended_subcategories: z.array(z.string()),
  analysis_summary: z.string(),
  metadata: measured.metadata,
  categorization: measured.categorization,
  source: measured.source,
  rejected_count: measured.rejected_count,
  rejected_first: measured.rejected_first,
  cached,
});
export type CategorizedDataset = z.infer<typeof CategorizedDatasetSchema>;

export const ValidatedDatasetSchema = z.object({
  valid: z.boolean().describe('False where a rule is broken that stops a run at this level of safety'),
  errors: z.array(z.string()),
  findings: measured.findings,
  category: CategorySchema,
  category_info: CategoryInfoSchema,
  validation_timestamp: z.iso.datetime(),
  cached,
});
export type ValidatedDataset = z.infer<typeof ValidatedDatasetSchema>;

export const RecommendedDatasetSchema = z.object({
  training_styles: RecommendationsSchema.shape.styles,
  preprocessing_steps: RecommendationsSchema.shape.preprocessing,
  quality_improvements: RecommendationsSchema.shape.quality_improvements,
  recommendation_timestamp: z.iso.datetime(),
  cached,
});
export type RecommendedDataset = z.infer<typeof RecommendedDatasetSchema>;

export const SelectedStyleSchema = StyleOutlookSchema.extend({ selection_timestamp: z.iso.datetime(), cached });
export type SelectedStyle = z.infer<typeof SelectedStyleSchema>;
