import { BatchedEvents } from '../batched-events.ts';
import type { ReadEvent, Reader, ReaderSource } from '../kinds.ts';
import { readLines } from './lines.ts';
import { parseJson } from './parse-json.ts';

/** JSON Lines: one value a line. Blank lines are passed over; a broken line is rejected and the file goes on. */
export const jsonlReader: Reader = {
  name: 'jsonl',
  formats: ['jsonl', 'ndjson'],
  extensions: ['jsonl', 'ndjson'],
  detect(head, fileName) {
    const text = new TextDecoder().decode(head).replace(/^\uFEFF/, '');
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    // The last line of a full head may be cut off.
    const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
    const objects = whole.filter(
      (line) => line.trimStart().startsWith('{') && 'value' in parseJson(line, DETECT_LIMITS),
    ).length;
    const named = /\.(jsonl|ndjson)$/i.test(fileName);
    // One line may as well be a JSON document: the name decides.
    if (whole.length > 0 && objects === whole.length) return lines.length > 1 ? 0.95 : named ? 0.75 : 0.6;
    if (objects > whole.length / 2) return 0.8;
    // Lines longer than the head cannot be judged whole: the name decides.
    if (!named) return 0;
    return whole[0]?.trimStart().startsWith('{') ? 0.75 : 0.5;
  },
  read: (source) => new BatchedEvents(readBatches(source)),
};

async function* readBatches({ chunks, fileName, limits }: ReaderSource): AsyncGenerator<ReadEvent[]> {
  let index = 0;
  for await (const lines of readLines(chunks, fileName, limits.recordBytesMax)) {
    const events: ReadEvent[] = [];
    for (const { text, number, byteOffset } of lines) {
      if (text !== null && isBlank(text)) continue;
      const position = { file: fileName, line: number, index: index++ };
      if (text === null) {
        const reason = `line is longer than ${limits.recordBytesMax} bytes`;
        events.push({ kind: 'rejected', reason, position, byte_offset: byteOffset });
        continue;
      }
      const parsed = parseJson(text, limits);
      if ('reason' in parsed)
        events.push({ kind: 'rejected', reason: parsed.reason, position, byte_offset: byteOffset });
      else events.push({ kind: 'value', value: parsed.value, position, byte_offset: byteOffset });
    }
    yield events;
  }
}

/** Nearly every line begins with a bracket: only where it does not, is the whole looked at. */
const isBlank = (text: string) => text[0] !== '{' && text.trim() === '';

/** To tell the format, any depth and length within the head will do. */
const DETECT_LIMITS = { depthMax: 1000, fieldCharsMax: Number.POSITIVE_INFINITY };
