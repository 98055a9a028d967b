import type { DatasetProfile, Measure } from '../contracts/dataset.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { findCrisis } from './crisis.ts';
import { createDistinctCounter, duplicateKey, hashKey } from './duplicates.ts';
import { findIdentifiers, maskIdentifiers } from './pii.ts';

const LABEL_VALUES_MAX = 200;

/**
 * Measures a dataset in one pass. Memory is bounded: label counts (200 values a field), and the hashes of at most a
 * million texts and groups; past that the duplicate share and the number of groups are estimates (createDistinctCounter).
 *
 * - exact duplicates: share of records whose text stood in an earlier record, but for case, spacing and punctuation.
 * - completeness: mean share of the label and attribute fields of the dataset that a record fills, 0 to 1. Null without such a field.
 * - consistency: share of records with the most common order of roles (user first, turns alternating, or one text), 0 to 1.
 * - quality: mean of completeness where known, consistency, share of records that are no exact duplicate, and share of
 *   records with at least three words, 0 to 1. Equal weights: we know no reason for others.
 */
export function createProfile() {
  let records = 0;
  let messages = 0;
  let chars = 0;
  let charsMax = 0;
  let turnsMax = 0;
  let withTurns = 0;
  let worded = 0;
  let crisis = 0;
  let withConsent = 0;
  let verified = 0;
  let bytes = 0;
  const texts = createDistinctCounter();
  const groups = createDistinctCounter();
  const labels = new Map<string, Map<string, number>>();
  const filled = new Map<string, number>();
  /** The labels seen so far as they are told: most come again and again. */
  const masked = new Map<string, string>();
  const orders = new Map<string, number>();
  const crisisTypes: Record<string, number> = {};
  const pii: Record<string, number> = {};

  return {
    add(record: ConversationRecord): void {
      records += 1;
      messages += record.messages.length;
      const length = record.messages.reduce((sum, message) => sum + message.content.length, 0);
      bytes += record.messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0);
      chars += length;
      charsMax = Math.max(charsMax, length);
      turnsMax = Math.max(turnsMax, record.messages.length);
      if (record.messages.some((message, i) => message.role === 'assistant' && record.messages[i - 1]?.role === 'user'))
        withTurns += 1;
      texts.add(duplicateKey(record));
      groups.add(hashKey(record.group_id));
      if (record.messages.some(({ content }) => THREE_WORDS.test(content))) worded += 1;
      count(orders, orderOf(record));
      for (const [field, label] of Object.entries(record.labels)) {
        // The profile travels through history: a column that is taken for a label may hold anything.
        const value = masked.get(label) ?? maskIdentifiers(label).text;
        if (masked.size < LABEL_VALUES_MAX) masked.set(label, value);
        const values = labels.get(field) ?? new Map<string, number>();
        labels.set(field, values);
        if (values.has(value) || values.size < LABEL_VALUES_MAX) count(values, value);
        count(filled, field);
      }
      for (const field of Object.keys(record.attributes)) count(filled, field);
      const types = findCrisis(record);
      if (types.length > 0) crisis += 1;
      for (const type of types) crisisTypes[type] = (crisisTypes[type] ?? 0) + 1;
      for (const { content } of record.messages) {
        for (const { identifier } of findIdentifiers(content)) pii[identifier] = (pii[identifier] ?? 0) + 1;
      }
      if (record.consent_status !== null) withConsent += 1;
      if (record.consent_status?.toLowerCase() === 'verified') verified += 1;
    },

    result(): DatasetProfile {
      const share = (part: number) => (records === 0 ? 0 : part / records);
      const completeness = filled.size === 0 || records === 0 ? null : mean([...filled.values()].map(share));
      const consistency = records === 0 ? null : share(Math.max(...orders.values()));
      const duplicateShare = texts.result().repeat_share;
      const parts = [completeness, consistency, 1 - duplicateShare, share(worded)].filter((part) => part !== null);
      return {
        record_count: records,
        message_count: messages,
        size_bytes: bytes,
        record_length_chars: records === 0 ? null : { mean: chars / records, max: charsMax },
        turns_per_record: records === 0 ? null : { mean: messages / records, max: turnsMax },
        share_with_turns: share(withTurns),
        label_fields: Object.fromEntries([...labels].map(([field, values]) => [field, Object.fromEntries(values)])),
        group_count: groups.result().distinct,
        exact_duplicate_share: duplicateShare,
        worded_share: share(worded),
        crisis: { share_of_records: share(crisis), by_type: crisisTypes },
        pii_mentions: pii,
        completeness_score: measure(completeness, 'the records have no label or attribute field'),
        consistency_score: measure(consistency, 'there are no records'),
        quality_score: measure(records === 0 ? null : mean(parts), 'there are no records'),
        has_consent_field: withConsent > 0,
        consent_verified_share: withConsent > 0 ? share(verified) : null,
      };
    },
  };
}

function orderOf({ messages }: ConversationRecord): string {
  const turns = messages.filter(({ role }) => role !== 'system');
  if (turns.length <= 1) return 'one text';
  const alternating = turns.every(({ role }, i) => i === 0 || role !== turns[i - 1]?.role);
  return `${turns[0]?.role} first, ${alternating ? 'alternating' : 'not alternating'}`;
}

function measure(value: number | null, reason: string): Measure {
  return value === null ? { value, reason } : { value, reason: null };
}

/** Ends at the third word, however long the text. */
const THREE_WORDS = /\p{L}\P{L}+\p{L}+\P{L}+\p{L}/u;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
