import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../../../plugins/readers/csv.ts';
import { jsonReader } from '../../../plugins/readers/json.ts';
import { jsonlReader } from '../../../plugins/readers/jsonl.ts';
import { tsvReader } from '../../../plugins/readers/tsv.ts';
import { readAll, rejectedOf, valuesOf } from './read.ts';

const SMALL = { recordBytesMax: 100 };
/** The readers of text; what the others do with bytes that are not theirs is in formats.test.ts. */
const READERS = [jsonlReader, jsonReader, csvReader, tsvReader];

describe('a record over the limit is named by its line and the rest goes on', () => {
  const giant = 'x'.repeat(500);

  it.each([
    ['jsonl', jsonlReader, `{"a":1}\n{"a":"${giant}"}\n{"a":3}\n`],
    ['json', jsonReader, `[{"a":1},\n{"a":"${giant}"},\n{"a":3}]`],
  ])('%s', async (_name, reader, text) => {
    for (const chunkBytes of [1, 7, 64, 10_000]) {
      const events = await readAll(reader, text, { chunkBytes, limits: SMALL });
      expect(valuesOf(events)).toEqual([{ a: 1 }, { a: 3 }]);
      expect(rejectedOf(events)).toEqual([{ line: 2, reason: expect.stringContaining('longer than 100 bytes') }]);
    }
  });

  it('csv, with line breaks in quotes, wherever the chunks are cut', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'a', 'two\nlines', 'say "hi", twice', 'é—😀'),
      fc.constantFrom(giant, `${giant}\n${giant}`, `"${giant}`),
    );
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell)),
        fc.integer({ min: 1, max: 700 }),
        fc.boolean(),
        async (rows, chunkBytes, endsWithBreak) => {
          const lines = rows.map((row) => row.map(quote).join(','));
          const text = ['\ufeff"a","b"', ...lines].join('\n') + (endsWithBreak ? '\n' : '');
          const events = await readAll(csvReader, text, { chunkBytes, limits: SMALL });
          const fits = lines.map((line) => Buffer.byteLength(line) < 100);
          expect(valuesOf(events)).toEqual(rows.filter((_row, i) => fits[i]).map(([a, b]) => ({ a, b })));
          const starts = lines.map(
            (_line, i) => 2 + lines.slice(0, i).join('\n').split('\n').length - (i === 0 ? 1 : 0),
          );
          expect(rejectedOf(events).map(({ line }) => line)).toEqual(starts.filter((_start, i) => !fits[i]));
          expect(events.map((event) => event.kind !== 'ignored' && event.position.index)).toEqual(
            rows.map((_row, i) => i),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('a header row over the limit refuses the file: no other row may take its place', async () => {
    await expect(readAll(csvReader, `a,${giant}\n1,2\n`, { limits: SMALL })).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('header row is longer'),
    });
  });
});

describe('hostile files end, and say why', () => {
  it.each([
    ['brackets', '['.repeat(1_000_000)],
    ['braces', '{"a":'.repeat(200_000)],
    ['a string that never ends', `["${'\\"'.repeat(500_000)}`],
    ['quotes', `a,b\n${'"'.repeat(1_000_001)}`],
    ['delimiters', `a,b\n${','.repeat(1_000_000)}`],
    ['line breaks', `{}${'\n'.repeat(1_000_000)}`],
  ])('a megabyte of %s', async (_name, text) => {
    for (const reader of READERS) {
      const events = await readAll(reader, text).catch((error) => {
        expect(error).toMatchObject({ type: 'DatasetUnreadable' });
        return [];
      });
      for (const { reason } of rejectedOf(events)) expect(reason.length).toBeLessThan(200);
    }
  });
});

