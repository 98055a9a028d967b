/**
 * Lower-case words of two or more letters or digits, in Unicode's composed form; a masked identifier such as [EMAIL] is
 * one word, and a word is the same with either kind of apostrophe.
 */
export function tokenize(text: string): string[] {
  const plain = text.normalize('NFC').toLowerCase().replaceAll('’', "'");
  return plain.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}']*[\p{L}\p{M}\p{N}]/gu) ?? [];
}

/** Words and pairs of neighbouring words. */
export function wordsAndPairs(text: string): string[] {
  const words = tokenize(text);
  const pairs = words.slice(1).map((word, i) => `${words[i]} ${word}`);
  return words.concat(pairs);
}
