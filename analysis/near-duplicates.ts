import type { ConversationRecord } from '../contracts/records.ts';
import { plainText } from './duplicates.ts';

/** Words in one shingle. */
const SHINGLE_WORDS = 3;
/** Texts with fewer shingles are compared exactly only: one changed word of few is another text. */
const SHINGLES_MIN = 8;
const HASHES = 128;
const BANDS = 32;
const ROWS = HASHES / BANDS;
/** Share of equal hashes, an estimate of the Jaccard similarity of the shingles: docs/decisions/0011. */
export const NEAR_DUPLICATE_MIN = 0.7;
/** Texts remembered: 800 bytes each. Past that the oldest is forgotten, so only duplicates farther apart are missed. */
const REMEMBERED_MAX = 262_144;
/** Candidates of one band that are looked at, newest first: data of one mould must not cost quadratic time. */
const CANDIDATES_MAX = 32;

/**
 * Finds texts that are nearly those of an earlier record: MinHash over three-word shingles with banded lookup.
 *
 * `isRepeat` says whether an earlier text is as similar as the threshold, and remembers the text where none is. Roles
 * are no part of it, the order of turns is. Deterministic: the hash functions are fixed. Memory: grows with the texts
 * remembered up to `rememberedMax`, then stays; at the default about 210 MB.
 *
 * Source: Broder, On the resemblance and containment of documents (1997); Leskovec et al., Mining of Massive Datasets, 3.4.
 */
export function createNearDuplicates(options: { threshold?: number; rememberedMax?: number } = {}) {
  const { threshold = NEAR_DUPLICATE_MIN, rememberedMax = REMEMBERED_MAX } = options;
  let capacity = Math.min(1024, rememberedMax);
  let signatures = new Uint32Array(capacity * HASHES);
  /** Per text and band the text before it in the same bucket, as an ever rising number; -1 ends the chain. */
  let previous = new Float64Array(capacity * BANDS);
  const heads = Array.from({ length: BANDS }, () => new Map<number, number>());
  let count = 0;

  function grow(): void {
    capacity = Math.min(capacity * 2, rememberedMax);
    const more = new Uint32Array(capacity * HASHES);
    more.set(signatures);
    signatures = more;
    const chains = new Float64Array(capacity * BANDS);
    chains.set(previous);
    previous = chains;
  }

  function remember(signature: Uint32Array, keys: readonly number[]): void {
    if (count >= capacity && capacity < rememberedMax) grow();
    const slot = count % capacity;
    signatures.set(signature, slot * HASHES);
    keys.forEach((key, band) => {
      previous[slot * BANDS + band] = heads[band]?.get(key) ?? -1;
      heads[band]?.set(key, count);
    });
    count += 1;
    // Heads of forgotten texts are swept once a round, so they never outnumber two rounds.
    if (count % rememberedMax === 0)
      for (const head of heads) for (const [key, at] of head) if (at < count - rememberedMax) head.delete(key);
  }

  function similar(signature: Uint32Array, at: number): boolean {
    const base = (at % capacity) * HASHES;
    let equal = 0;
    for (let i = 0; i < HASHES; i++) if (signatures[base + i] === signature[i]) equal += 1;
    return equal >= threshold * HASHES;
  }

  function find(signature: Uint32Array, keys: readonly number[]): number | null {
    const seen = new Set<number>();
    for (const [band, key] of keys.entries()) {
      let at = heads[band]?.get(key) ?? -1;
      for (let steps = 0; at >= 0 && at >= count - rememberedMax && steps < CANDIDATES_MAX; steps++) {
        if (!seen.has(at)) {
          seen.add(at);
          if (similar(signature, at)) return at;
        }
        at = previous[(at % capacity) * BANDS + band] ?? -1;
      }
    }
    return null;
  }

  return {
    isRepeat(signature: Uint32Array | null): boolean {
      if (signature === null) return false;
      const keys = bandKeys(signature);
      if (find(signature, keys) !== null) return true;
      remember(signature, keys);
      return false;
    },
    /** The number, from 0, of an earlier text among those given here that is nearly the same; null where none is. All are remembered. */
    earlierOf(signature: Uint32Array): number | null {
      const keys = bandKeys(signature);
      const earlier = find(signature, keys);
      remember(signature, keys);
      return earlier;
    },
  };
}

/** The smallest value of each hash function over the shingles; null for a text with too few of them. */
export function signatureOf({ messages }: Pick<ConversationRecord, 'messages'>): Uint32Array | null {
  const words = messages.flatMap(({ content }) => toWords(content));
  if (words.length < SHINGLES_MIN + SHINGLE_WORDS - 1) return null;
  const hashes = words.map(hashWord);
  const signature = new Uint32Array(HASHES).fill(0xffffffff);
  for (let i = 0; i + SHINGLE_WORDS <= hashes.length; i++) {
    let shingle = 0;
    for (let j = 0; j < SHINGLE_WORDS; j++)
      shingle = mix((Math.imul(shingle, 0x9e3779b1) + (hashes[i + j] ?? 0)) >>> 0);
    for (let h = 0; h < HASHES; h++) {
      const value = mix((Math.imul(shingle, MULTIPLIERS[h] ?? 1) + (OFFSETS[h] ?? 0)) >>> 0);
      if (value < (signature[h] ?? 0)) signature[h] = value;
    }
  }
  return signature;
}

/** Scripts without spaces between words give their characters. */
const toWords = (text: string) =>
  plainText(text).match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu,
  ) ?? [];

function bandKeys(signature: Uint32Array): number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let key = band;
    for (let row = 0; row < ROWS; row++)
      key = mix((Math.imul(key, 0x85ebca6b) + (signature[band * ROWS + row] ?? 0)) >>> 0);
    return key;
  });
}

/** FNV-1a over UTF-16 code units. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const MULTIPLIERS = Uint32Array.from({ length: HASHES }, (_, i) => (mix(2 * i + 1) | 1) >>> 0);
const OFFSETS = Uint32Array.from({ length: HASHES }, (_, i) => mix(0x5bd1e995 + i));
