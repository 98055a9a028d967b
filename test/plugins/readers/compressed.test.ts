import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipReader } from '../../../plugins/readers/gzip.ts';
import { zstdReader } from '../../../plugins/readers/zstd.ts';
import { readAll, rejectedOf, valuesOf } from './read.ts';

const LINES = Array.from({ length: 2000 }, (_, i) => ({ id: i, text: `line ${i * 7919}` }));
const JSONL = LINES.map((line) => `${JSON.stringify(line)}\n`).join('');

describe.each([
  ['gzip', gzipReader, gzipSync],
  // With the check sum that the command line tool writes as well.
  [
    'zstd',
    zstdReader,
    (text: string | Buffer) => zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
  ],
] as const)('%s', (name, reader, compress) => {
  it.each([1, 7, 1000, 1 << 16])('holds JSON Lines, cut into chunks of %i bytes', async (chunkBytes) => {
    const lines = LINES.slice(0, 200);
    const packed = compress(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(valuesOf(await readAll(reader, packed, { chunkBytes }))).toEqual(lines);
  });

  it.each([1, 50, 1 << 16])('several pieces in one file are one file, in chunks of %i bytes', async (chunkBytes) => {
    const pieces = [JSONL.slice(0, 5000), JSONL.slice(5000, 5003), '', JSONL.slice(5003)];
    const packed = Buffer.concat(pieces.map((piece) => compress(piece)));
    expect(valuesOf(await readAll(reader, packed, { chunkBytes }))).toEqual(LINES);
  });

  it('holds CSV and JSON as well, told by their content', async () => {
    expect(valuesOf(await readAll(reader, compress('a,b\n1,2\n')))).toEqual([{ a: '1', b: '2' }]);
    expect(valuesOf(await readAll(reader, compress('[{"a":1}]')))).toEqual([{ a: 1 }]);
  });

  it('a broken line inside is named by its line', async () => {
    const events = await readAll(reader, compress('{"a":1}\n{"a":\n{"a":3}\n'), { fileName: 'f.jsonl.gz' });
    expect(valuesOf(events)).toEqual([{ a: 1 }, { a: 3 }]);
    expect(rejectedOf(events)).toEqual([{ line: 2, reason: expect.stringContaining('not valid JSON') }]);
  });

  it('progress is told in the bytes of the file', async () => {
    const packed = compress(JSONL);
    for (const event of await readAll(reader, packed, { chunkBytes: 500 })) {
      expect(event.kind === 'ignored' ? 0 : event.byte_offset).toBeLessThanOrEqual(packed.length);
    }
  });

  it('a file that is cut off or damaged is refused with the place', async () => {
    const packed = compress(JSONL);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 40);
    for (const content of [packed.subarray(0, packed.length - 20), packed.subarray(0, 30), damaged]) {
      await expect(readAll(reader, content)).rejects.toMatchObject({
        type: 'DatasetUnreadable',
        message: expect.stringContaining(`the ${name} data is damaged or cut off near byte`),
      });
    }
  });

  it('bytes that grow past the ratio or the limit end the reading', async () => {
    const bomb = compress(Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(40_000_000, 'x')]));
    await expect(readAll(reader, bomb)).rejects.toMatchObject({
      type: 'DatasetTooLarge',
      message: expect.stringContaining('DECOMPRESSION_RATIO_MAX'),
    });
    await expect(readAll(reader, compress(JSONL), { limits: { bytesMax: 10_000 } })).rejects.toMatchObject({
      type: 'DatasetTooLarge',
      message: expect.stringContaining('DATASET_BYTES_MAX'),
    });
  });

  it('what is inside and in no known format is refused', async () => {
    await expect(readAll(reader, compress('just words'))).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      message: expect.stringContaining('in no known format'),
    });
  });
});
