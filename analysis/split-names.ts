import type { SplitName } from '../contracts/records.ts';

const SPLIT_NAMES = new Map<string, SplitName>([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** The split that a value or a key names by one of these words, whatever its case; null where it names none. */
export const splitNamed = (word: string): SplitName | null => SPLIT_NAMES.get(word.toLowerCase()) ?? null;
