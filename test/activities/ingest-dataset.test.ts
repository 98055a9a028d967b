import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reader } from '../../plugins/kinds.ts';
import { READERS } from '../../plugins/readers/index.ts';
import { jsonlReader } from '../../plugins/readers/jsonl.ts';
import { createIngestion, DATASET_LIMITS } from '../support/ingest.ts';

let root: string;
let ingestion: ReturnType<typeof createIngestion>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'root-'));
  ingestion = createIngestion(root);
});
afterEach(() => {
  ingestion.discard();
  rmSync(root, { recursive: true });
});

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
function lay(files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}
const jsonl = (...texts: string[]) => texts.map((text) => `${JSON.stringify({ text })}\n`).join('');

describe('a file is read once, and not at all where nothing changed', () => {
  /** Counts how often a file was read from. */
  function counting() {
    let reads = 0;
    const reader: Reader = {
      ...jsonlReader,
      read(source) {
        reads += 1;
        return jsonlReader.read(source);
      },
    };
    return { reader, reads: () => reads };
  }

  it('the hash is that of the bytes, and a second run is served from the store', async () => {
    const content = jsonl('a', 'b');
    lay({ 'data.jsonl': content });
    const first = await ingestion.ingest('data.jsonl');
    const second = await ingestion.ingest('data.jsonl');
    expect(first).toMatchObject({ cached: false, source: { sha256: sha256(content), byte_count: content.length } });
    expect(second).toEqual({ ...first, cached: true });
    expect(await ingestion.records(second)).toHaveLength(2);
  });

  it('the same bytes under another time stamp are read again and served from the store', async () => {
    lay({ 'data.jsonl': jsonl('a') });
    const first = await ingestion.ingest('data.jsonl');
    utimesSync(join(root, 'data.jsonl'), new Date(), new Date(1e12));
    const second = await ingestion.ingest('data.jsonl');
    expect(second).toEqual({ ...first, cached: true });
    // What the second reading wrote before its key was known is gone.
    const left = readdirSync(ingestion.data, { recursive: true }).filter((name) => String(name).includes('.jsonl'));
    expect(left).toHaveLength(1);
  });

  it('a file that has not changed for a while is not even read', async () => {
    lay({ 'data.jsonl': jsonl('a') });
    const { reader, reads } = counting();
    // The clock of the worker is what tells how long ago a file changed.
    const later = createIngestion(root, { readers: [reader], clock: () => Date.now() + 10_000 });
    const first = await later.ingest('data.jsonl');
    expect(await later.ingest('data.jsonl')).toEqual({ ...first, cached: true });
    expect(reads()).toBe(1);
    appendFileSync(join(root, 'data.jsonl'), jsonl('b'));
    expect(await later.ingest('data.jsonl')).toMatchObject({ cached: false, records: { record_count: 2 } });
    expect(reads()).toBe(2);
    later.discard();
  });

  it('other settings give another output', async () => {
    lay({ 'data.jsonl': '{"a":"one two","text":"x"}\n' });
    await ingestion.ingest('data.jsonl');
    const second = await ingestion.ingest('data.jsonl', { columns: { text: 'a' } });
    expect(second.cached).toBe(false);
    expect((await ingestion.records(second))[0]?.messages).toEqual([{ role: 'user', content: 'one two' }]);
  });

  it('a file that holds no text is refused with where to name it', async () => {
    lay({ 'data.jsonl': '{"a":1}\n{"a":2}\n' });
    await expect(ingestion.ingest('data.jsonl')).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('name the field that holds it in columns.text'),
    });
  });

  it('a file that changes while it is read is refused', async () => {
    lay({ 'data.jsonl': jsonl('a', 'b') });
    const meddling: Reader = {
      ...jsonlReader,
      async *read(source) {
        appendFileSync(join(root, 'data.jsonl'), jsonl('c'));
        yield* jsonlReader.read(source);
      },
    };
    const changing = createIngestion(root, { readers: [meddling] });
    await expect(changing.ingest('data.jsonl')).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('changed while it was read'),
    });
    changing.discard();
  });
});

