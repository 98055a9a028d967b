import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { PipelineError } from '../../contracts/errors.ts';
import { inBatches } from '../../plugins/batched-events.ts';
import type { ReadEvent, Reader, ReaderLimits } from '../../plugins/kinds.ts';
import { type DatasetFile, openFile } from './open-dataset.ts';

/** How a file's bytes are known again without reading them: what the file system says of them, hashed by the caller. */
export type FileIdentity = Record<'device' | 'inode' | 'size' | 'modified' | 'changed', string>;

export interface ReadFile {
  readonly reader: string;
  /** The values of the file, several at a time. Must be read to its end before `seal`. */
  readonly batches: AsyncIterable<readonly ReadEvent[]>;
  /**
   * The hash of the whole file, also where reading stopped early, with the identity it belongs to.
   *
   * Errors: DatasetUnreadable where the file changed while it was read.
   */
  seal(): Promise<{ sha256: string; identity: FileIdentity }>;
  close(): Promise<void>;
}

/**
 * Reads a file once: the bytes that the reader takes are hashed on their way. A reader that opens the file itself gets it
 * once it is hashed.
 */
export async function readFile(
  file: DatasetFile,
  options: {
    choose: (head: Uint8Array, fileName: string) => Reader;
    limits: ReaderLimits;
    tables: readonly string[];
    format: string | null;
  },
): Promise<ReadFile> {
  const handle = await openFile(file);
  try {
    const before = await handle.stat({ bigint: true });
    const hash = createHash('sha256');
    const chunks = hashed(handle, hash, Math.min(CHUNK_BYTES, Number(before.size) + 1));
    const first = await chunks.next();
    const head = first.done ? new Uint8Array() : first.value.subarray(0, HEAD_BYTES);
    const { reader, fault } = chosen(() => options.choose(head, file.name));
    const source = { fileName: file.name, path: file.path, ...options, chunks: prepend(first, chunks) };
    async function* batches(): AsyncGenerator<readonly ReadEvent[]> {
      if (reader === null) throw fault;
      if (reader.needsFile === true) await drain(chunks);
      yield* inBatches(reader.read(source));
    }
    return {
      reader: reader?.name ?? 'unknown',
      batches: batches(),
      close: () => handle.close(),
      async seal() {
        await drain(chunks);
        const after = await handle.stat({ bigint: true });
        if (stampOf(before) !== stampOf(after)) throw changedMeanwhile(file.name);
        return { sha256: hash.digest('hex'), identity: identityOf(after) };
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A file that no reader knows is told of where its values are asked for; its bytes are hashed all the same. */
function chosen(choose: () => Reader): { reader: Reader; fault: null } | { reader: null; fault: unknown } {
  try {
    return { reader: choose(), fault: null };
  } catch (fault) {
    return { reader: null, fault };
  }
}

/** The identity of a file, from what the file system says of it now. */
export function identityOf(facts: BigIntStats): FileIdentity {
  return {
    device: String(facts.dev),
    inode: String(facts.ino),
    size: String(facts.size),
    modified: String(facts.mtimeNs),
    changed: String(facts.ctimeNs),
  };
}

const stampOf = (facts: BigIntStats) => JSON.stringify(identityOf(facts));

/** Every byte of the file once, in order: those given away and those drained are hashed alike. */
async function* hashed(
  handle: FileHandle,
  hash: ReturnType<typeof createHash>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    hash.update(chunk);
    yield chunk;
  }
}

/** Not `for await`: a reader that stops early must leave the chunks open, so that the rest can still be hashed. */
async function* prepend(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value;
}

async function drain(chunks: AsyncGenerator<Uint8Array>): Promise<void> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next());
}

const changedMeanwhile = (file: string) =>
  new PipelineError('DatasetUnreadable', `${file} changed while it was read; retry when it is whole`, {
    facts: { file },
  });

const HEAD_BYTES = 64 * 1024;
/** What becomes of a chunk stays in the caches of a processor: four times as much took half as long again. */
const CHUNK_BYTES = 128 * 1024;
