import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RecordSet, Shard } from '../contracts/artifacts.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { Storage } from '../plugins/kinds.ts';
import type { ActivityIo } from './define.ts';

/**
 * Reads the records of one shard in order.
 *
 * Errors: StorageUnavailable, also where a line is damaged: named by its number, because the parser's own words quote it.
 */
export async function* readShard(
  storage: Pick<Storage, 'localPath'>,
  shard: Shard,
): AsyncGenerator<ConversationRecord> {
  const input = createReadStream(storage.localPath(shard.uri));
  input.on('error', () => undefined);
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line !== '') yield parseLine(line, shard.uri, number);
  }
  if (input.errored) {
    throw new PipelineError('StorageUnavailable', `shard ${shard.uri} cannot be read`, { cause: input.errored });
  }
}

function parseLine(line: string, uri: string, number: number): ConversationRecord {
  try {
    return JSON.parse(line) as ConversationRecord;
  } catch {
    throw new PipelineError('StorageUnavailable', `shard ${uri} is damaged at line ${number}`);
  }
}

export async function* readRecords(storage: Storage, set: RecordSet): AsyncGenerator<ConversationRecord> {
  for (const shard of set.shards) yield* readShard(storage, shard);
}

/** Hash of a set: over its shards' hashes in order. */
export function toRecordSet(shards: Shard[]): RecordSet {
  const hash = createHash('sha256');
  for (const shard of shards) hash.update(shard.sha256);
  return {
    shards,
    sha256: hash.digest('hex'),
    record_count: shards.reduce((sum, shard) => sum + shard.record_count, 0),
    byte_count: shards.reduce((sum, shard) => sum + shard.byte_count, 0),
  };
}

/**
 * Writes one shard under a temporary name that carries the attempt, then renames it: a shard with its final name is
 * whole, and an older attempt cannot touch a newer one's file.
 */
export async function openShard(io: Pick<ActivityIo, 'folder' | 'guard' | 'token' | 'objectName'>, name: string) {
  const folder = await io.folder();
  const temporary = join(folder, `${name}.${io.token}.tmp`);
  const stream: WriteStream = createWriteStream(temporary);
  const failed = once(stream, 'error').then(([error]) => {
    throw new PipelineError('StorageUnavailable', `shard ${name} cannot be written`, { cause: error });
  });
  failed.catch(() => undefined);
  const hash = createHash('sha256');
  let record_count = 0;
  let byte_count = 0;
  let pending = Buffer.allocUnsafe(FLUSH_BYTES);
  let filled = 0;

  const flush = async () => {
    if (filled === 0) return;
    const bytes = pending.subarray(0, filled);
    // A new one: the stream may still be writing this one.
    pending = Buffer.allocUnsafe(FLUSH_BYTES);
    filled = 0;
    hash.update(bytes);
    byte_count += bytes.length;
    if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), failed]);
  };

  /** True where `flush` is due. */
  const add = (record: ConversationRecord): boolean => {
    const line = JSON.stringify(record);
    // Encoded once, into the buffer that is written; a UTF-16 unit takes three bytes at most.
    const most = filled + line.length * 3 + 1;
    if (most > pending.length) {
      const wider = Buffer.allocUnsafe(most * 2);
      pending.copy(wider, 0, 0, filled);
      pending = wider;
    }
    filled += pending.write(line, filled);
    pending[filled++] = NEWLINE;
    record_count += 1;
    return filled > FLUSH_BYTES - ROOM_BYTES;
  };

  return {
    get recordCount() {
      return record_count;
    },
    async write(record: ConversationRecord): Promise<void> {
      if (add(record)) await flush();
    },
    add,
    flush,
    async close(): Promise<Shard> {
      await flush();
      stream.end();
      await Promise.race([once(stream, 'close'), failed]);
      io.guard();
      await rename(temporary, join(folder, name));
      return { uri: `${io.objectName}/${name}`, sha256: hash.digest('hex'), record_count, byte_count };
    },
  };
}

export const shardName = (index: number) => `shard-${String(index).padStart(5, '0')}.jsonl`;

const FLUSH_BYTES = 256 * 1024;
/** Left free at the end of a buffer that is nearly full, so that most records still fit without a wider one. */
const ROOM_BYTES = 16 * 1024;
const NEWLINE = 10;
