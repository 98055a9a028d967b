import { duplicateKey } from '../../analysis/duplicates.ts';
import { createNearDuplicates, signatureOf } from '../../analysis/near-duplicates.ts';
import type { PipelineActivities, TransformOutput } from '../../contracts/activities.ts';
import { defineActivity } from '../define.ts';
import { transformRecords } from '../transform.ts';

type Input = Parameters<PipelineActivities['deduplicateRecords']>[0];

/**
 * Keeps the first of records with the same or nearly the same text. Memory: one key of 32 characters a record, and the
 * signatures of the last 262,144 texts (analysis/near-duplicates.ts).
 */
export const deduplicateRecords = defineActivity<Input, Omit<TransformOutput, 'cached'>>({
  name: 'deduplicateRecords',
  version: 3,
  keyOf: ({ records }) => ({ records: records.sha256 }),
  run({ records }, deps, io) {
    const seen = new Set<string>();
    const near = createNearDuplicates();
    return transformRecords({
      step: 'deduplicateRecords',
      input: records,
      // What was seen lives in memory, so an attempt cannot go on from the shards of another.
      resume: false,
      deps,
      io,
      transform: (batch) => {
        // All keys first: a record that breaks here must not leave half a batch marked as seen.
        const keys = batch.map((record) => duplicateKey(record).slice(0, 32));
        const signatures = batch.map(signatureOf);
        let exact = 0;
        const kept = batch.filter((_record, i) => {
          const key = keys[i] ?? '';
          if (seen.has(key)) {
            exact += 1;
            return false;
          }
          seen.add(key);
          return !near.isRepeat(signatures[i] ?? null);
        });
        const near_duplicates_removed = batch.length - kept.length - exact;
        return { records: kept, counts: { exact_duplicates_removed: exact, near_duplicates_removed } };
      },
    });
  },
});
