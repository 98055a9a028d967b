import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '../contracts/errors.ts';
import { UPLOADS_FOLDER } from '../contracts/ids.ts';
import type { Storage } from '../plugins/kinds.ts';

/**
 * Streams a body into storage, under the hash of its bytes: the same file twice is kept once, and one that breaks off
 * leaves nothing. Answers the path that workers read it by.
 *
 * Errors: PayloadTooLarge, InvalidInput (empty, or the caller hung up), StorageUnavailable.
 */
export async function storeUpload(
  storage: Pick<Storage, 'stage' | 'publish' | 'discard' | 'localPath' | 'list'>,
  body: Readable,
  { fileName, bytesMax }: { fileName: string; bytesMax: number },
): Promise<string> {
  const staged = `staging/upload-${randomUUID()}`;
  const hash = createHash('sha256');
  let count = 0;
  try {
    const folder = await storage.stage(staged);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        count += chunk.length;
        hash.update(chunk);
        done(count > bytesMax ? tooLarge(bytesMax) : null, chunk);
      },
    });
    await pipeline(body, counted, createWriteStream(join(folder, fileName)));
    if (count === 0) throw new PipelineError('InvalidInput', 'the body is empty; send the bytes of the file');
    const name = `${UPLOADS_FOLDER}/${hash.digest('hex')}`;
    await storage.publish(staged, name);
    // Bytes that came before under another name are kept under that one.
    const [kept] = await storage.list(name);
    if (kept === undefined) throw new PipelineError('StorageUnavailable', 'the stored upload is gone again');
    return storage.localPath(kept);
  } catch (error) {
    await storage.discard(staged);
    throw toUploadError(error);
  }
}

/** Removes an uploaded file; false where it is gone already. */
export function removeUpload(storage: Pick<Storage, 'discard' | 'localPath'>, path: string): Promise<boolean> {
  const sha256 = path.split('/').at(-2) ?? '';
  const name = `${UPLOADS_FOLDER}/${sha256}`;
  if (!/^[0-9a-f]{64}$/.test(sha256)) return Promise.resolve(false);
  return storage.discard(name);
}

function tooLarge(bytesMax: number): PipelineError {
  return new PipelineError('PayloadTooLarge', `the upload is over ${bytesMax} bytes (UPLOAD_BYTES_MAX)`, {
    facts: { limit_bytes: bytesMax },
  });
}

function toUploadError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET')
    return new PipelineError('InvalidInput', 'the body broke off before its end; send it again', { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new PipelineError('StorageUnavailable', `storage: ${code}`, { cause: error });
  return error;
}
