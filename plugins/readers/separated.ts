import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { PipelineError } from '../../contracts/errors.ts';
import type { ReadEvent, Reader, ReaderLimits, ReaderSource } from '../kinds.ts';
import { namesColumns } from './header-row.ts';
import { overLimits } from './over-limits.ts';
import { RowLimiter } from './row-limiter.ts';
import { openText } from './text-source.ts';

const REASONS = {
  'too long': ({ recordBytesMax }: ReaderLimits) =>
    `is longer than ${recordBytesMax} bytes; a quote that is not closed can be the cause`,
  'quote not closed': () => 'has a quote that is not closed; it and the rows after it were not read',
};

/**
 * Separated values, with a header row or without (`header-row.ts`). Quoted fields may hold line breaks. A row of another width, and a row over the
 * byte limit, is rejected by the line it begins on and the file goes on; after a quote that never closes nothing can be
 * told apart, so the rest is rejected as one.
 *
 * `delimiters` are those a file of the format may have; of a file that splits best at one of `own` the reader is sure.
 */
export function createSeparatedReader(format: {
  name: string;
  extensions: readonly string[];
  delimiters: readonly string[];
  own: readonly string[];
}): Reader {
  return {
    name: format.name,
    formats: [format.name],
    extensions: format.extensions,
    detect(head, fileName) {
      const text = new TextDecoder().decode(head);
      if (/^\s*[{[]/.test(text) || text.includes('\0')) return 0;
      const best = bestDialect(text, DELIMITERS);
      const named = format.extensions.some((extension) => fileName.toLowerCase().endsWith(`.${extension}`));
      if (best === null) return named ? 0.3 : 0;
      // A sentence with a comma in it looks like a header; only rows of its width make it one, and a header ends without a full stop.
      const isTable =
        best.rows > 0 && best.share >= 0.9 && !/[.!?][^\p{L}\p{N}]*$/u.test(/^.{0,4096}/.exec(text)?.[0] ?? '');
      if (format.own.includes(best.delimiter)) return named ? 0.9 : isTable ? 0.5 : 0.3;
      return named ? 0.6 : 0;
    },
    read: (source) => readRows(source, format.delimiters),
  };
}

async function* readRows(
  { chunks, fileName, limits }: ReaderSource,
  delimiters: readonly string[],
): AsyncGenerator<ReadEvent> {
  const source = await peek(openText(chunks, fileName));
  const { delimiter, quoted } = bestDialect(source.head, delimiters) ?? {
    delimiter: delimiters[0] ?? ',',
    quoted: true,
  };
  const limiter = new RowLimiter({ delimiter, quoted, rowBytesMax: limits.recordBytesMax });
  const parser = parse({
    delimiter,
    bom: true,
    quote: quoted ? '"' : null,
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
      const isHeader = namesColumns(source.head, { delimiter, quoted });
      header = isHeader ? checkHeader(record, fileName, line) : record.map((_, i) => columnName(i));
      if (isHeader) continue;
    }
    const width = header.length;
    if (record.length !== width) {
      const reason = `row has ${record.length} fields, the header has ${width}`;
      yield { kind: 'rejected', reason, position: place(line), byte_offset: info.bytes };
    } else {
      const value = Object.fromEntries(header.map((name, i) => [name, record[i] ?? '']));
      const reason = overLimits(value, limits);
      if (reason === null) yield { kind: 'value', value, position: place(line), byte_offset: info.bytes };
      else yield { kind: 'rejected', reason, position: place(line), byte_offset: info.bytes };
    }
  }
  yield* droppedBefore(Number.POSITIVE_INFINITY);
}

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
  return trimmed.map((name, i) => name || columnName(i));
}

const columnName = (index: number) => `column_${index + 1}`;

const headerFault = (fileName: string, line: number, fault: string) =>
  new PipelineError('DatasetUnreadable', `${fileName}, line ${line}: the header row ${fault}; correct the header row`, {
    facts: { file: fileName, line },
  });

interface Dialect {
  delimiter: string;
  quoted: boolean;
  /** Rows looked at beside the header, and how many of them are as wide as it. */
  rows: number;
  share: number;
}

/**
 * How the first lines are separated: the delimiter, and whether quotes hold fields together, under which most rows are
 * as wide as the header; of equal ones the widest, and with quotes rather than without. Null where no delimiter splits
 * the header.
 */
function bestDialect(text: string, delimiters: readonly string[]): Dialect | null {
  const head = text.replace(/^[\uFEFF\r\n]{1,64}/, '').slice(0, DIALECT_CHARS);
  let best: (Dialect & { width: number }) | null = null;
  for (const delimiter of delimiters) {
    // Without quotes a line break ends a row; only tabs are commonly written so.
    for (const quoted of delimiter === '\t' ? [true, false] : [true]) {
      const [width = 1, ...rows] = widthsOf(head, delimiter, quoted);
      if (width < 2) continue;
      const share = rows.length === 0 ? 1 : rows.filter((row) => row === width).length / rows.length;
      const better = best === null || share > best.share + 1e-9 || (share === best.share && width > best.width);
      if (better) best = { delimiter, quoted, rows: rows.length, share, width };
    }
  }
  return best;
}

/** Fields of each whole row of a text; the last row, which may be cut off, is left out where there are others. */
function widthsOf(text: string, delimiter: string, quoted: boolean): number[] {
  const widths: number[] = [];
  let width = 1;
  let inQuotes = false;
  let atStart = true;
  let empty = true;
  for (const char of text) {
    if (quoted && char === '"' && (atStart || inQuotes)) inQuotes = !inQuotes;
    atStart = false;
    if (inQuotes) {
      empty = false;
      continue;
    }
    if (char === delimiter) {
      width += 1;
      atStart = true;
      empty = false;
    } else if (char === '\n') {
      if (!empty) widths.push(width);
      width = 1;
      atStart = true;
      empty = true;
    } else if (char !== '\r') empty = false;
  }
  // A quote that is still open is a row of no width: where it never closes, quotes are not what holds this file together.
  if (inQuotes) widths.push(0);
  else if (!empty && widths.length < 2) widths.push(width);
  return widths;
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

const DELIMITERS = [',', ';', '\t', '|'];
const DIALECT_CHARS = 65_536;
