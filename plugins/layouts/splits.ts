import type { SplitName } from '../../contracts/records.ts';

/** Words that name a split in a file or folder name, as dataset hubs read them. */
const WORDS: readonly [SplitName, RegExp][] = [
  ['train', /(?:^|[^a-z])train(?:ing)?(?:[^a-z]|$)/i],
  ['validation', /(?:^|[^a-z])(?:validation|valid|val|dev|development)(?:[^a-z]|$)/i],
  ['test', /(?:^|[^a-z])(?:test|testing|eval|evaluation)(?:[^a-z]|$)/i],
];

/** The split that a file's path names: the file's own name first, then its folders, the innermost first. Null where none. */
export function splitOfPath(name: string): SplitName | null {
  for (const part of name.split('/').reverse()) {
    const found = WORDS.filter(([, pattern]) => pattern.test(part));
    if (found.length === 1 && found[0]) return found[0][0];
  }
  return null;
}

/** A split by the name a dataset gives it. Null for a name that is none of the three. */
export const splitOfName = (name: string): SplitName | null =>
  WORDS.find(([, pattern]) => pattern.test(name.trim()))?.[0] ?? null;
