import { createHash } from 'node:crypto';
import { refusalOf } from '../../analysis/consent.ts';
import { createProfile } from '../../analysis/profile.ts';
import { createRecordShaper } from '../../analysis/shapes.ts';
import type { IngestOutput, PipelineActivities } from '../../contracts/activities.ts';
import type { Shard } from '../../contracts/artifacts.ts';
import type { Rejected } from '../../contracts/dataset.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { Reader } from '../../plugins/kinds.ts';
import { type ActivityIo, type Dependencies, defineActivity } from '../define.ts';
import { createWithdrawalFilter, digestOf, keyedOf } from '../privacy.ts';
import { openShard, shardName, toRecordSet } from '../records-io.ts';
import { type OpenDataset, openDataset } from './open-dataset.ts';

type Input = Parameters<PipelineActivities['ingestDataset']>[0];
type Output = Omit<IngestOutput, 'cached'>;

/**
 * Reads the file as a stream into hashed shards of canonical records, and measures it in the same pass. What cannot be
 * taken is counted and named by line. The output's key holds the hash of the file's bytes, so the file is read once more
 * before, for its hash; that it did not change in between is checked. Records whose consent was withdrawn, is declined or
 * expired, or does not cover training are left out and counted.
 */
export const ingestDataset = defineActivity<Input, Output>({
  name: 'ingestDataset',
  version: 3,
  async keyOf({ dataset_path, format }, deps, io) {
    const dataset = await openDataset(dataset_path, deps.datasetRoots);
    try {
      const sha256 = await hashChunks(dataset, io);
      const { shardRecords, recordBytesMax } = deps;
      const withdrawals = digestOf(deps.state.withdrawals(dataset.fileName));
      const expired_days = deps.state.expiredDays(sha256, new Date(deps.clock()).toISOString());
      return { file: dataset.fileName, sha256, format, shardRecords, recordBytesMax, withdrawals, expired_days };
    } finally {
      await dataset.close();
    }
  },
  async run({ dataset_path, format }, deps, io) {
    const dataset = await openDataset(dataset_path, deps.datasetRoots);
    try {
      return await ingest(dataset, format ?? null, deps, io);
    } finally {
      await dataset.close();
    }
  },
});

async function ingest(
  dataset: OpenDataset,
  format: string | null,
  deps: Dependencies,
  io: ActivityIo,
): Promise<Output> {
  const reader = await pickReader(dataset, format, deps.readers);
  const shaper = createRecordShaper({ fileName: dataset.fileName });
  const profile = createProfile();
  const hash = createHash('sha256');
  const shards: Shard[] = [];
  const rejected: Rejected[] = [];
  let rejectedCount = 0;
  let writer: Awaited<ReturnType<typeof openShard>> | undefined;

  const isWithdrawn = createWithdrawalFilter(keyedOf(deps), deps.state.withdrawals(dataset.fileName));
  const excluded: Record<string, number> = {};
  const expiries = new Set<string>();

  const take = async (record: ConversationRecord) => {
    const { expires_at } = record.consent ?? {};
    if (expires_at !== undefined) expiries.add(expires_at);
    const refusal = isWithdrawn(record)
      ? 'consent_withdrawn'
      : (record.consent ?? null) && refusalOf(record.consent ?? { status: 'unknown' }, deps.clock());
    if (refusal !== null) {
      excluded[refusal] = (excluded[refusal] ?? 0) + 1;
      return;
    }
    writer ??= await openShard(io, shardName(shards.length));
    await writer.write(record);
    profile.add(record);
    if (writer.recordCount >= deps.shardRecords) {
      shards.push(await writer.close());
      writer = undefined;
    }
  };
  const reject = (entry: Rejected) => {
    rejectedCount += 1;
    if (rejected.length < REJECTED_LISTED) rejected.push(entry);
  };

  const limits = { recordBytesMax: deps.recordBytesMax, depthMax: DEPTH_MAX };
  let seen = 0;
  for await (const event of reader.read({ chunks: hashed(dataset, hash), fileName: dataset.fileName, limits })) {
    if (event.kind === 'rejected') reject({ position: event.position, reason: event.reason });
    else {
      const shaped = shaper.toRecords(event.value, event.position);
      if ('reason' in shaped) reject({ position: event.position, reason: shaped.reason });
      else for (const record of shaped.records) await take(record);
    }
    seen += 1;
    if (seen % PROGRESS_EVERY === 0) {
      await io.progress(event.byte_offset / dataset.byteCount, `${seen} records read`, {
        byte_offset: event.byte_offset,
      });
    }
  }
  if (writer) shards.push(await writer.close());
  const sha256 = hash.digest('hex');
  if (sha256 !== (io.keyed as { sha256: string }).sha256) throw changedMeanwhile(dataset.fileName);
  if (expiries.size > 0) deps.state.noteExpiries(sha256, [...expiries]);
  const records = toRecordSet(shards);
  const excludedCount = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  if (records.record_count === 0 && excludedCount > 0) {
    throw new PipelineError(
      'ConsentMissing',
      `none of the ${excludedCount} records of ${dataset.fileName} may be trained on: their consent was withdrawn, is declined or expired, or does not cover training`,
      { facts: { excluded } },
    );
  }
  if (records.record_count === 0) throw nothingRead(dataset.fileName, reader.name, rejectedCount, rejected);
  return {
    records,
    profile: profile.result(),
    source: { file: dataset.fileName, sha256, byte_count: dataset.byteCount, format: reader.name },
    rejected_count: rejectedCount,
    rejected_first: rejected,
    ...(excludedCount > 0 && { excluded_counts: excluded }),
  };
}

