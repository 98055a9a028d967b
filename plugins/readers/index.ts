import type { Reader } from '../kinds.ts';
import { csvReader } from './csv.ts';
import { jsonReader } from './json.ts';
import { jsonlReader } from './jsonl.ts';

/** The built-in readers. Ingestion takes the one that is surest of a file's first bytes. */
export const READERS: readonly Reader[] = [jsonlReader, jsonReader, csvReader];

/** The reader that is surest of a file's first bytes (64 KiB at most): content first, the name decides ties. Null where none knows it. */
export function chooseReader(head: Uint8Array, fileName: string, readers = READERS): Reader | null {
  let best: { reader: Reader | null; sureness: number } = { reader: null, sureness: 0 };
  for (const reader of readers) {
    const sureness = reader.detect(head, fileName);
    if (sureness > best.sureness) best = { reader, sureness };
  }
  return best.reader;
}
