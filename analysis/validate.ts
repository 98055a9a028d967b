import type {
  BiasReport,
  Categorization,
  Category,
  DatasetProfile,
  Finding,
  SafetyLevel,
} from '../contracts/dataset.ts';
import { CONSENT_CATEGORIES } from '../contracts/deidentification.ts';
import type { DatasetMetadata } from '../contracts/metadata.ts';
import { CATEGORY_LIMITS, type CategoryLimits, type RequiredField } from '../contracts/taxonomy.ts';
import type { ConsentRefusal } from './consent.ts';
import { crisisShareAtMost, lookedIn } from './profile.ts';

const SEVERITY = { strict: 'error', moderate: 'warning', permissive: 'info' } as const;

/** Why a claim of consent does not count, in words. */
const REFUSALS: Record<ConsentRefusal, string> = {
  consent_withdrawn: 'the consent of the request is withdrawn',
  consent_declined: 'the consent of the request is declined',
  consent_expired: 'the consent of the request has expired',
  consent_not_for_training: 'the consent of the request does not cover training',
};

interface RuleInput {
  profile: DatasetProfile;
  category: Category;
  limits: CategoryLimits;
  quality: number | null;
  consent: { status: string; verified_by: string } | null;
  consent_refusal: ConsentRefusal | null;
}

interface Rule {
  rule: string;
  /** Fixed where the level of safety does not decide; else by the level. */
  severity?: Finding['severity'];
  remedy: string;
  /** What breaks the rule, or null where it is kept or cannot be known. */
  broken(
    input: RuleInput,
  ): (Pick<Finding, 'measured' | 'limit' | 'message'> & Partial<Pick<Finding, 'severity'>>) | null;
}

const RULES: readonly Rule[] = [
  {
    rule: 'quality',
    remedy: 'fill missing labels, remove duplicates and empty records',
    broken({ quality: measured, category, limits }) {
      if (measured === null || measured >= limits.quality) return null;
      const message = `quality ${round(measured)} is under ${limits.quality} for ${category} data`;
      return { measured, limit: limits.quality, message };
    },
  },
  {
    rule: 'crisis_content',
    remedy: 'have a clinician review the tagged records, or train for crisis work on purpose',
    broken({ profile, category, limits }) {
      const measured = crisisShareAtMost(profile);
      if (measured <= limits.crisis) return null;
      const message = `${round(100 * profile.crisis.share_of_records)} % of ${lookedIn(profile)} have crisis content${measured === profile.crisis.share_of_records ? '' : `, of all at most ${round(100 * measured)} %`}, more than ${100 * limits.crisis} % for ${category} data`;
      return { measured, limit: limits.crisis, message };
    },
  },
  {
    rule: 'consent',
    remedy: 'give consent in the request, with who verified it and where it is on file',
    broken({ profile, category, limits, consent, consent_refusal }) {
      const claimed = consent?.status === 'verified' && consent_refusal === null;
      if (!limits.consent || claimed || profile.consent_verified_share === 1) return null;
      const missing =
        consent_refusal !== null
          ? REFUSALS[consent_refusal]
          : profile.has_consent_field
            ? 'not every record has it'
            : 'the records say nothing of consent and the request gives none';
      return {
        measured: profile.consent_verified_share,
        limit: 'verified',
        message: `${category} data needs verified consent; ${missing}`,
        // No level of safety lets such data train without.
        ...(CONSENT_CATEGORIES.includes(category) && { severity: 'error' as const }),
      };
    },
  },
  {
    rule: 'anonymised',
    // The data is read as it came: de-identification follows, and its own gate fails closed.
    severity: 'info',
    remedy: 'leave de-identification on (privacy_level other than none)',
    broken({ profile, category, limits }) {
      const measured = Object.values(profile.pii_mentions).reduce((sum, count) => sum + count, 0);
      if (!limits.anonymised || measured === 0) return null;
      const message = `${measured} identifiers stand in ${lookedIn(profile)}; ${category} data has to be anonymised`;
      return { measured, limit: 0, message };
    },
  },
];

