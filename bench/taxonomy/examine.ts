import { loadLanguageIdentifier } from '../../analysis/language.ts';
import { createSample } from '../../analysis/sample.ts';
import { createRecordShaper } from '../../analysis/shapes.ts';
import type { TaxonomyModel } from '../../analysis/taxonomy/model.ts';
import { createCategorizer } from '../../analysis/taxonomy.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

const identifyLanguage = await loadLanguageIdentifier();

/** Canonical records of parsed values, as ingestion makes them. */
export function toRecords(values: readonly unknown[], fileName: string): ConversationRecord[] {
  const shaper = createRecordShaper({ fileName });
  return values.flatMap((value, index) => {
    const shaped = shaper.toRecords(value, { file: fileName, line: null, index });
    return 'records' in shaped ? shaped.records : [];
  });
}

/** A categorizer that has seen the sample the activity would draw. */
export function categorizerOf(records: readonly ConversationRecord[], model: TaxonomyModel, sampleSize: number) {
  const categorizer = createCategorizer({ model, identifyLanguage });
  const isSampled = createSample(records.length, sampleSize);
  records.forEach((record, index) => {
    if (isSampled(index)) categorizer.add(record);
  });
  return categorizer;
}
