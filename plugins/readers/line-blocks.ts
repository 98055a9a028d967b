import { isUtf8 } from 'node:buffer';
import { PipelineError } from '../../contracts/errors.ts';
import type { ReadEvent, ReaderLimits } from '../kinds.ts';
import { parseJson } from './parse-json.ts';
import { openText } from './text-source.ts';

/** A run of whole lines, which can be read without what stands before it. */
interface LineBlock {
  readonly bytes: Uint8Array;
  /** Bytes of the file up to the end of the block. */
  readonly endOffset: number;
  /** True where it stands for one line over the limit, whose bytes were passed over. */
  readonly tooLong: boolean;
}

/** A line that is not blank. */
interface Line {
  /** Null where the line is longer than the limit. */
  text: string | null;
  /** Its number within the block, from 0. */
  number: number;
  /** Bytes of the file up to its end. */
  endOffset: number;
}

export interface BlockLines {
  lines: Line[];
  /** All lines of the block, blank ones too. */
  lineCount: number;
  /** Number within the block of the line that is not UTF-8; those after it are not among `lines`. */
  notUtf8: number | null;
}

/**
 * Cuts the bytes of a text into blocks of whole lines, a block for each chunk that ends a line. Memory is bounded by the
 * chunk and the longest line that is allowed: past it only the length of a line goes on, its bytes are let go.
 *
 * Errors: DatasetUnreadable where the first bytes are no text.
 */
export async function* cutBlocks(
  chunks: AsyncIterable<Uint8Array>,
  { fileName, lineBytesMax }: { fileName: string; lineBytesMax: number },
): AsyncGenerator<LineBlock> {
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  let endOffset = 0;
  const begin = (bytes: Uint8Array) => {
    begunBytes += bytes.length;
    if (begunBytes > lineBytesMax) begun = [];
    else if (bytes.length > 0) begun.push(bytes);
  };
  const finish = (bytes: Uint8Array): LineBlock => {
    const tooLong = begunBytes > lineBytesMax;
    const block = { bytes: joined([...begun, bytes]), endOffset, tooLong };
    begun = [];
    begunBytes = 0;
    return block;
  };
  for await (const chunk of openText(chunks, fileName)) {
    let rest = chunk;
    const first = chunk.indexOf(NEWLINE);
    if (first !== -1 && begunBytes + first > lineBytesMax) {
      begunBytes += first;
      endOffset += first + 1;
      rest = chunk.subarray(first + 1);
      begun = [];
      yield finish(EMPTY);
    }
    const last = rest.lastIndexOf(NEWLINE);
    if (last !== -1) {
      endOffset += last + 1;
      yield finish(rest.subarray(0, last + 1));
      rest = rest.subarray(last + 1);
    }
    endOffset += rest.length;
    begin(rest);
  }
  if (begunBytes > 0) yield finish(EMPTY);
}

/** The lines of a block, decoded. Strict UTF-8: no sign is put in the place of bytes that are none. */
export function linesOf({ bytes, tooLong, endOffset }: LineBlock, lineBytesMax: number): BlockLines {
  if (tooLong) return { lines: [{ text: null, number: 0, endOffset }], lineCount: 1, notUtf8: null };
  const startOffset = endOffset - bytes.length;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const allUtf8 = isUtf8(buffer);
  const lines: Line[] = [];
  let lineCount = 0;
  for (let from = 0; from < buffer.length; lineCount++) {
    const newline = buffer.indexOf(NEWLINE, from);
    const end = newline === -1 ? buffer.length : newline;
    if (end - from > lineBytesMax) lines.push({ text: null, number: lineCount, endOffset: startOffset + end });
    else {
      if (!allUtf8 && !isUtf8(buffer.subarray(from, end))) return { lines, lineCount, notUtf8: lineCount };
      const text = textOf(buffer, from, end);
      if (!isBlank(text)) lines.push({ text, number: lineCount, endOffset: startOffset + end });
    }
    from = end + 1;
  }
  return { lines, lineCount, notUtf8: null };
}

/** The values of the lines of a block, which begins after so many lines and values of the file. */
export function valuesOfLines(
  { lines }: Pick<BlockLines, 'lines'>,
  { fileName, limits, before }: { fileName: string; limits: ReaderLimits; before: { lines: number; values: number } },
): ReadEvent[] {
  return lines.map(({ text, number, endOffset }, i): ReadEvent => {
    const position = { file: fileName, line: before.lines + number + 1, index: before.values + i };
    const parsed =
      text === null ? { reason: `line is longer than ${limits.recordBytesMax} bytes` } : parseJson(text, limits);
    return 'reason' in parsed
      ? { kind: 'rejected', reason: parsed.reason, position, byte_offset: endOffset }
      : { kind: 'value', value: parsed.value, position, byte_offset: endOffset };
  });
}

export const notUtf8 = (fileName: string, line: number) =>
  new PipelineError('DatasetUnreadable', `${fileName}, line ${line}: not UTF-8; save the file as UTF-8`, {
    facts: { file: fileName, line },
  });

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);

function textOf(buffer: Buffer, from: number, end: number): string {
  const withoutReturn = end > from && buffer[end - 1] === RETURN ? end - 1 : end;
  const text = buffer.toString('utf8', from, withoutReturn);
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** Nearly every line begins with a bracket: only where it does not, is the whole looked at. */
const isBlank = (text: string) => text[0] !== '{' && text.trim() === '';

const EMPTY = new Uint8Array();
const NEWLINE = 10;
const RETURN = 13;
const BYTE_ORDER_MARK = 0xfeff;
