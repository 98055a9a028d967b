import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surestReader } from '../../../plugins/choose-reader.ts';
import { csvReader } from '../../../plugins/readers/csv.ts';
import { READERS } from '../../../plugins/readers/index.ts';
import { jsonReader } from '../../../plugins/readers/json.ts';
import { jsonlReader } from '../../../plugins/readers/jsonl.ts';
import { LIMITS, readAll, rejectedOf, valuesOf } from './read.ts';

describe('the format is told by the content first', () => {
  it.each([
    ['{"a":1}\n{"a":2}\n', 'data.json', 'jsonl'],
    [`{"a":"${'x'.repeat(100)}"}\n{"a":`, 'data.jsonl', 'jsonl'],
    ['[{"a":1}]', 'data.txt', 'json'],
    ['{"data": [\n{"a":1}]}', 'data', 'json'],
    ['id,text\n1,hello', 'data.csv', 'csv'],
    ['id\ttext\n1\thello', 'noname', 'tsv'],
  ])('%s named %s is %s', (content, fileName, format) => {
    expect(surestReader(Buffer.from(content), fileName, READERS)?.reader.name).toBe(format);
  });

  it('what no reader knows is given to none', () => {
    expect(surestReader(Buffer.from('just some words'), 'notes', READERS)).toBeNull();
  });
});

const jsonValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const record = fc.dictionary(
  fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
  jsonValue,
  { minKeys: 1, maxKeys: 4 },
);
const sane = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('no record is lost or invented, wherever the chunks are cut', () => {
  it('JSON Lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (records, chunkBytes) => {
          const events = await readAll(jsonlReader, records.map((value) => `${JSON.stringify(value)}\n`).join(''), {
            chunkBytes,
          });
          expect(valuesOf(events)).toEqual(sane(records));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('a JSON array, plain or wrapped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (records, chunkBytes, wrapped) => {
          const text = wrapped
            ? `{"version": [1], "data": ${JSON.stringify(records, null, 1)}, "n": 3}`
            : JSON.stringify(records);
          expect(valuesOf(await readAll(jsonReader, text, { chunkBytes }))).toEqual(sane(records));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('CSV with quotes and line breaks in fields', async () => {
    const field = fc.string().map((text) => text.replace(/[\r\0]/g, ''));
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(field, field)), fc.integer({ min: 1, max: 50 }), async (rows, chunkBytes) => {
        const text = ['"a","b"', ...rows.map((row) => row.map(quote).join(','))].join('\n');
        const events = await readAll(csvReader, text, { chunkBytes });
        expect(valuesOf(events)).toEqual(rows.map(([a, b]) => ({ a, b })));
      }),
      { numRuns: 50 },
    );
  });
});

describe('JSON Lines', () => {
  it('a broken line is counted and named, and the file goes on', async () => {
    const events = await readAll(jsonlReader, '{"a":1}\n\n{"a":\n{"a":3}');
    expect(valuesOf(events)).toEqual([{ a: 1 }, { a: 3 }]);
    expect(rejectedOf(events)).toEqual([{ line: 3, reason: expect.stringContaining('not valid JSON') }]);
  });

  it('a line over the limit is rejected by its number without being kept', async () => {
    const events = await readAll(jsonlReader, `{"a":"${'x'.repeat(5000)}"}\n{"a":2}\n`, {
      limits: { ...LIMITS, recordBytesMax: 1000 },
    });
    expect(rejectedOf(events)).toEqual([{ line: 1, reason: 'line is longer than 1000 bytes' }]);
    expect(valuesOf(events)).toEqual([{ a: 2 }]);
  });

  it('a value nested too deep is rejected', async () => {
    const deep = `{"a":${'['.repeat(100)}${']'.repeat(100)}}`;
    expect(rejectedOf(await readAll(jsonlReader, deep))).toEqual([{ line: 1, reason: 'nested deeper than 64 levels' }]);
  });

  it('reasons never hold the text of the line', async () => {
    const [rejected] = rejectedOf(await readAll(jsonlReader, '{"secret": Jane Doe}'));
    expect(rejected?.reason).not.toMatch(/Jane|secret/);
  });

  it('lines that come together are told apart from one that is not UTF-8: those before it are given', async () => {
    const given: unknown[] = [];
    const content = Buffer.from('{"a":1}\n{"a":2}\n{"a":"caf\xe9"}\n{"a":4}\n', 'latin1');
    const events = jsonlReader.read({ chunks: toChunks(content), fileName: 'a.jsonl', limits: LIMITS });
    const reading = async () => {
      for await (const event of events) if (event.kind === 'value') given.push(event.value);
    };
    await expect(reading()).rejects.toMatchObject({ facts: { line: 3 } });
    expect(given).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le')],
    ['binary', Buffer.from([123, 0, 1, 2])],
    ['Latin-1', Buffer.from('{"a":"caf\xe9"}\n', 'latin1')],
  ])('%s is refused as a whole, with the remedy', async (_name, content) => {
    await expect(readAll(jsonlReader, content)).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('UTF-8'),
    });
  });
});

