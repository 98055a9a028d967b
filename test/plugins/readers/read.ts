import type { ReadEvent, Reader } from '../../../plugins/kinds.ts';

export const LIMITS = { recordBytesMax: 1_000_000, depthMax: 64 };

/** Everything a reader yields for some bytes, cut into chunks of a size. */
export async function readAll(
  reader: Reader,
  content: string | Uint8Array,
  { chunkBytes = 1 << 16, limits = LIMITS, fileName = 'file' } = {},
): Promise<ReadEvent[]> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* chunks() {
    for (let i = 0; i < bytes.length; i += chunkBytes) yield bytes.subarray(i, i + chunkBytes);
  }
  const events: ReadEvent[] = [];
  for await (const event of reader.read({ chunks: chunks(), fileName, limits })) events.push(event);
  return events;
}

export const valuesOf = (events: ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'value' ? [event.value] : []));
export const rejectedOf = (events: ReadEvent[]) =>
  events.flatMap((event) => (event.kind === 'rejected' ? [{ line: event.position.line, reason: event.reason }] : []));
