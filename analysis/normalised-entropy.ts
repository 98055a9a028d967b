/** Shannon entropy of the counts over that of as many equal ones, 0 to 1; 0 for a single count, `NaN` for none above 0. */
export function normalisedEntropy(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const entropy = counts.reduce((sum, count) => sum - (count === 0 ? 0 : (count / total) * Math.log(count / total)), 0);
  return counts.length === 1 ? 0 : Math.min(1, entropy / Math.log(counts.length));
}
