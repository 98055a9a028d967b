import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '../../contracts/errors.ts';
import { inBatches } from '../batched-events.ts';
import { chooseReader } from '../choose-reader.ts';
import type { Reader, ReaderSource } from '../kinds.ts';

/** What one compressed file has grown to so far. */
interface Counts {
  bytesIn: number;
  bytesOut: number;
}

/**
 * A reader of compressed files: what is inside is told by its content and read by the reader of its format. Formats that
 * need random access are unpacked to a temporary file first, within the same limits.
 *
 * Errors: DatasetTooLarge where the bytes grow past `bytesMax`, or by more than `ratioMax`; DatasetUnreadable where they
 * are damaged or cut off.
 */
export function createCompressedReader(format: {
  name: string;
  extensions: readonly string[];
  magic: readonly number[];
  /** Opens a decompressor. Bytes go in by its chunks, in order. */
  decompress: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  inner: () => readonly Reader[];
}): Reader {
  return {
    name: format.name,
    formats: [],
    extensions: format.extensions,
    detect: (head) => (format.magic.every((byte, i) => head[i] === byte) ? 1 : 0),
    async *read(source) {
      const { fileName, limits } = source;
      const counts: Counts = { bytesIn: 0, bytesOut: 0 };
      const opened = await peek(bounded(format, source, counts));
      const innerName = fileName.replace(/\.[a-z]+$/i, '');
      const reader = chooseReader({
        head: opened.head,
        fileName: innerName,
        format: source.format ?? null,
        readers: format.inner(),
      });
      const folder = reader.needsFile === true ? await mkdtemp(join(tmpdir(), 'unpacked-')) : null;
      try {
        const path = folder === null ? undefined : join(folder, 'file');
        if (path !== undefined) await pipeline(Readable.from(opened.chunks), createWriteStream(path));
        const { path: _packed, ...rest } = source;
        const inner = { ...rest, chunks: opened.chunks, limits, ...(path !== undefined && { path }) };
        for await (const events of inBatches(reader.read(inner))) {
          // How far the file is read, is told in its own bytes.
          for (const event of events)
            yield event.kind === 'ignored' ? event : { ...event, byte_offset: counts.bytesIn };
        }
      } finally {
        if (folder !== null) await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The decompressed chunks, counted against the limits. */
async function* bounded(
  format: { name: string; decompress: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> },
  { chunks, fileName, limits }: ReaderSource,
  counts: Counts,
): AsyncGenerator<Uint8Array> {
  async function* counted() {
    for await (const chunk of chunks) {
      counts.bytesIn += chunk.length;
      yield chunk;
    }
  }
  const tooLarge = (fault: string) =>
    new PipelineError('DatasetTooLarge', `${fileName}: ${fault}`, { facts: { file: fileName, ...counts } });
  try {
    for await (const chunk of format.decompress(counted())) {
      counts.bytesOut += chunk.length;
      if (counts.bytesOut > limits.bytesMax) throw tooLarge(`grows past DATASET_BYTES_MAX (${limits.bytesMax} bytes)`);
      if (counts.bytesOut > RATIO_FROM_BYTES && counts.bytesOut > limits.ratioMax * counts.bytesIn) {
        throw tooLarge(`its bytes grow by more than DECOMPRESSION_RATIO_MAX (${limits.ratioMax})`);
      }
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^(?:Z_|ZSTD_|ERR_ZSTD)/.test(code)) throw error;
    throw new PipelineError(
      'DatasetUnreadable',
      `${fileName}: the ${format.name} data is damaged or cut off near byte ${counts.bytesIn} (${code}); copy it anew`,
      { cause: error, facts: { file: fileName, byte_offset: counts.bytesIn } },
    );
  }
}

async function peek(chunks: AsyncGenerator<Uint8Array>) {
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    held.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* held;
    held.length = 0;
    yield* chunks;
  }
  return { head: Buffer.concat(held).subarray(0, HEAD_BYTES), chunks: all() };
}

const HEAD_BYTES = 64 * 1024;
const RATIO_FROM_BYTES = 16 * 1024 ** 2;
