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

/** Lines of JSON in UTF-8, each encoded once, into the buffer that is then written. */
function createLineBuffer() {
  let bytes = Buffer.allocUnsafeSlow(FLUSH_BYTES);
  let filled = 0;
  return {
    /** Bytes held. */
    get length(): number {
      return filled;
    },
    add(record: ConversationRecord): void {
      const line = JSON.stringify(record);
      // A UTF-16 unit takes three bytes at most.
      const most = filled + line.length * 3 + 1;
      if (most > bytes.length) {
        const wider = Buffer.allocUnsafeSlow(most * 2);
        bytes.copy(wider, 0, 0, filled);
        bytes = wider;
      }
      filled += bytes.write(line, filled);
      bytes[filled++] = NEWLINE;
    },
    /** Hands over what is held; the buffer is a new one after it, as the old may still be written. */
    take(): Buffer {
      const taken = bytes.subarray(0, filled);
      bytes = Buffer.allocUnsafeSlow(FLUSH_BYTES);
      filled = 0;
      return taken;
    },
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
  const pending = createLineBuffer();
  let record_count = 0;
  let byte_count = 0;

  const flush = async () => {
    if (pending.length === 0) return;
    const bytes = pending.take();
    hash.update(bytes);
    byte_count += bytes.length;
    if (!stream.write(bytes)) await Promise.race([once(stream, 'drain'), failed]);
  };

  /** True where `flush` is due. */
  const add = (record: ConversationRecord): boolean => {
    pending.add(record);
    record_count += 1;
    return pending.length > FLUSH_BYTES - ROOM_BYTES;
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
