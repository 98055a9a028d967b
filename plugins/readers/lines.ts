import { PipelineError } from '../../contracts/errors.ts';
import { openText } from './text-source.ts';

export interface Line {
  /** Null where the line is longer than the limit; its bytes were passed over. */
  text: string | null;
  number: number;
  byteOffset: number;
}

const NEWLINE = 10;

/**
 * Splits bytes into lines of strict UTF-8, and gives those that end in one chunk together. Memory is bounded by the longest line that is allowed.
 *
 * Errors: DatasetUnreadable where bytes are not UTF-8 text, naming the line.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  fileName: string,
  lineBytesMax: number,
): AsyncGenerator<Line[]> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  let offset = 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });

  const take = (): Line => {
    const tooLong = length > lineBytesMax;
    const text = tooLong ? null : decode(decoder, joined(parts), fileName, number);
    parts = [];
    length = 0;
    return { text, number: number++, byteOffset: offset };
  };
  for await (const chunk of openText(chunks, fileName)) {
    const lines: Line[] = [];
    try {
      split(chunk, lines);
    } catch (error) {
      // What stands before the fault is given all the same.
      if (lines.length > 0) yield lines;
      throw error;
    }
    if (lines.length > 0) yield lines;
  }
  if (length > 0) yield [take()];

  function split(chunk: Uint8Array, lines: Line[]): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      push(chunk.subarray(from, end));
      offset += end + 1 - from;
      from = end + 1;
      lines.push(take());
    }
    push(chunk.subarray(from));
    offset += chunk.length - from;
  }

  function push(bytes: Uint8Array): void {
    length += bytes.length;
    // Past the limit only the length goes on; the bytes are let go.
    if (length <= lineBytesMax) parts.push(bytes);
    else parts = [];
  }
}

const joined = (parts: readonly Uint8Array[]) =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, fileName: string, line: number): string {
  try {
    const text = decoder.decode(bytes);
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  } catch (error) {
    throw new PipelineError('DatasetUnreadable', `${fileName}, line ${line}: not UTF-8; save the file as UTF-8`, {
      cause: error,
      facts: { file: fileName, line },
    });
  }
}