/** The reader of the asked format, or the one that is surest of the first bytes. */
async function pickReader(dataset: OpenDataset, format: string | null, readers: readonly Reader[]): Promise<Reader> {
  if (format !== null) {
    const asked = readers.find((reader) => reader.formats.includes(format));
    if (asked) return asked;
    throw new PipelineError('DatasetUnreadable', `no reader for format ${format} is installed`);
  }
  const head = await firstChunk(dataset);
  const ranked = readers
    .map((reader) => ({ reader, sureness: reader.detect(head, dataset.fileName) }))
    .sort((a, b) => b.sureness - a.sureness);
  const best = ranked[0];
  if (best && best.sureness > 0) return best.reader;
  const formats = readers.flatMap((reader) => reader.formats).join(', ');
  throw new PipelineError('DatasetUnreadable', `${dataset.fileName} is in no known format; known are ${formats}`);
}

async function firstChunk(dataset: OpenDataset): Promise<Uint8Array> {
  for await (const chunk of dataset.chunks()) return chunk.subarray(0, HEAD_BYTES);
  return new Uint8Array();
}

async function* hashed(dataset: OpenDataset, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  const chunks = dataset.chunks()[Symbol.asyncIterator]();
  try {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      hash.update(next.value);
      yield next.value;
    }
  } finally {
    // A reader that stops early at a fault leaves the rest unread; the hash is of the whole file all the same.
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) hash.update(next.value);
  }
}

function changedMeanwhile(file: string): PipelineError {
  return new PipelineError('DatasetUnreadable', `${file} changed while it was read; retry when it is whole`);
}

async function hashChunks(dataset: OpenDataset, io: Pick<ActivityIo, 'progress'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of dataset.chunks()) {
    hash.update(chunk);
    await io.progress(0, 'hashing the file');
  }
  return hash.digest('hex');
}

function nothingRead(file: string, format: string, count: number, rejected: Rejected[]): PipelineError {
  const first = rejected.slice(0, 5).map(({ position, reason }) => `${where(position)}: ${reason}`);
  const detail = count === 0 ? 'it holds no record' : `all ${count} records were rejected; first: ${first.join('; ')}`;
  return new PipelineError('DatasetUnreadable', `${file} was read as ${format} and ${detail}`, {
    facts: { file, rejected_count: count, rejected_first: rejected },
  });
}

const where = ({ line, index }: Rejected['position']) => (line === null ? `record ${index}` : `line ${line}`);

const HEAD_BYTES = 64 * 1024;
const DEPTH_MAX = 64;
const REJECTED_LISTED = 20;
const PROGRESS_EVERY = 500;
