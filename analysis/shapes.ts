import type { ConversationRecord, Message, SourcePosition, SPLITS } from '../contracts/records.ts';
import { findConsent } from './consent.ts';
import { findMessages } from './message-shapes.ts';
import { innerMessages, partsOfDocument } from './nested-records.ts';
import { splitPreferencePair } from './preference-pairs.ts';
import {
  type ChosenFields,
  FIELD_ROLES,
  FIRST_ROLES,
  type FieldRole,
  isFields,
  pairGroupOf,
  readFields,
} from './record-fields.ts';
import { findStructure } from './structure.ts';

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

/** Per role: the source's names of the fields that played it, with the number of records they did so in. */
export type FieldRoles = Record<FieldRole, Record<string, number>>;
const NONE_CHOSEN: ChosenFields = {};
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
  const note = (role: FieldRole, names: readonly string[]) => {
    const counts = roles.get(role);
    for (const name of names) {
      if (counts && (counts.has(name) || counts.size < FIELD_NAMES_MAX)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  };
  return {
    toRecords(given: unknown, position: SourcePosition, chosen: ChosenFields = NONE_CHOSEN): Shaped {
      // A list of turns is a conversation without a name.
      const value = Array.isArray(given) && given.length > 1 && given.every(isFields) ? { messages: given } : given;
      if (!isFields(value))
        return {
          reason: `record is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`}, not an object`,
        };
      const records: ConversationRecord[] = [];
      for (const part of partsOf(value, position)) {
        const found = findMessages(part) ?? innerMessages(part);
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
  { note, chosen }: { note: (role: FieldRole, names: readonly string[]) => void; chosen: ChosenFields },
): ConversationRecord {
  const { all, labels, attributes, first, saysConsent } = readFields(fields, chosen);
  const named = (name: string | undefined) => (name === undefined ? undefined : all.get(name));
  const id = named(first.id);
  const group = named(first.group) ?? id;
  for (const role of FIRST_ROLES) {
    const name = first[role];
    if (name !== undefined) note(role, [name]);
  }
  note('label', Object.keys(labels));
  note('attribute', Object.keys(attributes));
  const record_id = id === undefined ? `record-${source.index}` : `${id}#${source.index}`;
  const group_id = group ?? `record-${source.index}`;
  const consent_status = named(first.consent) ?? null;
  const consent = saysConsent ? findConsent(Object.fromEntries(all)) : null;
  const split = SPLIT_NAMES.get(named(first.split)?.toLowerCase() ?? '') ?? null;
  const tags = findStructure(fields);
  // Two literals: a spread that adds nothing costs every record, and few say more of consent.
  return consent === null
    ? { record_id, group_id, messages, labels, attributes, consent_status, split, tags, source }
    : { record_id, group_id, messages, labels, attributes, consent_status, consent, split, tags, source };
}

/** Names only, and only such as names are: a key of hostile data may hold text. */
function fieldList(value: Fields): string {
  const names = Object.keys(value);
  const told = names.slice(0, 12).map((name) => (/^[\p{L}\p{N}_. -]{1,40}$/u.test(name) ? name : '(unprintable)'));
  return names.length === 0 ? 'none' : `${told.join(', ')}${names.length > told.length ? ', …' : ''}`;
}

/** A preference pair becomes two records of one group. */
function partsOf(value: Fields, { index }: SourcePosition): Fields[] {
  const group = () => pairGroupOf(value) ?? `pair-${index}`;
  return splitPreferencePair(value, group) ?? partsOfDocument(value, () => `question-${index}`);
}
