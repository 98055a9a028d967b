import { plainName } from './roles.ts';
import { FIELD_RULES, PAIR_RULES, TEXT_FIELD, VALUE_RULES } from './structure-rules.ts';

const FIELDS_MAX = 200;
const DEPTH_MAX = 4;
const LIST_ENTRIES_SEEN = 3;
/** Longer values are texts, whose words are judged elsewhere. */
const VALUE_CHARS_MAX = 300;
const SAYS_NO = /^(?:|false|no|none|null|0|nan|human|n\/a)$/i;
/** Names are few and come again in every record. */
const NAMES_KEPT_MAX = 2000;
/** Two texts of one record that share this much of their words were made from each other. */
const NEAR_IDENTICAL_MIN = 0.6;
const COMPARED_CHARS = 1000;
const COMPARED_CHARS_MIN = 20;

const tagsOfName = new Map<string, readonly string[]>();

/**
 * What the fields of a record say beside its text: tags such as `provenance:generated`, `media:video`, `clinical:code`.
 *
 * Looks at names and short values of all fields, four levels deep, the first three entries of a list; an empty field, or
 * one that says no, says nothing. `provenance:near_identical_fields` marks two texts of a record with 60 % of their words
 * in common. Cost: by the number of fields; names are judged once.
 */
export function findStructure(record: Readonly<Record<string, unknown>>): string[] {
  const fields: [name: string, value: string][] = [];
  collect(record, 0, fields);
  const tags = new Set<string>();
  const names = new Set<string>();
  for (const [name, value] of fields) {
    if (SAYS_NO.test(value)) continue;
    const plain = plainName(name);
    names.add(plain);
    for (const tag of tagsOf(plain)) tags.add(tag);
    if (value.length > VALUE_CHARS_MAX) continue;
    for (const rule of VALUE_RULES) {
      if ((rule.field?.test(plain) ?? true) && rule.value.test(value)) tags.add(rule.tag);
    }
  }
  for (const { tag, first, second } of PAIR_RULES) {
    const list = [...names];
    if (list.some((name) => first.test(name)) && list.some((name) => second.test(name))) tags.add(tag);
  }
  if (hasNearIdenticalTexts(record)) tags.add('provenance:near_identical_fields');
  return [...tags];
}

function tagsOf(name: string): readonly string[] {
  const known = tagsOfName.get(name);
  if (known) return known;
  const tags = FIELD_RULES.filter(({ field }) => field.test(name)).map(({ tag }) => tag);
  if (tagsOfName.size < NAMES_KEPT_MAX) tagsOfName.set(name, tags);
  return tags;
}

function collect(value: unknown, depth: number, found: [string, string][], name = ''): void {
  if (found.length >= FIELDS_MAX || depth > DEPTH_MAX) return;
  if (Array.isArray(value)) {
    for (const entry of value.slice(0, LIST_ENTRIES_SEEN)) collect(entry, depth + 1, found, name);
  } else if (value !== null && typeof value === 'object') {
    // The name of an object counts as a field that is filled: `audio: { path, array }`.
    if (name !== '') found.push([name, 'object']);
    for (const [inner, content] of Object.entries(value)) collect(content, depth + 1, found, inner);
  } else if (name !== '' && value !== null && value !== undefined) {
    found.push([name, typeof value === 'string' ? value.trim() : String(value)]);
  }
}

function hasNearIdenticalTexts(record: Readonly<Record<string, unknown>>): boolean {
  const texts = Object.entries(record).flatMap(([name, value]) =>
    typeof value === 'string' && value.length >= COMPARED_CHARS_MIN && !TEXT_FIELD.never.test(plainName(name))
      ? [value.slice(0, COMPARED_CHARS)]
      : [],
  );
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
