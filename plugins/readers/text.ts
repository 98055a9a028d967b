import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { transcriptOf } from '../../analysis/transcript.ts';
import type { ReadEvent, Reader, ReaderSource } from '../kinds.ts';
import { cutBlocks, linesOf, notUtf8 } from './line-blocks.ts';
import { overLimits } from './over-limits.ts';
import { openText } from './text-source.ts';

/**
 * Plain text, one record a file: the transcript of a conversation where its lines begin with those who speak, else one
 * text. A heading before the first turn becomes the system message; the id follows from the bytes.
 */
export const textReader: Reader = {
  name: 'text',
  formats: ['text'],
  extensions: ['txt'],
  detect(head, fileName) {
    if (!isNamedText(fileName) || !isText(head)) return 0;
    return transcriptOf(new TextDecoder().decode(head)) === null ? TEXT_SURENESS : TRANSCRIPT_SURENESS;
  },
  read: (source) => readWholeText(source, (text) => text),
};

/** The whole file as one record: what `wordsOf` makes of its text, as a transcript where it is one. */
export async function* readWholeText(
  { chunks, fileName, limits }: ReaderSource,
  wordsOf: (text: string) => string,
): AsyncGenerator<ReadEvent> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of openText(chunks, fileName)) {
    length += chunk.length;
    if (length <= limits.recordBytesMax) parts.push(chunk);
    else parts.length = 0;
  }
  const position = { file: fileName, line: 1, index: 0 };
  const rejected = (reason: string): ReadEvent => ({ kind: 'rejected', reason, position, byte_offset: length });
  if (length > limits.recordBytesMax) {
    yield rejected(
      `the text is longer than ${limits.recordBytesMax} bytes; give one file a conversation, or the format lines`,
    );
    return;
  }
  const bytes = Buffer.concat(parts);
  // A file has no id of its own, and its place changes with the files beside it.
  const id = `text-${hash('sha256', bytes).slice(0, ID_DIGITS)}`;
  const value = { id, ...recordOf(wordsOf(decoded(bytes, fileName))) };
  const reason = overLimits(value, limits);
  yield reason === null ? { kind: 'value', value, position, byte_offset: length } : rejected(reason);
}

/** Plain text, one record a line; blank lines are passed over. `__eou__` ends an utterance, as in DailyDialog. */
export const linesReader: Reader = {
  name: 'lines',
  formats: ['lines'],
  extensions: ['txt'],
  detect: (head, fileName) => (isNamedText(fileName) && isText(head) && isLineEach(head) ? TEXT_SURENESS + 0.01 : 0),
  read: readLines,
};

async function* readLines({ chunks, fileName, limits }: ReaderSource): AsyncGenerator<ReadEvent> {
  let linesBefore = 0;
  let index = 0;
  for await (const block of cutBlocks(chunks, { fileName, lineBytesMax: limits.recordBytesMax })) {
    const { lines, lineCount, notUtf8: broken } = linesOf(block, limits.recordBytesMax);
    for (const { text, number, endOffset } of lines) {
      const place = {
        position: { file: fileName, line: linesBefore + number + 1, index: index++ },
        byte_offset: endOffset,
      };
      const value = text === null ? null : utterancesOf(text);
      const reason = value === null ? `line is longer than ${limits.recordBytesMax} bytes` : overLimits(value, limits);
      yield reason === null ? { kind: 'value', value, ...place } : { kind: 'rejected', reason, ...place };
    }
    if (broken !== null) throw notUtf8(fileName, linesBefore + broken + 1);
    linesBefore += lineCount;
  }
}

function recordOf(text: string): Record<string, unknown> {
  const transcript = transcriptOf(text);
  if (transcript === null) return { text };
  const { context, turns } = transcript;
  return { ...(context !== null && { system: context }), turns };
}

function utterancesOf(line: string): Record<string, unknown> {
  if (!line.includes(END_OF_UTTERANCE)) return { text: line };
  return { turns: line.split(END_OF_UTTERANCE).flatMap((said) => (said.trim() === '' ? [] : [said.trim()])) };
}

function decoded(bytes: Buffer, fileName: string): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  // The remedy is easier by the line.
  const { notUtf8: line } = linesOf({ bytes, endOffset: bytes.length, tooLong: false }, bytes.length);
  throw notUtf8(fileName, (line ?? 0) + 1);
}

const isNamedText = (fileName: string) => /\.txt$/i.test(fileName);
const isText = (head: Uint8Array) => head.length > 0 && !head.includes(0);

/** Many lines without a blank one between, most of which end as a sentence does: broken prose ends its lines anywhere. Of a transcript the reader of texts is surer. */
function isLineEach(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head);
  if (text.includes(END_OF_UTTERANCE)) return true;
  const lines = text.trimEnd().split(/\r?\n/);
  if (lines.length < LINES_MIN) return false;
  const told = lines.filter((line) => line.trim() !== '');
  const ended = told.filter((line) => line.length >= SENTENCE_CHARS_MIN && /[.!?…。！？]["'”’)\]]?\s*$/.test(line));
  return told.length >= 0.95 * lines.length && ended.length >= 0.7 * told.length;
}

const ID_DIGITS = 16;
const END_OF_UTTERANCE = '__eou__';
/** Under that of a table whose rows have one width, over that of a guess. */
const TEXT_SURENESS = 0.4;
const TRANSCRIPT_SURENESS = 0.6;
const LINES_MIN = 20;
const SENTENCE_CHARS_MIN = 10;
