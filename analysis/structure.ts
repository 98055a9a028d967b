import { plainName } from './roles.ts';
import { PAIR_RULES } from './structure-pairs.ts';
import { FIELD_RULES, TEXT_FIELD } from './structure-rules.ts';
import { VALUE_RULES } from './structure-values.ts';

const FIELDS_MAX = 200;
const DEPTH_MAX = 4;
const LIST_ENTRIES_SEEN = 3;
/** Longer values are texts, whose words are judged elsewhere. */
const VALUE_CHARS_MAX = 300;
const SAYS_NO = new Set(['', 'false', 'no', 'none', 'null', '0', 'nan', 'human', 'n/a']);
/** Names are few and come again in every record. */
const NAMES_KEPT_MAX = 2000;
/** Two texts of one record that share this much of their words were made from each other. */
const NEAR_IDENTICAL_MIN = 0.6;
const COMPARED_CHARS = 1000;
const COMPARED_CHARS_MIN = 20;

/** What a field's name alone decides: its tags, and the rules its value has to be held against. */
interface NameFacts {
  tags: readonly string[];
  values: typeof VALUE_RULES;
  /** The pair rules it is the first or the second field of: a bit each. */
  first: number;
  second: number;
  /** Its text may have been made from that of another field. */
  isCompared: boolean;
  /** It holds text that is marked: from where to where is no time of a recording. */
  isMarked: boolean;
  /** The name decides nothing. */
  saysNothing: boolean;
}
const factsOfName = new Map<string, NameFacts>();

/**
 * What the fields of a record say beside its text: tags such as `provenance:generated`, `media:video`, `clinical:code`.
 *
 * Looks at names and short values of all fields, four levels deep, the first three entries of a list; an empty field, or
 * one that says no, says nothing. `provenance:near_identical_fields` marks two texts of a record with 60 % of their words
 * in common. Cost: by the number of fields; names are judged once.
 */
export function findStructure(record: Readonly<Record<string, unknown>>): string[] {
  const found: Found = { fields: 0, tags: [], first: 0, second: 0 };
  look(record, 0, found, '');
  const both = found.first & found.second;
  if (both !== 0) for (const [i, { tag }] of PAIR_RULES.entries()) if ((both & bitOf(i)) !== 0) add(found, tag);
  if (hasNearIdenticalTexts(record)) add(found, 'provenance:near_identical_fields');
  return found.tags;
}

interface Found {
  fields: number;
  /** Each once. A list: a record has few, and most have none. */
  tags: string[];
  first: number;
  second: number;
}

function add({ tags }: Found, tag: string): void {
  if (!tags.includes(tag)) tags.push(tag);
}

function look(value: unknown, depth: number, found: Found, name: string): void {
  if (found.fields >= FIELDS_MAX || depth > DEPTH_MAX) return;
  if (Array.isArray(value)) {
    const seen = Math.min(value.length, LIST_ENTRIES_SEEN);
    for (let i = 0; i < seen; i++) look(value[i], depth + 1, found, name);
  } else if (value !== null && typeof value === 'object') {
    // The name of an object counts as a field that is filled: `audio: { path, array }`.
    if (name !== '') judge(name, 'object', found);
    const ofText = factsOf(name).isMarked;
    for (const inner in value) {
      if (ofText && OFFSET.test(inner)) continue;
      look((value as Record<string, unknown>)[inner], depth + 1, found, inner);
    }
  } else if (name !== '' && value !== null && value !== undefined) {
    judge(name, typeof value === 'string' ? value.trim() : String(value), found);
  }
}

function judge(name: string, value: string, found: Found): void {
  found.fields += 1;
  if (value.length < 6 && SAYS_NO.has(value.toLowerCase())) return;
  const { tags, values, first, second, saysNothing } = factsOf(name);
  const isShort = value.length <= VALUE_CHARS_MAX;
  if (!saysNothing) {
    for (const tag of tags) add(found, tag);
    found.first |= first;
    found.second |= second;
    if (isShort) for (const rule of values) if (rule.value.test(value)) add(found, rule.tag);
  }
  if (isShort && mayPointSomewhere(value))
    for (const rule of ANY_FIELD_RULES) if (rule.value.test(value)) add(found, rule.tag);
}

/** Whether a value may be a file name, an address, a path, which any field may hold: a dot or slash in its first word. */
function mayPointSomewhere(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === SPACE) return false;
    if (code === DOT || code === SLASH) return POINTS_SOMEWHERE.test(value);
  }
  return false;
}

const OFFSET = /^(?:start|end|begin|stop)/i;
const MARKED_TEXT = /label|entit|span|annotation|answer|mask|highlight/;

const ANY_FIELD_RULES = VALUE_RULES.filter(({ field }) => field === undefined);
const POINTS_SOMEWHERE = /^\S*(?:\/\w|\.\p{L})/u;
const [SPACE, DOT, SLASH] = [0x20, 0x2e, 0x2f];

/** There are fewer rules than bits. */
const bitOf = (rule: number) => 1 << rule;

function factsOf(name: string): NameFacts {
  const known = factsOfName.get(name);
  if (known) return known;
  const plain = plainName(name);
  const bits = (side: 'first' | 'second') =>
    PAIR_RULES.reduce((sum, rule, i) => (rule[side].test(plain) ? sum | bitOf(i) : sum), 0);
  const tags = FIELD_RULES.filter(({ field }) => field.test(plain)).map(({ tag }) => tag);
  const values = VALUE_RULES.filter(({ field }) => field?.test(plain));
  const [first, second] = [bits('first'), bits('second')];
  const facts: NameFacts = {
    ...{ tags, values, first, second },
    isCompared: !TEXT_FIELD.never.test(plain),
    isMarked: MARKED_TEXT.test(plain),
    saysNothing: tags.length === 0 && values.length === 0 && (first | second) === 0,
  };
  if (factsOfName.size < NAMES_KEPT_MAX) factsOfName.set(name, facts);
  return facts;
}

function hasNearIdenticalTexts(record: Readonly<Record<string, unknown>>): boolean {
  const texts: string[] = [];
  for (const name in record) {
    const value = record[name];
    if (typeof value === 'string' && value.length >= COMPARED_CHARS_MIN && factsOf(name).isCompared)
      texts.push(value.slice(0, COMPARED_CHARS));
  }
  for (let i = 1; i < Math.min(texts.length, 6); i++) {
    for (let j = 0; j < i; j++) if (nearIdentical(texts[i] ?? '', texts[j] ?? '')) return true;
  }
  return false;
}

function nearIdentical(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) / Math.max(a.length, b.length) < NEAR_IDENTICAL_MIN) return false;
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);
  const first = words(a);
  const second = words(b);
  let shared = 0;
  for (const word of first) if (second.has(word)) shared += 1;
  const all = first.size + second.size - shared;
  return all > 3 && shared / all >= NEAR_IDENTICAL_MIN;
}
