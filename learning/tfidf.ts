import { SparseBuilder, type SparseRows } from './sparse.ts';
import { characterRuns, detached, tokenize, wordsAndPairs } from './tokenize.ts';

/** What the terms of a text are. */
interface TermKind {
  /** Longest run of characters within a word that is a term beside words and pairs, from 3 on; 0: none are. */
  characters?: number;
}

/** Terms in order of their column, and the inverse document frequency of each. */
export interface Vocabulary extends TermKind {
  /** Empty where terms are known by their hash only. */
  terms: string[];
  idf: Float32Array;
  /** Rising hashes of the terms, of `SLOT_BITS` bits: those of one hash are one term. Absent where terms are known by name. */
  slots?: Uint32Array;
}

export interface VocabularyLimits extends TermKind {
  /** Texts a term must stand in. */
  documentsMin: number;
  /** Most terms kept: those that stand in most texts. */
  termsMax: number;
  /** Whether terms are counted by their hash, which takes the same memory however many there are; never unless it is said. */
  hashed?: 'never' | 'always' | 'where_many';
}

/** 16 MiB of counts. Of the rare terms of a text one in 200 falls together with one of 20 000 that are kept. */
const SLOT_BITS = 22;
/** Different terms past which they are counted by their hash where that is `where_many`: some 40 MiB by name. */
const TERMS_BY_NAME_MAX = 300_000;

/** Counts in how many texts each term stands. Memory by the number of different terms, or flat where they are hashed. */
export class TermCounter {
  private readonly limits: VocabularyLimits;
  private readonly frequency = new Map<string, number>();
  private slots: Uint32Array | undefined;
  private textCount = 0;

  constructor(limits: VocabularyLimits) {
    this.limits = limits;
    if (limits.hashed === 'always') this.slots = new Uint32Array(2 ** SLOT_BITS);
  }

  add(text: string): void {
    this.textCount += 1;
    const terms = termsOf(text, this.limits);
    if (this.slots) for (const slot of new Set(terms.map(slotOf))) this.count(slot, 1);
    else {
      for (const term of new Set(terms)) {
        const count = this.frequency.get(term);
        this.frequency.set(count === undefined ? detached(term) : term, (count ?? 0) + 1);
      }
      if (this.limits.hashed === 'where_many' && this.frequency.size > TERMS_BY_NAME_MAX) this.hash();
    }
  }

  /**
   * idf = ln((1 + n) / (1 + df)) + 1, the smoothed form of scikit-learn. Ties are broken by the term itself, so the same
   * texts give the same vocabulary in any order.
   */
  finish(): Vocabulary {
    const { documentsMin, termsMax, characters = 0 } = this.limits;
    const kind = characters > 0 ? { characters } : {};
    const idfOf = (count: number) => Math.log((1 + this.textCount) / (1 + count)) + 1;
    const counts = this.slots;
    if (counts) {
      const slots = mostFrequent(counts, documentsMin, termsMax);
      return { ...kind, terms: [], slots, idf: Float32Array.from(slots, (slot) => idfOf(counts[slot] ?? 0)) };
    }
    const kept = [...this.frequency]
      .filter(([, count]) => count >= documentsMin)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, termsMax)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return { ...kind, terms: kept.map(([term]) => term), idf: Float32Array.from(kept, ([, count]) => idfOf(count)) };
  }

  /** From here on by hash, with what was counted by name. */
  private hash(): void {
    this.slots = new Uint32Array(2 ** SLOT_BITS);
    for (const [term, count] of this.frequency) this.count(slotOf(term), count);
    this.frequency.clear();
  }

  private count(slot: number, by: number): void {
    if (this.slots) this.slots[slot] = (this.slots[slot] ?? 0) + by;
  }
}

/** Turns texts into rows of length 1: (1 + ln tf) * idf. A text without a known term is a row of zeros. */
export class TfIdfRows {
  private readonly vocabulary: Vocabulary;
  private readonly columnOf: (term: string) => number | undefined;
  private rows: SparseBuilder;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    const columns = new Map<string | number, number>(
      vocabulary.slots
        ? Array.from(vocabulary.slots, (slot, i) => [slot, i])
        : vocabulary.terms.map((term, i) => [term, i]),
    );
    this.columnOf = vocabulary.slots ? (term) => columns.get(slotOf(term)) : (term) => columns.get(term);
    this.rows = new SparseBuilder(vocabulary.idf.length);
  }

  add(text: string): void {
    const row = new Map<number, number>();
    for (const term of termsOf(text, this.vocabulary)) {
      const column = this.columnOf(term);
      if (column !== undefined) row.set(column, (row.get(column) ?? 0) + 1);
    }
    let squares = 0;
    for (const [column, count] of row) {
      const weight = (1 + Math.log(count)) * (this.vocabulary.idf[column] ?? 0);
      row.set(column, weight);
      squares += weight * weight;
    }
    for (const [column, weight] of row) row.set(column, weight / Math.sqrt(squares));
    this.rows.add(row);
  }

  /** The rows since the last call. */
  finish(): SparseRows {
    const rows = this.rows.finish();
    this.rows = new SparseBuilder(this.vocabulary.idf.length);
    return rows;
  }
}

/**
 * Slots of the highest counts, none under `countMin`, in rising order; of those with the lowest of these counts the first.
 * By bisection, because a sort of millions of slots would take ten times the memory of the counts.
 */
function mostFrequent(counts: Uint32Array, countMin: number, slotsMax: number): Uint32Array {
  const reaching = (least: number) => {
    let reached = 0;
    for (let slot = 0; slot < counts.length; slot++) if ((counts[slot] ?? 0) >= least) reached += 1;
    return reached;
  };
  let least = Math.max(1, countMin);
  if (reaching(least) > slotsMax) {
    // More than are kept reach `least`, no more than are kept reach `high`.
    let high = counts.reduce((most, count) => Math.max(most, count), 0) + 1;
    while (high - least > 1) {
      const middle = Math.floor((least + high) / 2);
      if (reaching(middle) > slotsMax) least = middle;
      else high = middle;
    }
  }
  const slots: number[] = [];
  let lowest = slotsMax - reaching(least + 1);
  for (let slot = 0; slot < counts.length; slot++) {
    const count = counts[slot] ?? 0;
    if (count > least || (count === least && lowest-- > 0)) slots.push(slot);
  }
  return Uint32Array.from(slots);
}

function termsOf(text: string, { characters = 0 }: TermKind): string[] {
  const words = tokenize(text);
  return characters > 0 ? wordsAndPairs(words).concat(characterRuns(words, characters)) : wordsAndPairs(words);
}

/** FNV-1a over the UTF-16 units, finished as MurmurHash3 does. */
function slotOf(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> (32 - SLOT_BITS);
}

export function fitVocabulary(texts: readonly string[], limits: VocabularyLimits): Vocabulary {
  const counter = new TermCounter(limits);
  for (const text of texts) counter.add(text);
  return counter.finish();
}

export function toTfIdf(texts: readonly string[], vocabulary: Vocabulary): SparseRows {
  const rows = new TfIdfRows(vocabulary);
  for (const text of texts) rows.add(text);
  return rows.finish();
}
