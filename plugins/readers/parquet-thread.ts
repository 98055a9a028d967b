import { type FileHandle, open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ThreadAnswer } from './library-thread.ts';
import { toPlain } from './to-plain.ts';

/** Batches of a group are asked for from the first on. */
export type ParquetQuestion = { ask: 'groups' } | { ask: 'rows'; group: number; batch: number };
export interface ParquetAnswer extends ThreadAnswer {
  groups?: { rows: number; bytes: number }[];
  rows?: unknown[];
  tooLarge?: string;
}

class TooLarge extends Error {}

const { path, ratioMax } = workerData as { path: string; ratioMax: number };
let opened: { file: AsyncBuffer; metadata: FileMetaData } | undefined;
/** The rows of the group that is being handed on. */
let held: Record<string, unknown>[] = [];

parentPort?.on('message', async (question: ParquetQuestion) => {
  const answer = await (question.ask === 'groups' ? listGroups() : readBatch(question)).catch(
    (error: unknown): ParquetAnswer =>
      error instanceof TooLarge ? { tooLarge: error.message } : { fault: 'its bytes cannot be decoded' },
  );
  parentPort?.postMessage(answer);
});

async function listGroups(): Promise<ParquetAnswer> {
  const file = await toAsyncBuffer(await open(path, 'r'));
  const metadata = await readFooter(file);
  if (metadata === null) return { fault: 'its footer does not fit its size' };
  opened = { file, metadata };
  return {
    groups: metadata.row_groups.map(({ num_rows, columns }) => ({
      rows: Number(num_rows),
      bytes: columns.reduce((sum, { meta_data }) => sum + Number(meta_data?.total_compressed_size ?? 0), 0),
    })),
  };
}

async function readBatch({ group, batch }: { group: number; batch: number }): Promise<ParquetAnswer> {
  if (opened === undefined) return { fault: 'it is not open' };
  const { file, metadata } = opened;
  const wanted = metadata.row_groups[group];
  if (wanted === undefined) return { fault: 'no such row group' };
  if (batch === 0) {
    held = [];
    const bytes = wanted.columns.reduce(
      (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
      0,
    );
    if (bytes > ROW_GROUP_BYTES_MAX) {
      throw new TooLarge(`holds ${bytes} bytes, the limit is ${ROW_GROUP_BYTES_MAX}; write it with smaller row groups`);
    }
    const rowStart = metadata.row_groups.slice(0, group).reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
    const rowEnd = rowStart + Number(wanted.num_rows);
    held = await parquetReadObjects({
      ...{ file, metadata, rowStart, rowEnd },
      compressors: guardedCompressors(ratioMax),
      geoparquet: false,
    });
  }
  const rows = held.slice(batch * BATCH_ROWS, (batch + 1) * BATCH_ROWS);
  return { rows: rows.map((row) => toPlain(row)) };
}

async function toAsyncBuffer(handle: FileHandle): Promise<AsyncBuffer> {
  const { size: byteLength } = await handle.stat();
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const length = Math.max(0, Math.min(end, byteLength) - start);
      const buffer = new ArrayBuffer(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(new Uint8Array(buffer), filled, length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer;
    },
  };
}

/** The footer, with its figures held against the file: a footer can claim anything. Null where it does not fit. */
async function readFooter(file: AsyncBuffer): Promise<FileMetaData | null> {
  const metadata = await parquetMetadataAsync(file);
  const fits = metadata.row_groups.every(({ num_rows, columns }) => {
    const sizes = columns.map(({ meta_data }) => Number(meta_data?.total_compressed_size ?? -1));
    return (
      num_rows >= 0n && num_rows <= ROWS_IN_GROUP_MAX && sizes.every((size) => size >= 0 && size <= file.byteLength)
    );
  });
  return fits ? metadata : null;
}

/** Pages name the size they grow to; a page that claims too much is refused before memory is taken for it. */
function guardedCompressors(ratioMax: number): Compressors {
  // Node's own stop at the size the page names; the package's would grow past it.
  const bounded: Compressors = {
    ...compressors,
    GZIP: (input, maxOutputLength) => gunzipSync(input, { maxOutputLength }),
    BROTLI: (input, maxOutputLength) => brotliDecompressSync(input, { maxOutputLength }),
    ZSTD: (input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength }),
  };
  const guarded: Compressors = {};
  for (const [codec, decompress] of Object.entries(bounded)) {
    guarded[codec as keyof Compressors] = (input, outputLength) => {
      if (outputLength > PAGE_BYTES_MAX || outputLength > Math.max(RATIO_FROM_BYTES, ratioMax * input.length)) {
        throw new TooLarge(
          `a page of ${input.length} bytes claims to grow to ${outputLength}; DECOMPRESSION_RATIO_MAX is ${ratioMax}`,
        );
      }
      return decompress(input, outputLength);
    };
  }
  return guarded;
}

/** Writers make row groups of 128 MiB to 1 GiB at most; decoded, one takes a few times its size. */
const ROW_GROUP_BYTES_MAX = 1024 ** 3;
const ROWS_IN_GROUP_MAX = 50_000_000n;
const PAGE_BYTES_MAX = 512 * 1024 ** 2;
const RATIO_FROM_BYTES = 16 * 1024 ** 2;
const BATCH_ROWS = 1000;
