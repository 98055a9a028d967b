/** Lists of words that a token may stand in, one bit each. The trainer fills them; the model ships their hashes. */
export const GAZETTEERS = ['given', 'surname', 'city', 'region', 'common', 'company', 'rare'] as const;
export type Gazetteer = (typeof GAZETTEERS)[number];
/** The lists are kept by 24 bits of a word's hash: one unlisted word in a hundred is taken for a listed one. */
export const WORD_HASH_MASK = 0xffffff;

/** What is known of a word by its hash: the lists it stands in, and its cluster, 0 for none. */
export interface Lexicon {
  bitsOf(hash: number): number;
  clusterOf(hash: number): number;
  /** The broad cluster of each cluster. */
  broad: readonly number[];
}

/** What the features of a token are made of, computed once for a word. The hashes are signed. */
export interface Word {
  lower: number;
  shape: number;
  prefix2: number;
  prefix3: number;
  suffix2: number;
  suffix3: number;
  suffix4: number;
  bits: number;
  /** Words that mean similar things have the same; signs and numbers are their own. */
  cluster: number;
  broad: number;
  /** 0 no letter, 1 lower case, 2 capitalised, 3 all capitals, 4 mixed */
  casing: number;
  /** Neither letters nor a digit first. */
  isSign: boolean;
  /** A sign after which a sentence or an entry of a list starts. */
  ends: boolean;
}

/** `rare`: words of English that are in large dictionaries only. */
export const GAZETTEER_BITS = {
  given: 1,
  surname: 2,
  city: 4,
  region: 8,
  common: 16,
  company: 32,
  rare: 64,
} as const;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over UTF-16 code units, 32 bits. */
export function hashWord(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}

/** What stands before the first word of a text and after the last. */
export const EDGE: Word = {
  lower: 7,
  shape: 7,
  prefix2: 7,
  prefix3: 7,
  suffix2: 7,
  suffix3: 7,
  suffix4: 7,
  bits: 0,
  cluster: 7,
  broad: 7,
  casing: 0,
  isSign: true,
  ends: false,
};

const ENDS = new Set(['.', '!', '?', '\n', ':', '"', '“', '(', '-', '>', '•', '*']);

export function describe(text: string, { bitsOf, clusterOf, broad }: Lexicon): Word {
  const lower = text.toLowerCase();
  const normal = /^\d+$/.test(text) ? `#${Math.min(text.length, 7)}` : lower;
  const hash = hashWord(normal);
  const casing = wordCasing(text, lower);
  const cluster = casing === 0 ? hash | 0 : clusterOf(hash);
  return {
    lower: hash | 0,
    shape: hashWord(shapeOf(text)) | 0,
    prefix2: hashWord(lower.slice(0, 2)) | 0,
    prefix3: hashWord(lower.slice(0, 3)) | 0,
    suffix2: hashWord(lower.slice(-2)) | 0,
    suffix3: hashWord(lower.slice(-3)) | 0,
    suffix4: hashWord(lower.slice(-4)) | 0,
    bits: bitsOf(hash),
    cluster,
    broad: casing === 0 ? hash | 0 : (broad[cluster] ?? 0),
    casing,
    isSign: casing === 0 && !/^\d/.test(text),
    ends: ENDS.has(text),
  };
}

function wordCasing(text: string, lower: string): number {
  const upper = text.toUpperCase();
  if (upper === lower) return 0;
  if (text === lower) return 1;
  if (text.length > 1 && text === upper) return 3;
  return text.slice(1) === lower.slice(1) ? 2 : 4;
}

/** Xxxx9 with runs shortened: Anna is Xx, MRN12 is X9, at most eight signs. */
function shapeOf(text: string): string {
  let shape = '';
  let last = '';
  for (let i = 0; i < text.length && shape.length < 8; i++) {
    const char = text.charAt(i);
    const lower = char.toLowerCase();
    const kind =
      char >= '0' && char <= '9'
        ? '9'
        : lower === char.toUpperCase()
          ? char < 'ʰ'
            ? char
            : 'a'
          : char === lower
            ? 'x'
            : 'X';
    if (kind !== last) shape += kind;
    last = kind;
  }
  return /^9$/.test(shape) ? `9${Math.min(text.length, 6)}` : shape;
}
