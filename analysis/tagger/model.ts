import { createHash } from 'node:crypto';
import { createCrf, TAG_COUNT } from './crf.ts';
import { createFeaturizer, FEATURES_PER_TOKEN } from './features.ts';
import weights from './weights.json' with { type: 'json' };
import { GAZETTEER_BITS, hashWord, WORD_HASH_MASK } from './words.ts';

export type Model = ReturnType<typeof load>;

let loaded: Model | null = null;

/** The model that ships, unpacked at the first call (about a tenth of a second). */
export function theModel(): Model {
  loaded ??= load();
  return loaded;
}

/** Whether a word in small letters is an ordinary one of English. */
export const isCommonWord = (word: string): boolean => theModel().isCommon(word);

/** Whether only a large dictionary has a word in small letters. */
export const isRareWord = (word: string): boolean => theModel().isRare(word);

/** Whether a list of names of persons, places or companies has a word in small letters. */
export const isListedName = (word: string): boolean => theModel().isName(word);

/** Whether a list of given names has a word in small letters. */
export const isGivenName = (word: string): boolean => theModel().isGiven(word);

function load() {
  const { rows, row_numbers, word_hashes, word_bits, cluster_hashes, word_clusters, broad_clusters, transitions } =
    weights;
  const parts = [rows, row_numbers, word_hashes, word_bits, cluster_hashes, word_clusters, broad_clusters, transitions];
  const fits = weights.tags === TAG_COUNT && weights.features === FEATURES_PER_TOKEN;
  if (!fits || createHash('sha256').update(parts.join(' ')).digest('hex') !== weights.sha256)
    throw new Error(
      'analysis/tagger/weights.json is damaged or of another version; make it again with npm run train:pii',
    );
  const bits = bytesOf(word_bits);
  const wordAt = createIndex(threeBytes(word_hashes));
  const rowAt = createRanks(threeBytes(row_numbers), weights.buckets);
  const bitsOf = (hash: number) => bits[wordAt(hash & WORD_HASH_MASK)] ?? 0;
  const clusters = bytesOf(word_clusters);
  const clusterAt = createIndex(threeBytes(cluster_hashes));
  const lexicon = {
    bitsOf,
    clusterOf: (hash: number) => clusters[clusterAt(hash & WORD_HASH_MASK)] ?? 0,
    broad: [...bytesOf(broad_clusters)],
  };
  return {
    featuresOf: createFeaturizer(weights.buckets, lexicon),
    isCommon: (word: string) => (bitsOf(hashWord(word)) & GAZETTEER_BITS.common) !== 0,
    isGiven: (word: string) => (bitsOf(hashWord(word)) & GAZETTEER_BITS.given) !== 0,
    isRare: (word: string) => (bitsOf(hashWord(word)) & GAZETTEER_BITS.rare) !== 0,
    isName: (word: string) =>
      (bitsOf(hashWord(word)) &
        (GAZETTEER_BITS.given |
          GAZETTEER_BITS.surname |
          GAZETTEER_BITS.city |
          GAZETTEER_BITS.region |
          GAZETTEER_BITS.company)) !==
      0,
    rowAt,
    crf: createCrf({
      rows: new Int8Array(bytesOf(rows).buffer),
      scale: weights.scale,
      transitions: Float64Array.from(transitions),
    }),
  };
}

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

function threeBytes(text: string): Uint32Array {
  const bytes = bytesOf(text);
  return Uint32Array.from({ length: bytes.length / 3 }, (_, i) => {
    const at = i * 3;
    return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  });
}

/**
 * Position of a number below `size` in an ascending list, or -1: a bit for each number, and how many are in the list before each 32.
 * Of some fifty features of a word most are in no list, and the bits of all stay in the processor's cache.
 */
function createRanks(numbers: Uint32Array, size: number): (wanted: number) => number {
  // Bits and count of each 32 lie side by side.
  const ranks = new Int32Array(size >> 4);
  for (const number of numbers) {
    const at = (number >> 5) << 1;
    ranks[at] = (ranks[at] as number) | (1 << (number & 31));
  }
  for (let at = 2; at < ranks.length; at += 2)
    ranks[at + 1] = (ranks[at - 1] as number) + bitCount(ranks[at - 2] as number);
  return (wanted) => {
    const at = (wanted >> 5) << 1;
    const bits = ranks[at] as number;
    const bit = 1 << (wanted & 31);
    return (bits & bit) === 0 ? -1 : (ranks[at + 1] as number) + bitCount(bits & (bit - 1));
  };
}

/** How many of 32 bits are set. */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Position of a number in a list, or -1: a hash table with open addressing, half empty. */
function createIndex(numbers: Uint32Array): (wanted: number) => number {
  let size = 1;
  while (size < numbers.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  const slotOf = (number: number) => (Math.imul(number, 0x9e3779b1) >>> 7) & mask;
  for (const [position, number] of numbers.entries()) {
    let slot = slotOf(number);
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = position;
  }
  return (wanted) => {
    for (let slot = slotOf(wanted); ; slot = (slot + 1) & mask) {
      const position = slots[slot] as number;
      if (position === -1 || numbers[position] === wanted) return position;
    }
  };
}
