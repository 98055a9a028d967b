import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename, isAbsolute, join, sep } from 'node:path';
import { PipelineError } from '../../contracts/errors.ts';

export interface OpenDataset {
  readonly fileName: string;
  readonly byteCount: number;
  chunks(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens a dataset file inside the allowed roots. The real path decides, so a symbolic link cannot lead out of them.
 *
 * Errors: DatasetNotFound, NotAllowed (outside the roots), DatasetUnreadable (folder, device, empty file).
 */
export async function openDataset(datasetPath: string, roots: readonly string[]): Promise<OpenDataset> {
  const path = await locate(datasetPath, roots);
  // Non-blocking: opening a FIFO that nobody writes to would hang the activity.
  const file: FileHandle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error) => {
    throw new PipelineError('DatasetUnreadable', `dataset_path ${datasetPath}: cannot be opened (${error.code})`, {
      cause: error,
    });
  });
  try {
    const facts = await file.stat();
    const fault = facts.isDirectory() ? 'is a folder; give one file' : facts.isFile() ? null : 'is not a regular file';
    if (fault !== null) throw new PipelineError('DatasetUnreadable', `dataset_path ${datasetPath} ${fault}`);
    if (facts.size === 0) throw new PipelineError('DatasetUnreadable', `dataset_path ${datasetPath} is empty`);
    return {
      fileName: basename(path),
      byteCount: facts.size,
      chunks: () => readChunks(file),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** From the first byte at each call. A stream would close the file when its reader stops early. */
async function* readChunks(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function locate(datasetPath: string, roots: readonly string[]): Promise<string> {
  const candidates = isAbsolute(datasetPath) ? [datasetPath] : roots.map((root) => join(root, datasetPath));
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  for (const candidate of candidates) {
    const real = await realpath(candidate).catch(() => null);
    if (real === null) continue;
    if (realRoots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep))) return real;
    throw new PipelineError('NotAllowed', `dataset_path ${datasetPath} leads outside the dataset roots`);
  }
  throw new PipelineError(
    'DatasetNotFound',
    `dataset_path ${datasetPath} names no file in the dataset roots of the worker`,
  );
}

const CHUNK_BYTES = 256 * 1024;
