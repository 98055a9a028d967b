import { COMPUTE_LEVELS, type SelectionFacts, type StyleAssessment, type StyleId } from '../../contracts/training.ts';
import type { TrainingStyle } from '../kinds.ts';

type Requirements = TrainingStyle['requirements'];

/** What each style needs of a dataset: records, labels or turns, the categories it suits, compute. */
export const REQUIREMENTS: Record<StyleId, Requirements> = {
  few_shot: {
    recordsMin: 50,
    recordsMax: 10_000,
    needs: 'labels',
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'medium',
  },
  // A dual encoder of word vectors learns from far fewer pairs than a language model; measured down to 200.
  self_supervised: {
    recordsMin: 200,
    recordsMax: null,
    needs: 'turns',
    categories: ['conversational', 'synthetic', 'multimodal'],
    compute: 'medium',
  },
  supervised: {
    recordsMin: 100,
    recordsMax: null,
    needs: 'labels',
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'low',
  },
  unsupervised: {
    recordsMin: 500,
    recordsMax: null,
    needs: 'text',
    categories: ['conversational', 'synthetic'],
    compute: 'medium',
  },
  reinforcement: {
    recordsMin: 200,
    recordsMax: 50_000,
    needs: 'labels',
    categories: ['therapeutic', 'clinical'],
    compute: 'very_high',
  },
  transfer_learning: {
    recordsMin: 100,
    recordsMax: 50_000,
    needs: 'labels',
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'medium',
  },
  meta_learning: {
    recordsMin: 1000,
    recordsMax: 100_000,
    needs: 'labels',
    categories: ['therapeutic', 'conversational'],
    compute: 'very_high',
  },
  continual_learning: {
    recordsMin: 500,
    recordsMax: null,
    needs: 'labels',
    categories: ['therapeutic', 'clinical', 'conversational'],
    compute: 'high',
  },
};

/** Parts of the score; they sum to 1. Their order of weight is our choice: what a style needs most comes first. */
const WEIGHTS = { needs: 0.35, size: 0.25, category: 0.2, compute: 0.1, quality: 0.1 };

/**
 * Whether a style can learn from the dataset at all, and how well it fits: a score from 0 to 1 with a reason for each part.
 *
 * Not eligible where what it needs is missing, or the size is out of its range. Quality counts as measured; unknown
 * counts as nothing, and says so.
 */
export function assessByRequirements(style: StyleId, facts: SelectionFacts): Omit<StyleAssessment, 'available'> {
  const needed = REQUIREMENTS[style];
  const reasons: string[] = [];
  const { count, what } = supply(needed, facts);
  const enough = count >= needed.recordsMin;
  const notTooMany = needed.recordsMax === null || count <= needed.recordsMax;
  const classes = Object.keys(facts.class_counts).length;
  const labelled = needed.needs !== 'labels' || classes >= 2;
  reasons.push(
    `${count} ${what}; it needs ${needed.recordsMin}${needed.recordsMax === null ? ' or more' : ` to ${needed.recordsMax}`}`,
  );
  if (needed.needs === 'labels')
    reasons.push(labelled ? `a label with ${classes} classes` : 'no label has two classes with enough records');

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
  reasons.push(
    quality === null ? `quality is not known: ${facts.quality_score.reason}` : `quality ${quality.toFixed(2)}`,
  );

  const eligible = enough && notTooMany && labelled;
  const unused = needed.needs !== 'labels' && classes >= 2 ? 0.5 : 1;
  if (unused < 1) reasons.push('does not use the labels that are there');
  const score =
    WEIGHTS.needs * (labelled ? unused : 0) +
    WEIGHTS.size * (enough && notTooMany ? 1 : 0) +
    WEIGHTS.category * (suits ? 1 : 0.5) +
    WEIGHTS.compute * (spare >= 0 ? 1 : 0) +
    WEIGHTS.quality * (quality ?? 0);
  return { style, eligible, score: eligible ? score : Math.min(score, 0.49), reasons };
}

function supply({ needs }: Requirements, facts: SelectionFacts): { count: number; what: string } {
  if (needs === 'labels') return { count: facts.labelled_record_count, what: 'labelled records' };
  if (needs === 'turns') return { count: facts.turn_pair_count, what: 'pairs of turns' };
  return { count: facts.record_count, what: 'records' };
}
