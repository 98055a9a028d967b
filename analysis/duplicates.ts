import { hash } from 'node:crypto';
import type { ConversationRecord } from '../contracts/records.ts';

/**
 * Key of a record's text: equal for records that differ only in case, spacing, punctuation or Unicode form.
 *
 * Result: 64 hexadecimal digits, SHA-256 over roles and normalised contents. Cost: one pass over the text.
 */
export function duplicateKey(record: Pick<ConversationRecord, 'messages'>): string {
  return hash('sha256', duplicateText(record));
}

/** What `duplicateKey` is a hash of: roles and normalised contents. */
export function duplicateText({ messages }: Pick<ConversationRecord, 'messages'>): string {
  let text = '';
  for (const { role, content } of messages) text += `${role}\0${plainText(content)}\0`;
  return text;
}

/** A text without any letter or digit is its signs: two different emoji are two texts. */
export function plainText(text: string): string {
  if (!NOT_ASCII.test(text)) return normaliseAscii(text);
  const whole = text.normalize('NFKC').toLowerCase().trim();
  const signsOnly = !/[\p{L}\p{N}]/u.test(whole);
  return whole.replace(signsOnly ? /\s+/gu : /[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
}

/**
 * Hash of `duplicateText`, for counting: the text itself is not made. A content is normalised and hashed sign by sign where
 * each of its signs can be taken by itself (`learnUnit`); any other goes through `plainText`. See `EvenHash` for what the
 * hash is good for.
 */
export function duplicateHash({ messages }: Pick<ConversationRecord, 'messages'>): number {
  const hash = new EvenHash();
  for (const { role, content } of messages) {
    hash.add(role);
    hash.addUnit(0);
    if (!hash.addPlain(content)) hash.add(plainText(content));
    hash.addUnit(0);
  }
  return hash.result();
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

/** Keys a counter keeps before it samples: 12 MB, 19 while they move. */
const KEYS_KEPT_MAX = 750_000;
/** Bits of a key that are kept: what a number holds exactly. Of so many keys, two are taken for one in 1 of 16,000 datasets. */
const KEY_BITS = 52;

/**
 * Counts distinct texts in bounded memory, by a hash of 52 bits: all that is asked of it is to be even.
 *
 * Exact up to `keysMax` distinct keys. Past that it keeps only keys whose hash begins with a zero bit, then two, and so
 * on (adaptive sampling, Flajolet 1990): each key is either counted every time or never, so the share of repeats among
 * the kept keys estimates that of all, with a relative error of about 1.2 / sqrt(keysMax).
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
    /** Counts a text by its hash: that of `evenHash` or `duplicateHash`, whole numbers of 52 bits. */
    add(key: number): void {
      if (key >= 2 ** (KEY_BITS - bits)) return;
      kept.add(key, 1);
      while (kept.size > keysMax && bits < KEY_BITS) shrink();
      if (kept.size <= kept.slots * FILLED_MAX) return;
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
 * of two, and no more than FILLED_MAX of them are filled.
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
      let slot = (key >>> 0) & (slots - 1);
      let there = keys[slot];
      while (there !== -1 && there !== key) {
        slot = (slot + 1) & (slots - 1);
        there = keys[slot];
      }
      if (there === -1) {
        size += 1;
        keys[slot] = key;
      }
      counts[slot] = (counts[slot] ?? 0) + count;
    },
    each(visit: (key: number, count: number) => void): void {
      for (let slot = 0; slot < slots; slot++) if (keys[slot] !== -1) visit(keys[slot] ?? 0, counts[slot] ?? 0);
    },
  };
}

/** The keys that came before, of 52 bits as `evenHash` makes them: 16 to 32 bytes each. */
export function createKeySet() {
  let kept = createKeyCounts(SLOTS_MIN);
  return {
    /** False where it was there. */
    add(key: number): boolean {
      const before = kept.size;
      kept.add(key, 1);
      if (kept.size === before) return false;
      if (kept.size > kept.slots * FILLED_MAX) {
        const wider = createKeyCounts(kept.slots * 2);
        kept.each((each, count) => wider.add(each, count));
        kept = wider;
      }
      return true;
    },
  };
}

const SLOTS_MIN = 1024;
const FILLED_MAX = 0.75;

/** A hash of any text: 64 hexadecimal digits. */
export function hashKey(text: string): string {
  return hash('sha256', text);
}

/** A hash of any text, for counting. See `EvenHash`. */
export function evenHash(text: string): number {
  const hash = new EvenHash();
  hash.add(text);
  return hash.result();
}

/**
 * A whole number of 52 bits, even over all texts, and no secret: a tenth of the time of SHA-256 on short texts.
 *
 * Source: two lanes of multiplication and xor over the UTF-16 units, finished as MurmurHash3 does (cyrb53, public domain).
 */
class EvenHash {
  private a = 0xdeadbeef | 0;
  private b = 0x41c6ce57;

  addUnit(unit: number): void {
    this.a = Math.imul(this.a ^ unit, PRIME_A);
    this.b = Math.imul(this.b ^ unit, PRIME_B);
  }

  add(text: string): void {
    let { a, b } = this;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, PRIME_A);
      b = Math.imul(b ^ unit, PRIME_B);
    }
    this.a = a;
    this.b = b;
  }

  /**
   * Adds what `plainText` makes of a text, sign by sign. Where that cannot be, adds nothing and says false. There is no
   * branch for gaps: where words end no processor can tell, and a wrong guess costs as much as several signs.
   */
  addPlain(text: string): boolean {
    let [from, end] = [0, text.length];
    while (from < end && isGap(text.charCodeAt(from))) from += 1;
    while (from < end && isGap(text.charCodeAt(end - 1))) end -= 1;
    if (from === end) return false;
    let { a, b } = this;
    let seen = 0;
    let before = 0;
    for (let i = from; i < end; i++) {
      const plain = PLAIN_UNITS[text.charCodeAt(i)] ?? 0;
      // All ones for a gap, else zero. Of a gap of several signs the first counts, as the space that it becomes.
      const gap = plain >> 31;
      const passed = gap & before;
      a = (a & passed) | (Math.imul(a ^ (plain & UNIT), PRIME_A) & ~passed);
      b = (b & passed) | (Math.imul(b ^ (plain & UNIT), PRIME_B) & ~passed);
      seen |= plain;
      before = gap;
    }
    if ((seen & UNKNOWN) !== 0) {
      for (let i = from; i < end; i++) learnUnit(text.charCodeAt(i));
      return this.addPlain(text);
    }
    if ((seen & NOT_ALONE) !== 0) return false;
    this.a = a;
    this.b = b;
    return true;
  }

  result(): number {
    let { a, b } = this;
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
    return (b & 0xfffff) * 2 ** 32 + (a >>> 0);
  }
}

