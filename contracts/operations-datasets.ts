import { z } from 'zod';
import { DatasetIdSchema, NameSchema, NextCursorSchema, PAGE_FIELDS, WhoSchema } from './operation-fields.ts';
import type { Operation } from './operations.ts';
import { DatasetEntrySchema } from './registry.ts';
import { RunRequestSchema } from './run.ts';
import { DatasetDescriptionSchema } from './tasks.ts';

const request = RunRequestSchema.shape;
const target = z.strictObject({ dataset_id: DatasetIdSchema });
const known = {
  name: NameSchema.optional().describe('Name of the dataset; left out, the name of the file'),
  description: request.dataset_description.describe('What the dataset is, in the words of who registers it'),
  format: request.format,
  tables: request.tables,
  dataset_id: DatasetIdSchema.optional().describe('A registered dataset that this is a new version of'),
  by: WhoSchema.default('operator').describe('Who registers it: kept with the dataset'),
};

/** Operations on registered datasets. */
export const DATASET_OPERATIONS = {
  registerDataset: {
    method: 'post',
    path: '/api/datasets',
    summary: 'Register a dataset by its path: it is read, measured and gets an id that runs can name',
    status: 201,
    input: z.strictObject({ dataset_path: request.dataset_path, columns: request.columns, ...known }),
    output: DatasetEntrySchema,
    mayTakeLonger: true,
    errors: ['InvalidInput', 'NotAllowed', 'DatasetNotFound', 'DatasetUnreadable', 'TemporalUnavailable'],
    audit: 'register_dataset',
    role: 'operator',
    cli: { command: 'register', places: ['dataset_path'] },
  },
  uploadDataset: {
    method: 'post',
    path: '/api/datasets/upload',
    summary:
      'Upload a file as the body of the request and register it. The body is streamed to storage, never held in memory',
    status: 201,
    takes: 'bytes',
    input: z.strictObject({
      file_name: z
        .string()
        .regex(
          /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/,
          'must be a file name of letters, digits, dot, underscore and hyphen',
        )
        .describe('Name of the file, with its ending'),
      ...known,
    }),
    output: DatasetEntrySchema,
    mayTakeLonger: true,
    errors: ['InvalidInput', 'DatasetNotFound', 'DatasetUnreadable', 'StorageUnavailable', 'TemporalUnavailable'],
    audit: 'upload_dataset',
    role: 'operator',
    cli: { command: 'upload', places: ['file_name'] },
  },
  datasets: {
    method: 'get',
    path: '/api/datasets',
    summary: 'Registered datasets, newest first',
    status: 200,
    input: z.strictObject(PAGE_FIELDS),
    output: z.object({ datasets: z.array(DatasetEntrySchema), next_cursor: NextCursorSchema }),
    errors: ['InvalidInput'],
    role: 'viewer',
  },
  dataset: {
    method: 'get',
    path: '/api/datasets/{dataset_id}',
    summary: 'A registered dataset and its versions',
    status: 200,
    input: target,
    output: DatasetEntrySchema,
    errors: ['InvalidInput', 'DatasetNotFound'],
    role: 'viewer',
  },
  datasetMetadata: {
    method: 'get',
    path: '/api/datasets/{dataset_id}/metadata',
    summary: 'What was measured of a registered dataset',
    status: 200,
    input: target,
    output: DatasetDescriptionSchema,
    errors: ['InvalidInput', 'DatasetNotFound'],
    role: 'viewer',
  },
  datasetCard: {
    method: 'get',
    path: '/api/datasets/{dataset_id}/card',
    summary: 'The dataset card, Markdown with front matter',
    status: 200,
    input: target,
    output: z.unknown(),
    answers: 'bytes',
    errors: ['InvalidInput', 'DatasetNotFound', 'ArtifactNotFound'],
    role: 'viewer',
  },
  datasetCroissant: {
    method: 'get',
    path: '/api/datasets/{dataset_id}/croissant',
    summary: 'The Croissant description, JSON-LD',
    status: 200,
    input: target,
    output: z.unknown(),
    answers: 'bytes',
    errors: ['InvalidInput', 'DatasetNotFound', 'ArtifactNotFound'],
    role: 'viewer',
  },
  deleteDataset: {
    method: 'delete',
    path: '/api/datasets/{dataset_id}',
    summary:
      'Remove a dataset from the registry, and its bytes where they were uploaded; a file it was registered from stays',
    status: 200,
    input: target,
    output: z.object({ dataset_id: z.string(), deleted: z.literal(true), removed_bytes: z.boolean() }),
    errors: ['InvalidInput', 'DatasetNotFound', 'StorageUnavailable'],
    audit: 'delete_dataset',
    role: 'operator',
  },
} as const satisfies Record<string, Operation>;
