import type { ConversationRecord, Message, SourcePosition, SPLITS } from '../contracts/records.ts';
import { findMessages } from './message-shapes.ts';

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
const LABEL_FIELDS = [
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
];
const SPLIT_FIELDS = ['split', 'subset', 'fold'];
const CONSENT_FIELDS = ['consent', 'consentstatus'];
const SPLIT_NAMES: Record<string, (typeof SPLITS)[number]> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
};

type Fields = Record<string, unknown>;
export type Shaped = { records: ConversationRecord[] } | { reason: string };

/**
 * Turns a parsed value into canonical records, or says why it cannot. Every value is judged by itself, so the order of
 * a file changes nothing. One value can hold several records: a document with a list of question and answer pairs.
 */
export function createRecordShaper(_file: { fileName: string }) {
  let index = 0;
  return {
    toRecords(value: unknown, position: SourcePosition): Shaped {
      if (!isFields(value))
        return {
          reason: `record is ${Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`}, not an object`,
        };
      const parts = nestedPairs(value);
      const records: ConversationRecord[] = [];
      for (const part of parts) {
        const messages = findMessages(part);
        if (messages === null) continue;
        records.push(toRecord(part, messages, { ...position, index: index++ }));
      }
      if (records.length > 0) return { records };
      return { reason: `no field holds text; fields are ${Object.keys(value).slice(0, 12).join(', ') || 'none'}` };
    },
  };
}

function toRecord(fields: Fields, messages: Message[], source: SourcePosition): ConversationRecord {
  const all = { ...flatten(fields.metadata), ...flatten(fields) };
  const id = firstOf(all, ID_FIELDS);
  const group = firstOf(all, GROUP_FIELDS) ?? id;
  const split = firstOf(all, SPLIT_FIELDS);
  return {
    record_id: id === undefined ? `record-${source.index}` : `${id}#${source.index}`,
    group_id: group ?? `record-${source.index}`,
    messages,
    labels: pick(all, LABEL_FIELDS),
    attributes: pick(all, ATTRIBUTE_FIELDS),
    consent_status: firstOf(all, CONSENT_FIELDS) ?? null,
    split: SPLIT_NAMES[split?.toLowerCase() ?? ''] ?? null,
    tags: [],
    source,
  };
}

/** Question and answer pairs inside a document become records of one group; anything else is one record. */
function nestedPairs(value: Fields): Fields[] {
  const list = value.qa_pairs ?? value.qaPairs ?? value.pairs;
  if (!Array.isArray(list) || !list.every(isFields)) return [value];
  const { qa_pairs: _a, qaPairs: _b, pairs: _c, ...outer } = value;
  return list.map((pair) => ({ ...outer, ...pair, group_id: outer.id ?? pair.id }));
}

function pick(fields: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => names.includes(plain(name)) && value !== '' && value.length <= LABEL_CHARS_MAX,
    ),
  );
}

function firstOf(fields: Record<string, string>, names: readonly string[]): string | undefined {
  for (const wanted of names) {
    for (const [name, value] of Object.entries(fields)) if (plain(name) === wanted && value !== '') return value;
  }
  return undefined;
}

/** The scalar fields as text. A list of scalars counts by its first entry: the main one of several labels. */
function flatten(value: unknown): Record<string, string> {
  if (!isFields(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const scalar = Array.isArray(inner) ? inner[0] : inner;
      return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean'
        ? [[name, String(scalar).trim()]]
        : [];
    }),
  );
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
/** Longer values are texts, not labels. */
const LABEL_CHARS_MAX = 100;
