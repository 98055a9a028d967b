import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Quarantined } from '../contracts/activities.ts';
import type { RecordSet, Shard } from '../contracts/artifacts.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { ActivityIo, Dependencies } from './define.ts';
import { openShard, readShard, shardName, toRecordSet } from './records-io.ts';

/** What a transform gives for a batch of records: what is left out is dropped. Counts are summed by name. */
export interface Transformed {
  records: ConversationRecord[];
  counts: Record<string, number>;
  /** Records that are kept, but apart: no later stage reads them. */
  aside?: ConversationRecord[];
}

export type BatchTransform = (records: ConversationRecord[]) => Transformed | Promise<Transformed>;

export interface ShardResult {
  shard: Shard;
  aside: Shard | null;
  counts: Record<string, number>;
  quarantined: Quarantined[];
}

/**
 * Sends a record set through a transform, shard by shard and batch by batch; shard i of the output comes from shard i
 * of the input. With `resume`, a shard an earlier attempt finished is taken as it is, so its bytes are the same.
 *
 * A record that makes the transform throw is found by bisection, kept out and counted; the batch goes on. When more
 * than `QUARANTINE_SHARE_MAX` of the records do, it is the transform that is broken: `PluginFailed`.
 */
export async function transformRecords(options: {
  step: string;
  input: RecordSet;
  transform: BatchTransform;
  /** What has to be asked from outside before a batch is changed. Where it rejects, the activity fails: no record is at fault. */
  prepare?: (records: readonly ConversationRecord[]) => Promise<void>;
  resume: boolean;
  /** A shard that was made ahead, already under its name in the folder; undefined where it is to be made here. */
  ahead?: (index: number, shard: Shard) => Promise<ShardResult | undefined>;
  deps: Pick<Dependencies, 'storage'>;
  io: ActivityIo;
}) {
  const { input, io } = options;
  const results: ShardResult[] = [];
  let done = 0;
  for (const [index, shard] of input.shards.entries()) {
    const finished = options.resume ? await readFinished(io, index) : undefined;
    const result =
      finished ?? (await options.ahead?.(index, shard)) ?? (await transformShard(options, index, shard, done));
    results.push(result);
    done += shard.record_count;
    await io.progress(done / Math.max(1, input.record_count), `${done} of ${input.record_count} records`, {
      shard: index + 1,
    });
  }
  const aside = results.flatMap((result) => result.aside ?? []);
  const quarantined = results.flatMap((result) => result.quarantined);
  if (quarantined.length > Math.max(QUARANTINE_MIN, QUARANTINE_SHARE_MAX * input.record_count)) {
    const reasons = [...new Set(quarantined.map((entry) => entry.reason))].slice(0, 3).join('; ');
    throw new PipelineError(
      'PluginFailed',
      `${options.step} failed on ${quarantined.length} of ${input.record_count} records: ${reasons}`,
    );
  }
  return {
    records: toRecordSet(results.map((result) => result.shard)),
    ...(aside.length > 0 && { aside }),
    counts: sumCounts(results.map((result) => result.counts)),
    quarantined_count: quarantined.length,
    quarantined_first: quarantined.slice(0, QUARANTINE_LISTED),
  };
}

/** Sends one shard through a transform; `before` is how many records of the set come before it. */
export async function transformShard(
  { input, transform, prepare, resume, deps, io }: Omit<Parameters<typeof transformRecords>[0], 'ahead'>,
  index: number,
  shard: Shard,
  before: number,
): Promise<ShardResult> {
  const writer = await openShard(io, shardName(index));
  let apart: typeof writer | undefined;
  const counts: Record<string, number>[] = [];
  const quarantined: Quarantined[] = [];
  let read = 0;
  let batch: ConversationRecord[] = [];
  let batchChars = 0;
  const flush = async () => {
    await prepare?.(batch);
    const output = await bisect(batch, transform, quarantined);
    for (const record of output.records) await writer.write(record);
    for (const record of output.aside ?? []) {
      apart ??= await openShard(io, `aside-${shardName(index)}`);
      await apart.write(record);
    }
    counts.push(output.counts);
    read += batch.length;
    batch = [];
    batchChars = 0;
    const done = before + read;
    await io.progress(done / Math.max(1, input.record_count), `${done} of ${input.record_count} records`, {
      shard: index,
    });
  };
  for await (const record of readShard(deps.storage, shard)) {
    batch.push(record);
    for (const { content } of record.messages) batchChars += content.length;
    if (batch.length === BATCH_RECORDS || batchChars >= BATCH_CHARS_MAX) await flush();
  }
  if (batch.length > 0) await flush();
  const aside = apart === undefined ? null : await apart.close();
  const result = { shard: await writer.close(), aside, counts: sumCounts(counts), quarantined };
  if (resume) await markFinished(io, index, result);
  return result;
}

/** Halves a failing batch until the records that fail stand alone. Reasons name the error's kind, never its text. */
export async function bisect(
  records: ConversationRecord[],
  transform: BatchTransform,
  quarantined: Quarantined[],
): Promise<Transformed> {
  try {
    return await transform(records);
  } catch (error) {
    const [only] = records;
    if (records.length === 1 && only) {
      quarantined.push({
        record_index: only.source.index,
        reason: error instanceof Error ? error.name : 'unknown error',
      });
      return { records: [], counts: {} };
    }
    const half = records.length >> 1;
    const left = await bisect(records.slice(0, half), transform, quarantined);
    const right = await bisect(records.slice(half), transform, quarantined);
    return {
      records: [...left.records, ...right.records],
      counts: sumCounts([left.counts, right.counts]),
      aside: [...(left.aside ?? []), ...(right.aside ?? [])],
    };
  }
}

function sumCounts(all: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

const finishedName = (index: number) => `.${shardName(index)}.finished.json`;

async function markFinished(io: ActivityIo, index: number, result: ShardResult): Promise<void> {
  const path = join(await io.folder(), finishedName(index));
  await writeFile(`${path}.${io.token}.tmp`, JSON.stringify(result));
  await rename(`${path}.${io.token}.tmp`, path);
}

async function readFinished(io: ActivityIo, index: number): Promise<ShardResult | undefined> {
  const text = await readFile(join(await io.folder(), finishedName(index)), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const result = JSON.parse(text) as ShardResult;
  // A shard of other settings, such as a privacy level that was changed since, is not this output's.
  return result.shard.uri === `${io.objectName}/${shardName(index)}` ? result : undefined;
}

const BATCH_RECORDS = 256;
/** A batch is changed in one go, in which no heartbeat goes out: of long conversations it holds few. Our choice. */
const BATCH_CHARS_MAX = 100_000;
/** A transform that breaks on more than one record in ten is broken itself; the few records of a small set are allowed. */
const QUARANTINE_SHARE_MAX = 0.1;
const QUARANTINE_MIN = 5;
const QUARANTINE_LISTED = 20;
