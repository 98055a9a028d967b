import type { SparseRows } from '../../learning/sparse.ts';
import { SparseBuilder } from '../../learning/sparse.ts';
import type { Vocabulary, VocabularyLimits } from '../../learning/tfidf.ts';
import { fitTerms, type Pause, weighTerms } from './features.ts';
import type { JudgedTexts } from './judged-texts.ts';

export interface AnswerTerms {
  vocabulary: Vocabulary;
  /** Mean and spread of the logarithm of an answer's length. */
  length: { mean: number; spread: number };
}

export async function fitAnswerTerms(texts: JudgedTexts, limits: VocabularyLimits, pause: Pause): Promise<AnswerTerms> {
  const vocabulary = await fitTerms([...texts.prompts, ...texts.answers], limits, pause);
  const lengths = texts.answers.map((answer) => Math.log1p(answer.length));
  const mean = lengths.reduce((sum, value) => sum + value, 0) / lengths.length;
  const spread = Math.sqrt(lengths.reduce((sum, value) => sum + (value - mean) ** 2, 0) / lengths.length) || 1;
  return { vocabulary, length: { mean, spread } };
}

/** A tenth of a text's own length is what its number of letters may weigh, so that words decide. Our choice. */
const LENGTH_WEIGHT = 0.1;

/** Rows of three parts: the terms of the answer, the terms of its prompt, and how long the answer is. */
export async function answerRows(
  texts: JudgedTexts,
  { vocabulary, length }: AnswerTerms,
  pause: Pause,
): Promise<SparseRows> {
  const answers = await weighTerms(texts.answers, vocabulary, pause);
  const prompts = await weighTerms(texts.prompts, vocabulary, pause);
  const width = vocabulary.terms.length;
  const builder = new SparseBuilder(2 * width + 1);
  texts.answers.forEach((answer, i) => {
    const row = new Map<number, number>();
    const take = (part: SparseRows, offset: number) => {
      for (let k = part.starts[i] ?? 0; k < (part.starts[i + 1] ?? 0); k++)
        row.set(offset + (part.columns[k] ?? 0), part.values[k] ?? 0);
    };
    take(answers, 0);
    take(prompts, width);
    row.set(2 * width, (LENGTH_WEIGHT * (Math.log1p(answer.length) - length.mean)) / length.spread);
    builder.add(row);
  });
  return builder.finish();
}