const PRIME_A = 0x9e3779b1;
const PRIME_B = 0x5f356495;
const [UNIT, NOT_ALONE, UNKNOWN, GAP] = [0xffff, 1 << 17, 1 << 18, (1 << 31) | 32];
/** What a plain text has for a unit: that of a small letter or digit, a space with the bit that says gap, or one of the above. */
const PLAIN_UNITS = new Int32Array(0x10000).fill(UNKNOWN);

function isGap(unit: number): boolean {
  if (PLAIN_UNITS[unit] === UNKNOWN) learnUnit(unit);
  return PLAIN_UNITS[unit] === GAP;
}

/**
 * Finds what `plainText` has for a UTF-16 unit whatever stands beside it. None where that is not one letter or digit, nor a
 * gap: halves of pairs, marks and the parts of Hangul syllables, which join with the sign before, and signs that become
 * several.
 */
function learnUnit(unit: number): void {
  if (PLAIN_UNITS[unit] !== UNKNOWN) return;
  const sign = String.fromCharCode(unit);
  const forms = sign.normalize('NFKC');
  const plain = forms.toLowerCase();
  const dependsOnOthers = /[\p{Cs}\p{M}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u03a3]/u.test(sign + forms + plain);
  const gap = !/[\p{L}\p{N}]/u.test(plain);
  PLAIN_UNITS[unit] = dependsOnOthers ? NOT_ALONE : gap ? GAP : plain.length === 1 ? plain.charCodeAt(0) : NOT_ALONE;
}
