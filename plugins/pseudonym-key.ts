import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PipelineError } from '../contracts/errors.ts';

const KEY_BYTES = 32;

/**
 * The secret that pseudonyms, invented names and date offsets follow from: 64 hexadecimal digits in a file that only its
 * owner can read. Made where there is none; of two workers that start at once, one makes it and both read it.
 *
 * Errors: ConfigInvalid where the file holds no key.
 */
export function readPseudonymKey(file: string): Uint8Array {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // The other worker may have made the file and not yet written it.
  for (let attempt = 0; ; attempt++) {
    const text = readFileSync(file, 'utf8').trim();
    if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
    if (text !== '' || attempt === 50) {
      throw new PipelineError('ConfigInvalid', `PSEUDONYM_KEY_FILE ${file} does not hold 64 hexadecimal digits`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}
