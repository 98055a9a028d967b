import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { evenHash } from '../../analysis/duplicates.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { TrainingJob } from '../../contracts/training.ts';

const LINES_BETWEEN_PAUSES = 256;
/**
 * Memory that a training which holds all its texts is taken to need for each byte of its files, beside what it starts with.
 * Our choice: 400 MB of conversations needed more than 2 GiB, which is five times as much.
 */
const MEMORY_PER_BYTE = 8;
const BASE_MB = 200;

/** What share of the records a training may be given that holds all of them in memory. */
export function shareInMemory({ train_files, validation_files, config }: TrainingJob): number {
  const bytes = [...train_files, ...validation_files].reduce((sum, file) => sum + statSync(file).size, 0);
  const limit = config.memory_limit_mb;
  const room = Math.max(limit - BASE_MB, limit / 4) * 1024 * 1024;
  return Math.min(1, room / (bytes * MEMORY_PER_BYTE));
}

/**
 * Records of our own shards: written and hashed by the pipeline, so they are not checked against the schema again. Below a
 * share of 1 an even sample of them; `leaveOut` is told how many are not in it.
 */
export async function* readRecords(
  files: readonly string[],
  { share, pause, leaveOut }: { share: number; pause: () => Promise<void>; leaveOut?: (count: number) => void },
): AsyncGenerator<ConversationRecord> {
  let left = 0;
  for (const file of files) {
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (++number % LINES_BETWEEN_PAUSES === 0) await pause();
      if (line === '') continue;
      if (share === 1 || isDrawn(line, share)) yield parseRecord(line, `${basename(file)} line ${number}`);
      else left += 1;
    }
  }
  leaveOut?.(left);
}

/** By a hash of the record: the same ones at each pass, and at any share those of a smaller share among them. */
function isDrawn(line: string, share: number): boolean {
  return evenHash(line) < share * 2 ** 52;
}

function parseRecord(line: string, place: string): ConversationRecord {
  try {
    return JSON.parse(line) as ConversationRecord;
  } catch {
    // Without its cause: the message of JSON.parse quotes the text of the record.
    throw new Error(`${place} is not JSON`);
  }
}
