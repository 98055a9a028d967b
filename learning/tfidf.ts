import { type SparseRows, toSparseRows } from './sparse.ts';
import { wordsAndPairs } from './tokenize.ts';

/** Terms in order of their column, and the inverse document frequency of each. */
export interface Vocabulary {
  terms: string[];
  idf: Float32Array;
}

/**
 * The terms (words and pairs) that stand in at least `documentsMin` texts, the most frequent `termsMax` of them.
 *
 * idf = ln((1 + n) / (1 + df)) + 1, the smoothed form of scikit-learn. Ties are broken by the term itself, so the same
 * texts give the same vocabulary in any order.
 */
export function fitVocabulary(
  texts: readonly string[],
  { documentsMin, termsMax }: { documentsMin: number; termsMax: number },
): Vocabulary {
  const frequency = new Map<string, number>();
  for (const text of texts)
    for (const term of new Set(wordsAndPairs(text))) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const kept = [...frequency]
    .filter(([, count]) => count >= documentsMin)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, termsMax)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    terms: kept.map(([term]) => term),
    idf: Float32Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
  };
}

/** Rows of length 1: (1 + ln tf) * idf. A text without a known term is a row of zeros. */
export function toTfIdf(texts: readonly string[], vocabulary: Vocabulary): SparseRows {
  const column = new Map(vocabulary.terms.map((term, i) => [term, i]));
  const rows = texts.map((text) => {
    const counts = new Map<number, number>();
    for (const term of wordsAndPairs(text)) {
      const i = column.get(term);
      if (i !== undefined) counts.set(i, (counts.get(i) ?? 0) + 1);
    }
    let norm = 0;
    for (const [i, count] of counts) {
      const weight = (1 + Math.log(count)) * (vocabulary.idf[i] ?? 0);
      counts.set(i, weight);
      norm += weight * weight;
    }
    for (const [i, weight] of counts) counts.set(i, weight / Math.sqrt(norm));
    return counts;
  });
  return toSparseRows(rows, vocabulary.terms.length);
}