describe('a folder of files', () => {
  it('every data file is read in the order of names, the rest is named', async () => {
    lay({
      'set/b.jsonl': jsonl('b'),
      'set/a.csv': 'text,label\na,x\n',
      'set/sub/c.jsonl.gz': gzipSync(jsonl('c')),
      'set/LICENSE.txt': 'free, as in speech',
      'set/notes.docx': 'x',
      'set/.hidden.jsonl': jsonl('hidden'),
    });
    const output = await ingestion.ingest('set');
    expect(
      (await ingestion.records(output)).map(({ messages, source }) => [messages[0]?.content, source.file]),
    ).toEqual([
      ['a', 'a.csv'],
      ['b', 'b.jsonl'],
      ['c', 'sub/c.jsonl.gz'],
    ]);
    expect(output.source).toMatchObject({
      file: 'set',
      layout: 'folder',
      file_count: 3,
      ignored_first: [
        { name: 'LICENSE.txt', reason: 'stands beside the data' },
        { name: 'notes.docx', reason: 'not named like a data file' },
      ],
    });
    const lines = [
      `${sha256('text,label\na,x\n')}  a.csv\n`,
      `${sha256(jsonl('b'))}  b.jsonl\n`,
      `${sha256(gzipSync(jsonl('c')))}  sub/c.jsonl.gz\n`,
    ];
    expect(output.source.sha256).toBe(sha256(lines.join('')));
  });

  it('plain text is data where nothing else is: a transcript a file', async () => {
    const session = 'Therapist: How was it?\nClient: Hard.\nTherapist: Tell me.\n';
    lay({ 'set/Ruth Vale.txt': session, 'set/two.txt': 'Seen today, alone.\n', 'set/requirements.txt': 'x' });
    const output = await ingestion.ingest('set');
    // A file of one conversation is often named for a person.
    expect(JSON.stringify(output)).not.toContain('Vale');
    expect(output.source.files_first?.map(({ name }) => name)).toEqual(['text-00001.txt', 'text-00002.txt']);
    expect((await ingestion.records(output)).map(({ messages }) => messages.map(({ role }) => role))).toEqual([
      ['assistant', 'user', 'assistant'],
      ['user'],
    ]);
    lay({ 'set/data.jsonl': jsonl('a') });
    expect((await ingestion.ingest('set')).source).toMatchObject({
      file_count: 1,
      ignored_first: expect.arrayContaining([{ name: 'text-00001.txt', reason: 'plain text beside other data' }]),
    });
  });

  it('files named for a split give their records the split; a record that names its own keeps it', async () => {
    lay({
      'set/train-00000-of-00001.jsonl': jsonl('a'),
      'set/dev_data.jsonl': jsonl('b'),
      'set/test/x.jsonl': '{"text":"c","split":"train"}\n',
    });
    const records = await ingestion.records(await ingestion.ingest('set'));
    expect(records.map(({ messages, split }) => [messages[0]?.content, split])).toEqual([
      ['b', 'validation'],
      ['c', 'train'],
      ['a', 'train'],
    ]);
  });

  it('a file that cannot be read is one located rejection, and the others are kept', async () => {
    lay({
      'set/a.jsonl': jsonl('a'),
      'set/b.jsonl.gz': 'no gzip',
      'set/c.csv': Buffer.from('text\ncaf\xe9,\n', 'latin1'),
    });
    const output = await ingestion.ingest('set');
    expect(output).toMatchObject({
      records: { record_count: 1 },
      rejected_count: 2,
      rejected_first: [{ position: { file: 'b.jsonl.gz' } }, { position: { file: 'c.csv' } }],
    });
  });

  it('a file without the columns of the request is one located rejection', async () => {
    lay({ 'set/a.csv': 'body,n\na b c,1\n', 'set/b.csv': 'other,n\nd e f,1\n', 'set/c.csv': 'body,n\ng h i,1\n' });
    const output = await ingestion.ingest('set', { columns: { text: 'body' } });
    expect((await ingestion.records(output)).map(({ messages }) => messages[0]?.content)).toEqual(['a b c', 'g h i']);
    expect(output).toMatchObject({ rejected_count: 1, rejected_first: [{ position: { file: 'b.csv' } }] });
  });

  it('a link that leads out of the roots is not followed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'secret.jsonl'), jsonl('secret'));
    lay({ 'set/a.jsonl': jsonl('a') });
    symlinkSync(join(outside, 'secret.jsonl'), join(root, 'set', 'b.jsonl'));
    const output = await ingestion.ingest('set');
    expect(output.records.record_count).toBe(1);
    expect(output.source.ignored_first).toEqual([{ name: 'b.jsonl', reason: 'leads outside the dataset roots' }]);
    rmSync(outside, { recursive: true });
  });

  it('a folder without data says what it holds', async () => {
    lay({ 'set/readme.txt': 'x' });
    await expect(ingestion.ingest('set')).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('readme.txt (stands beside the data)'),
    });
  });
});

