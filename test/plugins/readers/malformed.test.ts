import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvReader } from '../../../plugins/readers/csv.ts';
import { READERS } from '../../../plugins/readers/index.ts';
import { jsonReader } from '../../../plugins/readers/json.ts';
import { REAL_DATA } from '../../support/datasets.ts';
import { createIngestion } from '../../support/ingest.ts';
import { readAll, rejectedOf, valuesOf } from './read.ts';

/** What a file of the kinds that test suites of parsers hold must end in: all its records, or a refusal that says where. */
const HOSTILE: [kind: string, name: string, content: string | Buffer, expected: 'accept' | 'reject'][] = [
  ['numbers as no JSON writes them', 'a.json', '[{"text":"a","n":+1}]', 'reject'],
  ['a leading zero', 'a.json', '[{"text":"a","n":012}]', 'reject'],
  ['a word that is none', 'a.json', '[{"text":"a","n":nul}]', 'reject'],
  ['a comma too many', 'a.json', '[{"text":"a"},]', 'reject'],
  ['a comma too few', 'a.json', '[{"text":"a"} {"text":"b"}]', 'reject'],
  ['a bracket of another kind', 'a.json', '[{"text":"a"]', 'reject'],
  ['a document after the document', 'a.json', '[{"text":"a"}] []', 'reject'],
  ['a string with a line break', 'a.json', '[{"text":"a\nb"}]', 'reject'],
  ['an escape that is none', 'a.json', '[{"text":"\\x41"}]', 'reject'],
  ['bytes that are not UTF-8', 'a.json', Buffer.from('[{"text":"caf\xe9"}]', 'latin1'), 'reject'],
  ['an overlong sequence', 'a.json', Buffer.from([91, 34, 0xc0, 0xaf, 34, 93]), 'reject'],
  ['half of a surrogate pair', 'a.json', '[{"text":"\\ud800 half"}]', 'accept'],
  ['a huge exponent', 'a.json', '[{"text":"a","n":1e999}]', 'accept'],
  ['a byte order mark', 'a.json', '\ufeff[{"text":"a"}]', 'accept'],
  ['one key twice', 'a.json', '[{"text":"a","text":"b"}]', 'accept'],
  ['a key that objects inherit', 'a.json', '[{"text":"a","__proto__":{"x":1},"constructor":"y"}]', 'accept'],
  ['UTF-16', 'a.json', Buffer.from('\ufeff[{"text":"a"}]', 'utf16le'), 'reject'],
  ['only blanks', 'a.json', ' \n ', 'reject'],
  ['a number alone', 'a.json', '42', 'reject'],
  ['broken lines between good ones', 'a.jsonl', '{"text":"a"}\n{"text"\n[]\n{"text":"b"}\n', 'reject'],
  ['no line break at the end', 'a.jsonl', '{"text":"a"}\n{"text":"b"}', 'accept'],
  ['quotes, breaks and empty fields', 'a.csv', 'text,n\r\n"a ""b""\nc",\r\nd,1\r\n', 'accept'],
  ['a row that is too short', 'a.csv', 'text,n\na,1\nb\n', 'reject'],
  ['a quote that never closes', 'a.csv', 'text,n\na,1\n"b,2\n', 'reject'],
  [
    'text that looks like markup and queries',
    'a.csv',
    `text,n\n"<script>alert(1)</script>'; DROP TABLE x;--",1\n`,
    'accept',
  ],
  ['signs that turn or hide text', 'a.csv', 'text,n\n"\u202eabc\u200b\ufdd0 \u{10ffff} Z\u0351\u036a",1\n', 'accept'],
];

describe('odd files end in records or in a refusal that says where', () => {
  const root = mkdtempSync(join(tmpdir(), 'hostile-'));
  const ingestion = createIngestion(root);
  afterAll(() => {
    ingestion.discard();
    rmSync(root, { recursive: true });
  });

  it.each(HOSTILE)('%s', async (_kind, name, content, expected) => {
    writeFileSync(join(root, name), content);
    expect(await outcomeOf(ingestion, name)).toBe(expected);
  });
});

/** Takes a file in as a run would. What is rejected must be counted, and each entry located. */
async function outcomeOf(ingestion: ReturnType<typeof createIngestion>, path: string): Promise<'accept' | 'reject'> {
  try {
    const output = await ingestion.ingest(path);
    if (output.rejected_count === 0) return 'accept';
    expect(output.rejected_first.length).toBe(Math.min(20, output.rejected_count));
    for (const { position, reason } of output.rejected_first) {
      expect(path.endsWith(position.file)).toBe(true);
      expect(position.line).toBeGreaterThan(0);
      expect(reason.length).toBeLessThan(200);
    }
    return 'reject';
  } catch (error) {
    expect(error).toMatchObject({ type: 'DatasetUnreadable' });
    return 'reject';
  }
}

const malformed = join(REAL_DATA, 'malformed');
const there = existsSync(malformed);
/** The files of the corpora with what is expected of them; none where they are not beside the checkout. */
const labels = there
  ? readFileSync(join(malformed, 'labels.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; expect: string })
  : [];

describe.skipIf(!there)(
  `the corpora of odd files${there ? '' : ': skipped, ../shared/data/malformed is not there'}`,
  () => {
    let ingestion: ReturnType<typeof createIngestion>;
    beforeAll(() => {
      ingestion = createIngestion(REAL_DATA);
    });
    afterAll(() => ingestion.discard());

    it('each file is taken in as a run would, without a crash or a hang, and what is rejected is located', async () => {
      const seen = { accept: 0, reject: 0 };
      for (const { file } of labels) seen[await outcomeOf(ingestion, join('malformed', file))] += 1;
      expect(seen.accept + seen.reject).toBe(labels.length);
      expect(labels.length).toBeGreaterThan(0);
    });

    it.each(labels.filter(({ file, expect: verdict }) => file.startsWith('json/') && verdict !== 'either'))(
      '$file is $expect',
      async ({ file, expect: verdict }) => {
        const content = readFileSync(join(malformed, file));
        const refused = await readAll(jsonReader, content).then(
          (events) => rejectedOf(events).length > 0,
          () => true,
        );
        expect(refused).toBe(verdict === 'reject');
      },
    );

    it('none of them crashes or hangs a reader, its own or another', async () => {
      const readers = READERS.filter(({ needsFile }) => needsFile !== true);
      for (const { file } of labels) {
        const content = readFileSync(join(malformed, file));
        for (const reader of readers) {
          const events = await readAll(reader, content).catch((error) => {
            expect(error).toMatchObject({ type: 'DatasetUnreadable', message: expect.stringContaining('file') });
            return [];
          });
          for (const { line, reason } of rejectedOf(events)) {
            expect(line, file).toBeGreaterThan(0);
            expect(reason.length).toBeLessThan(200);
          }
        }
      }
    });

    // location_coordinates.csv is left out: what its corpus expects is not what its file says.
    const tables = there
      ? readdirSync(join(malformed, 'csv')).filter(
          (name) => name.endsWith('.csv') && name !== 'location_coordinates.csv',
        )
      : [];
    it.each(tables)('%s is read as expected', async (name) => {
      const expected = JSON.parse(readFileSync(join(malformed, 'csv', name.replace('.csv', '.expected.json')), 'utf8'));
      const values = valuesOf(await readAll(csvReader, readFileSync(join(malformed, 'csv', name))));
      const unix = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('\\r\\n', '\\n'));
      expect(unix(values)).toEqual(unix(expected));
    });
  },
);
