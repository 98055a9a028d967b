import type { ConversationRecord } from '../contracts/records.ts';
import { duplicateHash, evenHash } from './duplicates.ts';
import { isWanted } from './even-sample.ts';

/** What is counted of a run of records: plain data, which a thread can hand over. Maps keep the order of first meeting. */
export interface Tally {
  records: number;
  messages: number;
  chars: number;
  charsMax: number;
  bytes: number;
  turnsMax: number;
  withTurns: number;
  worded: number;
  withConsent: number;
  verified: number;
  /** A hash of the text and one of the group of each record. */
  textKeys: Float64Array;
  groupKeys: Float64Array;
  labels: Map<string, Map<string, number>>;
  filled: Map<string, number>;
  orders: Map<string, number>;
  sampled: { record: ConversationRecord; chars: number; place: number }[];
}

/**
 * Counts a run of at most `recordsMax` records, the first of which stands at `place` of the dataset. Those that the
 * sample may want after so many `halvings` are kept.
 */
export function createTally({ recordsMax, place, halvings }: { recordsMax: number; place: number; halvings: number }) {
  const tally: Tally = {
    ...{ records: 0, messages: 0, chars: 0, charsMax: 0, bytes: 0, turnsMax: 0, withTurns: 0, worded: 0 },
    ...{ withConsent: 0, verified: 0, labels: new Map(), filled: new Map(), orders: new Map(), sampled: [] },
    ...{ textKeys: new Float64Array(recordsMax), groupKeys: new Float64Array(recordsMax) },
  };
  return {
    tally,
    add(record: ConversationRecord): void {
      const { messages, labels, attributes, consent_status } = record;
      let chars = 0;
      for (const { content } of messages) {
        chars += content.length;
        tally.bytes += Buffer.byteLength(content);
      }
      tally.messages += messages.length;
      tally.chars += chars;
      tally.charsMax = Math.max(tally.charsMax, chars);
      tally.turnsMax = Math.max(tally.turnsMax, messages.length);
      if (hasAnswer(record)) tally.withTurns += 1;
      if (messages.some(({ content }) => THREE_WORDS.test(content))) tally.worded += 1;
      count(tally.orders, orderOf(record));
      for (const field in labels) {
        countLabel(field, labels[field] ?? '');
        count(tally.filled, field);
      }
      // A field can be both, by the request's choice: it counts once.
      for (const field in attributes) if (!(field in labels)) count(tally.filled, field);
      if (consent_status !== null) tally.withConsent += 1;
      if (consent_status?.toLowerCase() === 'verified') tally.verified += 1;
      tally.textKeys[tally.records] = duplicateHash(record);
      tally.groupKeys[tally.records] = evenHash(record.group_id);
      const at = place + tally.records++;
      if (isWanted(at, halvings)) tally.sampled.push({ record, chars, place: at });
    },
  };

  function countLabel(field: string, value: string): void {
    let values = tally.labels.get(field);
    if (values === undefined) {
      values = new Map();
      tally.labels.set(field, values);
    }
    count(values, value);
  }
}

export const count = (counts: Map<string, number>, name: string, more = 1) =>
  counts.set(name, (counts.get(name) ?? 0) + more);

/** Whether an assistant speaks right after a user. */
function hasAnswer({ messages }: ConversationRecord): boolean {
  let before = '';
  for (const { role } of messages) {
    if (role === 'assistant' && before === 'user') return true;
    before = role;
  }
  return false;
}

function orderOf({ messages }: ConversationRecord): string {
  let turns = 0;
  let first = '';
  let before = '';
  let alternating = true;
  for (const { role } of messages) {
    if (role === 'system') continue;
    if (turns === 0) first = role;
    else if (role === before) alternating = false;
    before = role;
    turns += 1;
  }
  if (turns <= 1) return 'one text';
  return `${first} first, ${alternating ? 'alternating' : 'not alternating'}`;
}

/** Ends at the third word, however long the text. */
const THREE_WORDS = /\p{L}\P{L}+\p{L}+\P{L}+\p{L}/u;
