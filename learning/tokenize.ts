/** Lower-case words of two or more letters or digits; a masked identifier such as [EMAIL] is one word. */
export function tokenize(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’]*[\p{L}\p{N}]/gu) ?? [];
}

/** Words and pairs of neighbouring words. */
export function wordsAndPairs(text: string): string[] {
  const words = tokenize(text);
  const pairs = words.slice(1).map((word, i) => `${words[i]} ${word}`);
  return words.concat(pairs);
}