/**
 * Findings of the rules that a dataset breaks; none where it keeps them all. A value that is not known breaks no rule but
 * consent. Severity follows the safety level (strict: error, moderate: warning, permissive: info), except where a rule
 * names its own. Missing required metadata is never an error: what is measured from words may be missed.
 *
 * Fairness is not known here: it is measured on the preprocessed records, and `validateFairness` enforces it there.
 */
export function validate(input: {
  profile: DatasetProfile;
  categorization: Categorization;
  consent: { status: string; verified_by: string } | null;
  /** Why the consent does not count at this time; left out, it does. */
  consent_refusal?: ConsentRefusal | null;
  safety_level: SafetyLevel;
  metadata: DatasetMetadata;
}): Finding[] {
  const { profile, consent, consent_refusal = null, safety_level, metadata } = input;
  const { category } = input.categorization;
  const limits = CATEGORY_LIMITS[category];
  const known = { profile, category, limits, consent, consent_refusal, quality: metadata.quality_score };
  const broken = RULES.flatMap(({ rule, severity = SEVERITY[safety_level], remedy, broken }): Finding[] => {
    const found = broken(known);
    return found === null ? [] : [{ rule, severity, remedy, ...found }];
  });
  const missing = limits.required.filter((field) => !isThere(field, metadata, input.categorization));
  return [...broken, ...missing.map((field) => missingMetadata(field, category, safety_level))];
}

function isThere(field: RequiredField, metadata: DatasetMetadata, { signals }: Categorization): boolean {
  const shows = (...prefixes: string[]) =>
    Object.keys(signals).some((signal) => prefixes.some((prefix) => signal.startsWith(prefix)));
  if (field === 'generation_method') return shows('provenance:');
  if (field === 'modalities')
    return shows('media:', 'language:', 'culture:', 'dataset:languages_mixed', 'dataset:not_english');
  // Times say what belongs together; text in several languages has nothing to be in time with.
  if (field === 'synchronization_quality') return shows('media:clip_times') || !shows('media:audio', 'media:video');
  const value = metadata[field];
  return value !== null && (!Array.isArray(value) || value.length > 0);
}

function missingMetadata(field: RequiredField, category: Category, level: SafetyLevel): Finding {
  return {
    rule: `required_metadata:${field}`,
    severity: level === 'permissive' ? 'info' : 'warning',
    measured: null,
    limit: 'present',
    message: `${category} data should show ${field}, and nothing in the sampled records or their fields does`,
    remedy: `add a field that says it, or check whether the category is right`,
  };
}

/**
 * Findings on fairness, which is known once bias is measured. Two limits: under the fairness limit of the category the
 * severity is that of the safety level; between it and 1 minus the bias limit it is a warning (info when permissive).
 * A score that is not known is told: as a warning under strict safety, else as information.
 */
export function validateFairness(input: {
  report: BiasReport;
  category: Category;
  safety_level: SafetyLevel;
}): Finding[] {
  const { report, category, safety_level } = input;
  const { value: score, reason } = report.fairness_score;
  const { fairness, bias } = CATEGORY_LIMITS[category];
  const strictest = Math.max(fairness, 1 - bias);
  if (score === null) {
    return [
      {
        rule: 'fairness_unknown',
        severity: safety_level === 'strict' ? 'warning' : 'info',
        measured: null,
        limit: strictest,
        message: `the fairness of the ${category} data is not known: ${reason}`,
        remedy: 'add records or attributes that name the groups concerned, or accept that it is not known',
      },
    ];
  }
  if (score >= strictest) return [];
  const under = score < fairness;
  return [
    {
      rule: under ? 'fairness' : 'fairness_bias_limit',
      severity: under ? SEVERITY[safety_level] : safety_level === 'permissive' ? 'info' : 'warning',
      measured: score,
      limit: under ? fairness : round(strictest),
      message: `fairness score ${round(score)} is under ${under ? fairness : round(strictest)} for ${category} data (${report.indicators.join('; ') || 'no single indicator'})`,
      remedy: 'rebalance the data, or skip the stage with a reason',
    },
  ];
}

const round = (value: number) => Number(value.toPrecision(3));
