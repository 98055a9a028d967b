import { createDatasetShaper } from '../../analysis/dataset-shaper.ts';
import { loadLanguageIdentifier } from '../../analysis/language.ts';
import { createSample } from '../../analysis/sample.ts';
import type { TaxonomyModel } from '../../analysis/taxonomy/model.ts';
import { createCategorizer } from '../../analysis/taxonomy.ts';
import type { DeclaredFacts } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

const identifyLanguage = await loadLanguageIdentifier();

/** Canonical records of parsed values, as ingestion makes them. */
export function toRecords(values: readonly unknown[], fileName: string): ConversationRecord[] {
  const shaper = createDatasetShaper();
  const taken = values.flatMap((value, index) => shaper.take(value, { file: fileName, line: null, index }).records);
  return [...taken, ...shaper.endFile().records];
}

/** A categorizer that has seen the sample the activity would draw. */
export function categorizerOf(
  records: readonly ConversationRecord[],
  model: TaxonomyModel,
  sampleSize: number,
  declared: DeclaredFacts | null = null,
) {
  const categorizer = createCategorizer({ model, identifyLanguage, declared });
  const isSampled = createSample(records.length, sampleSize);
  records.forEach((record, index) => {
    if (isSampled(index)) categorizer.add(record);
  });
  return categorizer;
}
