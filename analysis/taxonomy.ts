import { CATEGORIES, type Categorization, type Category, type DeclaredFacts } from '../contracts/dataset.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { SUBCATEGORIES } from '../contracts/taxonomy.ts';
import type { IdentifyLanguage } from './language.ts';
import { createDatasetSignals } from './taxonomy/dataset-signals.ts';
import { declaredCategories, declaredEvidence, withDeclared } from './taxonomy/declared.ts';
import { categoryScores, SIGNALS, subcategoryScore, type TaxonomyModel, toFeatures } from './taxonomy/model.ts';
import { signalsOf } from './taxonomy/record-signals.ts';
import type { AddedSubcategory } from './taxonomy/subcategories.ts';
import { textOf } from './text-features.ts';

/** A lead over the second category smaller than this is no decision. */
const MARGIN_MIN = 0.5;
/** A subcategory less likely than this, given its category, is not named. */
const SUBCATEGORY_MIN = 0.4;
/** A subcategory of a category that is itself unlikely is not named. */
const JOINT_MIN = 0.05;
const SUBCATEGORIES_MAX = 3;
const INDEXES_KEPT = 5;
const EVIDENCE_MAX = 15;
const SIGNAL_SHARE_MIN = 0.01;
/** A record, or the sample, speaks for the category where its signals add up to this much; the form of the talk does not count. */
const RELEVANT_WEIGHT_MIN = 0.5;
/** Shares of records from which on a domain or an approach is named. */
const DOMAIN_SHARE_MIN = 0.05;
const APPROACH_SHARE_MIN = 0.1;

interface Shown {
  count: number;
  /** The lowest positions that show the signal. */
  indexes: number[];
}

/**
 * Categorizes a sample of records, which the caller draws: signals per record (taxonomy/record-signals.ts) and of the sample
 * as a whole (taxonomy/dataset-signals.ts), weighed by a trained and calibrated linear model (docs/taxonomy.md).
 *
 * - category scores: probabilities, sum to 1. Confidence is the highest. `uncertain` where its lead is under 0.5, or where
 *   nothing but the form of the talk speaks for it: a language the lexicons do not know, texts of no subject.
 * - `declared`, what a card beside the data says, moves the scores a little (taxonomy/declared.ts), and shows among the evidence.
 * - subcategories: probability of the category times that of the subcategory within it; at most three are recommended.
 * - domains, approaches, languages: shares of the sampled records that speak of them, most first.
 *
 * The order of the records changes nothing. An empty sample knows nothing: all scores are equal.
 */
