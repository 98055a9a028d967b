import { z } from 'zod';
import { Sha256Schema } from './artifacts.ts';
import { ROLES, SourcePositionSchema, SplitNameSchema } from './records.ts';

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
  uncertain: z
    .boolean()
    .describe(
      'True where the margin to the second category is small, or only the form of the talk speaks for the first',
    ),
  category_scores: z.record(CategorySchema, z.number().min(0).max(1)).describe('Scores sum to 1'),
  recommended_subcategories: z.array(z.string()).max(3),
  subcategories: z
    .array(z.object({ name: z.string(), category: CategorySchema, score: z.number().min(0).max(1) }))
    .describe('Probability of the category times that of the subcategory within it, most likely first'),
  domains: z.record(z.string(), z.number()).describe('Share of sampled records that speak of each therapeutic domain'),
  approaches: z
    .record(z.string(), z.number())
    .describe('Share of sampled records in the words of each therapeutic approach'),
  languages: z
    .record(z.string(), z.number())
    .describe('Share of sampled records by language (ISO 639-1), `unknown` where the text is too short'),
  signals: z
    .record(z.string(), z.number().min(0).max(1))
    .describe('Every signal with the share of sampled records that show it, from 0.01 on'),
  relevance: MeasureSchema.describe('Share of sampled records that show a signal of the category by themselves'),
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
  worded_share: z.number().min(0).max(1).describe('Share of records with three words or more'),
  looked_through: z
    .int()
    .nonnegative()
    .optional()
    .describe(
      'Records in which `crisis` and `pii_mentions` were looked for: an even sample of a large dataset. Before it stood here, all',
    ),
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
  positions: z.array(SourcePositionSchema).max(5).optional().describe('The first records that break the rule'),
});
export type Finding = z.infer<typeof FindingSchema>;

/** A line or record that was not taken, and why. Never holds its text. */
export const RejectedSchema = z.object({ position: SourcePositionSchema, reason: z.string() });
export type Rejected = z.infer<typeof RejectedSchema>;

/** What a metadata file beside the data says of it. The file said so; nothing here was measured. */
export const DeclaredFactsSchema = z.object({
  said_by: z.string().describe('The metadata file, such as README.md'),
  name: z.string().nullable(),
  licence: z.string().nullable(),
  languages: z.array(z.string()),
  tags: z.array(z.string()),
});
export type DeclaredFacts = z.infer<typeof DeclaredFactsSchema>;

/** How a field of the source came to its role: the request said so, its name did, or its values. */
export const ColumnEvidenceSchema = z.object({
  role: z.string().describe('text, response, label, attribute, id, group, split, speaker, conversation_id'),
  field: z.string(),
  by: z.enum(['request', 'name', 'values']),
  record_count: z.int().nonnegative().describe('Records or rows in which the field played the role'),
  reason: z.string().describe('What spoke for it; figures of the first rows where it was the values'),
});
export type ColumnEvidence = z.infer<typeof ColumnEvidenceSchema>;

/** What the fields and speakers of a dataset were taken for. Small: the first of each kind. */
export const ColumnInferenceSchema = z.object({
  columns: z.array(ColumnEvidenceSchema),
  rows_joined: z.boolean().describe('True where rows with one conversation id were joined to conversations'),
  speakers: z
    .array(z.object({ speaker: z.string(), role: z.enum(ROLES), message_count: z.int().nonnegative() }))
    .describe(
      'The role each speaker got; speakers that no table knows are counted together, because they may be names',
    ),
});
export type ColumnInference = z.infer<typeof ColumnInferenceSchema>;

/** A file, table or group beside the data that was not read, and why. */
export const IgnoredSchema = z.object({ name: z.string(), reason: z.string() });
export type Ignored = z.infer<typeof IgnoredSchema>;

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

/** One data file of a folder, and what was read of it. */
export const SourceFileSchema = z.object({
  name: z.string(),
  format: z.string(),
  byte_count: z.int().nonnegative(),
  record_count: z.int().nonnegative(),
  rejected_count: z.int().nonnegative(),
  split: SplitNameSchema.nullable(),
});
export type SourceFile = z.infer<typeof SourceFileSchema>;

/**
 * The bytes a dataset is: one file, or the data files of a folder. The hash of a folder is over its files' lines of
 * `sha256  name`, in the order of their names.
 */
export const SourceFactsSchema = z.object({
  file: z.string(),
  sha256: Sha256Schema,
  byte_count: z.int().nonnegative(),
  format: z.string(),
  layout: z.string().optional().describe('How the files were told: file, folder, hugging_face, croissant'),
  file_count: z.int().optional(),
  files_first: z.array(SourceFileSchema).optional().describe('The first files with what was read of them'),
  ignored_count: z.int().optional(),
  ignored_first: z
    .array(IgnoredSchema)
    .optional()
    .describe('The first files, tables and groups that were not read, each with the reason'),
  declared: DeclaredFactsSchema.nullable().optional(),
  labels_beside: z
    .object({ file: z.string(), row_count: z.int().nonnegative(), joined_count: z.int().nonnegative() })
    .optional()
    .describe('A file of labels beside the data, its rows, and how many of them met their record'),
});
export type SourceFacts = z.infer<typeof SourceFactsSchema>;
