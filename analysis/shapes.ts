import type { ConversationRecord, Message, SourcePosition } from '../contracts/records.ts';
import { createByNames } from './by-names.ts';
import { findConsent } from './consent.ts';
import { createFieldNotes, type FieldNotes } from './field-notes.ts';
import { findMessages } from './message-shapes.ts';
import { DOCUMENT_NAMES, innerMessages, longestInnerText, partsInLists, partsOfDocument } from './nested-records.ts';
import { PREFERENCE_NAMES, splitPreferencePair } from './preference-pairs.ts';
import { type ChosenFields, FIRST_ROLES, isFields, pairGroupOf, readFields, scalarsOf } from './record-fields.ts';
import { plainName } from './roles.ts';
import { splitNamed } from './split-names.ts';
import { findStructure } from './structure.ts';

type Fields = Record<string, unknown>;
export type Shaped = { records: ConversationRecord[] } | { reason: string };

const NONE_CHOSEN: ChosenFields = {};

/**
 * Turns a parsed value into canonical records, or says why it cannot. Every value is judged by itself, so the order of
 * a file changes nothing. One value can hold several records: a document with a list of question and answer pairs.
 *
 * `record_id` is the source's id, where it has one, with the index of the record: unique in a file and stable. What the
 * fields say of provenance and media becomes tags. `inference` tells which field played which role.
 */
export function createRecordShaper(_file: { fileName?: string } = {}) {
  let index = 0;
  const notes = createFieldNotes();
  return {
    toRecords(given: unknown, position: SourcePosition, chosen: ChosenFields = NONE_CHOSEN): Shaped {
      // A list of turns is a conversation without a name.
      const value = Array.isArray(given) && given.length > 1 && given.every(isFields) ? { messages: given } : given;
      if (!isFields(value))
        return {
          reason: `record is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`}, not an object`,
        };
      const records: ConversationRecord[] = [];
      const add = (part: Fields, found = findMessages(part) ?? innerMessages(part)) => {
        if (found === null) return;
        for (const name of found.fields) notes.note('text', name);
        records.push(toRecord(part, found.messages, { ...position, index: index++ }, { chosen, notes }));
      };
      const parts = partsOf(value, position);
      for (const part of parts) add(part);
      if (records.length === 0)
        for (const part of parts)
          for (const listed of partsInLists(part, () => `document-${position.index}`)) add(listed);
      if (records.length === 0) for (const part of parts) add(part, longestInnerText(part));
      return records.length > 0 ? { records } : { reason: `${NO_TEXT}; fields are ${fieldList(value)}` };
    },
    inference: () => notes.result(),
  };
}

/** How the reason begins for which a value gives no record. */
export const NO_TEXT = 'no field holds text';

function toRecord(
  fields: Fields,
  messages: Message[],
  source: SourcePosition,
  { chosen, notes }: { chosen: ChosenFields; notes: FieldNotes },
): ConversationRecord {
  const { labels, attributes, first, said, saysConsent } = readFields(fields, chosen);
  for (const role of FIRST_ROLES) {
    const name = first[role];
    if (name !== undefined) notes.note(role, name);
  }
  for (const name in labels) notes.note('label', name);
  for (const name in attributes) notes.note('attribute', name);
  const consent_status = said.consent ?? null;
  const consent = saysConsent ? findConsent(Object.fromEntries(scalarsOf(fields))) : null;
  const split = splitNamed(said.split ?? '');
  const tags = findStructure(fields);
  const record_id = said.id === undefined ? `record-${source.index}` : `${said.id}#${source.index}`;
  const group_id = said.group ?? said.id ?? `record-${source.index}`;
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

/** A preference pair becomes two records of one group, and so does what a document holds several of. */
function partsOf(value: Fields, { index }: SourcePosition): Fields[] {
  // By its names alone, nearly every record is one.
  if (!mayHoldSeveral(value)) return [value];
  const group = () => pairGroupOf(value) ?? `pair-${index}`;
  return splitPreferencePair(value, group) ?? partsOfDocument(value, () => `question-${index}`);
}

const SEVERAL_NAMES = new Set([...PREFERENCE_NAMES, ...DOCUMENT_NAMES]);
const mayHoldSeveral = createByNames((names) => names.some((name) => SEVERAL_NAMES.has(plainName(name))));
