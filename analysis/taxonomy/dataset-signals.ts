import type { ConversationRecord } from '../../contracts/records.ts';
import { plainName } from '../roles.ts';
import { textOf } from '../text-features.ts';

/** What only many records together can show; each is 0 to 1. */
export const DATASET_SIGNALS = [
  'dataset:templated',
  'dataset:not_english',
  'dataset:languages_mixed',
  'dataset:demographics',
  'dataset:demographics_even',
  'dataset:labels_even',
] as const;
export type DatasetSignal = (typeof DATASET_SIGNALS)[number];

const SHINGLE_WORDS = 5;
const SHINGLED_CHARS = 600;
/** A run of words is a template's where at least this many records have it. */
const RECORDS_SHARING_MIN = 3;
const TEMPLATED_SHARE_MIN = 0.3;
const RECORDS_OF_LANGUAGE_MIN = 2;
const VALUES_MAX = 24;
/** Fewer values prove nothing of a balance that was made. */
const VALUES_COUNTED_MIN = 30;
/** Entropy from which on counts look made equal; natural ones lie below. Our choice. */
const EVEN_FROM = 0.93;
const DEMOGRAPHIC = /gender|sex|age|ethnic|race|religion|income|socioeconomic|disab|orientation|pronoun/;

/**
 * Counts what makes a dataset as a whole: texts that share runs of words, languages, groups and labels in equal numbers.
 *
 * templated: share of different texts of which at least 30 % of the five-word runs stand in two other records. even: how near the
 * entropy of the values is to its greatest (0 at 0.93 or less of it, 1 where all counts are equal), the mean over the fields.
 * Nothing depends on the order of the records. Memory: by the sample, at most 1000 records.
 */
export function createDatasetSignals() {
  const shingles: string[][] = [];
  const texts = new Set<string>();
  let records = 0;
  const sharing = new Map<string, number>();
  const languages = new Map<string, number>();
  const values = { demographic: new Map<string, Map<string, number>>(), label: new Map<string, Map<string, number>>() };
  let withDemographics = 0;

  return {
    add(record: ConversationRecord, language: string | null): void {
      const own = shinglesOf(record);
      records += 1;
      // A text that comes again is a duplicate, not the work of a template.
      const key = own.join('\0');
      const again = own.length > 0 && texts.has(key);
      texts.add(key);
      if (!again) shingles.push(own);
      for (const shingle of again ? [] : own) sharing.set(shingle, (sharing.get(shingle) ?? 0) + 1);
      if (language !== null) languages.set(language, (languages.get(language) ?? 0) + 1);
      const fields = { ...record.labels, ...record.attributes };
      let demographic = false;
      for (const [field, value] of Object.entries(fields)) {
        const kind = DEMOGRAPHIC.test(plainName(field)) ? 'demographic' : 'label';
        demographic ||= kind === 'demographic';
        const counts = values[kind].get(field) ?? new Map<string, number>();
        values[kind].set(field, counts);
        if (counts.has(value) || counts.size <= VALUES_MAX) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      if (demographic) withDemographics += 1;
    },
    result(): Record<DatasetSignal, number> {
      const templated = shingles.filter((own) => {
        const shared = own.filter((shingle) => (sharing.get(shingle) ?? 0) >= RECORDS_SHARING_MIN).length;
        return own.length > 0 && shared / own.length >= TEMPLATED_SHARE_MIN;
      }).length;
      // One text in a language of its own is as likely a mistake of the identifier.
      const known = new Map([...languages].filter(([, count]) => count >= RECORDS_OF_LANGUAGE_MIN));
      const identified = sum([...known.values()]);
      const most = Math.max(0, ...known.values());
      return {
        'dataset:templated': templated / Math.max(1, shingles.length),
        'dataset:not_english': identified === 0 ? 0 : 1 - (known.get('en') ?? 0) / identified,
        'dataset:languages_mixed': identified === 0 ? 0 : 1 - most / identified,
        'dataset:demographics': withDemographics / Math.max(1, records),
        'dataset:demographics_even': evenness([...values.demographic.values()]),
        'dataset:labels_even': evenness([...values.label.values()]),
      };
    },
  };
}

function shinglesOf(record: ConversationRecord): string[] {
  const words =
    textOf(record)
      .slice(0, SHINGLED_CHARS)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const found = new Set<string>();
  for (let i = 0; i + SHINGLE_WORDS <= words.length; i++) found.add(words.slice(i, i + SHINGLE_WORDS).join(' '));
  return [...found];
}

function evenness(fields: readonly Map<string, number>[]): number {
  const judged = fields.filter((counts) => {
    return counts.size >= 2 && counts.size <= VALUES_MAX && sum([...counts.values()]) >= VALUES_COUNTED_MIN;
  });
  if (judged.length === 0) return 0;
  return (
    sum(judged.map((counts) => Math.max(0, (entropyShare([...counts.values()]) - EVEN_FROM) / (1 - EVEN_FROM)))) /
    judged.length
  );
}

/** Entropy of counts as a share of the greatest possible. */
function entropyShare(counts: readonly number[]): number {
  const total = sum(counts);
  return (
    counts.reduce((entropy, count) => entropy - (count / total) * Math.log(count / total), 0) / Math.log(counts.length)
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