describe('JSON', () => {
  it('an object of id to record gives the records with their ids', async () => {
    expect(valuesOf(await readAll(jsonReader, '{"x": {"text": "a"}, "y": {"text": "b"}}'))).toEqual([
      { id: 'x', text: 'a' },
      { id: 'y', text: 'b' },
    ]);
  });

  it('an object of nothing but lists of records gives them all, with the split that a list is named for', async () => {
    const rows = (names: string[]) =>
      JSON.stringify(Object.fromEntries(names.map((name) => [name, [{ a: 1 }, { a: 2 }]])));
    expect(valuesOf(await readAll(jsonReader, rows(['depression'])))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(valuesOf(await readAll(jsonReader, rows(['train', 'test'])))).toEqual([
      ...[
        { a: 1, split: 'train' },
        { a: 2, split: 'train' },
      ],
      ...[
        { a: 1, split: 'test' },
        { a: 2, split: 'test' },
      ],
    ]);
  });

  it('one record stays one record, also when its turns have the name of a wrapper', async () => {
    expect(
      valuesOf(await readAll(jsonReader, '{"id": 1, "messages": [{"role": "user", "content": "a"}]}')),
    ).toHaveLength(1);
    const shared = await readAll(
      jsonReader,
      '{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": "b"}]}',
    );
    expect(valuesOf(shared)).toEqual([
      {
        conversations: [
          { from: 'human', value: 'a' },
          { from: 'gpt', value: 'b' },
        ],
      },
    ]);
  });

  it('a fault in the middle keeps the records before it and names its line', async () => {
    const events = await readAll(jsonReader, '[\n{"a":1},\n{"a":2},\n{"a":}\n,{"a":4}]');
    expect(valuesOf(events)).toEqual([{ a: 1 }, { a: 2 }]);
    expect(rejectedOf(events)).toEqual([{ line: 4, reason: expect.stringContaining('not read beyond it') }]);
  });

  it('documents that follow each other are read one after another, each by its own line', async () => {
    const text = '{\n "a": 1,\n "b": {"c": 2}\n}{\n "a": 2\n}\n{"data": [{"a": 3}, {"a": 4}]}\n{"b": {"c": 5}}';
    for (const chunkBytes of [1, 7, 1000]) {
      const events = await readAll(jsonReader, text, { chunkBytes });
      expect(
        events.map((event) => event.kind === 'value' && [event.position.line, event.position.index, event.value]),
      ).toEqual([
        [1, 0, { a: 1, b: { c: 2 } }],
        [4, 1, { a: 2 }],
        [7, 2, { a: 3 }],
        [7, 3, { a: 4 }],
        [8, 4, { id: 'b', c: 5 }],
      ]);
    }
    expect(surestReader(Buffer.from(text), 'data.jsonl', READERS)?.reader.name).toBe('json');
    for (const rest of ['\nand more', ', {"a": 2}', '\n[{"a": 2}]'])
      expect(rejectedOf(await readAll(jsonReader, `{"a": 1}${rest}`))).toEqual([
        { line: expect.any(Number), reason: expect.stringContaining('text after the end') },
      ]);
  });

  it('a file that is cut off says so', async () => {
    const events = await readAll(jsonReader, '[{"a":1},{"a":2}');
    expect(rejectedOf(events)).toEqual([{ line: 1, reason: expect.stringContaining('ends before its last bracket') }]);
  });
});

describe('CSV', () => {
  it('an uneven row is counted and named by the line it begins on', async () => {
    const events = await readAll(csvReader, 'a,b\n1,"two\nlines"\n3\n4,5\n');
    expect(valuesOf(events)).toEqual([
      { a: '1', b: 'two\nlines' },
      { a: '4', b: '5' },
    ]);
    expect(rejectedOf(events)).toEqual([{ line: 4, reason: 'row has 1 fields, the header has 2' }]);
  });

  it('two columns of one name are refused', async () => {
    await expect(readAll(csvReader, 'a,a\n1,2\n')).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('two columns are named a'),
    });
  });

  it.each([';', '\t', '|'])('%j separates as well', async (delimiter) => {
    expect(valuesOf(await readAll(csvReader, `a${delimiter}b\n1${delimiter}2,3`))).toEqual([{ a: '1', b: '2,3' }]);
  });
});

async function* toChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
