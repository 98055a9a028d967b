import type {
  BiasReport,
  Categorization,
  Category,
  DatasetProfile,
  Finding,
  SafetyLevel,
} from '../contracts/dataset.ts';

/** Limits by category: least quality, largest share of crisis records, whether consent is needed, least fairness. */
const LIMITS: Record<Category, { quality: number; crisis: number; consent: boolean; fairness: number }> = {
  clinical: { quality: 0.8, crisis: 0.3, consent: true, fairness: 0.8 },
  conversational: { quality: 0.6, crisis: 0.2, consent: true, fairness: 0.7 },
  therapeutic: { quality: 0.85, crisis: 0.25, consent: true, fairness: 0.85 },
  synthetic: { quality: 0.7, crisis: 0.15, consent: false, fairness: 0.75 },
  multimodal: { quality: 0.75, crisis: 0.2, consent: true, fairness: 0.8 },
};

const SEVERITY = { strict: 'error', moderate: 'warning', permissive: 'info' } as const;

/** Findings of the rules that a dataset breaks; none where it keeps them all. A value that is not known breaks no rule but consent. */
export function validate(input: {
  profile: DatasetProfile;
  categorization: Categorization;
  consent: { status: string; verified_by: string } | null;
  safety_level: SafetyLevel;
}): Finding[] {
  const { profile, categorization, safety_level } = input;
  const { category } = categorization;
  const limits = LIMITS[category];
  const severity = SEVERITY[safety_level];
  const findings: Finding[] = [];
  const quality = profile.quality_score.value;
  if (quality !== null && quality < limits.quality) {
    findings.push({
      rule: 'quality',
      severity,
      measured: quality,
      limit: limits.quality,
      message: `quality ${round(quality)} is under ${limits.quality} for ${category} data`,
      remedy: 'fill missing labels, remove duplicates and empty records',
    });
  }
  const crisis = profile.crisis.share_of_records;
  if (crisis > limits.crisis) {
    findings.push({
      rule: 'crisis_content',
      severity,
      measured: crisis,
      limit: limits.crisis,
      message: `${round(100 * crisis)} % of the records have crisis content, more than ${100 * limits.crisis} % for ${category} data`,
      remedy: 'have a clinician review the tagged records, or train for crisis work on purpose',
    });
  }
  const verified = input.consent?.status === 'verified' || profile.consent_verified_share === 1;
  if (limits.consent && !verified) {
    findings.push({
      rule: 'consent',
      severity,
      measured: profile.consent_verified_share,
      limit: 'verified',
      message: `${category} data needs verified consent; ${profile.has_consent_field ? 'not every record has it' : 'the records say nothing of consent and the request gives none'}`,
      remedy: 'give consent in the request, with who verified it and where it is on file',
    });
  }
  return findings;
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
