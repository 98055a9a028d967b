import type { Token } from './tokens.ts';
import { describe, EDGE, type Lexicon, type Word } from './words.ts';

/** Signed, as all hashes here: numbers over 2^31 would be objects to the engine. */
function mix(template: number, a: number, b: number): number {
  let hash = Math.imul(a ^ Math.imul(template, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul((hash ^ (hash >>> 15)) + b, 0xc2b2ae35);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x27d4eb2f);
  return hash ^ (hash >>> 16);
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

  /** `alter` takes from a token what training must not lean on; `room`, where given, is filled instead of an array of its own. */
  return function featuresOf(
    tokens: readonly Token[],
    { alter, room }: { alter?: (word: Word, index: number) => Word; room?: Int32Array } = {},
  ): Int32Array {
    const words = tokens.map(({ text }, i) => {
      const word = wordOf(text);
      return alter ? alter(word, i) : word;
    });
    const cased = casingOf(words);
    const lines = linesOf(tokens, words);
    const out = room ?? new Int32Array(tokens.length * FEATURES_PER_TOKEN);
    let o = 0;
    for (let i = 0; i < words.length; i++) {
      const w = words[i] as Word;
      const p = wordAt(words, i - 1);
      const pp = wordAt(words, i - 2);
      const n = wordAt(words, i + 1);
      const nn = wordAt(words, i + 2);
      const ppp = wordAt(words, i - 3);
      const nnn = wordAt(words, i + 3);
      const line = lines.of(i);
      const starts = p === EDGE || p.ends ? 1 : 0;
      const look = w.casing * 128 + w.bits;
      out[o++] = mix(1, 0, 0) & mask;
      out[o++] = mix(2, w.lower, 0) & mask;
      out[o++] = mix(3, p.lower, 0) & mask;
      out[o++] = mix(4, n.lower, 0) & mask;
      out[o++] = mix(5, pp.lower, 0) & mask;
      out[o++] = mix(6, nn.lower, 0) & mask;
      out[o++] = mix(7, p.lower, w.lower) & mask;
      out[o++] = mix(8, w.lower, n.lower) & mask;
      out[o++] = mix(9, pp.lower, p.lower) & mask;
      out[o++] = mix(10, n.lower, nn.lower) & mask;
      out[o++] = mix(11, p.lower, n.lower) & mask;
      out[o++] = mix(12, w.shape, cased) & mask;
      out[o++] = mix(13, p.shape, w.shape) & mask;
      out[o++] = mix(14, w.shape, n.shape) & mask;
      out[o++] = mix(15, mix(15, p.shape, w.shape), n.shape) & mask;
      out[o++] = mix(16, w.prefix2, w.casing) & mask;
      out[o++] = mix(17, w.prefix3, w.casing) & mask;
      out[o++] = mix(18, w.suffix2, w.casing) & mask;
      out[o++] = mix(19, w.suffix3, w.casing) & mask;
      out[o++] = mix(20, w.suffix4, w.casing) & mask;
      out[o++] = mix(21, look, cased * 2 + starts) & mask;
      out[o++] = mix(22, p.casing * 128 + p.bits, look) & mask;
      out[o++] = mix(23, look, n.casing * 128 + n.bits) & mask;
      out[o++] = mix(24, mix(24, p.bits, w.bits), n.bits) & mask;
      out[o++] = mix(25, p.lower, look) & mask;
      out[o++] = mix(26, n.lower, look) & mask;
      out[o++] = mix(27, mix(27, pp.lower, p.lower), look) & mask;
      out[o++] = mix(28, mix(28, n.lower, nn.lower), look) & mask;
      out[o++] = mix(29, mix(29, p.lower, n.lower), look) & mask;
      out[o++] = mix(30, pp.casing * 128 + pp.bits, look) & mask;
      out[o++] = mix(31, look, nn.casing * 128 + nn.bits) & mask;
      out[o++] = mix(32, starts, w.lower) & mask;
      out[o++] = mix(33, mix(33, pp.shape, p.shape), mix(34, n.shape, nn.shape)) & mask;
      out[o++] = mix(35, mix(35, pp.lower, p.lower), w.casing) & mask;
      out[o++] = mix(36, ppp.lower, w.casing) & mask;
      out[o++] = mix(37, nnn.lower, w.casing) & mask;
      out[o++] = mix(38, mix(38, line.own, line.at), look) & mask;
      out[o++] = mix(39, mix(39, line.before, line.own), look) & mask;
      out[o++] = mix(40, mix(40, line.after, line.own), look) & mask;
      out[o++] = mix(41, mix(41, n.lower, nnn.lower), w.casing) & mask;
      out[o++] = mix(42, w.cluster, look) & mask;
      out[o++] = mix(43, p.cluster, look) & mask;
      out[o++] = mix(44, n.cluster, look) & mask;
      out[o++] = mix(45, mix(45, pp.cluster, p.cluster), look) & mask;
      out[o++] = mix(46, mix(46, n.cluster, nn.cluster), look) & mask;
      out[o++] = mix(47, mix(47, p.broad, n.broad), look) & mask;
      out[o++] = mix(48, pp.cluster, w.casing) & mask;
      out[o++] = mix(49, nn.cluster, w.casing) & mask;
      out[o++] = mix(50, mix(50, mix(51, pp.broad, p.broad), mix(52, n.broad, nn.broad)), w.casing) & mask;
    }
    return out;
  };
}

/** Never reads before the start of the array, which would take longer than all else that is done for a word. */
const wordAt = (words: readonly Word[], index: number): Word =>
  index < 0 || index >= words.length ? EDGE : (words[index] as Word);

/** Longer lines than this are sentences: their length says nothing about what stands in them. */
const LINE_WORDS_MAX = 6;

/** What a form, a list or a block of an address is told by: how long a word's line and its neighbours are, and what they begin with. */
function linesOf(tokens: readonly Token[], words: readonly Word[]) {
  const starts = [0];
  const looks: number[] = [];
  for (let at = 0; at < tokens.length; at++)
    if (tokens[at]?.text === '\n') {
      looks.push(lookOf(words, starts[looks.length] ?? 0, at));
      starts.push(at + 1);
    }
  looks.push(lookOf(words, starts[looks.length] ?? 0, tokens.length));
  let line = 0;
  return {
    /** For indexes in order. */
    of(index: number) {
      while (line + 1 < starts.length && (starts[line + 1] as number) <= index) line += 1;
      return {
        own: looks[line] as number,
        before: line > 0 ? (looks[line - 1] as number) : 7,
        after: line + 1 < looks.length ? (looks[line + 1] as number) : 7,
        at: Math.min(index - (starts[line] as number), 3),
      };
    },
  };
}

function lookOf(words: readonly Word[], start: number, end: number): number {
  // Marks of quotes and lists before the first word are no part of it.
  let first = start;
  let letters = 0;
  for (let at = start; at < end; at++) {
    if (words[at]?.isSign === true) continue;
    if (letters === 0) first = at;
    letters += 1;
  }
  const lead = words[first] ?? EDGE;
  return Math.min(letters, LINE_WORDS_MAX) * 1024 + lead.casing * 128 + lead.bits;
}

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
