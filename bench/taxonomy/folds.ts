import type { Known } from './training-data.ts';

const FOLDS = 8;

/** Cuts examples into folds by origin: what is judged has no sibling among what was learned. */
export function foldsOf(known: readonly Known[]): { learned: Known[]; judged: Known[] }[] {
  const origins = [...new Set(known.map(({ origin }) => origin))].sort();
  return Array.from({ length: FOLDS }, (_, fold) => {
    const held = new Set(origins.filter((_origin, i) => i % FOLDS === fold));
    return {
      learned: known.filter(({ origin }) => !held.has(origin)),
      judged: known.filter(({ origin }) => held.has(origin)),
    };
  });
}
