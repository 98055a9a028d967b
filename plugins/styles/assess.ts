import {
  CLASS_EXAMPLES_MIN,
  COMPUTE_LEVELS,
  type SelectionFacts,
  type StyleAssessment,
  type StyleId,
} from '../../contracts/training.ts';
import { type Expectations, expectedUtility } from './expected-utility.ts';
import { factParts, type Part } from './fact-parts.ts';
import { goalsOf, servesGoal } from './goals.ts';
import { REQUIREMENTS, type Requirements } from './requirements.ts';

/** From here on quality counts as high: the seed's limit. */
const HIGH_QUALITY_MIN = 0.8;
/** A style whose worth was never measured here is expected to bring little. Our choice. */
const UTILITY_UNMEASURED = 0.1;
/** Factors of the score. Our choice: what the caller asks for counts most, what a category suits least. */
const FACTORS = { goalServed: 1.5, goalMissed: 0.6, compute: 0.5, category: 0.9, strict: 0.8 };
/** A style that does not fit stays below this, whatever it is expected to bring. */
const SCORE_UNFIT_MAX = 0.05;

/** What strict safety asks of a style beyond the gates of every run. */
const STRICT_RISKS: Partial<Record<StyleId, string>> = {
  reinforcement: 'it learns which answers win, so its reward has to be looked at before use',
  continual_learning: 'it keeps records of earlier tasks, which fall under the same deletion rules',
};

/**
 * Whether a style can learn from the dataset, and how much it is expected to bring: a score from 0 to 1 with the rule or
 * figure behind each part. The score is the expected utility (measured by `npm run eval:selection`) times a factor for
 * each of goal, compute, category, quality and safety.
 *
 * `trainable`: the dataset holds what the style learns from. `eligible`: it holds enough of it, and the limits on time and
 * memory are kept. `missing` says what would make it fit.
 */
export function assessStyle(
  style: StyleId,
  facts: SelectionFacts,
  table?: Expectations,
): Omit<StyleAssessment, 'available'> {
  const needed = REQUIREMENTS[style];
  const { count, what } = supply(needed, facts);
  const lacking = lacksOf(style, needed, facts, count);
  const expected = expectedUtility(style, facts, { exampleCount: count, table });
  const sizes = sizeProblems(needed, count, what);
  const limits = limitProblems(facts, expected);
  const parts = [
    goalPart(style, facts),
    computePart(needed, facts),
    categoryPart(needed, facts),
    qualityPart(needed, facts),
    strictPart(style, facts),
    ...factParts(style, needed, { facts, expected }),
  ].filter((part): part is Part => part !== null);
  const range =
    needed.recordsMax === null ? `${needed.recordsMin} or more` : `${needed.recordsMin} to ${needed.recordsMax}`;
  const missing = [...lacking, ...sizes, ...limits];
  const eligible = missing.length === 0;
  const utility = expected?.utility ?? UTILITY_UNMEASURED;
  const score = parts.reduce((product, { factor }) => product * factor, utility);
  return {
    style,
    eligible,
    trainable: lacking.length === 0,
    score: Math.max(0.001, Math.min(1, eligible ? score : Math.min(score, SCORE_UNFIT_MAX))),
    reasons: [
      ...lacking.map((lack) => `lacks ${lack}`),
      `${count} ${what}; it needs ${range}${needed.measured ? `: ${needed.measured}` : ''}`,
      expected
        ? `expected to come ${expected.utility.toFixed(2)} of the way from no learning to perfect on data of mean difficulty, give or take ${expected.error.toFixed(2)}, in ${Math.ceil(expected.seconds)} s (${expected.trials} trials)`
        : `its worth was not measured here; taken as ${UTILITY_UNMEASURED}`,
      ...parts.map(
        ({ factor, reason }) => `${reason}${factor === 1 ? '' : ` (score times ${Number(factor.toFixed(2))})`}`,
      ),
      ...limits.map((limit) => `needs ${limit}`),
    ],
    missing,
    expected_utility: expected?.utility ?? null,
    expected_seconds: expected?.seconds ?? null,
  };
}

