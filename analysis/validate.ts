import type {
  BiasReport,
  Categorization,
  Category,
  DatasetProfile,
  Finding,
  SafetyLevel,
} from '../contracts/dataset.ts';
import { CONSENT_CATEGORIES } from '../contracts/deidentification.ts';
import type { ConsentRefusal } from './consent.ts';

interface Limits {
  quality: number;
  crisis: number;
  consent: boolean;
  anonymised: boolean;
  fairness: number;
}

/** Limits by category: least quality, largest share of crisis records, what is required, least fairness. After the seed's table. */
const LIMITS: Record<Category, Limits> = {
  clinical: { quality: 0.8, crisis: 0.3, consent: true, anonymised: true, fairness: 0.8 },
  conversational: { quality: 0.6, crisis: 0.2, consent: true, anonymised: false, fairness: 0.7 },
  therapeutic: { quality: 0.85, crisis: 0.25, consent: true, anonymised: true, fairness: 0.85 },
  synthetic: { quality: 0.7, crisis: 0.15, consent: false, anonymised: false, fairness: 0.75 },
  multimodal: { quality: 0.75, crisis: 0.2, consent: true, anonymised: true, fairness: 0.8 },
};

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
  limits: Limits;
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
    broken({ profile, category, limits }) {
      const measured = profile.quality_score.value;
      if (measured === null || measured >= limits.quality) return null;
      const message = `quality ${round(measured)} is under ${limits.quality} for ${category} data`;
      return { measured, limit: limits.quality, message };
    },
  },
  {
    rule: 'crisis_content',
    remedy: 'have a clinician review the tagged records, or train for crisis work on purpose',
    broken({ profile, category, limits }) {
      const measured = profile.crisis.share_of_records;
      if (measured <= limits.crisis) return null;
      const message = `${round(100 * measured)} % of the records have crisis content, more than ${100 * limits.crisis} % for ${category} data`;
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
      const message = `${measured} identifiers stand in the source; ${category} data has to be anonymised`;
      return { measured, limit: 0, message };
    },
  },
];

/** Findings of the rules that a dataset breaks; none where it keeps them all. A value that is not known breaks no rule but consent. */
export function validate(input: {
  profile: DatasetProfile;
  categorization: Categorization;
  consent: { status: string; verified_by: string } | null;
  /** Why the consent does not count at this time; left out, it does. */
  consent_refusal?: ConsentRefusal | null;
  safety_level: SafetyLevel;
}): Finding[] {
  const { category } = input.categorization;
  const { profile, consent, consent_refusal = null } = input;
  const known = { profile, category, limits: LIMITS[category], consent, consent_refusal };
  return RULES.flatMap(({ rule, severity = SEVERITY[input.safety_level], remedy, broken }): Finding[] => {
    const found = broken(known);
    return found === null ? [] : [{ rule, severity, remedy, ...found }];
  });
}

/** The finding of the fairness rule, where the score is known and under the limit of the category. */
export function validateFairness(input: {
  report: BiasReport;
  category: Category;
  safety_level: SafetyLevel;
}): Finding[] {
  const score = input.report.fairness_score.value;
  const limit = LIMITS[input.category].fairness;
  if (score === null || score >= limit) return [];
  return [
    {
      rule: 'fairness',
      severity: SEVERITY[input.safety_level],
      measured: score,
      limit,
      message: `fairness score ${round(score)} is under ${limit} for ${input.category} data (${input.report.indicators.join('; ') || 'no single indicator'})`,
      remedy: 'rebalance the data, or skip the stage with a reason',
    },
  ];
}

const round = (value: number) => Number(value.toPrecision(3));
