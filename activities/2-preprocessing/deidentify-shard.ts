import { copyFile, link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeidentifyInput, DeidentifyShardInput, ShardOutput } from '../../contracts/activities.ts';
import type { Shard } from '../../contracts/artifacts.ts';
import { type ActivityIo, type Dependencies, defineActivity } from '../define.ts';
import { fileOf } from '../privacy.ts';
import { shardName, toRecordSet } from '../records-io.ts';
import { type ShardResult, transformShard } from '../transform.ts';
import { createTreatment, settingsOf, TREATMENT_VERSION } from './treatment.ts';

const SHARD = { name: 'deidentifyShard', version: TREATMENT_VERSION };

/**
 * De-identifies one shard of a set, on whatever worker is free. Its key holds the shard's hash, so that a shard is made
 * once, also where the worker dies, the stage is tried again or another run has the same set.
 */
export const deidentifyShard = defineActivity<DeidentifyShardInput, Omit<ShardOutput, 'cached'>>({
  ...SHARD,
  parts: { of: 'deidentifyRecords', name: ({ index }) => String(index) },
  keyOf: async (input, deps) =>
    keyOfShard(input, settingsOf(input, await fileOf(deps, toRecordSet([input.shard])), deps)),
  async run(input, deps, io) {
    const { shard, index, shard_count, context } = input;
    const records = toRecordSet([shard]);
    const { transform, prepare } = await createTreatment({ ...input, records, run_id: context.execution_id }, deps, io);
    // Of the stage's progress it is a part: the shards before it are done or under way.
    const part: ActivityIo = {
      ...io,
      folder: io.folder,
      progress: (share, message) => io.progress((index + share) / shard_count, `shard ${index + 1}: ${message}`),
    };
    const options = { step: SHARD.name, input: records, transform, resume: false, deps, io: part };
    const { aside: _, ...result } = await transformShard({ ...options, ...(prepare && { prepare }) }, index, shard, 0);
    return result;
  },
});

/** What the output of one shard depends on: asked by who makes it ahead, and by who gathers. */
const keyOfShard = (
  { shard, index, records_sha256 }: Pick<DeidentifyShardInput, 'shard' | 'index' | 'records_sha256'>,
  settings: ReturnType<typeof settingsOf>,
) => ({ shard: shard.sha256, index, records: records_sha256, ...settings });

/** Finds shards that were made ahead, and puts them into the folder of the whole as its own: a second name, no second copy. */
export const createGathering = (
  { context, ...input }: DeidentifyInput & { file: string | null },
  deps: Dependencies,
  io: ActivityIo,
) => {
  const records_sha256 = input.records.sha256;
  const settings = settingsOf({ ...input, records_sha256 }, input.file, deps);
  const wanted = {
    run_id: context.execution_id,
    stage: context.stage_id,
    activity: SHARD.name,
    version: SHARD.version,
  };
  return async (index: number, shard: Shard): Promise<ShardResult | undefined> => {
    const keyed = keyOfShard({ shard, index, records_sha256 }, settings);
    const found = await deps.results.find<ShardOutput>({ ...wanted, keyed });
    if (!found.hit) return undefined;
    const { shard: made, counts, quarantined } = found.output;
    const name = shardName(index);
    const [from, to] = [deps.storage.localPath(made.uri), join(await io.folder(), name)];
    await rm(to, { force: true });
    await link(from, to).catch(() => copyFile(from, to));
    return { shard: { ...made, uri: `${io.objectName}/${name}` }, aside: null, counts, quarantined };
  };
};
