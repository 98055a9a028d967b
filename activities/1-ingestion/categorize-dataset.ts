import { createCategorizer } from '../../analysis/taxonomy.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { Categorization } from '../../contracts/dataset.ts';
import { defineActivity } from '../define.ts';
import { readRecords } from '../records-io.ts';

type Input = Parameters<PipelineActivities['categorizeDataset']>[0];

/** Categorizes a sample that is spread evenly over the whole dataset: the same bytes always give the same sample. */
export const categorizeDataset = defineActivity<Input, { categorization: Categorization }>({
  name: 'categorizeDataset',
  version: 2,
  keyOf: ({ records, sample_size }) => ({ records: records.sha256, sample_size }),
  async run({ records, sample_size }, deps, io) {
    const categorizer = createCategorizer();
    const wanted = Math.min(sample_size, records.record_count);
    let index = 0;
    let taken = 0;
    for await (const record of readRecords(deps.storage, records)) {
      // The next sampled position is the (taken + 1/2)th of `wanted` equal parts.
      if (index >= Math.floor(((taken + 0.5) * records.record_count) / wanted)) {
        categorizer.add(record);
        taken += 1;
      }
      index += 1;
      if (index % 1000 === 0) await io.progress(index / records.record_count, `${taken} of ${wanted} sampled`);
      if (taken === wanted) break;
    }
    return { categorization: categorizer.result() };
  },
});
