import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadEvent, Reader } from '../../../plugins/kinds.ts';

export const LIMITS = {
  recordBytesMax: 1_000_000,
  depthMax: 64,
  fieldCharsMax: 1_000_000,
  bytesMax: 1_000_000_000,
  ratioMax: 200,
  answerSecondsMax: 20,
};

/** Everything a reader yields for some bytes, cut into chunks of a size; also laid in a file where the reader needs one. */
export async function readAll(
  reader: Reader,
  content: string | Uint8Array,
  {
    chunkBytes = 1 << 16,
    limits = {},
    fileName = 'file',
    tables = [],
    format = null,
  }: {
    chunkBytes?: number;
    limits?: Partial<typeof LIMITS>;
    fileName?: string;
    tables?: string[];
    format?: string | null;
  } = {},
): Promise<ReadEvent[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += chunkBytes) yield bytes.subarray(i, i + chunkBytes);
  }
  const folder = mkdtempSync(join(tmpdir(), 'read-'));
  const path = join(folder, 'file');
  try {
    if (reader.needsFile) writeFileSync(path, bytes);
    const source = { chunks: chunks(), fileName, limits: { ...LIMITS, ...limits }, path, tables, format };
    const events: ReadEvent[] = [];
    for await (const event of reader.read(source)) events.push(event);
    return events;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const valuesOf = (events: ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'value' ? [event.value] : []));
export const rejectedOf = (events: ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'rejected' ? [{ line: event.position.line, reason: event.reason }] : []));
export const ignoredOf = (events: ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'ignored' ? [{ name: event.name, reason: event.reason }] : []));
