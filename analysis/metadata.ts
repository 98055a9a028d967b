import type { BiasReport, Categorization, DatasetProfile } from '../contracts/dataset.ts';
import { type Claim, type DatasetMetadata, fairnessFields, type Recommendations } from '../contracts/metadata.ts';
import { lookedIn } from './profile.ts';
import { measureQuality } from './quality.ts';

const SCHEMA_VERSION = '2.0';
/** A second language from this share on makes a dataset one of several. */
const SECOND_LANGUAGE_MIN = 0.2;
/** What most records say of their making, the dataset says. */
const MOST = 0.5;
const EMPATHY_SHARE_MIN = 0.05;

export interface MetadataInput {
  identity: {
    name: string | null;
    description: string | null;
    created_at: string | null;
    updated_at: string | null;
    created_by: string | null;
  };
  source: { sha256: string; byte_count: number; format: string };
  profile: DatasetProfile;
  categorization: Categorization;
  /** Null before the stage that measures it. */
  bias: BiasReport | null;
  recommendations: Recommendations | null;
  claims: readonly Claim[];
}

/**
 * The 44 fields of a dataset from what was measured of it. Pure: no clock, no file; the same input, the same metadata.
 *
 * A field that is not known is null and `reasons` says why; docs/metadata.md defines each. Claims are carried along and
 * change no measured field.
 */
export function computeMetadata(input: MetadataInput): DatasetMetadata {
  const { identity, source, profile, categorization, bias, recommendations, claims } = input;
  const reasons: Record<string, string> = {};
  const known = <T>(field: string, value: T | null | undefined, reason: string): T | null => {
    if (value !== null && value !== undefined) return value;
    reasons[field] = reason;
    return null;
  };
  const said = (field: string) =>
    claims.some((claim) => claim.field === field)
      ? 'said by the caller only, see claims'
      : 'nothing in the file says it';
  const toBeMeasured = 'measured by the stage bias_detection, on the preprocessed records';
  const piiCount = Object.values(profile.pii_mentions).reduce((sum, count) => sum + count, 0);
  const quality = measureQuality(profile, categorization);
  const therapeutic = therapeuticQuality(categorization);

  return {
    dataset_id: `ds-${source.sha256.slice(0, 32)}`,
    name: known('name', identity.name, 'the caller gave none'),
    description: known('description', identity.description, 'the caller gave none'),
    category: categorization.category,
    subcategory: known(
      'subcategory',
      categorization.subcategories.find(({ category }) => category === categorization.category)?.name,
      'no subcategory of the category is likely enough',
    ),
    version: source.sha256.slice(0, 12),
    created_at: known('created_at', identity.created_at, 'not registered'),
    updated_at: known('updated_at', identity.updated_at, 'not registered'),
    created_by: known('created_by', identity.created_by, 'not registered'),

    language: known('language', mainLanguage(categorization.languages), 'the texts are too short to tell'),
    domains: Object.keys(categorization.domains),
    formats: [source.format],
    record_count: profile.record_count,
    size_bytes: source.byte_count,
    avg_record_length: known('avg_record_length', profile.record_length_chars?.mean, 'there are no records'),
    max_record_length: known('max_record_length', profile.record_length_chars?.max, 'there are no records'),

    quality_score: known('quality_score', quality.score.value, quality.score.reason ?? ''),
    completeness_score: known(
      'completeness_score',
      profile.completeness_score.value,
      profile.completeness_score.reason ?? '',
    ),
    consistency_score: known(
      'consistency_score',
      profile.consistency_score.value,
      profile.consistency_score.reason ?? '',
    ),
    relevance_score: known('relevance_score', categorization.relevance.value, categorization.relevance.reason ?? ''),

    demographic_balance: known('demographic_balance', bias && fairnessFields(bias).demographic_balance, toBeMeasured),
    bias_indicators: known('bias_indicators', bias?.indicators, toBeMeasured),
    fairness_score: known('fairness_score', bias?.fairness_score.value, bias?.fairness_score.reason ?? toBeMeasured),

    consent_status: known('consent_status', consentOf(profile), said('consent_status')),
    anonymization_level: known(
      'anonymization_level',
      piiCount > 0 ? 'identifiers_present' : null,
      `no identifier was found in ${lookedIn(profile)}, which proves no anonymization; ${said('anonymization_level')}`,
    ),
    pii_detected: piiCount > 0,
    privacy_compliance: known<string[]>('privacy_compliance', null, 'no measurement shows compliance with a law'),

    therapeutic_approaches: Object.keys(categorization.approaches),
    crisis_content_ratio: known(
      'crisis_content_ratio',
      profile.record_count === 0 ? null : profile.crisis.share_of_records,
      'there are no records',
    ),
    empathy_indicators: ['words:empathy', 'annotation:empathy', 'annotation:emotion', 'annotation:strategy'].filter(
      (signal) => (categorization.signals[signal] ?? 0) >= EMPATHY_SHARE_MIN,
    ),
    therapeutic_quality_score: known(
      'therapeutic_quality_score',
      therapeutic,
      'no reply to a person in need was sampled',
    ),

    source_type: known('source_type', sourceTypeOf(categorization.signals), 'no field says how the records were made'),
    source_url: known<string>('source_url', null, said('source_url')),
    source_license: known<string>('source_license', null, said('source_license')),
    source_attribution: known<string>('source_attribution', null, said('source_attribution')),

    checksum: source.sha256,
    compression: known<string>('compression', compressionOf(source.format), 'the file is not compressed as a whole'),
    encoding: known('encoding', encodingOf(source.format), 'a binary format'),
    schema_version: SCHEMA_VERSION,

    training_suitability: known(
      'training_suitability',
      recommendations && Object.fromEntries(recommendations.styles.map(({ style, score }) => [style, score])),
      'the styles were not assessed',
    ),
    recommended_styles: known(
      'recommended_styles',
      recommendations?.styles.filter(({ eligible }) => eligible).map(({ style }) => style),
      'the styles were not assessed',
    ),
    preprocessing_required: recommendations?.preprocessing.map(({ step }) => step) ?? [],

    tags: categorization.recommended_subcategories,
    custom_metadata: {},
    reasons,
    claims: [...claims],
  };
}

