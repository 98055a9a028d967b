import type { Categorization, Category, DatasetProfile } from '../contracts/dataset.ts';
import type { Recommendations } from '../contracts/metadata.ts';
import type { StyleAssessment } from '../contracts/training.ts';
import { lookedIn } from './profile.ts';
import { measureQuality, type QualityPart } from './quality.ts';

/** Steps a category asks for. The last two are every dataset's. */
const STEPS: Readonly<Record<Category, readonly string[]>> = {
  clinical: ['anonymization', 'pii_removal', 'consent_validation'],
  therapeutic: ['therapeutic_validation', 'crisis_content_filtering'],
  conversational: ['text_cleaning', 'conversation_structuring'],
  synthetic: ['authenticity_validation', 'quality_assessment'],
  multimodal: ['modality_synchronization', 'format_standardization'],
};
const EVERY_STEP = ['text_normalization', 'encoding_validation'];

/** What a part of the quality should reach, and what raises it. Completeness and consistency after the seed's advice. */
const IMPROVEMENTS: Readonly<Record<QualityPart, { target: number; improvement: string }>> = {
  completeness: { target: 0.9, improvement: 'fill the label and attribute fields that records leave empty' },
  consistency: {
    target: 0.85,
    improvement: 'bring all records into one order of roles, the user first, turns alternating',
  },
  relevance: { target: 0.8, improvement: 'take out records that show nothing of the category' },
  uniqueness: { target: 0.98, improvement: 'remove exact duplicates' },
  wording: { target: 0.98, improvement: 'remove records of fewer than three words' },
};

/**
 * What to do with a dataset, from what was measured of it: all styles by score with their reasons, preprocessing steps with
 * theirs, and the improvements of quality, the one that would raise the score most first. Pure.
 */
export function recommend(input: {
  profile: DatasetProfile;
  categorization: Categorization;
  assessments: readonly Omit<StyleAssessment, 'available'>[];
}): Recommendations {
  const { profile, categorization, assessments } = input;
  return {
    styles: [...assessments]
      .sort((a, b) => Number(b.eligible) - Number(a.eligible) || b.score - a.score || (a.style < b.style ? -1 : 1))
      .map(({ style, score, eligible, reasons }) => ({ style, score, eligible, reasons })),
    preprocessing: stepsFor(profile, categorization),
    quality_improvements: improvementsFor(profile, categorization),
  };
}

function stepsFor(profile: DatasetProfile, { category }: Categorization): Recommendations['preprocessing'] {
  const steps = new Map<string, string>();
  for (const step of STEPS[category]) steps.set(step, `${category} data asks for it`);
  const identifiers = Object.values(profile.pii_mentions).reduce((sum, count) => sum + count, 0);
  if (identifiers > 0) steps.set('pii_removal', `${identifiers} identifiers were found in ${lookedIn(profile)}`);
  if (profile.crisis.share_of_records > 0) {
    const percent = Number((100 * profile.crisis.share_of_records).toPrecision(3));
    steps.set(
      'crisis_content_filtering',
      `${percent} % of ${lookedIn(profile)} have crisis content: review, do not simply drop`,
    );
  }
  if (profile.exact_duplicate_share > 0) {
    steps.set(
      'deduplication',
      `${Number((100 * profile.exact_duplicate_share).toPrecision(3))} % of the records are exact duplicates`,
    );
  }
  for (const step of EVERY_STEP) steps.set(step, 'every dataset asks for it');
  return [...steps].map(([step, reason]) => ({ step, reason }));
}

function improvementsFor(
  profile: DatasetProfile,
  categorization: Categorization,
): Recommendations['quality_improvements'] {
  const { parts } = measureQuality(profile, categorization);
  const known = Object.entries(parts) as [QualityPart, number][];
  return known
    .map(([part, measured]) => ({
      ...IMPROVEMENTS[part],
      measured,
      effect: Math.max(0, IMPROVEMENTS[part].target - measured) / known.length,
    }))
    .filter(({ effect }) => effect > 0)
    .sort((a, b) => b.effect - a.effect || (a.improvement < b.improvement ? -1 : 1))
    .map(({ improvement, measured, target, effect }) => ({ improvement, measured, target, effect }));
}
