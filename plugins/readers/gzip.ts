import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createCompressedReader } from './compressed.ts';
import { PLAIN_READERS } from './plain.ts';

/** A gzip file around any other format; several members in one file are read as one. */
export const gzipReader = createCompressedReader({
  name: 'gzip',
  extensions: ['gz', 'gzip'],
  magic: [0x1f, 0x8b],
  decompress(chunks) {
    const gunzip = createGunzip();
    // A fault reaches the reader of the chunks through the decompressor.
    pipeline(Readable.from(chunks), gunzip, () => undefined);
    return gunzip;
  },
  inner: () => PLAIN_READERS,
});
