import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { surestReader } from '../../../plugins/choose-reader.ts';
import type { Reader } from '../../../plugins/kinds.ts';
import { gzipReader } from '../../../plugins/readers/gzip.ts';
import { hdf5Reader } from '../../../plugins/readers/hdf5.ts';
import { READERS } from '../../../plugins/readers/index.ts';
import { parquetReader } from '../../../plugins/readers/parquet.ts';
import { sqliteReader } from '../../../plugins/readers/sqlite.ts';
import { ignoredOf, readAll, rejectedOf, valuesOf } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

function sqlite(statements: string): Buffer {
  const path = join(folder, 'made.db');
  rmSync(path, { force: true });
  const db = new DatabaseSync(path);
  db.exec(statements);
  db.close();
  return readFileSync(path);
}

type Hdf5File = InstanceType<typeof import('h5wasm/node')['File']>;
async function hdf5(fill: (file: Hdf5File) => void): Promise<Buffer> {
  const library = await import('h5wasm/node');
  await library.ready;
  const path = join(folder, 'made.h5');
  const file = new library.File(path, 'w');
  fill(file);
  file.close();
  return readFileSync(path);
}

const TEXTS = ['one', 'twö', 'three', '四', 'five'];
const parquet = (options: object = {}) =>
  Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'text', data: TEXTS, type: 'STRING' },
        { name: 'label', data: [1n, 2n, 3n, 4n, 2n ** 60n], type: 'INT64' },
        { name: 'messages', data: TEXTS.map((content) => [{ role: 'user', content }]), type: 'JSON' },
      ],
      ...options,
    }),
  );
const EXPECTED = TEXTS.map((text, i) => ({
  text,
  label: i === 4 ? String(2n ** 60n) : i + 1,
  messages: [{ role: 'user', content: text }],
}));

describe('Parquet', () => {
  it.each([[undefined], [2]])('rows of every type, in row groups of %s', async (rowGroupSize) => {
    const events = await readAll(parquetReader, parquet({ rowGroupSize }));
    expect(valuesOf(events)).toEqual(EXPECTED);
    expect(events.map((event) => event.kind !== 'ignored' && event.position.index)).toEqual([0, 1, 2, 3, 4]);
  });

  it('a damaged row group is rejected by its rows and the file goes on', async () => {
    const bytes = parquet({ rowGroupSize: 2, codec: 'UNCOMPRESSED' });
    bytes.fill(0xff, 4, 24);
    const events = await readAll(parquetReader, bytes);
    expect(valuesOf(events)).toEqual(EXPECTED.slice(2));
    expect(rejectedOf(events)).toEqual([{ line: null, reason: expect.stringContaining('rows 0 to 1 were not read') }]);
  });

  it('a row with a text over the limit is rejected by its index', async () => {
    const events = await readAll(parquetReader, parquet(), { limits: { fieldCharsMax: 4 } });
    expect(rejectedOf(events)).toHaveLength(2);
    expect(valuesOf(events)).toHaveLength(3);
  });

  it('bytes that are flipped anywhere never crash or hang it', async () => {
    const good = parquet({ rowGroupSize: 2 });
    for (let at = 4; at < good.length; at += good.length >> 5) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      await expectTold(parquetReader, bytes);
    }
  });
});

describe('SQLite', () => {
  const CHATS = `CREATE TABLE chats (id INTEGER, text TEXT, big INTEGER, picture BLOB);
    INSERT INTO chats VALUES (1, 'hi', 1152921504606846976, x'00ff'), (2, 'hello', 3, NULL);`;

  it('the largest table is read, and the others are named', async () => {
    const bytes = sqlite(`${CHATS} CREATE TABLE notes (n); INSERT INTO notes VALUES (1); CREATE TABLE empty (n);`);
    const events = await readAll(sqliteReader, bytes);
    expect(valuesOf(events)).toEqual([
      { id: 1, text: 'hi', big: '1152921504606846976', picture: null },
      { id: 2, text: 'hello', big: 3, picture: null },
    ]);
    expect(ignoredOf(events)).toEqual([{ name: 'notes', reason: expect.stringContaining('not the largest table') }]);
    expect(events.find(({ kind }) => kind === 'value')).toMatchObject({ position: { table: 'chats', index: 0 } });
  });

  it('tables that are asked for are read, odd names too', async () => {
    const bytes = sqlite(`${CHATS} CREATE TABLE "a ""b" (n); INSERT INTO "a ""b" VALUES (7);`);
    expect(valuesOf(await readAll(sqliteReader, bytes, { tables: ['a "b'] }))).toEqual([{ n: 7 }]);
  });

  it.each([
    [[], 'more than one table is the largest'],
    [['c'], 'no table is named c'],
  ])('asked for %j it says which there are', async (tables, fault) => {
    const bytes = sqlite('CREATE TABLE a (n); CREATE TABLE b (n); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);');
    await expect(readAll(sqliteReader, bytes, { tables })).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringMatching(new RegExp(`${fault}.*a \\(1 rows\\), b \\(1 rows\\)`)),
    });
  });

  it('a view that never ends is not run', async () => {
    const endless = 'CREATE VIEW v AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c;';
    expect(valuesOf(await readAll(sqliteReader, sqlite(`${CHATS} ${endless}`)))).toHaveLength(2);
  });

  it('damage in the middle keeps the rows before it, and says where it ends', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => `(${i}, '${'x'.repeat(100)}')`).join(',');
    const bytes = sqlite(`CREATE TABLE t (id INTEGER, text TEXT); INSERT INTO t VALUES ${rows};`);
    bytes.fill(0xff, 8 * 4096, 8 * 4096 + 200);
    const events = await readAll(sqliteReader, bytes).catch((error) => {
      expect(error).toMatchObject({ type: 'DatasetUnreadable' });
      return null;
    });
    if (events !== null) expect(rejectedOf(events)).toHaveLength(1);
  });

  it('bytes that are flipped anywhere never crash or hang it', async () => {
    const good = sqlite(CHATS);
    for (let at = 16; at < good.length; at += 97) {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      await expectTold(sqliteReader, bytes);
    }
  });

  it('a database with changes still in its -wal file is refused', async () => {
    const path = join(folder, 'live.db');
    writeFileSync(path, sqlite(CHATS));
    writeFileSync(`${path}-wal`, 'x');
    const { LIMITS } = await import('./read.ts');
    const events = sqliteReader.read({ chunks: emptyChunks(), fileName: 'live.db', limits: LIMITS, path });
    await expect(Array.fromAsync(events)).rejects.toMatchObject({ message: expect.stringContaining('-wal') });
  });
});