describe('a Hugging Face folder', () => {
  const CARD = `---
license: cc-by-4.0
language:
- en
- de
pretty_name: Talks
configs:
- config_name: main
  default: true
  data_files:
  - split: train
    path: data/train-*.parquet
  - split: test
    path: ["data/held/*"]
- config_name: extra
  data_files: extra.jsonl
---
# Talks
`;
  const parquet = (...texts: string[]) =>
    Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'text', data: texts, type: 'STRING' }] }));
  const FILES = {
    'set/README.md': CARD,
    'set/data/train-00000.parquet': parquet('a', 'b'),
    'set/data/held/x.jsonl': jsonl('c'),
    'set/extra.jsonl': jsonl('d'),
  };

  it('the default configuration is read with its splits, and what the card declares is kept apart', async () => {
    lay(FILES);
    const output = await ingestion.ingest('set');
    expect((await ingestion.records(output)).map(({ messages, split }) => [messages[0]?.content, split])).toEqual([
      ['c', 'test'],
      ['a', 'train'],
      ['b', 'train'],
    ]);
    expect(output.source).toMatchObject({
      layout: 'hugging_face',
      declared: { said_by: 'README.md', name: 'Talks', licence: 'cc-by-4.0', languages: ['en', 'de'] },
      ignored_first: [
        { name: 'README.md' },
        { name: 'extra.jsonl', reason: 'belongs to no configuration that is read (main)' },
      ],
    });
  });

  it('another configuration is read when it is asked for, and an unknown one is refused with the names', async () => {
    lay(FILES);
    const output = await ingestion.ingest('set', { tables: ['extra'] });
    expect((await ingestion.records(output)).map(({ messages }) => messages[0]?.content)).toEqual(['d']);
    await expect(ingestion.ingest('set', { tables: ['none'] })).rejects.toMatchObject({
      message: expect.stringContaining('it names main, extra'),
    });
  });

  it('a card that names its configurations alone leaves the files to their names', async () => {
    const card =
      '---\nconfigs:\n- en\n- zh\nlanguage_bcp47: [en-US, zh-CN]\ntags: [dialogue, 2024]\nmultilinguality: translation\n---\n';
    lay({ 'set/README.md': card, 'set/train.jsonl': jsonl('c') });
    const output = await ingestion.ingest('set');
    expect((await ingestion.records(output)).map(({ split }) => split)).toEqual(['train']);
    expect(output.source.declared).toMatchObject({
      languages: ['en-US', 'zh-CN'],
      tags: ['dialogue', '2024', 'multilinguality:translation'],
    });
  });

  it('a card that is broken is refused by name', async () => {
    lay({ ...FILES, 'set/README.md': '---\nconfigs: [\n---\n' });
    await expect(ingestion.ingest('set')).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('README.md'),
    });
  });
});

