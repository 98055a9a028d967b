import {
  CLASS_EXAMPLES_MIN,
  COMPUTE_LEVELS,
  type SelectionFacts,
  type StyleAssessment,
  type StyleId,
} from '../../contracts/training.ts';
import type { TrainingStyle } from '../kinds.ts';

interface Requirements extends Readonly<TrainingStyle['requirements']> {
  /** Whether the style learns what it is shown as right, so that poor records do harm. */
  highQuality: boolean;
  /** Why the least number is what it is, where it is measured. */
  measured?: string;
}

/** From here on quality counts as high: the seed's limit. */
const HIGH_QUALITY_MIN = 0.8;

/**
 * What each style needs of a dataset: records, labels or turns, quality, the categories it suits, compute.
 *
 * Source: the seed's requirement table. The two styles that are trained here have figures of their own where they need
 * less than the language models the seed had in mind: one core for seconds.
 */
export const REQUIREMENTS: Record<StyleId, Requirements> = {
  few_shot: {
    recordsMin: 50,
    recordsMax: 10_000,
    needs: 'labels',
    highQuality: true,
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'medium',
  },
  self_supervised: {
    recordsMin: 200,
    recordsMax: null,
    needs: 'turns',
    highQuality: false,
    categories: ['conversational', 'synthetic', 'multimodal'],
    compute: 'low',
    // counsel-chat, questions of unseen groups: recall@1 of 10 above TF-IDF's by .055 and .077 (two seeds) at 50 pairs,
    // .055 and .046 at 100, .043 twice at 200, .049 twice at 800; every interval above 0, on 325 pairs.
    measured: 'it beats TF-IDF from 50 pairs on, but fewer than 200 leave under 20 to measure it by',
  },
  supervised: {
    recordsMin: 100,
    recordsMax: null,
    needs: 'labels',
    highQuality: true,
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'low',
  },
  unsupervised: {
    recordsMin: 500,
    recordsMax: null,
    needs: 'text',
    highQuality: false,
    categories: ['conversational', 'synthetic'],
    compute: 'medium',
  },
  reinforcement: {
    recordsMin: 200,
    recordsMax: null,
    needs: 'preferences',
    highQuality: true,
    categories: ['therapeutic', 'clinical'],
    compute: 'low',
  },
  transfer_learning: {
    recordsMin: 100,
    recordsMax: 50_000,
    needs: 'labels',
    highQuality: true,
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'medium',
  },
  meta_learning: {
    recordsMin: 1000,
    recordsMax: 100_000,
    needs: 'labels',
    highQuality: true,
    categories: ['therapeutic', 'conversational'],
    compute: 'very_high',
  },
  continual_learning: {
    recordsMin: 500,
    recordsMax: null,
    needs: 'labels',
    highQuality: true,
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'high',
  },
};

/** Parts of the score; they sum to 1. Their order of weight is our choice: what a style needs most comes first. */
const WEIGHTS = { needs: 0.35, size: 0.25, category: 0.2, compute: 0.1, quality: 0.1 };

/**
 * Whether a style can learn from the dataset at all, and how well it fits: a score from 0 to 1 with a reason for each part.
 *
 * Not eligible where what it needs is missing, or the size is out of its range. Quality counts as measured where the
 * style wants it high; unknown then counts as nothing, and says so.
 */
export function assessByRequirements(style: StyleId, facts: SelectionFacts): Omit<StyleAssessment, 'available'> {
  const needed = REQUIREMENTS[style];
  const reasons: string[] = [];
  const { count, what } = supply(needed, facts);
  const enough = count >= needed.recordsMin;
  const notTooMany = needed.recordsMax === null || count <= needed.recordsMax;
  const classes = Object.values(facts.class_counts).filter((examples) => examples >= CLASS_EXAMPLES_MIN).length;
  const labelled = needed.needs === 'labels' ? classes >= 2 : needed.needs !== 'preferences' || count > 0;
  const range =
    needed.recordsMax === null ? `${needed.recordsMin} or more` : `${needed.recordsMin} to ${needed.recordsMax}`;
  reasons.push(`${count} ${what}; it needs ${range}${needed.measured ? `: ${needed.measured}` : ''}`);
  if (needed.needs === 'labels')
    reasons.push(
      labelled
        ? `a label with ${classes} classes`
        : `no label has two classes with ${CLASS_EXAMPLES_MIN} records or more each`,
    );

  if (needed.needs === 'preferences' && !labelled) reasons.push('nothing says which answers are better');

  const suits = needed.categories.includes(facts.category);
  reasons.push(
    suits ? `suits ${facts.category} data` : `made for ${needed.categories.join(', ')} data, this is ${facts.category}`,
  );
  const spare = COMPUTE_LEVELS.indexOf(facts.available_compute) - COMPUTE_LEVELS.indexOf(needed.compute);
  reasons.push(
    spare >= 0
      ? `${facts.available_compute} compute is enough`
      : `wants ${needed.compute} compute, ${facts.available_compute} is there`,
  );
  const quality = facts.quality_score.value;
  reasons.push(describeQuality(needed, facts));

  const eligible = enough && notTooMany && labelled;
  const unused = needed.needs !== 'labels' && classes >= 2 ? 0.5 : 1;
  if (unused < 1) reasons.push('does not use the labels that are there');
  const score =
    WEIGHTS.needs * (labelled ? unused : 0) +
    WEIGHTS.size * (enough && notTooMany ? 1 : 0) +
    WEIGHTS.category * (suits ? 1 : 0.5) +
    WEIGHTS.compute * (spare >= 0 ? 1 : 0) +
    WEIGHTS.quality * (needed.highQuality ? (quality ?? 0) : 1);
  return { style, eligible, score: eligible ? score : Math.min(score, 0.49), reasons };
}

function describeQuality({ highQuality }: Requirements, { quality_score: { value, reason } }: SelectionFacts): string {
  if (value === null) return `quality is not known: ${reason}`;
  if (!highQuality) return `quality ${value.toFixed(2)}; it asks for none`;
  return `quality ${value.toFixed(2)}${value < HIGH_QUALITY_MIN ? `; it wants ${HIGH_QUALITY_MIN} or more` : ''}`;
}

function supply({ needs }: Requirements, facts: SelectionFacts): { count: number; what: string } {
  if (needs === 'labels') return { count: facts.labelled_record_count, what: 'labelled records' };
  if (needs === 'preferences') {
    const [preferred, rejected] = [facts.preferred_count ?? 0, facts.rejected_count ?? 0];
    return { count: preferred > 0 && rejected > 0 ? preferred + rejected : 0, what: 'preferred or rejected texts' };
  }
  if (needs === 'turns') return { count: facts.turn_pair_count, what: 'pairs of turns' };
  return { count: facts.record_count, what: 'records' };
}
