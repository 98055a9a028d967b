import { plainApostrophes } from '../text-features.ts';

export type PhraseTable = Readonly<Record<string, readonly string[]>>;

interface Entry {
  name: string;
  words: readonly string[];
}

/** Scripts that write no spaces between words, or join particles to them: phrases in one of them are looked for anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]/u;
const WORD = /[\p{L}\p{M}\p{N}']+/gu;
const PREFIX_CHARS = 3;

/**
 * Counts the phrases of a table in a text, in one pass over its words whatever the size of the table.
 *
 * A phrase is whole words in any case; hyphens count as spaces; `suicid*` stands for every word that begins so. Phrases in
 * Chinese, Japanese, Korean and Thai count wherever they stand. Result: hits per name of the table, absent where there are none, and
 * the number of words (two signs of an unspaced script count as one).
 */
export function createPhraseFinder(table: PhraseTable) {
  const byFirstWord = new Map<string, Entry[]>();
  const byPrefix = new Map<string, Entry[]>();
  const unspaced: { name: string; phrase: string }[] = [];
  for (const [name, phrases] of Object.entries(table)) {
    for (const phrase of phrases) {
      if (UNSPACED.test(phrase)) unspaced.push({ name, phrase });
      else add({ name, words: phrase.toLowerCase().replaceAll('-', ' ').split(' ') });
    }
  }

  function add(entry: Entry): void {
    const first = entry.words[0] ?? '';
    const [map, key] = first.endsWith('*') ? [byPrefix, first.slice(0, PREFIX_CHARS)] : [byFirstWord, first];
    const entries = map.get(key) ?? [];
    entries.push(entry);
    map.set(key, entries);
  }

  return function find(text: string): { hits: Map<string, number>; wordCount: number } {
    const plain = plainApostrophes(text).toLowerCase();
    const words = plain.match(WORD) ?? [];
    const hits = new Map<string, number>();
    const count = (name: string) => hits.set(name, (hits.get(name) ?? 0) + 1);
    words.forEach((word, at) => {
      const candidates = [byFirstWord.get(word), byPrefix.get(word.slice(0, PREFIX_CHARS))];
      for (const entries of candidates) {
        for (const entry of entries ?? []) if (matches(entry.words, words, at)) count(entry.name);
      }
    });
    let wordCount = words.length;
    const signs = plain.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
    wordCount += Math.round(signs / 2);
    if (UNSPACED.test(plain)) {
      for (const { name, phrase } of unspaced) if (plain.includes(phrase)) count(name);
    }
    return { hits, wordCount };
  };
}

function matches(phrase: readonly string[], words: readonly string[], at: number): boolean {
  return phrase.every((part, i) => {
    const word = words[at + i] ?? '';
    return part.endsWith('*') ? word.startsWith(part.slice(0, -1)) : word === part;
  });
}
