import { PipelineError } from '../contracts/errors.ts';
import type { Reader } from './kinds.ts';

/**
 * The reader of the format asked for, or the one that is surest of a file's first bytes (64 KiB at most): content first,
 * the name decides ties. A reader that holds other formats inside knows its files by content alone.
 *
 * Errors: DatasetUnreadable where none knows the bytes, listing the formats that are known.
 */
export function chooseReader({
  head,
  fileName,
  format,
  readers,
}: {
  head: Uint8Array;
  fileName: string;
  format: string | null;
  readers: readonly Reader[];
}): Reader {
  const surest = surestReader(head, fileName, readers);
  // A format that is asked for is that of the data inside.
  if (surest && surest.reader.formats.length === 0) return surest.reader;
  if (format !== null) {
    const asked = readers.find((reader) => reader.formats.includes(format));
    if (asked) return asked;
    throw new PipelineError('DatasetUnreadable', `no reader for format ${format} is installed`);
  }
  if (surest) return surest.reader;
  const formats = readers.flatMap((reader) => reader.formats).join(', ');
  throw new PipelineError('DatasetUnreadable', `${fileName} is in no known format; known are ${formats}`, {
    facts: { file: fileName },
  });
}

export function surestReader(
  head: Uint8Array,
  fileName: string,
  readers: readonly Reader[],
): { reader: Reader; sureness: number } | null {
  let best: { reader: Reader; sureness: number } | null = null;
  for (const reader of readers) {
    const sureness = reader.detect(head, fileName);
    if (sureness > (best?.sureness ?? 0)) best = { reader, sureness };
  }
  return best;
}
