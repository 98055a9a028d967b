import { createHash } from 'node:crypto';
import { invalidInput } from './problem.ts';

/** An unusable key must not pass for no key: the caller counts on it. 255 is what payment interfaces allow. */
export function checkKey(key: string | undefined, field = 'Idempotency-Key'): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidInput([{ field, message: 'must be 1 to 255 visible ASCII characters' }]);
}

/**
 * The id that follows from a key, within a scope such as a tenant. RFC 9562 version 8: a UUID whose bits are our own,
 * here from a hash.
 */
export function idOfKey(scope: string, key: string): string {
  const bytes = createHash('sha256').update(`${scope}\0${key}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What a request is compared by where its key comes a second time. */
export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
