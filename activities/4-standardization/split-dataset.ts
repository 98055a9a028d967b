import { augment } from '../../analysis/augment.ts';
import { duplicateHash, evenHash } from '../../analysis/duplicates.ts';
import { createNearDuplicates, signatureOf } from '../../analysis/near-duplicates.ts';
import { assignSplits, leaksOf, type SplitItem, strataOf } from '../../analysis/split.ts';
import { createTokenCounter } from '../../analysis/token-statistics.ts';
import type { PipelineActivities, SplitOutput } from '../../contracts/activities.ts';
import type { Shard } from '../../contracts/artifacts.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { type ConversationRecord, SPLITS, type SplitName } from '../../contracts/records.ts';
import { defineActivity } from '../define.ts';
import { openShard, readRecords, toRecordSet } from '../records-io.ts';
import { openTargetFiles } from './target-files.ts';

/** Raised when the same records would give other target files. */
const TARGET_FILES_VERSION = 1;

type Input = Parameters<PipelineActivities['splitDataset']>[0];

/**
 * Splits by group, with equal and nearly equal texts on one side, evenly by labels and by what records say of their people,
 * and counts what leaks: it must be nothing. With augmentation the training
 * split, and no other, gets reworded records beside those it has. Two passes over the records;
 * memory by the number of records, not by their text; near duplicates are found among the last 262,144 (analysis/near-duplicates.ts).
 */
export const splitDataset = defineActivity<Input, SplitOutput>({
  name: 'splitDataset',
  version: 3,
  keyOf: ({ records, seed, enable_augmentation, target_formats = [] }, deps) => ({
    ...{ records: records.sha256, seed, shardRecords: deps.shardRecords },
    ...(enable_augmentation === true && { augmentation: 1 }),
    ...(target_formats.length > 0 && {
      target_formats: TARGET_FILES_VERSION,
      formats: [...new Set(target_formats)].sort(),
    }),
  }),
  async run({ records, seed, enable_augmentation, target_formats = [] }, deps, io) {
    const items: SplitItem[] = [];
    const near = createNearDuplicates();
    // Texts too short to be compared are not numbered by the index: which item each number is.
    const compared: number[] = [];
    const itemOf = (earlier: number | null, item: number) => {
      compared.push(item);
      return earlier === null ? null : (compared[earlier] ?? null);
    };
    for await (const record of readRecords(deps.storage, records)) {
      const signature = signatureOf(record);
      items.push({
        group: evenHash(record.group_id),
        key: duplicateHash(record),
        wanted: record.split,
        near: signature && itemOf(near.earlierOf(signature), items.length),
        strata: strataOf(record),
      });
      if (items.length % 500 === 0) await io.progress((0.4 * items.length) / records.record_count, 'grouping records');
    }
    const assigned = assignSplits(items, seed);
    const leakage = leaksOf(items, assigned);
    const leaked_record_count = leakage.exact + leakage.near_duplicate + leakage.subject;
    if (leaked_record_count > 0) throw new Error(`the split leaks ${leaked_record_count} records`);
    for (const split of SPLITS) {
      if (assigned.includes(split)) continue;
      const groups = new Set(items.map(({ group }) => group)).size;
      throw new PipelineError(
        'QualityGateFailed',
        `${records.record_count} records in ${groups} groups cannot be split into train, validation and test; the ${split} split would be empty`,
      );
    }

    const shards: Record<SplitName, Shard[]> = { train: [], validation: [], test: [] };
    const tokens = { train: createTokenCounter(), validation: createTokenCounter(), test: createTokenCounter() };
    const writers = new Map<SplitName, Awaited<ReturnType<typeof openShard>>>();
    const targets = await openTargetFiles([...new Set(target_formats)].sort(), { formats: deps.formats, io });
    const write = async (split: SplitName, record: ConversationRecord) => {
      await targets.add(split, record);
      tokens[split].add(record);
      const writer =
        writers.get(split) ?? (await openShard(io, `${split}-${String(shards[split].length).padStart(5, '0')}.jsonl`));
      writers.set(split, writer);
      await writer.write({ ...record, split });
      if (writer.recordCount >= deps.shardRecords) {
        shards[split].push(await writer.close());
        writers.delete(split);
      }
    };
    // Texts of every split: a reworded record must be none of them, nor one of another's rewording.
    const texts = new Set<string | number>(enable_augmentation === true ? items.map(({ key }) => key) : []);
    let augmented = 0;
    let index = 0;
    for await (const record of readRecords(deps.storage, records)) {
      const split = assigned[index++] ?? 'train';
      await write(split, record);
      const reworded = enable_augmentation === true && split === 'train' ? augment(record) : null;
      if (reworded !== null && !texts.has(duplicateHash(reworded))) {
        texts.add(duplicateHash(reworded));
        await write(split, reworded);
        augmented += 1;
      }
      if (index % 500 === 0)
        await io.progress(0.4 + (0.6 * index) / records.record_count, `${index} of ${records.record_count} records`);
    }
    for (const [split, writer] of writers) shards[split].push(await writer.close());
    const splits = {
      train: toRecordSet(shards.train),
      validation: toRecordSet(shards.validation),
      test: toRecordSet(shards.test),
    };
    return {
      ...{ splits, leaked_record_count, leakage, target_files: await targets.close() },
      token_statistics: {
        train: tokens.train.result(),
        validation: tokens.validation.result(),
        test: tokens.test.result(),
      },
      ...(enable_augmentation === true && { augmented_record_count: augmented }),
    };
  },
});
