import type { Category } from '../../contracts/dataset.ts';
import { type LinearFunction, SIGNALS, type TaxonomyModel } from './model.ts';
import weights from './weights.json' with { type: 'json' };

/**
 * The committed weights. They are made by `npm run train:taxonomy`; docs/taxonomy.md holds their evaluation.
 *
 * Errors: throws where the weights were trained on other signals than the code measures.
 */
export const TAXONOMY_MODEL: TaxonomyModel = check({
  signals: weights.signals,
  temperature: weights.temperature,
  categories: weights.categories as Record<Category, LinearFunction>,
  subcategories: weights.subcategories as Record<string, LinearFunction>,
});

function check(model: TaxonomyModel): TaxonomyModel {
  const same = model.signals.length === SIGNALS.length && model.signals.every((name, i) => name === SIGNALS[i]);
  if (!same) throw new Error('analysis/taxonomy/weights.json was trained on other signals; run npm run train:taxonomy');
  return model;
}
