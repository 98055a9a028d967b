// Scripts that put no blanks between words: each character counts as a word, and the pairs of them as what words are.
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((name) => `\\p{Script=${name}}`)
  .join('');
const WORDS = new RegExp(
  `[${UNSPACED}]\\p{M}*|[[\\p{L}\\p{N}]--[${UNSPACED}]][[\\p{L}\\p{M}\\p{N}']--[${UNSPACED}]]*[[\\p{L}\\p{M}\\p{N}]--[${UNSPACED}]]`,
  'gv',
);

/**
 * Lower-case words of two or more letters or digits, in Unicode's composed form; a masked identifier such as [EMAIL] is
 * one word, and a word is the same with either kind of apostrophe.
 */
export function tokenize(text: string): string[] {
  const plain = text.normalize('NFC').toLowerCase().replaceAll('’', "'");
  return plain.match(WORDS) ?? [];
}

/** The word in memory of its own, where it is to be kept: one found in a text is a view of it to V8, and keeps all of it. */
export const detached = (word: string): string => Buffer.from(word, 'utf16le').toString('utf16le');

/** Words and pairs of neighbouring words. */
export function wordsAndPairs(words: string[]): string[] {
  return words.concat(words.slice(1).map((word, i) => `${words[i]} ${word}`));
}

/** Runs of 3 to `longest` characters within words and over their ends, each marked as a run: those of "tea" are "# te", "#tea", … */
export function characterRuns(words: readonly string[], longest: number): string[] {
  return words.flatMap((word) => {
    const signs = [' ', ...word, ' '];
    const runs: string[] = [];
    for (let length = 3; length <= longest; length++)
      for (let at = 0; at + length <= signs.length; at++) runs.push(`#${signs.slice(at, at + length).join('')}`);
    return runs;
  });
}