describe('what cannot be read at all is refused by every reader, whatever the chunks', () => {
  it.each([
    ['an empty file', '', 'is empty'],
    ['UTF-16', Buffer.from('\ufeffid,text\n1,a\n', 'utf16le'), 'is UTF-16'],
    ['big-endian UTF-16', Buffer.from('\ufeffid\n', 'utf16le').swap16(), 'is UTF-16'],
    ['a binary file', Buffer.from([80, 75, 3, 4, 0, 0, 1]), 'zero byte at offset 4'],
  ])('%s', async (_name, content, seen) => {
    for (const reader of READERS)
      for (const chunkBytes of [1, 3, 1000])
        await expect(readAll(reader, content, { chunkBytes })).rejects.toMatchObject({
          type: 'DatasetUnreadable',
          message: expect.stringContaining(seen),
        });
  });

  it('bytes that are not UTF-8, also far down', async () => {
    const content = Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(100)}`), Buffer.from('caf\xe9,x\n', 'latin1')]);
    await expect(readAll(csvReader, content)).rejects.toMatchObject({ message: expect.stringContaining('not UTF-8') });
  });
});

describe('the fields of one JSON object are not taken for records', () => {
  it('what stands before and after its turns stays with them', async () => {
    const turns = [{ from: 'human', value: 'a' }];
    const text = JSON.stringify({ id: 7, conversations: turns, topic: 't', metadata: { a: 1 } });
    expect(valuesOf(await readAll(jsonReader, text))).toEqual([JSON.parse(text)]);
  });

  it('rows that name a speaker and carry a label are records, not turns', async () => {
    const rows = [1, 2, 3].map((i) => ({ speaker: 'Ann', text: `t${i}`, emotion: 'joy' }));
    expect(valuesOf(await readAll(jsonReader, JSON.stringify(rows)))).toEqual(rows);
    expect(valuesOf(await readAll(jsonReader, JSON.stringify({ data: rows })))).toEqual(rows);
  });

  it.each([
    ['objects beside a text', { metadata: { a: 1 }, source: { b: 2 }, text: 'hi' }],
    ['objects beside a list of turns', { meta: { x: 1 }, info: { y: 1 }, messages: [{ role: 'user', content: 'a' }] }],
    ['one value each', { prompt: 'a', response: 'b' }],
  ])('%s', async (_name, value) => {
    expect(valuesOf(await readAll(jsonReader, JSON.stringify(value)))).toEqual([value]);
  });

  it('an object that grows past a record without being one is refused by its line', async () => {
    const text = JSON.stringify(
      Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`field_${i}`, 'x'.repeat(10)])),
    );
    expect(rejectedOf(await readAll(jsonReader, text, { limits: SMALL }))).toEqual([
      { line: 1, reason: expect.stringContaining('longer than 100 bytes') },
    ]);
  });
});

describe('CSV as it is met', () => {
  it('line ends of both kinds in one file', async () => {
    expect(valuesOf(await readAll(csvReader, 'a,b\n1,2\r\n3,4\n5,6\r\n'))).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
      { a: '5', b: '6' },
    ]);
  });

  it('a quote that never closes is named by the line it opens on, and the rows before it are kept', async () => {
    const events = await readAll(csvReader, 'a,b\n1,2\n3,"4\n5,6\n7,8\n');
    expect(valuesOf(events)).toEqual([{ a: '1', b: '2' }]);
    expect(rejectedOf(events)).toEqual([{ line: 3, reason: expect.stringContaining('a quote that is not closed') }]);
  });

  it('any mixture of quotes, delimiters and breaks is read to its end', async () => {
    // The limiter and the parser each follow the quotes: where they disagreed, the parser would end the file.
    const soup = fc.string({ unit: fc.constantFrom('"', '"', ',', '\n', '\r\n', 'a', ' ', '\ufeff'), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (text, chunkBytes) => {
        const whole = await readAll(csvReader, `a,b\n${text}`);
        expect(await readAll(csvReader, `a,b\n${text}`, { chunkBytes })).toEqual(whole);
      }),
      { numRuns: 3000 },
    );
  });
});