function mainLanguage(languages: Readonly<Record<string, number>>): string | null {
  const known = Object.entries(languages).filter(([code]) => code !== 'unknown');
  const [first, second] = known;
  if (!first) return null;
  const total = known.reduce((sum, [, share]) => sum + share, 0);
  return second && second[1] / total >= SECOND_LANGUAGE_MIN ? 'multi' : first[0];
}

function consentOf(profile: DatasetProfile): string | null {
  if (!profile.has_consent_field) return null;
  return profile.consent_verified_share === 1 ? 'verified' : 'incomplete';
}

function sourceTypeOf(signals: Readonly<Record<string, number>>): string | null {
  const most = (signal: string) => (signals[signal] ?? 0) >= MOST;
  if (most('provenance:augmented')) return 'augmented';
  if (most('provenance:generated')) return 'synthetic';
  return most('forum:thread') || most('forum:votes') ? 'forum' : null;
}

/**
 * Of the sampled records in which somebody in need is answered: the share answered with empathy or by a therapist's means,
 * 0 to 1. Shares of signals stand in for the records, so it is at most 1 by construction.
 */
function therapeuticQuality({ signals }: Categorization): number | null {
  const share = (signal: string) => signals[signal] ?? 0;
  const answered = share('shape:question_answer') + share('shape:dialogue');
  const need = share('words:distress');
  if (answered === 0 || need === 0) return null;
  return Math.min(1, Math.max(share('words:empathy'), share('words:in_session_words'), share('words:advice')) / need);
}

const compressionOf = (format: string) => /\.(gz|zst|bz2|xz)$/.exec(format)?.[1] ?? null;
const encodingOf = (format: string) => (/jsonl?|csv|tsv/.test(format) ? 'utf-8' : null);
