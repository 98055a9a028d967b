import { fitTerms, type Pause, weighTerms } from './features.ts';

/**
 * The terms that each cluster has more of than the other texts, by mean TF-IDF. A cluster of fewer than `countMin` texts
 * shows none, and no term is shown that fewer of its texts hold: what few wrote could point at one of them.
 */
export async function typicalTerms(
  texts: readonly string[],
  clusters: Uint16Array,
  {
    clusterCount,
    countMin,
    termsMax,
    pause,
  }: { clusterCount: number; countMin: number; termsMax: number; pause: Pause },
): Promise<{ name: string; size: number; typical_terms: string[] }[]> {
  const vocabulary = await fitTerms(texts, { documentsMin: countMin, termsMax: 5000 }, pause);
  const rows = await weighTerms(texts, vocabulary, pause);
  const overall = new Float64Array(rows.columnCount);
  for (let k = 0; k < rows.values.length; k++) {
    const column = rows.columns[k] ?? 0;
    overall[column] = (overall[column] ?? 0) + (rows.values[k] ?? 0) / texts.length;
  }
  return Array.from({ length: clusterCount }, (_, cluster) => {
    const members = [...clusters.keys()].filter((i) => clusters[i] === cluster);
    const found = new Map<number, { weight: number; count: number }>();
    for (const i of members)
      for (let k = rows.starts[i] ?? 0; k < (rows.starts[i + 1] ?? 0); k++) {
        const column = rows.columns[k] ?? 0;
        const entry = found.get(column) ?? { weight: 0, count: 0 };
        found.set(column, {
          weight: entry.weight + (rows.values[k] ?? 0) / members.length,
          count: entry.count + 1,
        });
      }
    const ranked = [...found]
      .filter(([, { count }]) => count >= countMin)
      .map(([column, { weight }]) => ({ column, excess: weight - (overall[column] ?? 0) }))
      .sort((a, b) => b.excess - a.excess || a.column - b.column);
    const terms = members.length < countMin ? [] : ranked.slice(0, termsMax);
    return {
      name: `cluster ${cluster + 1}`,
      size: members.length,
      typical_terms: terms.map(({ column }) => vocabulary.terms[column] ?? ''),
    };
  });
}
