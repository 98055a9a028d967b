import { z } from 'zod';
import { CategorySchema } from './dataset.ts';
import { ClaimSchema } from './metadata.ts';
import { MetadataReferenceSchema, ONE_DATASET } from './operation-fields.ts';
import type { Operation } from './operations.ts';
import { RunRequestSchema } from './run.ts';
import {
  CategorizedDatasetSchema,
  DescribeDatasetInputSchema,
  RecommendedDatasetSchema,
  SelectedStyleSchema,
  StyleInfoSchema,
  ValidatedDatasetSchema,
} from './tasks.ts';
import { CategoryInfoSchema } from './taxonomy.ts';
import { OPTIMIZATION_STRATEGIES, StyleIdSchema, StyleTemplateSchema } from './training.ts';

const asked = DescribeDatasetInputSchema.shape;

const DatasetQuestionSchema = DescribeDatasetInputSchema.extend({
  dataset_path: asked.dataset_path.optional(),
  dataset_id: RunRequestSchema.shape.dataset_id,
  dataset_metadata: MetadataReferenceSchema.optional(),
});
const A_DATASET = { oneOf: [...ONE_DATASET.oneOf, { required: ['dataset_metadata'] }] };

/** What a caller knows of a dataset by itself: two names, and facts that become claims. */
const GivenMetadataSchema = z.strictObject({
  name: asked.dataset_name,
  description: asked.dataset_description,
  ...Object.fromEntries(ClaimSchema.shape.field.options.map((field) => [field, ClaimSchema.shape.value.optional()])),
}) as z.ZodType<{ name?: string; description?: string } & { [F in ClaimField]?: string }>;
type ClaimField = z.infer<typeof ClaimSchema>['field'];

const TrainingGoalsSchema = z.strictObject({
  objective: asked.training_objective.unwrap().optional(),
  available_compute: asked.available_compute.unwrap().optional(),
  safety_requirements: asked.safety_requirements.unwrap().optional(),
});

const question = {
  method: 'post',
  status: 200,
  input: DatasetQuestionSchema.meta(A_DATASET),
  mayTakeLonger: true,
  errors: [
    'InvalidInput',
    'NotAllowed',
    'DatasetNotFound',
    'DatasetUnreadable',
    'ConsentMissing',
    'TemporalUnavailable',
  ],
  role: 'viewer',
} as const;

const timestamp = z.iso.datetime();

