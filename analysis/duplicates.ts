import { hash } from 'node:crypto';
import type { ConversationRecord } from '../contracts/records.ts';

/**
 * Key of a record's text: equal for records that differ only in case, spacing, punctuation or Unicode form.
 *
 * Result: 64 hexadecimal digits, SHA-256 over roles and normalised contents. Cost: one pass over the text.
 */
export function duplicateKey(record: Pick<ConversationRecord, 'messages'>): string {
  let text = '';
  for (const { role, content } of record.messages) text += `${role}\0${plainText(content)}\0`;
  return hash('sha256', text);
}

/** A text without any letter or digit is its signs: two different emoji are two texts. */
export function plainText(text: string): string {
  if (!NOT_ASCII.test(text)) return normaliseAscii(text);
  const whole = text.normalize('NFKC').toLowerCase().trim();
  const signsOnly = !/[\p{L}\p{N}]/u.test(whole);
  return whole.replace(signsOnly ? /\s+/gu : /[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
}

const NOT_ASCII = /\P{ASCII}/u;

/** The same for ASCII, which most text is: the Unicode forms and classes come to the same and cost a multiple. */
function normaliseAscii(text: string): string {
  if (scratch.length < text.length) scratch = Buffer.alloc(text.length * 2);
  let length = 0;
  let gap = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isUpper = code >= 65 && code <= 90;
    if (!isUpper && !(code >= 97 && code <= 122) && !(code >= 48 && code <= 57)) {
      gap = length > 0;
      continue;
    }
    if (gap) scratch[length++] = 32;
    gap = false;
    scratch[length++] = isUpper ? code + 32 : code;
  }
  return length > 0 ? scratch.toString('latin1', 0, length) : text.trim().replace(/\s+/g, ' ');
}

let scratch = Buffer.alloc(0);

/** Keys a counter keeps before it samples: 48 MB at most. */
const KEYS_KEPT_MAX = 1_000_000;
/** Bits of a key that are kept: what a number holds exactly. Of a million keys, two are taken for one in 1 of 9000 datasets. */
const KEY_BITS = 52;

/**
 * Counts distinct hash keys in bounded memory.
 *
 * Exact up to `keysMax` distinct keys. Past that it keeps only keys whose hash begins with a zero bit, then two, and so
 * on (adaptive sampling, Flajolet 1990): each key is either counted every time or never, so the share of repeats among
 * the kept keys estimates that of all, with a relative error of about 1.2 / sqrt(keysMax).
 *
 * Keys: hexadecimal digits of an even hash, 13 or more, as `duplicateKey` gives.
 */
export function createDistinctCounter(keysMax = KEYS_KEPT_MAX) {
  let bits = 0;
  let kept = createKeyCounts(SLOTS_MIN);

  function shrink(): void {
    bits += 1;
    const fewer = createKeyCounts(kept.slots);
    kept.each((key, count) => {
      if (key < 2 ** (KEY_BITS - bits)) fewer.add(key, count);
    });
    kept = fewer;
  }

  return {
    add(digits: string): void {
      const key = Number.parseInt(digits.slice(0, KEY_BITS / 4), 16);
      if (key >= 2 ** (KEY_BITS - bits)) return;
      kept.add(key, 1);
      while (kept.size > keysMax && bits < KEY_BITS) shrink();
      if (kept.size * 2 <= kept.slots) return;
      const wider = createKeyCounts(kept.slots * 2);
      kept.each((each, count) => wider.add(each, count));
      kept = wider;
    },
    /** `repeat_share`: additions whose key was there before, 0 to 1; 0 where nothing was added. */
    result(): { distinct: number; repeat_share: number; exact: boolean } {
      let total = 0;
      kept.each((_key, count) => {
        total += count;
      });
      return {
        distinct: kept.size * 2 ** bits,
        repeat_share: total === 0 ? 0 : 1 - kept.size / total,
        exact: bits === 0,
      };
    },
  };
}

/**
 * Counts by number in two flat arrays, by open addressing: a tenth of the memory of a Map from text. `slots` is a power
 * of two and at least twice the keys.
 */
function createKeyCounts(slots: number) {
  const keys = new Float64Array(slots).fill(-1);
  const counts = new Uint32Array(slots);
  let size = 0;
  return {
    slots,
    get size() {
      return size;
    },
    add(key: number, count: number): void {
      // The low bits are as even as the high ones, and sampling does not touch them.
      let slot = key % slots;
      while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) % slots;
      if (keys[slot] === -1) size += 1;
      keys[slot] = key;
      counts[slot] = (counts[slot] ?? 0) + count;
    },
    each(visit: (key: number, count: number) => void): void {
      for (let slot = 0; slot < slots; slot++) if (keys[slot] !== -1) visit(keys[slot] ?? 0, counts[slot] ?? 0);
    },
  };
}

const SLOTS_MIN = 1024;

/** A key for `createDistinctCounter` of any text. */
export function hashKey(text: string): string {
  return hash('sha256', text);
}
