import type { DatasetProfile, Measure } from '../contracts/dataset.ts';
import { type ConversationRecord, ROLES } from '../contracts/records.ts';
import { findCrisis } from './crisis.ts';
import { isClassName } from './deidentify/class-names.ts';
import { piecesOf } from './deidentify/pieces.ts';
import { createDistinctCounter, duplicateHash, evenHash } from './duplicates.ts';
import { createEvenSample } from './even-sample.ts';
import { findIdentifiers, maskIdentifiers } from './pii.ts';

const LABEL_VALUES_MAX = 200;
/** What identifiers and crisis phrases are looked for in: 2,048 records, fewer where they are long. Our choice: seconds. */
const LOOKED_THROUGH_MAX = { countMax: 2048, sizeMax: 2_000_000 };

/**
 * Measures a dataset in one pass. Memory is bounded: label counts (200 values a field), and the hashes of at most
 * 750,000 texts and groups; past that the duplicate share and the number of groups are estimates (createDistinctCounter).
 *
 * - identifiers and crisis content: looked for in an even sample, all records of a small dataset. The stage
 *   data_preprocessing treats every record; here it is only known what to expect.
 * - exact duplicates: share of records whose text stood in an earlier record, but for case, spacing and punctuation.
 * - completeness: mean share of the label and attribute fields of the dataset that a record fills, 0 to 1. Null without such a field.
 * - consistency: share of records with the most common order of roles (user first, turns alternating, or one text), 0 to 1.
 * - quality: mean of completeness where known, consistency, share of records that are no exact duplicate, and share of
 *   records with at least three words, 0 to 1. Equal weights: we know no reason for others.
 */
export function createProfile() {
  let [records, messages, chars, charsMax, turnsMax, bytes] = [0, 0, 0, 0, 0, 0];
  let [withTurns, worded, withConsent, verified] = [0, 0, 0, 0];
  const texts = createDistinctCounter();
  const groups = createDistinctCounter();
  const labels = new Map<string, LabelCounts>();
  const filled = new Map<string, number>();
  const orders = new Map<number, number>();
  let found: ContentFound[] | null = null;
  const sample = createEvenSample<ConversationRecord>(LOOKED_THROUGH_MAX);

  /**
   * Looks for identifiers and crisis phrases, a message of a sampled record a step, and says which share is done: it is
   * slow, and the caller can let others have their turn. Where nobody asks for it, `result` does it at once.
   */
  function* lookThrough(): Generator<number> {
    found = [];
    const sampled = sample.things();
    for (const record of sampled) {
      const identifiers: string[] = [];
      for (const { text } of record.messages.flatMap(({ content }) => piecesOf(content))) {
        identifiers.push(...findIdentifiers(text).map(({ identifier }) => identifier));
        yield found.length / sampled.length;
      }
      found.push({ crisis: findCrisis(record), identifiers });
    }
  }

  return {
    add(record: ConversationRecord): void {
      records += 1;
      let length = 0;
      for (const { content } of record.messages) {
        length += content.length;
        bytes += Buffer.byteLength(content);
      }
      messages += record.messages.length;
      chars += length;
      charsMax = Math.max(charsMax, length);
      turnsMax = Math.max(turnsMax, record.messages.length);
      if (hasAnswer(record)) withTurns += 1;
      texts.add(duplicateHash(record));
      groups.add(evenHash(record.group_id));
      if (record.messages.some(({ content }) => THREE_WORDS.test(content))) worded += 1;
      count(orders, orderOf(record));
      for (const field in record.labels) {
        const counts = labels.get(field) ?? createLabelCounts(field);
        labels.set(field, counts);
        counts.add(record.labels[field] ?? '');
        count(filled, field);
      }
      // A field can be both, by the request's choice: it counts once.
      for (const field in record.attributes) if (!(field in record.labels)) count(filled, field);
      sample.offer(record, length);
      if (record.consent_status !== null) withConsent += 1;
      if (record.consent_status?.toLowerCase() === 'verified') verified += 1;
    },

    lookThrough,

    result(): DatasetProfile {
      if (found === null) for (const _ of lookThrough());
      const content = found ?? [];
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
        label_fields: Object.fromEntries([...labels].map(([field, counts]) => [field, counts.result()])),
        group_count: groups.result().distinct,
        exact_duplicate_share: duplicateShare,
        worded_share: share(worded),
        looked_through: content.length,
        crisis: {
          share_of_records: content.filter(({ crisis }) => crisis.length > 0).length / Math.max(1, content.length),
          by_type: tally(content.flatMap(({ crisis }) => crisis)),
        },
        pii_mentions: tally(content.flatMap(({ identifiers }) => identifiers)),
        completeness_score: measure(completeness, 'the records have no label or attribute field'),
        consistency_score: measure(consistency, 'there are no records'),
        quality_score: measure(records === 0 ? null : mean(parts), 'there are no records'),
        has_consent_field: withConsent > 0,
        consent_verified_share: withConsent > 0 ? share(verified) : null,
      };
    },
  };
}

