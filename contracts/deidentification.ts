import { z } from 'zod';
import { CATEGORIES, type Category } from './dataset.ts';
import { IDENTIFIERS, type IdentifierId, type SafeHarborClass } from './privacy.ts';

/** From nothing to all of Safe Harbor; a later level changes at least what an earlier one does. */
export const PRIVACY_LEVELS = ['none', 'basic', 'enhanced', 'maximum'] as const;
export const PrivacyLevelSchema = z.enum(PRIVACY_LEVELS);
export type PrivacyLevel = z.infer<typeof PrivacyLevelSchema>;

/** The least level of each category: after the seed's privacy levels (maximum, medium, low). */
export const PRIVACY_LEVEL_MIN: Record<Category, PrivacyLevel> = {
  clinical: 'maximum',
  therapeutic: 'maximum',
  multimodal: 'enhanced',
  conversational: 'enhanced',
  synthetic: 'basic',
};

/**
 * What is done with an identifier.
 *
 * keep: nothing · mask: its kind in brackets · surrogate: an invented name, the same within a conversation · pseudonym: a
 * keyed code, the same within all data · year: of a date only the year · shift: a date moved by an offset of its subject ·
 * age_band: ten years · zip3: three digits where enough people live there · drop_record: the record goes.
 */
export const ACTIONS = [
  'keep',
  'mask',
  'surrogate',
  'pseudonym',
  'year',
  'shift',
  'age_band',
  'zip3',
  'drop_record',
] as const;
export const ActionSchema = z.enum(ACTIONS);
export type Action = z.infer<typeof ActionSchema>;

type Row = Record<Exclude<PrivacyLevel, 'none'>, Action>;
const always = (action: Action): Row => ({ basic: action, enhanced: action, maximum: action });
/**
 * A code that stands for a person: linkable under the key at `enhanced`, gone at `maximum`, because a code made from the
 * number is one "derived from information about the individual" (45 CFR 164.514(c)).
 */
const CODE: Row = { basic: 'mask', enhanced: 'pseudonym', maximum: 'mask' };

/** The one table of levels and identifiers. At `none` everything is kept. */
export const ACTION_TABLE: Record<IdentifierId, Row> = {
  name: always('surrogate'),
  address: always('mask'),
  place: { basic: 'keep', enhanced: 'mask', maximum: 'mask' },
  postal_code: always('zip3'),
  coordinates: always('mask'),
  date: { basic: 'keep', enhanced: 'shift', maximum: 'year' },
  age_over_89: always('age_band'),
  phone: always('mask'),
  fax: always('mask'),
  email: always('mask'),
  ssn: always('mask'),
  medical_record: CODE,
  health_plan: CODE,
  account: CODE,
  credit_card: always('mask'),
  iban: CODE,
  license: CODE,
  vehicle: CODE,
  device: CODE,
  url: always('mask'),
  ip_address: always('mask'),
  biometric: { basic: 'mask', enhanced: 'mask', maximum: 'drop_record' },
  image: always('mask'),
  national_id: always('mask'),
  username: CODE,
  organization: { basic: 'keep', enhanced: 'mask', maximum: 'mask' },
  unique_code: CODE,
  region: always('keep'),
  age: { basic: 'keep', enhanced: 'keep', maximum: 'age_band' },
};

export const actionOf = (level: PrivacyLevel, identifier: IdentifierId): Action =>
  level === 'none' ? 'keep' : ACTION_TABLE[identifier][level];

const isBelow = (level: PrivacyLevel, least: PrivacyLevel) =>
  PRIVACY_LEVELS.indexOf(level) < PRIVACY_LEVELS.indexOf(least);

/** Who takes it on himself that data is treated less strictly than its category demands, and why. */
export const PrivacyOverrideSchema = z.strictObject({
  role: z.string().min(1).max(100).describe('Role in which it is decided, such as privacy_officer'),
  reason: z.string().min(1).max(1000).describe('Why less is right for this data: kept in the audit trail'),
  by: z.string().min(1).max(200).describe('Who decides: an account, kept in the audit trail'),
});
export type PrivacyOverride = z.infer<typeof PrivacyOverrideSchema>;

export interface LevelDecision {
  level: PrivacyLevel;
  /** What the category demands; null where the category is not known. */
  least: PrivacyLevel | null;
  /** True where the level is under the least one: it needs an override, and is audited. */
  below: boolean;
}

