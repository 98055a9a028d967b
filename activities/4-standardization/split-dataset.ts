import { augment } from '../../analysis/augment.ts';
import { duplicateKey } from '../../analysis/duplicates.ts';
import { assignSplits, countLeaks, type SplitItem } from '../../analysis/split.ts';
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
 * Splits by group, with equal texts on one side, and counts what leaks: it must be nothing. With augmentation the training
 * split, and no other, gets reworded records beside those it has. Two passes over the records;
 * memory by the number of records, not by their text.
 */
export const splitDataset = defineActivity<Input, SplitOutput>({
  name: 'splitDataset',
  version: 2,
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
    for await (const record of readRecords(deps.storage, records)) {
      items.push({ group: record.group_id, key: duplicateKey(record), wanted: record.split });
      if (items.length % 500 === 0) await io.progress((0.4 * items.length) / records.record_count, 'grouping records');
    }
    const assigned = assignSplits(items, seed);
    const leaked_record_count = countLeaks(items, assigned);
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
    const writers = new Map<SplitName, Awaited<ReturnType<typeof openShard>>>();
    const targets = await openTargetFiles([...new Set(target_formats)].sort(), { formats: deps.formats, io });
    const write = async (split: SplitName, record: ConversationRecord) => {
      await targets.add(split, record);
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
    const texts = new Set(enable_augmentation === true ? items.map(({ key }) => key) : []);
    let augmented = 0;
    let index = 0;
    for await (const record of readRecords(deps.storage, records)) {
      const split = assigned[index++] ?? 'train';
      await write(split, record);
      const reworded = enable_augmentation === true && split === 'train' ? augment(record) : null;
      if (reworded !== null && !texts.has(duplicateKey(reworded))) {
        texts.add(duplicateKey(reworded));
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
      ...{ splits, leaked_record_count, target_files: await targets.close() },
      ...(enable_augmentation === true && { augmented_record_count: augmented }),
    };
  },
});
