import type { Categorization, DatasetProfile, Measure } from '../contracts/dataset.ts';

const QUALITY_PARTS = ['completeness', 'consistency', 'relevance', 'uniqueness', 'wording'] as const;
export type QualityPart = (typeof QUALITY_PARTS)[number];

export interface Quality {
  score: Measure;
  /** The known parts, each 0 to 1; a part that cannot be measured is left out. */
  parts: Partial<Record<QualityPart, number>>;
}

/**
 * Quality of a dataset: the mean of the parts that are known, 0 to 1. Equal weights: we know no reason for others.
 *
 * - completeness, consistency: as the profile defines them.
 * - relevance: share of sampled records that by themselves show a signal of the dataset's category.
 * - uniqueness: 1 minus the share of exact duplicates.
 * - wording: share of records with three words or more.
 *
 * Null where there are no records.
 */
export function measureQuality(profile: DatasetProfile, categorization: Categorization): Quality {
  if (profile.record_count === 0) return { score: { value: null, reason: 'there are no records' }, parts: {} };
  const known: [QualityPart, number | null][] = [
    ['completeness', profile.completeness_score.value],
    ['consistency', profile.consistency_score.value],
    ['relevance', categorization.relevance.value],
    ['uniqueness', 1 - profile.exact_duplicate_share],
    ['wording', profile.worded_share],
  ];
  const parts = Object.fromEntries(known.filter(([, value]) => value !== null)) as Quality['parts'];
  const values = Object.values(parts);
  return { score: { value: values.reduce((sum, value) => sum + value, 0) / values.length, reason: null }, parts };
}