export function createCategorizer(given: {
  model: TaxonomyModel;
  identifyLanguage: IdentifyLanguage;
  added?: readonly AddedSubcategory[];
  declared?: DeclaredFacts | null;
}) {
  const declared = declaredCategories(given.declared ?? null);
  let records = 0;
  const shown = new Map<string, Shown>();
  const sets: string[][] = [];
  const languages = new Map<string, number>();
  const dataset = createDatasetSignals();
  const added = (given.added ?? []).map((subcategory) => ({ subcategory, count: 0 }));

  const shares = (): Record<string, number> => ({
    ...Object.fromEntries([...shown].map(([signal, { count }]) => [signal, count / Math.max(1, records)])),
    ...dataset.result(),
  });

  return {
    add(record: ConversationRecord): void {
      records += 1;
      const language = given.identifyLanguage(textOf(record));
      languages.set(language ?? 'unknown', (languages.get(language ?? 'unknown') ?? 0) + 1);
      dataset.add(record, language);
      const signals = signalsOf(record);
      for (const signal of signals) note(shown, signal, record.source.index);
      sets.push([...signals]);
      for (const entry of added) if (entry.subcategory.shows(record)) entry.count += 1;
    },

    /** The signals as shares, for training and evaluation. */
    shares,

    result(): Categorization {
      const features = toFeatures(shares());
      const scores = records === 0 ? even() : withDeclared(categoryScores(given.model, features), declared);
      const [best = 'conversational', second = 'clinical'] = [...CATEGORIES].sort((a, b) => scores[b] - scores[a]);
      const subcategories = records === 0 ? [] : rank(scores, features);
      return {
        category: best,
        confidence: scores[best],
        uncertain: scores[best] - scores[second] < MARGIN_MIN || spokenFor(best, features) < RELEVANT_WEIGHT_MIN,
        category_scores: scores,
        recommended_subcategories: subcategories.slice(0, SUBCATEGORIES_MAX).map(({ name }) => name),
        subcategories,
        domains: named('domain:', DOMAIN_SHARE_MIN),
        approaches: named('approach:', APPROACH_SHARE_MIN),
        languages: Object.fromEntries(
          [...languages].sort(byCount).map(([code, count]) => [code, count / Math.max(1, records)]),
        ),
        signals: Object.fromEntries(
          Object.entries(shares())
            .filter(([, share]) => share >= SIGNAL_SHARE_MIN)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
        relevance: relevanceTo(best),
        sampled_records: records,
        evidence: evidenceFor(best, features),
      };
    },
  };

  function rank(scores: Record<Category, number>, features: Float64Array): Categorization['subcategories'] {
    const learned = CATEGORIES.flatMap((category) =>
      SUBCATEGORIES[category].map((name) => ({
        name,
        category,
        within: subcategoryScore(given.model, name, features),
      })),
    );
    const plugged = added
      .filter(({ subcategory, count }) => count / records >= subcategory.shareMin)
      .map(({ subcategory, count }) => ({
        name: subcategory.name,
        category: subcategory.category,
        within: count / records,
      }));
    return [...learned, ...plugged]
      .map(({ name, category, within }) => ({ name, category, within, score: scores[category] * within }))
      .filter(({ within, score }) => within >= SUBCATEGORY_MIN && score >= JOINT_MIN)
      .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
      .map(({ name, category, score }) => ({ name, category, score }));
  }

  /** What speaks for the category, beside the form of the talk. */
  function spokenFor(category: Category, features: Float64Array): number {
    const { weights } = given.model.categories[category];
    return SIGNALS.reduce(
      (sum, signal, i) =>
        signal.startsWith('shape:') ? sum : sum + Math.max(0, (weights[i] ?? 0) * (features[i] ?? 0)),
      0,
    );
  }

  function relevanceTo(category: Category): Categorization['relevance'] {
    if (records === 0) return { value: null, reason: 'there are no records' };
    const { weights } = given.model.categories[category];
    const weightOf = new Map(SIGNALS.map((signal, i) => [signal, signal.startsWith('shape:') ? 0 : (weights[i] ?? 0)]));
    const speaks = (signals: readonly string[]) =>
      signals.reduce((sum, signal) => sum + Math.max(0, weightOf.get(signal) ?? 0), 0) >= RELEVANT_WEIGHT_MIN;
    return { value: sets.filter(speaks).length / records, reason: null };
  }

  function named(prefix: string, shareMin: number): Record<string, number> {
    const found = [...shown]
      .filter(([signal, { count }]) => signal.startsWith(prefix) && count / records >= shareMin)
      .map(([signal, { count }]): [string, number] => [signal.slice(prefix.length), count / records]);
    return Object.fromEntries(found.sort(byCount));
  }

  function evidenceFor(category: Category, features: Float64Array): Categorization['evidence'] {
    const { weights } = given.model.categories[category];
    const known = shares();
    const shownByRecords = SIGNALS.map((signal, i) => ({
      signal,
      weight: (weights[i] ?? 0) * (features[i] ?? 0),
      share_of_records: known[signal] ?? 0,
      record_indexes: shown.get(signal)?.indexes ?? [],
    })).filter(({ weight, share_of_records }) => weight > 0 && share_of_records > 0);
    const byCard = declared.includes(category) ? [declaredEvidence(category, given.model.temperature)] : [];
    return [...shownByRecords, ...byCard]
      .sort((a, b) => b.weight - a.weight || (a.signal < b.signal ? -1 : 1))
      .slice(0, EVIDENCE_MAX);
  }
}

function note(shown: Map<string, Shown>, signal: string, index: number): void {
  const entry = shown.get(signal) ?? { count: 0, indexes: [] };
  entry.count += 1;
  if (entry.indexes.length < INDEXES_KEPT || index < (entry.indexes.at(-1) ?? 0)) {
    entry.indexes = [...entry.indexes, index].sort((a, b) => a - b).slice(0, INDEXES_KEPT);
  }
  shown.set(signal, entry);
}

const even = () =>
  Object.fromEntries(CATEGORIES.map((category) => [category, 1 / CATEGORIES.length])) as Record<Category, number>;
/** Most first, names decide ties: the order in which records came shows nowhere. */
const byCount = ([a, x]: [string, number], [b, y]: [string, number]) => y - x || (a < b ? -1 : 1);