/** Operations that say what the pipeline knows, and what it makes of a dataset without a run. */
export const CATALOGUE_OPERATIONS = {
  categorizeDataset: {
    ...question,
    path: '/api/datasets/categorize',
    summary: 'Category, subcategories, confidence and metadata of a dataset, with the evidence',
    input: DatasetQuestionSchema.extend({
      metadata: GivenMetadataSchema.optional().describe(
        'Name, description, and what the caller says of consent, source and anonymization: kept as claims',
      ),
    }).meta(A_DATASET),
    output: CategorizedDatasetSchema,
    cli: { command: 'categorize', places: ['dataset_path'] },
  },
  validateDataset: {
    ...question,
    path: '/api/datasets/validate',
    summary: 'Whether a dataset keeps the rules of its category, and its data contract where one is given',
    bodyMayBe: 'dataset_metadata',
    output: ValidatedDatasetSchema,
    cli: { command: 'validate', places: ['dataset_path'] },
  },
  datasetRecommendations: {
    ...question,
    path: '/api/datasets/recommendations',
    summary: 'Training styles with reasons, preprocessing steps, and what would raise the quality most',
    bodyMayBe: 'dataset_metadata',
    output: RecommendedDatasetSchema,
    cli: { command: 'recommend', places: ['dataset_path'] },
  },
  selectStyle: {
    ...question,
    path: '/api/training/styles/select',
    summary:
      'The training style a run would take, ranked with reasons; null where none fits, with what would make one fit',
    input: DatasetQuestionSchema.extend({
      training_goals: TrainingGoalsSchema.optional().describe(
        'Another way to give training_objective, available_compute and safety_requirements; what stands here counts',
      ),
    }).meta(A_DATASET),
    output: SelectedStyleSchema,
    cli: { command: 'select', places: ['dataset_path'] },
  },
  configureTraining: {
    method: 'post',
    path: '/api/training/styles/configure',
    summary: 'Complete and check the settings of a style; a strategy never overwrites what is given',
    status: 200,
    input: z.strictObject({
      style: StyleIdSchema,
      config: z.record(z.string(), z.json()).default({}).describe("The style's own settings"),
      optimize: z.boolean().default(false).describe('Apply the strategy'),
      optimization_strategy: z
        .enum([...OPTIMIZATION_STRATEGIES, 'fast_training'])
        .default('balanced')
        .describe('How settings trade time for quality'),
    }),
    output: z.object({
      style: StyleIdSchema,
      config: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe('Complete with defaults; null where it is not valid'),
      valid: z.boolean(),
      validation_errors: z.array(z.object({ field: z.string(), message: z.string() })),
      optimization_applied: z.boolean(),
      optimization_strategy: z.enum(OPTIMIZATION_STRATEGIES),
      configuration_timestamp: timestamp,
    }),
    errors: ['InvalidInput', 'NotInCatalogue'],
    role: 'viewer',
    cli: { command: 'configure', places: ['style'] },
  },
  styles: {
    method: 'get',
    path: '/api/training/styles',
    summary: 'Training styles that can be trained here, with what they need',
    status: 200,
    input: z.strictObject({}),
    output: z.object({ styles: z.array(StyleInfoSchema), total_styles: z.int(), styles_timestamp: timestamp }),
    errors: [],
    role: 'viewer',
  },
  style: {
    method: 'get',
    path: '/api/training/styles/{style}',
    summary: 'A training style: what it needs, its default settings and their schema',
    status: 200,
    input: z.strictObject({ style: z.string().max(100) }),
    output: z.object({
      style: StyleIdSchema,
      info: StyleInfoSchema,
      config_template: z.record(z.string(), z.unknown()).describe('Every setting with its default'),
      settings_schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the settings'),
      templates: z.array(StyleTemplateSchema).describe('Settings under a name, to be asked for in training_config'),
    }),
    errors: ['NotInCatalogue'],
    role: 'viewer',
  },
  styleConfig: {
    method: 'get',
    path: '/api/training/styles/{style}/config',
    summary: 'Every setting of a training style with its default',
    status: 200,
    input: z.strictObject({ style: z.string().max(100) }),
    output: z.object({ style: StyleIdSchema, config: z.record(z.string(), z.unknown()) }),
    errors: ['NotInCatalogue'],
    role: 'viewer',
  },
  taxonomy: {
    method: 'get',
    path: '/api/taxonomy/categories',
    summary: 'The categories of datasets, their subcategories and what is asked of their data',
    status: 200,
    input: z.strictObject({}),
    output: z.object({
      categories: z.array(CategorySchema),
      category_info: z.array(CategoryInfoSchema),
      total_categories: z.int(),
      taxonomy_timestamp: timestamp,
    }),
    errors: [],
    role: 'viewer',
  },
  taxonomyCategory: {
    method: 'get',
    path: '/api/taxonomy/categories/{category}',
    summary: 'One category of datasets',
    status: 200,
    input: z.strictObject({ category: z.string().max(100) }),
    output: CategoryInfoSchema,
    errors: ['NotInCatalogue'],
    role: 'viewer',
  },
  datasetCategories: {
    method: 'get',
    path: '/api/datasets/categories',
    summary: 'The categories of datasets: the same as the taxonomy',
    status: 200,
    input: z.strictObject({}),
    output: z.object({ categories: z.array(CategoryInfoSchema) }),
    errors: [],
    role: 'viewer',
  },
  plugins: {
    method: 'get',
    path: '/api/plugins',
    summary: 'What is installed here: readers, styles, storage, state',
    status: 200,
    input: z.strictObject({}),
    output: z.object({
      plugins: z.array(
        z.object({ kind: z.enum(['reader', 'style', 'storage']), name: z.string(), detail: z.string() }),
      ),
    }),
    errors: [],
    role: 'viewer',
  },
  config: {
    method: 'get',
    path: '/api/config',
    summary: 'The settings the gateway runs with; secrets are only said to be set',
    status: 200,
    input: z.strictObject({}),
    output: z.object({ config: z.record(z.string(), z.unknown()) }),
    errors: [],
    role: 'operator',
    cli: { command: 'show-config' },
  },
} as const satisfies Record<string, Operation>;
