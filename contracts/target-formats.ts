import { z } from 'zod';
import { ArtifactSchema } from './artifacts.ts';
import { SplitNameSchema } from './records.ts';

/** Forms a run can write its standardized splits in, for other programs. */
export const TARGET_FORMATS = [
  'chatml',
  'sharegpt',
  'alpaca',
  'preference',
  'classification',
  'classification_csv',
  'parquet',
] as const;
export const TargetFormatIdSchema = z.enum(TARGET_FORMATS);
export type TargetFormatId = z.infer<typeof TargetFormatIdSchema>;

/** One split in one format. */
export const TargetFileSchema = z.object({
  format: TargetFormatIdSchema,
  split: SplitNameSchema,
  row_count: z.int().nonnegative().describe('Rows; a record that the format has no place for has none'),
  file: ArtifactSchema,
});
export type TargetFile = z.infer<typeof TargetFileSchema>;

const IdSchema = z.string().describe('Id of the record');
const LabelsSchema = z.record(z.string(), z.string()).optional().describe('Labels of the whole record by field');
const text = z.string();

/** One row of each format, as it stands in the file. */
export const TARGET_ROWS = {
  chatml: z.object({
    id: IdSchema,
    messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: text })).min(1),
    labels: LabelsSchema,
  }),
  sharegpt: z.object({
    id: IdSchema,
    conversations: z.array(z.object({ from: z.enum(['system', 'human', 'gpt']), value: text })).min(1),
    labels: LabelsSchema,
  }),
  alpaca: z.object({
    id: IdSchema,
    system: text.optional(),
    instruction: text.describe('The last turn of the user'),
    input: text.describe('Always empty: what a user says is not cut in two'),
    output: text.describe('The answer to it'),
    history: z.array(z.tuple([text, text])).describe('The turns before, each with its answer'),
  }),
  preference: z.object({
    id: IdSchema,
    prompt: text,
    chosen: text,
    rejected: text,
  }),
  classification: z.object({
    id: IdSchema,
    turn: z
      .int()
      .nonnegative()
      .nullable()
      .describe('The turn that carries the label, from 0; null for the whole record'),
    field: text.describe('Name of the label'),
    label: text,
    text,
  }),
  classification_csv: z.object({
    id: IdSchema,
    turn: text.describe('The turn that carries the label, from 0; empty for the whole record'),
    field: text,
    label: text,
    text,
  }),
  parquet: z.object({
    id: IdSchema,
    group: text.describe('Rows that share it stay in one split'),
    messages: text.describe('JSON: turns with role, content, and speaker, labels and annotations where known'),
    labels: text.describe('JSON'),
    attributes: text.describe('JSON: what the record says of its people'),
    tags: text.describe('JSON: what the pipeline found'),
  }),
} as const satisfies Record<TargetFormatId, z.ZodType>;
export type TargetRow<F extends TargetFormatId> = z.infer<(typeof TARGET_ROWS)[F]>;
