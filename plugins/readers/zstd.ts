import { createZstdDecompress } from 'node:zlib';
import { createCompressedReader } from './compressed.ts';
import { PLAIN_READERS } from './plain.ts';

/** A Zstandard file around any other format; several frames in one file are read as one. */
export const zstdReader = createCompressedReader({
  name: 'zstd',
  extensions: ['zst', 'zstd'],
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  decompress: frames,
  inner: () => PLAIN_READERS,
});

/** Node's decompressor ends with the first frame; what it left over begins the next. */
async function* frames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = chunks[Symbol.asyncIterator]();
  let left: Uint8Array = new Uint8Array();
  for (;;) {
    if (left.length === 0) {
      const next = await input.next();
      if (next.done) return;
      left = next.value;
      continue;
    }
    left = yield* frame(left, input);
  }
}

/** Decompresses from `first` on, and returns the bytes taken from the input that lie past the end of the frame. */
async function* frame(first: Uint8Array, input: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, Uint8Array> {
  const stream = createZstdDecompress();
  let chunk = first;
  let fed = 0;
  const feeding = (async () => {
    for (;;) {
      fed += chunk.length;
      await new Promise<void>((resolve) => stream.write(chunk, () => resolve()));
      // Where input is left, the frame has ended.
      if (stream.destroyed || fed > stream.bytesWritten) return;
      const next = await input.next();
      if (next.done) return void stream.end();
      chunk = next.value;
    }
  })().catch((error: Error) => void stream.destroy(error));
  for await (const out of stream) yield out as Uint8Array;
  await feeding;
  return chunk.subarray(chunk.length - (fed - stream.bytesWritten));
}
