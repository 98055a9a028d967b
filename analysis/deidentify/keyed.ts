import { createHash, createHmac } from 'node:crypto';

/** Secret-dependent choices: without the key they can neither be foreseen nor be undone by trying values. */
export interface Keyed {
  /** Names the key without telling it: outputs made under another key have another name. */
  readonly id: string;
  /** HMAC-SHA256 of a domain and a value, as `digits` lower-case hexadecimal digits. */
  code(domain: string, value: string, digits?: number): string;
  /** A whole number from 0 to `count` - 1. */
  choose(domain: string, value: string, count: number): number;
}

/** The domain keeps equal values of different use apart: a phone number and a record number with the same digits. */
export function createKeyed(key: Uint8Array): Keyed {
  const digest = (domain: string, value: string) => createHmac('sha256', key).update(`${domain}\0${value}`).digest();
  return {
    id: createHash('sha256').update('key id\0').update(key).digest('hex').slice(0, 16),
    code: (domain, value, digits = 12) => digest(domain, value).toString('hex').slice(0, digits),
    choose: (domain, value, count) => digest(domain, value).readUIntBE(0, 6) % count,
  };
}
