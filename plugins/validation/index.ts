import type { ValidationPlugin } from '../validation-kinds.ts';
import { categoryLimits } from './category-limits.ts';
import { dataContract } from './data-contract.ts';
import { fairness } from './fairness.ts';

/** Every rule that datasets are held against, in the order of their findings. */
export const VALIDATIONS: readonly ValidationPlugin[] = [categoryLimits, dataContract, fairness];
