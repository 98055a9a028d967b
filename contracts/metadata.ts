import { z } from 'zod';
import { type BiasReport, CategorySchema } from './dataset.ts';
import { StyleIdSchema } from './training.ts';

const Share = z.number().min(0).max(1).nullable();
const Text = z.string().nullable();

/**
 * The 44 fields that describe a dataset. Each is measured from the data or null with a reason in `reasons`; docs/metadata.md
 * defines every one. What a caller says is no measurement: it stands in `claims`, with who said it and when.
 */
export const METADATA_FIELDS = {
  dataset_id: z.string(),
  name: Text,
  description: Text,
  category: CategorySchema,
  subcategory: Text,
  version: z.string(),
  created_at: z.iso.datetime().nullable(),
  updated_at: z.iso.datetime().nullable(),
  created_by: Text,

  language: Text,
  domains: z.array(z.string()),
  formats: z.array(z.string()),
  record_count: z.int().nonnegative(),
  size_bytes: z.int().nonnegative(),
  avg_record_length: z.number().nonnegative().nullable(),
  max_record_length: z.int().nonnegative().nullable(),

  quality_score: Share,
  completeness_score: Share,
  consistency_score: Share,
  relevance_score: Share,

  demographic_balance: z.record(z.string(), z.number()).nullable(),
  bias_indicators: z.array(z.string()).nullable(),
  fairness_score: Share,

  consent_status: Text,
  anonymization_level: Text,
  pii_detected: z.boolean(),
  privacy_compliance: z.array(z.string()).nullable(),

  therapeutic_approaches: z.array(z.string()),
  crisis_content_ratio: Share,
  empathy_indicators: z.array(z.string()),
  therapeutic_quality_score: Share,

  source_type: Text,
  source_url: Text,
  source_license: Text,
  source_attribution: Text,

  checksum: z.string().regex(/^[0-9a-f]{64}$/),
  compression: Text,
  encoding: Text,
  schema_version: z.string(),

  training_suitability: z.partialRecord(StyleIdSchema, z.number().min(0).max(1)).nullable(),
  recommended_styles: z.array(StyleIdSchema).nullable(),
  preprocessing_required: z.array(z.string()),

  tags: z.array(z.string()),
  custom_metadata: z.record(z.string(), z.json()),
} as const;

/** What a caller answers for: never taken for a measurement. */
export const ClaimSchema = z.object({
  field: z.enum(['consent_status', 'anonymization_level', 'source_url', 'source_license', 'source_attribution']),
  value: z.string().min(1).max(500),
  by: z.string().min(1).max(200).describe('Who says so'),
  at: z.iso.datetime().nullable().describe('When it was said; null where it came with the request of the run'),
  reference: z.string().max(500).nullable().describe('Where it is on file'),
});
export type Claim = z.infer<typeof ClaimSchema>;

export const DatasetMetadataSchema = z.object({
  ...METADATA_FIELDS,
  reasons: z
    .record(z.string(), z.string())
    .describe('Per field that is null: why it is not known. Per empty list that could not be measured: why.'),
  claims: z.array(ClaimSchema),
});
export type DatasetMetadata = z.infer<typeof DatasetMetadataSchema>;

/** The fields that only the bias stage can tell. */
export const fairnessFields = ({ dimensions, indicators, fairness_score }: BiasReport) => ({
  demographic_balance: Object.fromEntries(
    dimensions.flatMap(({ dimension, balance }) => (balance.value === null ? [] : [[dimension, balance.value]])),
  ),
  bias_indicators: indicators,
  fairness_score: fairness_score.value,
});

/** The metadata once bias is measured: figures in place of the reasons why there were none. */
export function withFairness(metadata: DatasetMetadata, bias: BiasReport): DatasetMetadata {
  const {
    demographic_balance: _balance,
    bias_indicators: _indicators,
    fairness_score: _score,
    ...reasons
  } = metadata.reasons;
  const { value, reason } = bias.fairness_score;
  return {
    ...metadata,
    ...fairnessFields(bias),
    reasons: { ...reasons, ...(value === null && { fairness_score: reason ?? 'not measured' }) },
  };
}

export const RecommendationsSchema = z.object({
  styles: z.array(
    z.object({
      style: StyleIdSchema,
      score: z.number().min(0).max(1),
      eligible: z.boolean(),
      reasons: z.array(z.string()),
    }),
  ),
  preprocessing: z.array(z.object({ step: z.string(), reason: z.string() })),
  quality_improvements: z.array(
    z.object({
      improvement: z.string(),
      measured: z.number(),
      target: z.number(),
      effect: z.number().describe('What the quality score would gain if the target were met, 0 to 1'),
    }),
  ),
});
export type Recommendations = z.infer<typeof RecommendationsSchema>;
