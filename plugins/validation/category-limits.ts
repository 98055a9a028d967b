import { validate } from '../../analysis/validate.ts';
import type { ValidationPlugin } from '../validation-kinds.ts';

/** Quality, crisis content, consent, anonymity and required metadata against the limits of the category. */
export const categoryLimits: ValidationPlugin = {
  id: 'category-limits',
  version: '1',
  categories: null,
  check: async (facts) => (facts.at === 'dataset_ingestion' ? validate(facts) : []),
};
