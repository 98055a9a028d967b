import { PipelineError } from '../../contracts/errors.ts';

/** Bytes looked at before a file is taken for text: what `detect` sees at most. */
const HEAD_BYTES = 65_536;

/**
 * Passes the chunks of a file on once its first bytes are proved to be text. The first chunk handed on holds the whole
 * head (64 KiB, or the file where it is shorter), however the source cuts its chunks.
 *
 * Errors: DatasetUnreadable for an empty file, UTF-16 and binary files, with the remedy. That the rest is UTF-8 is for
 * the reader to check while it decodes.
 */
export async function* openText(chunks: AsyncIterable<Uint8Array>, fileName: string): AsyncGenerator<Uint8Array> {
  let head: Uint8Array[] | null = [];
  let length = 0;
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head.push(chunk);
    length += chunk.length;
    if (length < HEAD_BYTES) continue;
    yield checkedHead(head, fileName);
    head = null;
  }
  if (head !== null) yield checkedHead(head, fileName);
}

function checkedHead(parts: Uint8Array[], fileName: string): Uint8Array {
  const [first] = parts;
  const bytes = parts.length === 1 && first ? first : Buffer.concat(parts);
  const refuse = (seen: string, remedy: string) => {
    throw new PipelineError('DatasetUnreadable', `${fileName} ${seen}; ${remedy}`, { facts: { file: fileName } });
  };
  const [a, b] = bytes;
  if (a === undefined) refuse('is empty', 'give a file with records');
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) refuse('is UTF-16', 'save it as UTF-8');
  const zero = bytes.subarray(0, HEAD_BYTES).indexOf(0);
  if (zero !== -1) {
    refuse(`is a binary file (zero byte at offset ${zero})`, 'give JSON, JSONL or CSV text in UTF-8');
  }
  return bytes;
}
