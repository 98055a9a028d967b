import { loadLanguageIdentifier } from '../../analysis/language.ts';
import { createSample } from '../../analysis/sample.ts';
import { TAXONOMY_MODEL } from '../../analysis/taxonomy/shipped-model.ts';
import { createCategorizer } from '../../analysis/taxonomy.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Categorization } from '../../contracts/dataset.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';

type Input = Parameters<PipelineActivities['categorizeDataset']>[0];

/** Categorizes a stratified sample of the whole dataset: the same bytes always give the same sample. */
export const categorizeDataset = defineActivity<Input, { categorization: Categorization }>({
  name: 'categorizeDataset',
  version: 10,
  keyOf: ({ records, sample_size, declared }, deps) => ({
    records: records.sha256,
    sample_size,
    declared: declared ?? null,
    added: deps.subcategories.map(({ name, category, shareMin }) => ({ name, category, shareMin })),
  }),
  async run({ records, sample_size, declared }, deps, io) {
    const categorizer = createCategorizer({
      model: TAXONOMY_MODEL,
      identifyLanguage: await loadLanguageIdentifier(),
      added: deps.subcategories,
      declared: declared ?? null,
    });
    const isSampled = createSample(records.record_count, sample_size);
    const wanted = Math.min(sample_size, records.record_count);
    let index = 0;
    let taken = 0;
    for await (const record of readRecords(deps.storage, records)) {
      if (isSampled(index)) {
        categorizer.add(record);
        taken += 1;
        if (taken % 50 === 0) await io.progress(index / records.record_count, `${taken} of ${wanted} sampled`);
      }
      index += 1;
      if (index % 1000 === 0) await io.progress(index / records.record_count, `${taken} of ${wanted} sampled`);
      if (taken === wanted) break;
    }
    return { categorization: categorizer.result() };
  },
});
