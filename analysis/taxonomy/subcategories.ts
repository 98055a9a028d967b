import type { Category } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

/** A subcategory that a plugin adds: shown by a dataset of the category when enough of its records show it. */
export interface AddedSubcategory {
  readonly name: string;
  readonly category: Category;
  /** Least share of the sampled records that shows it, 0 to 1. */
  readonly shareMin: number;
  shows(record: ConversationRecord): boolean;
}
