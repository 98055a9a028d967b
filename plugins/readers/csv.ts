import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { PipelineError } from '../../contracts/errors.ts';
import type { Reader } from '../kinds.ts';
import { assertText } from './lines.ts';

const DELIMITERS = [',', ';', '\t', '|'];

/** Separated values with a header row. Quoted fields may hold line breaks; a row of another width is rejected. */
export const csvReader: Reader = {
  name: 'csv',
  formats: ['csv', 'tsv'],
  detect(head, fileName) {
    const text = new TextDecoder().decode(head);
    if (/^\s*[{[]/.test(text.replace(/^\uFEFF/, ''))) return 0;
    const named = /\.(csv|tsv)$/i.test(fileName);
    return delimiterOf(text) === null ? (named ? 0.3 : 0) : named ? 0.9 : 0.5;
  },
  async *read({ chunks, fileName, limits }) {
    const source = await peek(chunks, fileName);
    const parser = parse({
      delimiter: delimiterOf(source.head) ?? ',',
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: limits.recordBytesMax,
      info: true,
    });
    // A fault of the source reaches the loop below through the parser.
    pipeline(Readable.from(utf8Only(source.chunks, fileName)), parser, () => undefined);
    let header: string[] | undefined;
    let index = 0;
    try {
      for await (const { record, info } of parser as AsyncIterable<{
        record: string[];
        info: { lines: number; bytes: number };
      }>) {
        // The parser names the line a row ends on; a quoted field with line breaks began further up.
        const breaks = record.reduce((sum, field) => sum + (field.match(/\n/g)?.length ?? 0), 0);
        const line = Math.max(1, info.lines - breaks);
        if (header === undefined) {
          header = checkHeader(record, fileName);
          continue;
        }
        const position = { file: fileName, line, index: index++ };
        const width = header.length;
        if (record.length !== width) {
          const reason = `row has ${record.length} fields, the header has ${width}`;
          yield { kind: 'rejected', reason, position, byte_offset: info.bytes };
        } else {
          const value = Object.fromEntries(header.map((name, i) => [name, record[i] ?? '']));
          yield { kind: 'value', value, position, byte_offset: info.bytes };
        }
      }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      const line = typeof error.lines === 'number' ? error.lines : null;
      const position = { file: fileName, line, index };
      yield {
        kind: 'rejected',
        reason: `${describe(error)}; the rows after it were not read`,
        position,
        byte_offset: 0,
      };
    }
  },
};

function checkHeader(names: string[], fileName: string): string[] {
  const trimmed = names.map((name) => name.trim());
  const twice = trimmed.find((name, i) => name !== '' && trimmed.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new PipelineError(
      'DatasetUnreadable',
      `${fileName}, line 1: two columns are named ${twice}; give each its own name`,
    );
  }
  return trimmed.map((name, i) => name || `column_${i + 1}`);
}

/** The delimiter that splits the first line into most fields, outside quotes; null where none does. */
function delimiterOf(text: string): string | null {
  const line = (/^(?:"[^"]*"|[^"\n])*/.exec(text.replace(/^\uFEFF/, ''))?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 }));
  const best = counted.sort((a, b) => b.count - a.count)[0];
  return best && best.count > 0 ? best.delimiter : null;
}

async function peek(chunks: AsyncIterable<Uint8Array>, fileName: string) {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head: Uint8Array = first.done ? new Uint8Array() : first.value;
  assertText(head, fileName);
  async function* all(): AsyncGenerator<Uint8Array> {
    if (!first.done) yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head: new TextDecoder().decode(head.subarray(0, 65_536)), chunks: all() };
}

/** Passes chunks on as text once they are proved to be UTF-8. */
async function* utf8Only(chunks: AsyncIterable<Uint8Array>, fileName: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      yield decoder.decode(chunk, { stream: true });
      bytes += chunk.length;
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PipelineError('DatasetUnreadable', `${fileName}: not UTF-8 after byte ${bytes}; save the file as UTF-8`, {
      cause: error,
    });
  }
}

function describe(error: CsvError): string {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return 'row is longer than the limit';
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is not closed';
  return error.code.toLowerCase().replace(/^csv_/, '').replaceAll('_', ' ');
}
