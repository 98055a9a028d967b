import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { surestReader } from '../plugins/choose-reader.ts';
import type { ReadEvent } from '../plugins/kinds.ts';
import { READERS } from '../plugins/readers/index.ts';

const HEAD_BYTES = 64 * 1024;
const LIMITS = {
  recordBytesMax: 16_000_000,
  depthMax: 64,
  fieldCharsMax: 4_000_000,
  bytesMax: 10_000_000_000,
  ratioMax: 200,
  answerSecondsMax: 60,
};

/** What the reader of a file yields; null where no reader takes it. */
export async function readFileEvents(path: string): Promise<AsyncIterable<ReadEvent> | null> {
  const fileName = basename(path);
  const reader = surestReader(await headOf(path), fileName, READERS)?.reader;
  return reader?.read({ chunks: createReadStream(path), fileName, path, limits: LIMITS }) ?? null;
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
