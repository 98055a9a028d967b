import type { SparseRows } from '../../learning/sparse.ts';
import { TermCounter, TfIdfRows, type Vocabulary, type VocabularyLimits } from '../../learning/tfidf.ts';

export type Pause = () => Promise<void>;

const TEXTS_BETWEEN_PAUSES = 256;
const TURN_MS = 20;

/** Lets timers and signals of the process have their turn, at most every 20 ms. */
export function createPause(): Pause {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < TURN_MS) return;
    await new Promise((resume) => setImmediate(resume));
    last = Date.now();
  };
}

/** The vocabulary of the texts, pausing on the way. */
export async function fitTerms(texts: Iterable<string>, limits: VocabularyLimits, pause: Pause): Promise<Vocabulary> {
  const counter = new TermCounter(limits);
  await forEachText(texts, (text) => counter.add(text), pause);
  return counter.finish();
}

/** TF-IDF rows of the texts, pausing on the way. */
export async function weighTerms(texts: Iterable<string>, vocabulary: Vocabulary, pause: Pause): Promise<SparseRows> {
  const rows = new TfIdfRows(vocabulary);
  await forEachText(texts, (text) => rows.add(text), pause);
  return rows.finish();
}

export async function forEachText(texts: Iterable<string>, take: (text: string) => void, pause: Pause): Promise<void> {
  let count = 0;
  for (const text of texts) {
    take(text);
    if (++count % TEXTS_BETWEEN_PAUSES === 0) await pause();
  }
}
