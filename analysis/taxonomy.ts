import { CATEGORIES, type Categorization, type Category } from '../contracts/dataset.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { SIGNALS, SUBCATEGORIES } from './taxonomy-signals.ts';
import { plainApostrophes, textOf } from './text-features.ts';

/** Softness of the scores: chosen so that one clear signal on all records gives a confidence of about 0.8. */
const TEMPERATURE = 0.8;
/** A lead over the second category smaller than this is no decision. */
const MARGIN_MIN = 0.15;
/** A subcategory shown by a smaller share of the records than this is chance. */
const SUBCATEGORY_SHARE_MIN = 0.2;
const SUBCATEGORIES_MAX = 3;
/** A record is judged by this much of its text. */
const TEXT_CHARS_MAX = 20_000;
const INDEXES_KEPT = 5;

/**
 * Categorizes from structural and lexical signals over a sample of records, which the caller draws.
 *
 * - raw score of a category: sum over signals of weight × share of records that show it; from 0 up.
 * - category scores: softmax of the raw scores / 0.8, so they sum to 1. Confidence is the best one, 0.2 (nothing is
 *   known) to 1. `uncertain` where the lead over the second is under 0.15.
 * - subcategories: those of the best category that at least a fifth of the records shows, at most three, most shown first.
 *
 * The order of the records changes nothing but which positions stand as evidence. Memory: counts only.
 */
export function createCategorizer() {
  let records = 0;
  const found = SIGNALS.map((signal) => ({ signal, count: 0, indexes: [] as number[] }));
  const subcategories = CATEGORIES.flatMap((category) =>
    SUBCATEGORIES[category].map(([name, test]) => ({ category, name, test, count: 0 })),
  );
  return {
    add(record: ConversationRecord): void {
      records += 1;
      const text = plainApostrophes(textOf(record).slice(0, TEXT_CHARS_MAX));
      for (const entry of found) {
        if (!entry.signal.found(record, text)) continue;
        entry.count += 1;
        if (entry.indexes.length < INDEXES_KEPT) entry.indexes.push(record.source.index);
      }
      for (const entry of subcategories) if (entry.test(record, text)) entry.count += 1;
    },
    result(): Categorization {
      const share = (count: number) => (records === 0 ? 0 : count / records);
      const raw = CATEGORIES.map((category) =>
        found.reduce((sum, { signal, count }) => sum + (signal.speaksFor[category] ?? 0) * share(count), 0),
      );
      const scores = softmax(raw);
      const [best = 'conversational', second = 'clinical'] = [...CATEGORIES].sort((a, b) => scores[b] - scores[a]);
      return {
        category: best,
        confidence: scores[best],
        uncertain: scores[best] - scores[second] < MARGIN_MIN,
        category_scores: scores,
        recommended_subcategories: subcategories
          .filter(({ category, count }) => category === best && share(count) >= SUBCATEGORY_SHARE_MIN)
          .sort((a, b) => b.count - a.count)
          .slice(0, SUBCATEGORIES_MAX)
          .map(({ name }) => name),
        sampled_records: records,
        evidence: found
          .filter(({ count }) => count > 0)
          .map(({ signal, count, indexes }) => ({
            signal: signal.name,
            weight: (signal.speaksFor[best] ?? 0) * share(count),
            share_of_records: share(count),
            record_indexes: indexes,
          }))
          .sort((a, b) => b.weight - a.weight),
      };
    },
  };
}

function softmax(raw: readonly number[]): Record<Category, number> {
  const powers = raw.map((score) => Math.exp(score / TEMPERATURE));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return Object.fromEntries(CATEGORIES.map((category, i) => [category, (powers[i] ?? 0) / total])) as Record<
    Category,
    number
  >;
}
