import { z } from 'zod';
import { SourcePositionSchema } from './records.ts';

export const CATEGORIES = ['clinical', 'conversational', 'therapeutic', 'synthetic', 'multimodal'] as const;
export const CategorySchema = z.enum(CATEGORIES);
export type Category = z.infer<typeof CategorySchema>;

export const SAFETY_LEVELS = ['strict', 'moderate', 'permissive'] as const;
export const SafetyLevelSchema = z.enum(SAFETY_LEVELS);
export type SafetyLevel = z.infer<typeof SafetyLevelSchema>;

/** A measured value, or null with the reason why it cannot be known. */
export const MeasureSchema = z.object({
  value: z.number().nullable(),
  reason: z.string().nullable().describe('Why the value is null; null where there is a value'),
});
export type Measure = z.infer<typeof MeasureSchema>;

/** One signal that spoke for a category. Positions are record indexes; the text itself is never kept. */
export const EvidenceSchema = z.object({
  signal: z.string(),
  weight: z.number().describe('Contribution to the score of the category it speaks for'),
  share_of_records: z.number().min(0).max(1),
  record_indexes: z.array(z.int().nonnegative()).max(5),
});

export const CategorizationSchema = z.object({
  category: CategorySchema,
  confidence: z.number().min(0).max(1),
  uncertain: z.boolean().describe('True where the margin to the second category is small'),
  category_scores: z.record(CategorySchema, z.number().min(0).max(1)).describe('Scores sum to 1'),
  recommended_subcategories: z.array(z.string()).max(3),
  sampled_records: z.int().nonnegative(),
  evidence: z.array(EvidenceSchema),
});
export type Categorization = z.infer<typeof CategorizationSchema>;

/** What one pass over the records measured. Every figure is counted from the data. */
export const DatasetProfileSchema = z.object({
  record_count: z.int().nonnegative(),
  message_count: z.int().nonnegative(),
  size_bytes: z.int().nonnegative(),
  record_length_chars: z.object({ mean: z.number(), max: z.int() }).nullable(),
  turns_per_record: z.object({ mean: z.number(), max: z.int() }).nullable(),
  share_with_turns: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of records with a user turn answered by an assistant turn'),
  label_fields: z
    .record(z.string(), z.record(z.string(), z.int()))
    .describe('Per label field: count per value, at most 200 values a field'),
  group_count: z.int().nonnegative(),
  exact_duplicate_share: z.number().min(0).max(1),
  crisis: z.object({
    share_of_records: z.number().min(0).max(1),
    by_type: z.record(z.string(), z.int()),
  }),
  pii_mentions: z
    .record(z.string(), z.int())
    .describe('Count of identifiers found, by their id in contracts/privacy.ts'),
  completeness_score: MeasureSchema,
  consistency_score: MeasureSchema,
  quality_score: MeasureSchema,
  has_consent_field: z.boolean(),
  consent_verified_share: z.number().min(0).max(1).nullable(),
});
export type DatasetProfile = z.infer<typeof DatasetProfileSchema>;

export const FindingSchema = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  measured: z.union([z.number(), z.string(), z.null()]),
  limit: z.union([z.number(), z.string(), z.null()]),
  message: z.string(),
  remedy: z.string(),
});
export type Finding = z.infer<typeof FindingSchema>;

/** A line or record that was not taken, and why. Never holds its text. */
export const RejectedSchema = z.object({ position: SourcePositionSchema, reason: z.string() });
export type Rejected = z.infer<typeof RejectedSchema>;

export const BIAS_DIMENSIONS = [
  'gender',
  'age',
  'ethnicity',
  'religion',
  'sexual_orientation',
  'disability',
  'socioeconomic',
] as const;

/** Mentions of one demographic dimension, counted from the text and from record attributes. */
export const BiasDimensionSchema = z.object({
  dimension: z.enum(BIAS_DIMENSIONS),
  record_counts: z.record(z.string(), z.int()).describe('Records that mention the group at least once'),
  records_with_mention: z.int().nonnegative(),
  balance: MeasureSchema.describe('Normalised entropy of the group counts, 0 one group only, 1 all equal'),
  label_parity: MeasureSchema.describe(
    'Demographic parity of labels: 1 minus the largest difference in label rate between groups with enough records',
  ),
});

export const BiasReportSchema = z.object({
  record_count: z.int().nonnegative(),
  dimensions: z.array(BiasDimensionSchema),
  fairness_score: MeasureSchema.describe(
    'Mean of the dimensions that could be measured, weighted by records with a mention',
  ),
  indicators: z.array(z.string()),
  requires_correction: z.boolean(),
});
export type BiasReport = z.infer<typeof BiasReportSchema>;
