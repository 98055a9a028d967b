import type { SelectionFacts, StyleId } from '../../contracts/training.ts';
import { CONFIDENCE, EXPECTATIONS } from './expectations.ts';

/** What was measured of a style over datasets and parts of them. */
export interface Expectation {
  /** Of the features below, in their order. */
  weights: readonly number[];
  /** Mean absolute difference of what is expected and what came, the difficulty of the data set aside, on datasets that the weights had not seen. */
  error: number;
  trials: number;
  /** Seconds of a training: at the start, and for each example. */
  seconds: readonly [number, number];
  /** Most memory that a training took, in MiB. */
  rssMb: number;
}

export type Expectations = Partial<Record<StyleId, Expectation>>;

/** How often the predicted style was the best where its lead was at least this large. */
export interface ConfidenceStep {
  leadMin: number;
  right: number;
}

/**
 * What the expected utility of a style depends on, as numbers: one; the examples it learns from and the classes, both as
 * decimal logarithms; whether there is another label; the share of the records that are labelled; how far the classes are
 * from equal sizes; and the share of the labels that look wrong, 0 where it is not known.
 */
export function utilityFeatures(facts: SelectionFacts, exampleCount: number): number[] {
  const classes = Object.keys(facts.class_counts).length;
  const labelled = facts.record_count === 0 ? 0 : Math.min(1, facts.labelled_record_count / facts.record_count);
  return [
    1,
    Math.log10(1 + exampleCount),
    Math.log10(Math.max(1, classes)),
    (facts.label_fields_count ?? 0) > 1 ? 1 : 0,
    labelled,
    1 - (facts.class_balance?.value ?? 1),
    facts.label_noise?.value ?? 0,
  ];
}
const [IMBALANCE, LABEL_NOISE] = [5, 6];

export interface Expected {
  utility: number;
  error: number;
  trials: number;
  seconds: number;
  rssMb: number;
  /** What these facts add to the utility. */
  effects: { imbalance: number; label_noise: number };
}

/** How far the style is expected to come from what needs no learning (0) to perfect (1); null where that was not measured. */
export function expectedUtility(
  style: StyleId,
  facts: SelectionFacts,
  { exampleCount, table = EXPECTATIONS }: { exampleCount: number; table?: Expectations | undefined },
): Expected | null {
  const found = table[style];
  if (!found) return null;
  const features = utilityFeatures(facts, exampleCount);
  const effectOf = (i: number) => (features[i] ?? 0) * (found.weights[i] ?? 0);
  const value = features.reduce((sum, _, i) => sum + effectOf(i), 0);
  const [start, each] = found.seconds;
  return {
    utility: Math.min(1, Math.max(0, value)),
    error: found.error,
    trials: found.trials,
    seconds: start + each * exampleCount,
    rssMb: found.rssMb,
    effects: { imbalance: effectOf(IMBALANCE), label_noise: effectOf(LABEL_NOISE) },
  };
}

/** How surely the style with such a lead over the second is the best one. */
export function confidenceOf(lead: number): number {
  return CONFIDENCE.findLast(({ leadMin }) => lead >= leadMin)?.right ?? CONFIDENCE[0]?.right ?? 0;
}
