import { createHash } from 'node:crypto';
import type { ConversationRecord } from '../contracts/records.ts';

/**
 * Key of a record's text: equal for records that differ only in case, spacing, punctuation or Unicode form.
 *
 * Result: 64 hexadecimal digits, SHA-256 over roles and normalised contents. Cost: one pass over the text.
 */
export function duplicateKey(record: Pick<ConversationRecord, 'messages'>): string {
  const hash = createHash('sha256');
  for (const { role, content } of record.messages) hash.update(`${role}\0${plainText(content)}\0`);
  return hash.digest('hex');
}

/** A text without any letter or digit is its signs: two different emoji are two texts. */
export function plainText(text: string): string {
  const whole = text.normalize('NFKC').toLowerCase().trim();
  const signsOnly = !/[\p{L}\p{N}]/u.test(whole);
  return whole.replace(signsOnly ? /\s+/gu : /[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
}

/** Keys a counter keeps before it samples: about 100 MB. */
const KEYS_KEPT_MAX = 1_000_000;

/**
 * Counts distinct hash keys in bounded memory.
 *
 * Exact up to `keysMax` distinct keys. Past that it keeps only keys whose hash begins with a zero bit, then two, and so
 * on (adaptive sampling, Flajolet 1990): each key is either counted every time or never, so the share of repeats among
 * the kept keys estimates that of all, with a relative error of about 1.2 / sqrt(keysMax).
 *
 * Keys: hexadecimal digits of an even hash, 12 or more, as `duplicateKey` gives.
 */
export function createDistinctCounter(keysMax = KEYS_KEPT_MAX) {
  let bits = 0;
  let counts = new Map<string, number>();
  const isKept = (key: string) => Number.parseInt(key.slice(0, 12), 16) < 2 ** (48 - bits);
  return {
    add(key: string): void {
      if (!isKept(key)) return;
      const kept = key.slice(0, 32);
      counts.set(kept, (counts.get(kept) ?? 0) + 1);
      while (counts.size > keysMax && bits < 48) {
        bits += 1;
        counts = new Map([...counts].filter(([each]) => isKept(each)));
      }
    },
    /** `repeat_share`: additions whose key was there before, 0 to 1; 0 where nothing was added. */
    result(): { distinct: number; repeat_share: number; exact: boolean } {
      let total = 0;
      for (const count of counts.values()) total += count;
      return {
        distinct: counts.size * 2 ** bits,
        repeat_share: total === 0 ? 0 : 1 - counts.size / total,
        exact: bits === 0,
      };
    },
  };
}

/** A key for `createDistinctCounter` of any text. */
export function hashKey(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
