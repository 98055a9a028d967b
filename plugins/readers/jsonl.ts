import { BatchedEvents } from '../batched-events.ts';
import type { ReadEvent, Reader, ReaderSource } from '../kinds.ts';
import { cutBlocks, linesOf, notUtf8, valuesOfLines } from './line-blocks.ts';
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
    // Lines longer than the head cannot be judged whole: the name decides. A bracket alone begins a value of several lines.
    if (!named || /^\s*[{[]\s*$/.test(whole[0] ?? '')) return 0;
    return whole[0]?.trimStart().startsWith('{') ? 0.75 : 0.5;
  },
  read: (source) => new BatchedEvents(readBatches(source)),
};

async function* readBatches({ chunks, fileName, limits }: ReaderSource): AsyncGenerator<ReadEvent[]> {
  const before = { lines: 0, values: 0 };
  for await (const block of cutBlocks(chunks, { fileName, lineBytesMax: limits.recordBytesMax })) {
    const found = linesOf(block, limits.recordBytesMax);
    const events = valuesOfLines(found, { fileName, limits, before });
    yield events;
    if (found.notUtf8 !== null) throw notUtf8(fileName, before.lines + found.notUtf8 + 1);
    before.lines += found.lineCount;
    before.values += found.lines.length;
  }
}

/** To tell the format, any depth and length within the head will do. */
const DETECT_LIMITS = { depthMax: 1000, fieldCharsMax: Number.POSITIVE_INFINITY };
