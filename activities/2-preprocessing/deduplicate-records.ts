import { duplicateKey } from '../../analysis/duplicates.ts';
import type { PipelineActivities, TransformOutput } from '../../contracts/activities.ts';
import { defineActivity } from '../define.ts';
import { transformRecords } from '../transform.ts';

type Input = Parameters<PipelineActivities['deduplicateRecords']>[0];

/** Keeps the first of records with the same text. Memory: one key of 64 characters a record. */
export const deduplicateRecords = defineActivity<Input, Omit<TransformOutput, 'cached'>>({
  name: 'deduplicateRecords',
  version: 2,
  keyOf: ({ records }) => ({ records: records.sha256 }),
  run({ records }, deps, io) {
    const seen = new Set<string>();
    return transformRecords({
      step: 'deduplicateRecords',
      input: records,
      // What was seen lives in memory, so an attempt cannot go on from the shards of another.
      resume: false,
      deps,
      io,
      transform: (batch) => {
        // All keys first: a record that breaks here must not leave half a batch marked as seen.
        const keys = batch.map(duplicateKey);
        const kept = batch.filter((_record, i) => {
          const key = keys[i] ?? '';
          if (seen.has(key)) return false;
          seen.add(key);
          return true;
        });
        return { records: kept, counts: { exact_duplicates_removed: batch.length - kept.length } };
      },
    });
  },
});