/** The level asked for, or the least of the category; without both, `basic`. */
export function decideLevel(asked: PrivacyLevel | undefined, category: Category | undefined): LevelDecision {
  const least = category === undefined ? null : PRIVACY_LEVEL_MIN[category];
  const level = asked ?? least ?? 'basic';
  return { level, least, below: least !== null && isBelow(level, least) };
}

export const CRISIS_POLICIES = ['keep', 'tag', 'route', 'drop'] as const;
export const CrisisPolicySchema = z.enum(CRISIS_POLICIES);
export type CrisisPolicy = z.infer<typeof CrisisPolicySchema>;

/** A detected span under this confidence is one that a person can look at. */
export const REVIEW_CONFIDENCE_MAX = 0.6;

/**
 * Largest rate of surviving identifiers that passes, held against the upper bound of the interval. Chosen so that, at 200
 * trials, a detector that keeps its promise (finds 0.98 where the form tells, 0.92 of names, 0.90 of others) passes about
 * 19 times in 20.
 */
export const RESIDUAL_LIMITS: Record<SafeHarborClass, number> = {
  ...(Object.fromEntries('CDEFGHIJKLMNOPQ'.split('').map((letter) => [letter, 0.08])) as Record<
    Exclude<SafeHarborClass, 'A' | 'B' | 'R'>,
    number
  >),
  A: 0.17,
  B: 0.2,
  R: 0.2,
};

export const GATE_OUTCOMES = ['pass', 'fail', 'cannot_tell'] as const;

const CountsSchema = z.record(z.string(), z.int().nonnegative());

export const ResidualSchema = z.object({
  safe_harbor: z.string().describe('Letter of 45 CFR 164.514(b)(2)(i)'),
  description: z.string(),
  planted: z.int().nonnegative().describe('Invented identifiers put into copies of messages of this run'),
  survived: z.int().nonnegative(),
  rate: z.number().min(0).max(1).nullable(),
  interval_95: z.tuple([z.number(), z.number()]).nullable().describe('Clopper-Pearson interval of the rate'),
  limit: z.number(),
  outcome: z.enum(GATE_OUTCOMES).describe('cannot_tell: too few messages, even no survivor at all could not pass'),
});
export type Residual = z.infer<typeof ResidualSchema>;

export const KAnonymitySchema = z.object({
  k: z.int().positive().nullable().describe('Size of the smallest group of subjects with equal attributes'),
  reason: z.string().nullable().describe('Why k is null'),
  attributes: z.array(z.string()),
  subject_count: z.int().nonnegative(),
  class_count: z.int().nonnegative(),
  share_of_subjects_below_5: z.number().min(0).max(1).nullable(),
});
export type KAnonymity = z.infer<typeof KAnonymitySchema>;

/** What de-identification found and did, in figures. Never the text. */
export const DeidentificationReportSchema = z.object({
  privacy_level: PrivacyLevelSchema,
  least_level: PrivacyLevelSchema.nullable().describe('What the category demands; null where it was not given'),
  override: PrivacyOverrideSchema.nullable(),
  identifiers: z.array(
    z.object({
      identifier: z.string(),
      safe_harbor: z.string().nullable(),
      found: z.int().nonnegative(),
      actions: CountsSchema.describe('How many were treated how; a date that cannot be shifted is masked'),
      confidence_mean: z.number().min(0).max(1).nullable(),
      below_review_threshold: z.int().nonnegative(),
    }),
  ),
  records_dropped: z.int().nonnegative(),
  withdrawn_excluded: z.int().nonnegative(),
  review: z.object({ waiting: z.int(), accepted: z.int(), rejected: z.int() }),
  residual: z.array(ResidualSchema),
  k_anonymity: KAnonymitySchema,
});
export type DeidentificationReport = z.infer<typeof DeidentificationReportSchema>;

export const safeHarborOf = (identifier: IdentifierId): SafeHarborClass | null =>
  IDENTIFIERS.find(({ id }) => id === identifier)?.safe_harbor ?? null;

/** Categories whose data does not train without verified consent, whatever the safety level. */
export const CONSENT_CATEGORIES: readonly Category[] = CATEGORIES.filter(
  (category) => PRIVACY_LEVEL_MIN[category] === 'maximum',
);
