import type { Token } from './tokens.ts';
import { describe, EDGE, type Lexicon, type Word } from './words.ts';

function mix(template: number, a: number, b: number): number {
  let hash = Math.imul(a ^ Math.imul(template, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 15)) + b, 0xc2b2ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x27d4eb2f);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** How many features a token has: fixed, so that a text's are one flat array. */
export const FEATURES_PER_TOKEN = 49;

const CACHE_MAX = 60_000;

/**
 * Turns tokens into rows of the weight table: the word, its parts and shape, its neighbours, the lists it stands in, and
 * whether the text uses capitals at all (chats often do not).
 */
export function createFeaturizer(buckets: number, lexicon: Lexicon) {
  const mask = buckets - 1;
  let cache = new Map<string, Word>();
  const wordOf = (text: string): Word => {
    let word = cache.get(text);
    if (!word) {
      if (cache.size >= CACHE_MAX) cache = new Map();
      word = describe(text, lexicon);
      cache.set(text, word);
    }
    return word;
  };

  /** `alter` takes from a token what training must not lean on. */
  return function featuresOf(tokens: readonly Token[], alter?: (word: Word, index: number) => Word): Int32Array {
    const words = tokens.map(({ text }, i) => {
      const word = wordOf(text);
      return alter ? alter(word, i) : word;
    });
    const cased = casingOf(words);
    const lines = linesOf(tokens, words);
    const out = new Int32Array(tokens.length * FEATURES_PER_TOKEN);
    for (let i = 0; i < words.length; i++) {
      const w = words[i] ?? EDGE;
      const p = words[i - 1] ?? EDGE;
      const pp = words[i - 2] ?? EDGE;
      const n = words[i + 1] ?? EDGE;
      const nn = words[i + 2] ?? EDGE;
      const line = lines.of(i);
      const starts = p === EDGE || ENDS.has(tokens[i - 1]?.text ?? '') ? 1 : 0;
      const look = w.casing * 128 + w.bits;
      let o = i * FEATURES_PER_TOKEN;
      const put = (template: number, a: number, b = 0) => {
        out[o++] = mix(template, a, b) & mask;
      };
      put(1, 0);
      put(2, w.lower);
      put(3, p.lower);
      put(4, n.lower);
      put(5, pp.lower);
      put(6, nn.lower);
      put(7, p.lower, w.lower);
      put(8, w.lower, n.lower);
      put(9, pp.lower, p.lower);
      put(10, n.lower, nn.lower);
      put(11, p.lower, n.lower);
      put(12, w.shape, cased);
      put(13, p.shape, w.shape);
      put(14, w.shape, n.shape);
      put(15, mix(15, p.shape, w.shape), n.shape);
      put(16, w.prefix2, w.casing);
      put(17, w.prefix3, w.casing);
      put(18, w.suffix2, w.casing);
      put(19, w.suffix3, w.casing);
      put(20, w.suffix4, w.casing);
      put(21, look, cased * 2 + starts);
      put(22, p.casing * 128 + p.bits, look);
      put(23, look, n.casing * 128 + n.bits);
      put(24, mix(24, p.bits, w.bits), n.bits);
      put(25, p.lower, look);
      put(26, n.lower, look);
      put(27, mix(27, pp.lower, p.lower), look);
      put(28, mix(28, n.lower, nn.lower), look);
      put(29, mix(29, p.lower, n.lower), look);
      put(30, pp.casing * 128 + pp.bits, look);
      put(31, look, nn.casing * 128 + nn.bits);
      put(32, starts, w.lower);
      put(33, mix(33, pp.shape, p.shape), mix(34, n.shape, nn.shape));
      put(35, mix(35, pp.lower, p.lower), w.casing);
      put(36, (words[i - 3] ?? EDGE).lower, w.casing);
      put(37, (words[i + 3] ?? EDGE).lower, w.casing);
      put(38, mix(38, line.own, line.at), look);
      put(39, mix(39, line.before, line.own), look);
      put(40, mix(40, line.after, line.own), look);
      put(41, mix(41, n.lower, (words[i + 3] ?? EDGE).lower), w.casing);
      put(42, w.cluster, look);
      put(43, p.cluster, look);
      put(44, n.cluster, look);
      put(45, mix(45, pp.cluster, p.cluster), look);
      put(46, mix(46, n.cluster, nn.cluster), look);
      put(47, mix(47, p.broad, n.broad), look);
      put(48, pp.cluster, w.casing);
      put(49, nn.cluster, w.casing);
      put(50, mix(50, mix(51, pp.broad, p.broad), mix(52, n.broad, nn.broad)), w.casing);
    }
    return out;
  };
}

/** Longer lines than this are sentences: their length says nothing about what stands in them. */
const LINE_WORDS_MAX = 6;

/** What a form, a list or a block of an address is told by: how long a word's line and its neighbours are, and what they begin with. */
function linesOf(tokens: readonly Token[], words: readonly Word[]) {
  const starts = [0];
  for (const [i, { text }] of tokens.entries()) if (text === '\n') starts.push(i + 1);
  const looks = starts.map((start, i) => {
    const end = (starts[i + 1] ?? tokens.length + 1) - 1;
    // Marks of quotes and lists before the first word are no part of it.
    let first = start;
    let letters = 0;
    for (let at = start; at < end; at++) {
      if ((words[at]?.casing ?? 0) === 0 && !/^\d/.test(tokens[at]?.text ?? '')) continue;
      if (letters === 0) first = at;
      letters += 1;
    }
    const lead = words[first] ?? EDGE;
    return Math.min(letters, LINE_WORDS_MAX) * 1024 + lead.casing * 128 + lead.bits;
  });
  let line = 0;
  return {
    /** For indexes in order. */
    of(index: number) {
      while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= index) line += 1;
      return {
        own: looks[line] ?? 0,
        before: looks[line - 1] ?? 7,
        after: looks[line + 1] ?? 7,
        at: Math.min(index - (starts[line] ?? 0), 3),
      };
    },
  };
}

const ENDS = new Set(['.', '!', '?', '\n', ':', '"', '“', '(', '-', '>', '•', '*']);
/** 0 without letters, 1 no capitals at all, 2 nearly all capitals, 3 capitals here and there. */
function casingOf(words: readonly Word[]): number {
  let [letters, capital, upper] = [0, 0, 0];
  for (const { casing } of words) {
    if (casing === 0) continue;
    letters += 1;
    if (casing >= 2) capital += 1;
    if (casing === 3) upper += 1;
  }
  if (letters === 0) return 0;
  if (capital === 0) return 1;
  return upper > letters * 0.7 ? 2 : 3;
}
