import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { DeidentifyInput, PipelineActivities } from '../contracts/activities.ts';
import { SHARD_OPTIONS } from './stage-options.ts';

const { deidentifyShard } = proxyActivities<PipelineActivities>(SHARD_OPTIONS);

/** Shards that are with workers at a time. */
const WINDOW = 8;
/** After so many the history begins anew: a shard takes four to six events. */
const SHARDS_PER_RUN = 200;

/**
 * De-identifies the shards of a set, each by whatever worker is free: a window slides over them, so that a slow shard holds
 * up none but the last. Nothing is answered, because each output lies in the store under its own key; `deidentifyRecords`
 * takes it from there. A shard that fails for good fails all.
 */
export async function deidentifyShards(input: DeidentifyInput & { next?: number }): Promise<void> {
  const { records, next = 0, ...settings } = input;
  const end = Math.min(records.shards.length, next + SHARDS_PER_RUN);
  const set = { records_sha256: records.sha256, shard_count: records.shards.length };
  let at = next;
  const take = async () => {
    while (at < end) {
      const index = at++;
      const shard = records.shards[index];
      if (shard === undefined) return;
      const summary = `shard ${index + 1} of ${set.shard_count}`;
      await deidentifyShard.executeWithOptions({ ...SHARD_OPTIONS, summary }, [{ ...settings, ...set, shard, index }]);
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, take));
  if (end < records.shards.length) await continueAsNew<typeof deidentifyShards>({ ...input, next: end });
}
