import { z } from 'zod';
import { nameText, RunErrorSchema } from './run.ts';

/** Fields that several operations take. */
export const ExecutionIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, 'must be an execution id');
export const DatasetIdSchema = z
  .string()
  .regex(/^dataset-[0-9a-f]{16}$/, 'must be a dataset id: dataset- and 16 hexadecimal digits')
  .describe('Id of a registered dataset');
/** For the documents made from a schema: exactly one of the two names the dataset. The handler holds callers to it. */
const NO_NAME = 'names no dataset: give the metadata whole, as an answer about the dataset holds it, or dataset_path';

/** What metadata has to hold so that it names the dataset it was measured from; the rest of it is not looked at. */
export const MetadataReferenceSchema = z
  .looseObject({ custom_metadata: z.looseObject({ dataset_path: nameText(4096) }, NO_NAME) })
  .describe('Metadata as an answer about the dataset holds it: it names the dataset, which is then looked at anew');
export const ONE_DATASET = { oneOf: [{ required: ['dataset_path'] }, { required: ['dataset_id'] }] };
export const NameSchema = nameText(200);
export const WhoSchema = z.string().min(1).max(200);

export const PAGE_FIELDS = {
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Entries in one answer'),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be the next_cursor of an answer')
    .optional()
    .describe('next_cursor of the answer before'),
};
export const NextCursorSchema = z.string().nullable().describe('Cursor of the next page; null on the last');

export const TaskIdSchema = z.string().regex(/^task-[0-9a-f-]{36}$/, 'must be a task id');

/** What an operation answers with 202 where it takes longer than a caller should wait. */
export const AcceptedSchema = z.object({
  task_id: TaskIdSchema,
  status: z.literal('running'),
  links: z.object({ task: z.string() }),
});

export const TaskStateSchema = z.discriminatedUnion('status', [
  z.object({ task_id: TaskIdSchema, status: z.literal('running') }),
  z.object({ task_id: TaskIdSchema, status: z.literal('completed'), result: z.unknown() }),
  z.object({ task_id: TaskIdSchema, status: z.literal('failed'), error: RunErrorSchema }),
]);