describe('a Croissant document', () => {
  const document = (more: object = {}) =>
    JSON.stringify({
      '@context': { '@vocab': 'https://schema.org/', cr: 'http://mlcommons.org/croissant/' },
      '@type': 'sc:Dataset',
      conformsTo: 'http://mlcommons.org/croissant/1.0',
      name: 'Talks',
      license: 'https://creativecommons.org/licenses/by/4.0/',
      distribution: [
        { '@type': 'cr:FileObject', '@id': 'talks', contentUrl: 'https://example.org/files/talks.jsonl' },
        { '@type': 'cr:FileSet', '@id': 'shards', includes: 'shards/*.jsonl' },
        { '@type': 'cr:FileObject', '@id': 'other', contentUrl: 'other.csv' },
      ],
      recordSet: [
        { '@id': 'default', field: [{ source: { fileObject: { '@id': 'talks' }, extract: { column: 'text' } } }] },
        { '@id': 'parts', field: [{ source: { fileSet: { '@id': 'shards' } } }] },
      ],
      ...more,
    });
  const FILES = {
    'set/croissant.json': document(),
    'set/talks.jsonl': jsonl('a'),
    'set/shards/0.jsonl': jsonl('b'),
    'set/other.csv': 'text,n\nc,1\n',
  };

  it.each(['set', 'set/croissant.json'])('%s: the files of its record sets are read', async (path) => {
    lay(FILES);
    const output = await ingestion.ingest(path);
    expect((await ingestion.records(output)).map(({ messages }) => messages[0]?.content)).toEqual(['b', 'a']);
    expect(output.source).toMatchObject({
      layout: 'croissant',
      declared: { said_by: 'croissant.json', name: 'Talks' },
      ignored_first: [{ name: 'other.csv', reason: 'not named by croissant.json' }],
    });
  });

  it('one record set is read when it is asked for', async () => {
    lay(FILES);
    const output = await ingestion.ingest('set', { tables: ['parts'] });
    expect((await ingestion.records(output)).map(({ messages }) => messages[0]?.content)).toEqual(['b']);
  });

  it('files that are not there are named', async () => {
    lay({ 'set/croissant.json': document() });
    await expect(ingestion.ingest('set')).rejects.toMatchObject({
      message: expect.stringContaining('talks.jsonl'),
    });
  });

  it('another document of the same name is data', async () => {
    lay({ 'metadata.json': '[{"text":"a"}]' });
    expect((await ingestion.ingest('metadata.json')).records.record_count).toBe(1);
  });
});

describe('limits end the reading with the name of the setting', () => {
  it.each([
    ['rowsMax', 2, 'DATASET_ROWS_MAX'],
    ['bytesMax', 10, 'DATASET_BYTES_MAX'],
    ['filesMax', 1, 'DATASET_FILES_MAX'],
  ])('%s', async (name, limit, setting) => {
    lay({ 'set/a.jsonl': jsonl('a', 'b', 'c'), 'set/b.jsonl': jsonl('d') });
    const limited = createIngestion(root, { datasetLimits: { ...DATASET_LIMITS, [name]: limit } });
    await expect(limited.ingest('set')).rejects.toMatchObject({
      type: 'DatasetTooLarge',
      message: expect.stringContaining(setting),
    });
    limited.discard();
  });

  it('depth and text length reject the record by its line', async () => {
    const deep = `{"text":"a","x":${'['.repeat(9)}${']'.repeat(9)}}\n`;
    lay({ 'a.jsonl': `${deep}${jsonl('x'.repeat(200), 'fine')}` });
    const limited = createIngestion(root, {
      datasetLimits: { ...DATASET_LIMITS, depthMax: 8, fieldCharsMax: 100 },
      readers: READERS,
    });
    expect(await limited.ingest('a.jsonl')).toMatchObject({
      records: { record_count: 1 },
      rejected_first: [
        { position: { line: 1 }, reason: 'nested deeper than 8 levels' },
        { position: { line: 2 }, reason: 'a text is longer than 100 characters' },
      ],
    });
    limited.discard();
  });
});
