import type { ConversationRecord, Message, SourcePosition, SPLITS } from '../contracts/records.ts';
import { findConsent } from './consent.ts';
import { findMessages } from './message-shapes.ts';
import { PREFERENCE_FIELD, splitPreferencePair } from './preference-pairs.ts';
import { plainName } from './roles.ts';
import { findStructure } from './structure.ts';

/** Field names, normalised to lower-case letters and digits, by the role they play in a record. */
const ID_FIELDS = ['id', 'recordid', 'conversationid', 'convid', 'uuid', 'qid', 'promptid'];
const GROUP_FIELDS = [
  'groupid',
  'conversationid',
  'dialogueid',
  'dialogid',
  'convid',
  'questionid',
  'sessionid',
  'subjectid',
  'patientid',
  'userid',
];
export const LABEL_FIELDS = [
  'topic',
  'label',
  'labels',
  'category',
  'emotion',
  'sentiment',
  'sectionheader',
  'strategy',
  'intent',
  'class',
  'issue',
  'risklevel',
  'problemtype',
  'emotiontype',
  'domain',
  'condition',
  'severity',
  'biastype',
  'outcome',
  'tag',
  'type',
  'appropriate',
  'helpful',
  'rating',
  'safety',
  PREFERENCE_FIELD,
];
const ATTRIBUTE_FIELDS = [
  'gender',
  'sex',
  'age',
  'agegroup',
  'agerange',
  'ethnicity',
  'race',
  'raceethnicity',
  'pronouns',
  'religion',
  'income',
  'culture',
  'culturalbackground',
  'sexualorientation',
  'disability',
  'socioeconomicstatus',
];
/** Objects within a record or its metadata that describe the person. */
const PERSON_FIELDS = ['participants', 'participant', 'demographics', 'subject'];
const SPLIT_FIELDS = ['split', 'subset', 'fold'];
const CONSENT_FIELDS = ['consent', 'consentstatus'];
const SPLIT_NAMES = new Map<string, (typeof SPLITS)[number]>([
  ['train', 'train'],
  ['training', 'train'],
  ['val', 'validation'],
  ['valid', 'validation'],
  ['validation', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

type Fields = Record<string, unknown>;
export type Shaped = { records: ConversationRecord[] } | { reason: string };

const FIELD_ROLES = ['text', 'label', 'attribute', 'id', 'group', 'split', 'consent'] as const;
/** Per role: the source's names of the fields that played it, with the number of records they did so in. */
export type FieldRoles = Record<(typeof FIELD_ROLES)[number], Record<string, number>>;
/** Fields that are known to play a role, by the source's names, in place of those the tables here know. */
export type ChosenFields = Partial<Record<(typeof FIELD_ROLES)[number], readonly string[]>>;
/** Data that names its fields anew in every record must not fill the memory: further names are not counted. */
const FIELD_NAMES_MAX = 200;

/**
 * Turns a parsed value into canonical records, or says why it cannot. Every value is judged by itself, so the order of
 * a file changes nothing. One value can hold several records: a document with a list of question and answer pairs.
 *
 * `record_id` is the source's id, where it has one, with the index of the record: unique in a file and stable. What the
 * fields say of provenance and media becomes tags. `inference` tells which field played which role.
 */
export function createRecordShaper(_file: { fileName?: string } = {}) {
  let index = 0;
  const roles = new Map(FIELD_ROLES.map((role) => [role, new Map<string, number>()]));
  const note = (role: (typeof FIELD_ROLES)[number], names: readonly string[]) => {
    const counts = roles.get(role);
    for (const name of names) {
      if (counts && (counts.has(name) || counts.size < FIELD_NAMES_MAX)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  };
  return {
    toRecords(given: unknown, position: SourcePosition, chosen: ChosenFields = {}): Shaped {
      // A list of turns is a conversation without a name.
      const value = Array.isArray(given) && given.length > 1 && given.every(isFields) ? { messages: given } : given;
      if (!isFields(value))
        return {
          reason: `record is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`}, not an object`,
        };
      const records: ConversationRecord[] = [];
      for (const part of partsOf(value, position)) {
        const found = findMessages(part);
        if (found === null) continue;
        note('text', found.fields);
        records.push(toRecord(part, found.messages, { ...position, index: index++ }, { note, chosen }));
      }
      if (records.length > 0) return { records };
      return { reason: `no field holds text; fields are ${fieldList(value)}` };
    },

    inference(): FieldRoles {
      return Object.fromEntries(
        FIELD_ROLES.map((role) => [role, Object.fromEntries(roles.get(role) ?? [])]),
      ) as FieldRoles;
    },
  };
}

function toRecord(
  fields: Fields,
  messages: Message[],
  source: SourcePosition,
  {
    note,
    chosen,
  }: { note: (role: (typeof FIELD_ROLES)[number], names: readonly string[]) => void; chosen: ChosenFields },
): ConversationRecord {
  const metadata = isFields(fields.metadata) ? fields.metadata : {};
  const person = [metadata, fields].flatMap((outer) => PERSON_FIELDS.map((name) => flatten(outer[name])));
  const all: Record<string, string> = Object.assign({}, ...person, flatten(metadata), flatten(fields));
  const first = (role: 'id' | 'group' | 'split' | 'consent', names: readonly string[]) => {
    const found = firstOf(all, chosen[role]?.map(plainName) ?? names);
    if (found) note(role, [found[0]]);
    return found?.[1];
  };
  const id = first('id', ID_FIELDS);
  const group = first('group', GROUP_FIELDS) ?? id;
  // What stands in an object called labels is one, whatever its name.
  const named = chosen.label === undefined ? flatten(fields.labels) : {};
  const labels = {
    ...pick(named, Object.keys(named).map(plainName)),
    ...pick(all, chosen.label?.map(plainName) ?? LABEL_FIELDS),
  };
  const attributes = pick(all, chosen.attribute?.map(plainName) ?? ATTRIBUTE_FIELDS);
  const consent = findConsent(all);
  note('label', Object.keys(labels));
  note('attribute', Object.keys(attributes));
  return {
    record_id: id === undefined ? `record-${source.index}` : `${id}#${source.index}`,
    group_id: group ?? `record-${source.index}`,
    messages,
    labels,
    attributes,
    consent_status: first('consent', CONSENT_FIELDS) ?? null,
    ...(consent && { consent }),
    split: SPLIT_NAMES.get(first('split', SPLIT_FIELDS)?.toLowerCase() ?? '') ?? null,
    tags: findStructure(fields),
    source,
  };
}

/** Names only, and only such as names are: a key of hostile data may hold text. */
function fieldList(value: Fields): string {
  const names = Object.keys(value);
  const told = names.slice(0, 12).map((name) => (/^[\p{L}\p{N}_. -]{1,40}$/u.test(name) ? name : '(unprintable)'));
  return names.length === 0 ? 'none' : `${told.join(', ')}${names.length > told.length ? ', …' : ''}`;
}

const PAIR_GROUP_FIELDS = [...GROUP_FIELDS, ...ID_FIELDS];

/** A preference pair becomes two records of one group. */
function partsOf(value: Fields, { index }: SourcePosition): Fields[] {
  const group = () => firstOf(flatten(value), PAIR_GROUP_FIELDS)?.[1] ?? `pair-${index}`;
  return splitPreferencePair(value, group) ?? nestedPairs(value);
}

/** Question and answer pairs inside a document become records of one group; anything else is one record. */
function nestedPairs(value: Fields): Fields[] {
  const list = value.qa_pairs ?? value.qaPairs ?? value.pairs;
  if (!Array.isArray(list) || !list.every(isFields)) return [value];
  const { qa_pairs: _a, qaPairs: _b, pairs: _c, ...outer } = value;
  return list.map((pair) => ({ ...outer, ...pair, group_id: outer.id ?? pair.id }));
}

function pick(fields: Record<string, string>, names: readonly string[]): Record<string, string> {
  const ranks = ranksOf(names);
  const picked: Record<string, string> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name] ?? '';
    if (value !== '' && value.length <= LABEL_CHARS_MAX && ranks.has(plainName(name))) picked[name] = value;
  }
  return picked;
}

/** The place of each name in a list, which is one of few and asked for with every record. */
function ranksOf(names: readonly string[]): ReadonlyMap<string, number> {
  const known = RANKS.get(names) ?? new Map(names.map((name, rank) => [name, rank]));
  RANKS.set(names, known);
  return known;
}
const RANKS = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function firstOf(fields: Record<string, string>, names: readonly string[]): [string, string] | undefined {
  const ranks = ranksOf(names);
  let best: [string, string] | undefined;
  let rank = names.length;
  for (const name of Object.keys(fields)) {
    const at = ranks.get(plainName(name)) ?? rank;
    const value = fields[name] ?? '';
    if (at >= rank || value === '') continue;
    rank = at;
    best = [name, value];
  }
  return best;
}

/** The scalar fields as text. A list of scalars counts by its first entry: the main one of several labels. */
function flatten(value: unknown): Record<string, string> {
  if (!isFields(value)) return {};
  // Not `{}`: a field may be called __proto__.
  const scalars: Record<string, string> = Object.create(null);
  for (const name of Object.keys(value)) {
    const inner = value[name];
    const scalar = Array.isArray(inner) ? inner[0] : inner;
    if (typeof scalar === 'string') scalars[name] = scalar.trim();
    else if (typeof scalar === 'number' || typeof scalar === 'boolean') scalars[name] = String(scalar);
  }
  return scalars;
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
/** Longer values are texts, not labels. */
const LABEL_CHARS_MAX = 100;