interface ContentFound {
  readonly crisis: readonly string[];
  readonly identifiers: readonly string[];
}

type LabelCounts = ReturnType<typeof createLabelCounts>;

/** Counts the values of one label. The profile travels through history: a column that is taken for a label may hold anything. */
function createLabelCounts(field: string) {
  /** The values as they are told: most come again and again. */
  const masked = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    add(value: string): void {
      let told = masked.get(value);
      if (told === undefined) {
        if (masked.size >= LABEL_VALUES_MAX) return;
        told = maskIdentifiers(value, (text, span) => isClassName(field, text, span)).text;
        masked.set(value, told);
      }
      count(counts, told);
    },
    result: () => Object.fromEntries(counts),
  };
}

/** Whether an assistant speaks right after a user. */
function hasAnswer({ messages }: ConversationRecord): boolean {
  let before = '';
  for (const { role } of messages) {
    if (role === 'assistant' && before === 'user') return true;
    before = role;
  }
  return false;
}

/** The order of roles as a number: of one text, or of who begins and whether they take turns. */
function orderOf({ messages }: ConversationRecord): number {
  let turns = 0;
  let first: (typeof ROLES)[number] = 'system';
  let before = '';
  let alternating = true;
  for (const { role } of messages) {
    if (role === 'system') continue;
    if (turns === 0) first = role;
    else if (role === before) alternating = false;
    before = role;
    turns += 1;
  }
  return turns <= 1 ? 0 : 2 * ROLES.indexOf(first) + (alternating ? 1 : 2);
}

function measure(value: number | null, reason: string): Measure {
  return value === null ? { value, reason } : { value, reason: null };
}

/** Ends at the third word, however long the text. */
const THREE_WORDS = /\p{L}\P{L}+\p{L}+\P{L}+\p{L}/u;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const count = <K>(counts: Map<K, number>, name: K) => counts.set(name, (counts.get(name) ?? 0) + 1);
const tally = (names: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/** In words: what identifiers and crisis phrases were looked for in. */
export const lookedIn = ({ looked_through, record_count }: Pick<DatasetProfile, 'looked_through' | 'record_count'>) =>
  looked_through === undefined || looked_through === record_count ? 'the records' : `${looked_through} sampled records`;

const Z_95 = 1.96;

/**
 * The share of records with crisis content: as counted where all were looked through, else the upper end of its 95 %
 * interval, so that no limit is passed by the luck of a sample. Source: Wilson (1927).
 */
export function crisisShareAtMost({ crisis, looked_through, record_count }: DatasetProfile): number {
  const share = crisis.share_of_records;
  const n = looked_through ?? record_count;
  if (n === record_count || n === 0) return share;
  const spread = Z_95 * Math.sqrt((share * (1 - share)) / n + Z_95 ** 2 / (4 * n ** 2));
  return (share + Z_95 ** 2 / (2 * n) + spread) / (1 + Z_95 ** 2 / n);
}
