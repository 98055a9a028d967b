import { SparseBuilder, type SparseRows } from './sparse.ts';
import { wordsAndPairs } from './tokenize.ts';

/** Terms in order of their column, and the inverse document frequency of each. */
export interface Vocabulary {
  terms: string[];
  idf: Float32Array;
}

export interface VocabularyLimits {
  /** Texts a term must stand in. */
  documentsMin: number;
  /** Most terms kept: those that stand in most texts. */
  termsMax: number;
}

/** Counts in how many texts each term (a word or a pair of words) stands. Memory by the number of different terms. */
export class TermCounter {
  private readonly frequency = new Map<string, number>();
  private textCount = 0;

  add(text: string): void {
    this.textCount += 1;
    for (const term of new Set(wordsAndPairs(text))) this.frequency.set(term, (this.frequency.get(term) ?? 0) + 1);
  }

  /**
   * idf = ln((1 + n) / (1 + df)) + 1, the smoothed form of scikit-learn. Ties are broken by the term itself, so the same
   * texts give the same vocabulary in any order.
   */
  finish({ documentsMin, termsMax }: VocabularyLimits): Vocabulary {
    const kept = [...this.frequency]
      .filter(([, count]) => count >= documentsMin)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, termsMax)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      terms: kept.map(([term]) => term),
      idf: Float32Array.from(kept, ([, count]) => Math.log((1 + this.textCount) / (1 + count)) + 1),
    };
  }
}

/** Turns texts into rows of length 1: (1 + ln tf) * idf. A text without a known term is a row of zeros. */
export class TfIdfRows {
  private readonly columnOf: Map<string, number>;
  private readonly idf: Float32Array;
  private readonly rows: SparseBuilder;

  constructor({ terms, idf }: Vocabulary) {
    this.columnOf = new Map(terms.map((term, i) => [term, i]));
    this.idf = idf;
    this.rows = new SparseBuilder(terms.length);
  }

  add(text: string): void {
    const row = new Map<number, number>();
    for (const term of wordsAndPairs(text)) {
      const column = this.columnOf.get(term);
      if (column !== undefined) row.set(column, (row.get(column) ?? 0) + 1);
    }
    let squares = 0;
    for (const [column, count] of row) {
      const weight = (1 + Math.log(count)) * (this.idf[column] ?? 0);
      row.set(column, weight);
      squares += weight * weight;
    }
    for (const [column, weight] of row) row.set(column, weight / Math.sqrt(squares));
    this.rows.add(row);
  }

  finish(): SparseRows {
    return this.rows.finish();
  }
}

export function fitVocabulary(texts: readonly string[], limits: VocabularyLimits): Vocabulary {
  const counter = new TermCounter();
  for (const text of texts) counter.add(text);
  return counter.finish(limits);
}

export function toTfIdf(texts: readonly string[], vocabulary: Vocabulary): SparseRows {
  const rows = new TfIdfRows(vocabulary);
  for (const text of texts) rows.add(text);
  return rows.finish();
}
