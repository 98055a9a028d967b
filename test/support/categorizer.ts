import { loadLanguageIdentifier } from '../../analysis/language.ts';
import { TAXONOMY_MODEL } from '../../analysis/taxonomy/shipped-model.ts';
import type { AddedSubcategory } from '../../analysis/taxonomy/subcategories.ts';
import { createCategorizer } from '../../analysis/taxonomy.ts';
import type { DeclaredFacts } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

const identifyLanguage = await loadLanguageIdentifier();

/** A categorizer with the shipped weights. */
export const newCategorizer = (added: readonly AddedSubcategory[] = [], declared: DeclaredFacts | null = null) =>
  createCategorizer({ model: TAXONOMY_MODEL, identifyLanguage, added, declared });

export function categorize(records: readonly ConversationRecord[], added: readonly AddedSubcategory[] = []) {
  const categorizer = newCategorizer(added);
  for (const record of records) categorizer.add(record);
  return categorizer.result();
}
