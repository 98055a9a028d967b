import { contractFindings } from '../../analysis/data-contract.ts';
import type { ValidationPlugin } from '../validation-kinds.ts';

/** The caller's data contract, which every record was held against as it was read. */
export const dataContract: ValidationPlugin = {
  id: 'data-contract',
  version: '1',
  categories: null,
  check: async (facts) =>
    facts.at === 'dataset_ingestion' && facts.contract ? contractFindings(facts.contract, facts.safety_level) : [],
};