async function* emptyChunks(): AsyncGenerator<Uint8Array> {}

describe('HDF5', () => {
  const COLUMNS = (file: Hdf5File) => {
    file.create_dataset({ name: 'text', data: TEXTS });
    file.create_dataset({ name: 'score', data: [1.5, 2, 3, 4, 5], dtype: '<d' });
    file.create_dataset({ name: 'big', data: BigInt64Array.of(1n, 2n, 3n, 4n, 2n ** 60n) });
    file.create_dataset({ name: 'picture', data: [1, 2, 3, 4], shape: [2, 2], dtype: '<i' });
    const group = file.create_group('other');
    group.create_dataset({ name: 'text', data: ['a', 'b'] });
  };

  it('the columns of the largest group are read side by side, and the rest is named', async () => {
    const events = await readAll(hdf5Reader, await hdf5(COLUMNS));
    expect(valuesOf(events)).toEqual(
      TEXTS.map((text, i) => ({ text, score: i === 0 ? 1.5 : i + 1, big: i === 4 ? String(2n ** 60n) : i + 1 })),
    );
    expect(ignoredOf(events)).toEqual([
      { name: '/picture', reason: 'not one-dimensional' },
      { name: '/other', reason: expect.stringContaining('not the largest table') },
    ]);
  });

  it('a group that is asked for is read', async () => {
    const events = await readAll(hdf5Reader, await hdf5(COLUMNS), { tables: ['/other'] });
    expect(valuesOf(events)).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  it('a compound dataset is a table of its own', async () => {
    const bytes = await hdf5((file) => {
      const data = new Map<string, unknown>([
        ['name', ['ab', 'c']],
        ['n', [1, 2]],
      ]);
      file.create_dataset({
        name: 'rows',
        data,
        shape: [2],
        dtype: [
          ['name', 'S5'],
          ['n', '<i'],
        ],
      });
    });
    expect(valuesOf(await readAll(hdf5Reader, bytes))).toEqual([
      { name: 'ab', n: 1 },
      { name: 'c', n: 2 },
    ]);
  });

  it('data that lies in another file is not read', async () => {
    const secret = join(folder, 'secret.h5');
    writeFileSync(secret, await hdf5((file) => void file.create_dataset({ name: 'text', data: ['secret'] })));
    const bytes = await hdf5((file) => {
      file.create_dataset({ name: 'text', data: TEXTS });
      file.create_external_link(secret, 'linked', '/text');
    });
    const events = await readAll(hdf5Reader, bytes);
    expect(valuesOf(events)).toEqual(TEXTS.map((text) => ({ text })));
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('bytes without its signature are refused at once; one after a block of its maker is found', async () => {
    const plain = readAll(hdf5Reader, Buffer.from('{"text":"no table"}\n'.repeat(100)));
    await expect(plain).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('no HDF5'),
    });
    const bytes = Buffer.concat([Buffer.alloc(512, 1), await hdf5(COLUMNS)]);
    expect(valuesOf(await readAll(hdf5Reader, bytes)).map((value) => (value as { text: string }).text)).toEqual(TEXTS);
  });

  it('damage ends the library and not the worker', async () => {
    const good = await hdf5(COLUMNS);
    for (let at = 8; at < good.length; at += good.length >> 4) {
      const bytes = Buffer.from(good);
      bytes.fill(0xff, at, at + 16);
      await expectTold(hdf5Reader, bytes);
    }
  });
});

/** Damaged bytes end in values, located rejections or a typed error, and in nothing else. */
async function expectTold(reader: Reader, bytes: Buffer): Promise<void> {
  const events = await readAll(reader, bytes, { limits: { answerSecondsMax: 2 } }).catch((error) => {
    expect(error).toMatchObject({ type: expect.stringMatching(/^Dataset(Unreadable|TooLarge)$/) });
    return [];
  });
  for (const { reason } of rejectedOf(events)) expect(reason.length).toBeLessThan(200);
}

it('each is told by its first bytes, whatever its name', async () => {
  const made = [
    ['parquet', parquet()],
    ['sqlite', sqlite('CREATE TABLE t (n)')],
    ['hdf5', await hdf5(() => undefined)],
    ['gzip', gzipSync('{}')],
  ] as const;
  for (const [name, bytes] of made) expect(surestReader(bytes, 'data.csv', READERS)?.reader.name).toBe(name);
});

it('a format that needs the whole file is unpacked first', async () => {
  expect(valuesOf(await readAll(gzipReader, gzipSync(parquet())))).toEqual(EXPECTED);
});