/** What the dataset has not at all; empty where the style can learn something from it. */
function lacksOf(style: StyleId, { needs }: Requirements, facts: SelectionFacts, count: number): string[] {
  const classes = Object.values(facts.class_counts).filter((examples) => examples >= CLASS_EXAMPLES_MIN).length;
  if (needs === 'labels' && classes < 2)
    return [`a label with two classes of ${CLASS_EXAMPLES_MIN} records or more each`];
  if (needs === 'preferences' && count === 0) return ['preferences: nothing says which answers are better'];
  // Where no turn is answered it can still learn which words belong to a text.
  if (needs === 'turns' && count < 2 && facts.record_count < 2) return ['user turns that an assistant turn answers'];
  if (needs === 'text' && count < 2) return ['two records'];
  if (style === 'continual_learning' && classes < 3 && (facts.label_fields_count ?? 0) < 2)
    return ['a sequence of tasks: three classes, or another label to cut the records by'];
  return [];
}

function sizeProblems({ recordsMin, recordsMax }: Requirements, count: number, what: string): string[] {
  if (count < recordsMin) return [`${recordsMin - count} more ${what}`];
  return recordsMax !== null && count > recordsMax ? [`at most ${recordsMax} ${what}`] : [];
}

function limitProblems(facts: SelectionFacts, expected: ReturnType<typeof expectedUtility>): string[] {
  const { time_limit_seconds: seconds, memory_limit_mb: memory } = facts;
  return [
    ...(expected && seconds && expected.seconds > seconds
      ? [`a time limit of ${Math.ceil(expected.seconds)} s; it is ${seconds} s`]
      : []),
    ...(expected && memory && expected.rssMb > memory
      ? [`a memory limit of ${Math.ceil(expected.rssMb)} MiB; it is ${memory} MiB`]
      : []),
  ];
}

function goalPart(style: StyleId, { training_objective }: SelectionFacts): Part | null {
  const goals = goalsOf(training_objective);
  if (goals.length === 0) return null;
  return servesGoal(style, goals)
    ? { factor: FACTORS.goalServed, reason: `serves the objective ${training_objective}` }
    : { factor: FACTORS.goalMissed, reason: `the objective ${training_objective} asks for another kind of training` };
}

function computePart({ compute }: Requirements, { available_compute }: SelectionFacts): Part {
  const short = COMPUTE_LEVELS.indexOf(compute) - COMPUTE_LEVELS.indexOf(available_compute);
  return short > 0
    ? { factor: FACTORS.compute ** short, reason: `wants ${compute} compute, ${available_compute} is there` }
    : { factor: 1, reason: `${available_compute} compute is enough` };
}

function categoryPart({ categories }: Requirements, { category }: SelectionFacts): Part {
  return categories.includes(category)
    ? { factor: 1, reason: `suits ${category} data` }
    : { factor: FACTORS.category, reason: `made for ${categories.join(', ')} data, this is ${category}` };
}

/** A style that learns what it is shown as right suffers from poor records; unknown quality counts as the least that is high. */
function qualityPart({ highQuality }: Requirements, { quality_score: { value, reason } }: SelectionFacts): Part {
  if (value === null) return { factor: 1, reason: `quality is not known: ${reason}` };
  if (!highQuality) return { factor: 1, reason: `quality ${value.toFixed(2)}; it asks for none` };
  if (value >= HIGH_QUALITY_MIN) return { factor: 1, reason: `quality ${value.toFixed(2)}` };
  return {
    factor: 0.5 + (0.5 * value) / HIGH_QUALITY_MIN,
    reason: `quality ${value.toFixed(2)}; it wants ${HIGH_QUALITY_MIN} or more`,
  };
}

function strictPart(style: StyleId, { safety_level }: SelectionFacts): Part | null {
  const risk = STRICT_RISKS[style];
  return safety_level === 'strict' && risk ? { factor: FACTORS.strict, reason: `strict safety: ${risk}` } : null;
}

/** What the style learns from, counted. */
export function supply({ needs }: Pick<Requirements, 'needs'>, facts: SelectionFacts): { count: number; what: string } {
  if (needs === 'labels') return { count: facts.labelled_record_count, what: 'labelled examples' };
  if (needs === 'preferences') {
    const [preferred, rejected] = [facts.preferred_count ?? 0, facts.rejected_count ?? 0];
    return { count: preferred > 0 && rejected > 0 ? preferred + rejected : 0, what: 'preferred or rejected texts' };
  }
  if (needs === 'turns') return { count: facts.turn_pair_count, what: 'pairs of turns' };
  return { count: facts.record_count, what: 'records' };
}
