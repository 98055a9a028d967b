import { validateFairness } from '../../analysis/validate.ts';
import type { ValidationPlugin } from '../validation-kinds.ts';

/** Fairness against both limits of the category, once bias is measured. */
export const fairness: ValidationPlugin = {
  id: 'fairness',
  version: '1',
  categories: null,
  async check(facts) {
    if (facts.at !== 'bias_detection') return [];
    const { report, categorization, safety_level } = facts;
    return validateFairness({ report, category: categorization.category, safety_level });
  },
};
