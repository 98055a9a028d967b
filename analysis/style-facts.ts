import type { Categorization, DatasetProfile, SafetyLevel } from '../contracts/dataset.ts';
import { CLASS_EXAMPLES_MIN, type ComputeLevel, type SelectionFacts } from '../contracts/training.ts';
import { measureQuality } from './quality.ts';
import { classBalance } from './selection-facts.ts';

/**
 * What the styles are assessed by, estimated from the profile of the whole dataset: good for a recommendation before any
 * preprocessing. The selection counts anew what the split for training really holds.
 *
 * The label is the field whose classes with enough examples hold the most records; pairs of turns are at least one a record
 * that has an answered turn.
 */
export function styleFacts(input: {
  profile: DatasetProfile;
  categorization: Categorization;
  safety_level: SafetyLevel;
  available_compute: ComputeLevel;
  training_objective: string;
}): SelectionFacts {
  const { profile, categorization } = input;
  const fields = Object.values(profile.label_fields).map((values) => {
    const classes = Object.entries(values).filter(([, count]) => count >= CLASS_EXAMPLES_MIN);
    return { classes, records: classes.reduce((sum, [, count]) => sum + count, 0) };
  });
  const best = fields.filter(({ classes }) => classes.length >= 2).sort((a, b) => b.records - a.records)[0];
  return {
    record_count: profile.record_count,
    labelled_record_count: best?.records ?? 0,
    class_counts: Object.fromEntries(best?.classes ?? []),
    class_balance: classBalance((best?.classes ?? []).map(([, count]) => count)),
    label_noise: { value: null, reason: 'measured on the split for training' },
    languages: categorization.languages,
    domains: categorization.domains,
    turn_pair_count: Math.round(profile.share_with_turns * profile.record_count),
    quality_score: measureQuality(profile, categorization).score,
    category: categorization.category,
    available_compute: input.available_compute,
    safety_level: input.safety_level,
    training_objective: input.training_objective,
  };
}
