import { CATEGORIES, type Category } from '../../contracts/dataset.ts';
import { DATASET_SIGNALS } from './dataset-signals.ts';
import { RECORD_SIGNALS } from './record-signals.ts';

/** All signals of a dataset, in the order of the features. */
export const SIGNALS: readonly string[] = [...RECORD_SIGNALS, ...DATASET_SIGNALS];

/** A linear function of the features: weights in the order of `SIGNALS`. */
export interface LinearFunction {
  bias: number;
  weights: readonly number[];
}

/** What training leaves behind: weights.json, or the weights of one fold of the evaluation. */
export interface TaxonomyModel {
  signals: readonly string[];
  /** Divides the scores of the categories, so that a confidence of 0.8 is right four times in five. */
  temperature: number;
  categories: Record<Category, LinearFunction>;
  /** One function a subcategory, for datasets of its category. */
  subcategories: Record<string, LinearFunction>;
}

/**
 * Features of a dataset: per signal the root of the share of records that show it. The root lifts what few records show,
 * such as a code in every tenth note, above the noise of none at all. Shape: in the order of `SIGNALS`.
 */
export function toFeatures(shares: Readonly<Record<string, number>>): Float64Array {
  return Float64Array.from(SIGNALS, (signal) => Math.sqrt(shares[signal] ?? 0));
}

/** Probability of each category; they sum to 1. */
export function categoryScores(model: TaxonomyModel, features: Float64Array): Record<Category, number> {
  const raw = CATEGORIES.map((category) => apply(model.categories[category], features) / model.temperature);
  const highest = Math.max(...raw);
  const powers = raw.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return Object.fromEntries(CATEGORIES.map((category, i) => [category, (powers[i] ?? 0) / total])) as Record<
    Category,
    number
  >;
}

/** Probability that a dataset of the right category shows the subcategory, 0 to 1. */
export function subcategoryScore(model: TaxonomyModel, name: string, features: Float64Array): number {
  const linear = model.subcategories[name];
  return linear ? 1 / (1 + Math.exp(-apply(linear, features))) : 0;
}

export function apply({ bias, weights }: LinearFunction, features: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * (features[i] ?? 0), bias);
}
