import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { PipelineError } from '../../contracts/errors.ts';
import type { ReadEvent, Reader, ReaderLimits } from '../kinds.ts';
import { RowLimiter } from './row-limiter.ts';
import { openText } from './text-source.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const REASONS = {
  'too long': ({ recordBytesMax }: ReaderLimits) =>
    `is longer than ${recordBytesMax} bytes; a quote that is not closed can be the cause`,
  'quote not closed': () => 'has a quote that is not closed; it and the rows after it were not read',
};

/**
 * Separated values with a header row. Quoted fields may hold line breaks. A row of another width, and a row over the
 * byte limit, is rejected by the line it begins on and the file goes on; after a quote that never closes nothing can be
 * told apart, so the rest is rejected as one.
 */
export const csvReader: Reader = {
  name: 'csv',
  formats: ['csv', 'tsv'],
  detect(head, fileName) {
    const text = new TextDecoder().decode(head);
    if (/^\s*[{[]/.test(text)) return 0;
    const named = /\.(csv|tsv)$/i.test(fileName);
    return delimiterOf(text) === null ? (named ? 0.3 : 0) : named ? 0.9 : 0.5;
  },
  async *read({ chunks, fileName, limits }) {
    const source = await peek(openText(chunks, fileName));
    const delimiter = delimiterOf(source.head) ?? ',';
    const limiter = new RowLimiter({ delimiter, rowBytesMax: limits.recordBytesMax });
    const parser = parse({
      delimiter,
      bom: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    });
    // A fault of the source reaches the loop below through the parser.
    pipeline(Readable.from(limitedRows(limiter, utf8Only(source.chunks, fileName))), parser, () => undefined);
    let header: string[] | undefined;
    let index = 0;
    const place = (line: number) => ({ file: fileName, line, index: index++ });
    function* droppedBefore(line: number): Generator<ReadEvent> {
      for (let row = limiter.dropped[0]; row !== undefined && row.line < line; row = limiter.dropped[0]) {
        limiter.dropped.shift();
        if (header === undefined) throw headerFault(fileName, row.line, REASONS[row.fault](limits));
        const reason = `row ${REASONS[row.fault](limits)}`;
        yield { kind: 'rejected', reason, position: place(row.line), byte_offset: row.offset };
      }
    }
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number; bytes: number };
    }>) {
      // The parser names the line a row ends on; a quoted field with line breaks began further up.
      const breaks = record.reduce((sum, field) => sum + (field.match(/\n/g)?.length ?? 0), 0);
      const line = Math.max(1, info.lines - breaks);
      yield* droppedBefore(line);
      if (header === undefined) {
        header = checkHeader(record, fileName, line);
        continue;
      }
      const width = header.length;
      if (record.length !== width) {
        const reason = `row has ${record.length} fields, the header has ${width}`;
        yield { kind: 'rejected', reason, position: place(line), byte_offset: info.bytes };
      } else {
        const value = Object.fromEntries(header.map((name, i) => [name, record[i] ?? '']));
        yield { kind: 'value', value, position: place(line), byte_offset: info.bytes };
      }
    }
    yield* droppedBefore(Number.POSITIVE_INFINITY);
  },
};

function checkHeader(names: string[], fileName: string, line: number): string[] {
  const trimmed = names.map((name) => name.trim());
  const second = trimmed.findIndex((name, i) => name !== '' && trimmed.indexOf(name) !== i);
  if (second !== -1) {
    const first = trimmed.indexOf(trimmed[second] ?? '');
    throw headerFault(
      fileName,
      line,
      `gives columns ${first + 1} and ${second + 1} the same name (two columns are named ${trimmed[second]})`,
    );
  }
  return trimmed.map((name, i) => name || `column_${i + 1}`);
}

const headerFault = (fileName: string, line: number, fault: string) =>
  new PipelineError('DatasetUnreadable', `${fileName}, line ${line}: the header row ${fault}; correct the header row`, {
    facts: { file: fileName, line },
  });

/** The delimiter that splits the first line into most fields, outside quotes; null where none does. */
function delimiterOf(text: string): string | null {
  const line = (/^(?:"[^"]*"|[^"\n])*/.exec(text.replace(/^[\uFEFF\r\n]{1,64}/, ''))?.[0] ?? '').replace(
    /"[^"]*"/g,
    '',
  );
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 }));
  const best = counted.sort((a, b) => b.count - a.count)[0];
  return best && best.count > 0 ? best.delimiter : null;
}

/** The first chunk as text, to tell the delimiter by, and all chunks from the first on. */
async function peek(chunks: AsyncGenerator<Uint8Array>) {
  const first = await chunks.next();
  async function* all(): AsyncGenerator<Uint8Array> {
    if (first.done) return;
    yield first.value;
    yield* chunks;
  }
  return { head: first.done ? '' : new TextDecoder().decode(first.value.subarray(0, 65_536)), chunks: all() };
}

/** Passes chunks on once they are proved to be UTF-8. */
async function* utf8Only(chunks: AsyncIterable<Uint8Array>, fileName: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      decoder.decode(chunk, { stream: true });
      yield chunk;
      bytes += chunk.length;
    }
    decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PipelineError('DatasetUnreadable', `${fileName}: not UTF-8 after byte ${bytes}; save the file as UTF-8`, {
      cause: error,
      facts: { file: fileName, byte_offset: bytes },
    });
  }
}

async function* limitedRows(limiter: RowLimiter, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield* limiter.push(chunk);
  yield* limiter.end();
}
