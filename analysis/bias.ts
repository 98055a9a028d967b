import { BIAS_DIMENSIONS, type BiasReport, type Measure } from '../contracts/dataset.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { type Dimension, groupOf, MENTIONS } from './bias-lexicon.ts';
import { normalisedEntropy } from './normalised-entropy.ts';
import { plainApostrophes, textOf, words } from './text-features.ts';

const PATTERNS = BIAS_DIMENSIONS.map((dimension) => ({
  dimension,
  groups: Object.entries(MENTIONS[dimension]).map(([group, list]) => ({ group, pattern: words(...list) })),
}));

/** Fewer records of a group than this say little about its label rates. */
const GROUP_RECORDS_MIN = 30;
const BALANCE_LOW = 0.5;
/** The four-fifths rule of US hiring law, taken as a difference of rates. */
const PARITY_LOW = 0.8;
/** Groups (from free text attributes) and labels that are told apart; further ones count as `other`. */
const GROUPS_MAX = 50;
const LABELS_MAX = 500;

/**
 * Counts, per dimension, the records that mention each group in their text or attributes, and the labels of those records.
 *
 * - balance: Shannon entropy of the group counts / log of the number of groups mentioned, 0 (one group only) to 1 (all
 *   equal). Null where no record mentions any.
 * - label parity: 1 minus the largest difference, over labels, between the label's rates in two groups with at least
 *   30 records (demographic parity difference, as in Fairlearn). Null with fewer than two such groups or no label.
 * - fairness score: mean over dimensions of balance and, where known, parity, weighted by the records with a mention.
 */
export function createBiasMeter() {
  let records = 0;
  const tallies = new Map<
    Dimension,
    { mentioned: number; groups: Map<string, Map<string, number>>; counts: Map<string, number> }
  >();
  return {
    add(record: ConversationRecord): void {
      records += 1;
      const text = plainApostrophes(textOf(record));
      const labels = Object.entries(record.labels).map(([field, value]) => `${field}=${value}`);
      for (const { dimension, groups } of PATTERNS) {
        const mentioned = new Set(groups.filter(({ pattern }) => pattern.test(text)).map(({ group }) => group));
        for (const [name, value] of Object.entries(record.attributes)) {
          const named = groupOf(name, value);
          if (named?.dimension === dimension) mentioned.add(named.group);
        }
        if (mentioned.size === 0) continue;
        const tally = tallies.get(dimension) ?? { mentioned: 0, groups: new Map(), counts: new Map() };
        tallies.set(dimension, tally);
        tally.mentioned += 1;
        for (const named of mentioned) {
          const group = tally.counts.has(named) || tally.counts.size < GROUPS_MAX ? named : 'other';
          tally.counts.set(group, (tally.counts.get(group) ?? 0) + 1);
          const byLabel = tally.groups.get(group) ?? new Map<string, number>();
          tally.groups.set(group, byLabel);
          for (const label of labels) {
            if (byLabel.has(label) || byLabel.size < LABELS_MAX) byLabel.set(label, (byLabel.get(label) ?? 0) + 1);
          }
        }
      }
    },
    result(): BiasReport {
      const dimensions = BIAS_DIMENSIONS.map((dimension) => {
        const tally = tallies.get(dimension);
        const counts = tally?.counts ?? new Map<string, number>();
        return {
          dimension,
          record_counts: Object.fromEntries(counts),
          records_with_mention: tally?.mentioned ?? 0,
          balance: balanceOf(counts),
          label_parity: parityOf(counts, tally?.groups ?? new Map()),
        };
      });
      const known = dimensions.filter(
        ({ balance, records_with_mention }) => balance.value !== null && records_with_mention >= GROUP_RECORDS_MIN,
      );
      const weight = known.reduce((sum, { records_with_mention }) => sum + records_with_mention, 0);
      const score = known.reduce((sum, entry) => {
        const parts = [entry.balance.value, entry.label_parity.value].filter((part) => part !== null);
        return sum + (entry.records_with_mention * parts.reduce((a, b) => a + b, 0)) / parts.length;
      }, 0);
      const indicators = dimensions.flatMap(({ dimension, balance, label_parity, records_with_mention }) => [
        ...(balance.value !== null && balance.value < BALANCE_LOW && records_with_mention >= GROUP_RECORDS_MIN
          ? [`${dimension}: mentions are unbalanced`]
          : []),
        ...(label_parity.value !== null && label_parity.value < PARITY_LOW
          ? [`${dimension}: label rates differ between groups`]
          : []),
      ]);
      return {
        record_count: records,
        dimensions,
        fairness_score:
          weight === 0
            ? unknown(`no dimension is mentioned in ${GROUP_RECORDS_MIN} records or more`)
            : { value: score / weight, reason: null },
        indicators,
        requires_correction: indicators.length > 0,
      };
    },
  };
}

function balanceOf(counts: Map<string, number>): Measure {
  if (counts.size === 0) return unknown('no record mentions it');
  return { value: normalisedEntropy([...counts.values()]), reason: null };
}

function parityOf(counts: Map<string, number>, groups: Map<string, Map<string, number>>): Measure {
  const large = [...counts].filter(([, count]) => count >= GROUP_RECORDS_MIN);
  if (large.length < 2) return unknown(`fewer than two groups have ${GROUP_RECORDS_MIN} records`);
  const labels = new Set(large.flatMap(([group]) => [...(groups.get(group)?.keys() ?? [])]));
  if (labels.size === 0) return unknown('the records have no labels');
  let widest = 0;
  for (const label of labels) {
    const rates = large.map(([group, count]) => (groups.get(group)?.get(label) ?? 0) / count);
    widest = Math.max(widest, Math.max(...rates) - Math.min(...rates));
  }
  return { value: 1 - widest, reason: null };
}

const unknown = (reason: string): Measure => ({ value: null, reason });
