import { plainName } from './roles.ts';

/** What the values of one field are like, over some rows. */
export interface ColumnFacts {
  name: string;
  plain: string;
  /** Rows with a value that is no empty text. */
  filled: number;
  /** Rows whose value is text. */
  texts: number;
  /** Rows whose value is text with a letter in it: a date and a time are two words, and none. */
  lettered: number;
  /** Rows whose value is a number, or text that reads as one. */
  numeric: number;
  /** Different values. */
  distinct: number;
  /** Count per value, of the first 100 that are short. */
  values: Map<string, number>;
  /** Groups of rows one after another with an equal value. */
  runs: number;
  /** Mean words and characters of the texts. */
  words: number;
  chars: number;
  charsMax: number;
}

/** Measures the scalar fields of some rows; a field that holds lists or objects has no values and no texts. */
export function measureColumns(rows: readonly Record<string, unknown>[]): ColumnFacts[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, FIELDS_MAX);
  return names.map((name) => measureColumn(name, rows));
}

function measureColumn(name: string, rows: readonly Record<string, unknown>[]): ColumnFacts {
  const seen = new Set<string>();
  const values = new Map<string, number>();
  const facts = { filled: 0, texts: 0, lettered: 0, numeric: 0, runs: 0, words: 0, chars: 0, charsMax: 0 };
  let before: string | undefined;
  for (const row of rows) {
    const value = row[name];
    const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const text = scalar ? String(value).trim() : '';
    if (value === undefined || value === null || text === '') {
      if (value !== null && typeof value === 'object') facts.filled += 1;
      continue;
    }
    facts.filled += 1;
    if (text !== before) facts.runs += 1;
    before = text;
    seen.add(text);
    if (text.length <= VALUE_CHARS_MAX && (values.has(text) || values.size < VALUES_MAX)) {
      values.set(text, (values.get(text) ?? 0) + 1);
    }
    if (typeof value === 'number' || /^-?\d+(?:[.,]\d+)?$/.test(text)) facts.numeric += 1;
    if (typeof value === 'string') {
      facts.texts += 1;
      if (/\p{L}/u.test(text)) facts.lettered += 1;
      facts.words += countWords(text);
      facts.chars += text.length;
    }
    facts.charsMax = Math.max(facts.charsMax, text.length);
  }
  const count = Math.max(1, facts.texts);
  return {
    ...{ name, plain: plainName(name), values, distinct: seen.size },
    ...{ ...facts, words: facts.words / count, chars: facts.chars / count },
  };
}

/** Words, where a script without spaces has one in two signs. */
const countWords = (text: string) =>
  text.split(/\s+/).length +
  Math.floor((text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0) / 2);

const FIELDS_MAX = 500;
const VALUES_MAX = 100;
const VALUE_CHARS_MAX = 200;
