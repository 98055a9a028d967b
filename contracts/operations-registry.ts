import { z } from 'zod';
import { ArtifactSchema } from './artifacts.ts';
import {
  ExecutionIdSchema,
  NextCursorSchema,
  PAGE_FIELDS,
  TaskIdSchema,
  TaskStateSchema,
  WhoSchema,
} from './operation-fields.ts';
import type { Operation } from './operations.ts';
import { ModelEntrySchema, ModelStageSchema } from './registry.ts';
import { ModelComparisonSchema } from './tasks.ts';
import { PredictionSchema } from './training.ts';

const ModelId = z
  .string()
  .regex(/^model-[0-9a-f]{16}$/, 'must be a model id: model- and 16 hexadecimal digits')
  .describe('Id of a registered model');
const modelTarget = z.strictObject({ model_id: ModelId });

const LinkedArtifactSchema = ArtifactSchema.extend({ href: z.string().describe('Where its bytes can be fetched') });

const PredictedSchema = z.object({
  model_id: z.string(),
  style: z.string(),
  stage: ModelStageSchema,
  predictions: z.array(PredictionSchema).describe('One for each text, in the order given'),
});

/** Operations on what runs leave behind: models and files. */
export const REGISTRY_OPERATIONS = {
  artifacts: {
    method: 'get',
    path: '/api/training/{execution_id}/artifacts',
    summary: 'Files a run has left: model, metrics, configuration, lineage, card',
    status: 200,
    input: z.strictObject({ execution_id: ExecutionIdSchema }),
    output: z.object({ execution_id: z.string(), artifacts: z.array(LinkedArtifactSchema) }),
    errors: ['RunNotFound', 'TemporalUnavailable'],
    role: 'viewer',
  },
  artifact: {
    method: 'get',
    path: '/api/training/{execution_id}/artifacts/{name}',
    summary: 'One file of a run, whole or by range; its ETag is the SHA-256 of its bytes',
    status: 200,
    input: z.strictObject({
      execution_id: ExecutionIdSchema,
      name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'must be the name of an artifact'),
    }),
    output: z.unknown(),
    answers: 'bytes',
    errors: ['RunNotFound', 'ArtifactNotFound', 'TemporalUnavailable', 'StorageUnavailable'],
    role: 'viewer',
  },
  models: {
    method: 'get',
    path: '/api/models',
    summary: 'Registered models, newest first',
    status: 200,
    input: z.strictObject({ stage: ModelStageSchema.optional().describe('Only models of this stage'), ...PAGE_FIELDS }),
    output: z.object({ models: z.array(ModelEntrySchema), next_cursor: NextCursorSchema }),
    errors: ['InvalidInput'],
    role: 'viewer',
  },
  model: {
    method: 'get',
    path: '/api/models/{model_id}',
    summary: 'A registered model: task, scores on held-out data, gates, stage, files',
    status: 200,
    input: modelTarget,
    output: ModelEntrySchema,
    errors: ['InvalidInput', 'ModelNotFound'],
    role: 'viewer',
  },
  modelCard: {
    method: 'get',
    path: '/api/models/{model_id}/card',
    summary: 'The model card, Markdown with front matter',
    status: 200,
    input: modelTarget,
    output: z.unknown(),
    answers: 'bytes',
    errors: ['InvalidInput', 'ModelNotFound', 'ArtifactNotFound', 'StorageUnavailable'],
    role: 'viewer',
  },
  predict: {
    method: 'post',
    path: '/api/models/{model_id}/predict',
    summary: 'What a model says of texts. The texts are neither stored nor logged',
    status: 200,
    input: modelTarget.extend({
      texts: z.array(z.string().min(1).max(100_000)).min(1).max(100).describe('Texts to judge'),
      candidates: z
        .array(z.string().min(1).max(10_000))
        .min(2)
        .max(100)
        .optional()
        .describe('Replies to rank for each text; needed by models that rank, refused by others'),
    }),
    output: PredictedSchema,
    errors: [
      'InvalidInput',
      'ModelNotFound',
      'ModelBlocked',
      'StyleUnsupported',
      'ConfigInvalid',
      'StorageUnavailable',
    ],
    role: 'viewer',
    cli: { places: ['texts'] },
  },
  promoteModel: {
    method: 'post',
    path: '/api/models/{model_id}/promote',
    summary: 'Move a model to another stage. Upwards only where every gate up to that stage is passed',
    status: 200,
    input: modelTarget.extend({
      stage: ModelStageSchema,
      reason: z.string().min(1).max(1000),
      by: WhoSchema.describe('Who decides: kept with the model'),
    }),
    output: ModelEntrySchema,
    errors: ['InvalidInput', 'ModelNotFound', 'ModelBlocked', 'ModelGateFailed'],
    audit: 'promote_model',
    role: 'operator',
    cli: { command: 'promote', places: ['stage'] },
  },
  compareModels: {
    method: 'post',
    path: '/api/models/compare',
    summary: 'Two models on the same held-out records, with a significance test of the difference',
    status: 200,
    input: z.strictObject({ model_a: ModelId, model_b: ModelId }),
    output: ModelComparisonSchema,
    mayTakeLonger: true,
    errors: ['InvalidInput', 'ModelNotFound', 'ModelBlocked', 'ModelsNotComparable', 'TemporalUnavailable'],
    role: 'viewer',
    cli: { command: 'compare', places: ['model_a', 'model_b'] },
  },
  task: {
    method: 'get',
    path: '/api/tasks/{task_id}',
    summary: 'Work that took longer than its first answer: its state and, once it is done, its result',
    status: 200,
    input: z.strictObject({ task_id: TaskIdSchema }),
    output: TaskStateSchema,
    errors: ['InvalidInput', 'TaskNotFound', 'TemporalUnavailable'],
    role: 'viewer',
  },
} as const satisfies Record<string, Operation>;
