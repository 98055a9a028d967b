import { z } from 'zod';
import { RecordSetSchema } from './artifacts.ts';
import type { Category } from './dataset.ts';
import { FindingSchema } from './dataset.ts';
import { CrisisPolicySchema } from './deidentification.ts';

/** Steps of cleaning beside those that all data gets (encoding repair, normalisation, crisis policy). */
export const CLEANING_STEPS: Record<
  Category,
  readonly ('structure_turns' | 'check_authenticity' | 'check_modality')[]
> = {
  clinical: [],
  therapeutic: [],
  conversational: ['structure_turns'],
  synthetic: ['check_authenticity'],
  multimodal: ['check_modality'],
};

export const CleaningReportSchema = z.object({
  crisis: z.object({
    policy: CrisisPolicySchema,
    record_count: z.int().nonnegative().describe('Records with crisis content, whatever was done with them'),
    by_type: z.record(z.string(), z.int()),
    routed: RecordSetSchema.nullable().describe('The records that were routed; they are in no later stage'),
  }),
  templatedness: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe(
      'Share of five-word sequences that stand in three records or more; null where it is not asked of the category',
    ),
  modality: z
    .object({ record_counts: z.record(z.string(), z.int()), inconsistent_count: z.int().nonnegative() })
    .nullable()
    .describe('Records by the media they name, and those that differ from most'),
  languages: z
    .object({
      record_count: z.int().nonnegative(),
      by_language: z.record(z.string(), z.int()).describe('Records by ISO 639-1 code'),
      too_short_count: z.int().nonnegative(),
      not_clear_count: z.int().nonnegative(),
    })
    .optional()
    .describe('Of all cleaned records; absent in reports of before it was told'),
  findings: z.array(FindingSchema),
});
export type CleaningReport = z.infer<typeof CleaningReportSchema>;
