import { fitLogistic, softmaxScores } from '../../learning/logistic.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { VocabularyLimits } from '../../learning/tfidf.ts';
import { fitTerms, type Pause, weighTerms } from './features.ts';
import type { JudgedTexts } from './judged-texts.ts';

const ITERATIONS = 100;

/**
 * A judge of another kind than the reward: logistic regression of the outcome on the whole text, trained on conversations
 * that neither reward nor policy was shown. Result: its file.
 */
export async function trainJudge(
  texts: JudgedTexts,
  { limits, l2, pause }: { limits: VocabularyLimits; l2: number; pause: Pause },
): Promise<Uint8Array> {
  const whole = wholeTexts(texts);
  const vocabulary = await fitTerms(whole, limits, pause);
  const rows = await weighTerms(whole, vocabulary, pause);
  const problem = {
    rows,
    labels: Uint16Array.from(texts.outcomes),
    classCount: 2,
    classWeights: new Float64Array(2).fill(1),
    l2,
    labelSmoothing: 0,
  };
  const weights =
    whole.length === 0
      ? new Float32Array(2 * (rows.columnCount + 1))
      : await fitLogistic(problem, { iterationsMax: ITERATIONS, pause });
  return writeTensors({
    meta: { format: 'preference-judge-1', terms: vocabulary.terms },
    tensors: { idf: vocabulary.idf, weights },
  });
}

/** What the judge gives each text: its probability to be preferred. */
export async function judgedScores(file: Uint8Array, texts: JudgedTexts, pause: Pause): Promise<Float64Array> {
  const { meta, tensors } = readTensors(file);
  const { idf, weights } = tensors;
  if (!(idf instanceof Float32Array && weights instanceof Float32Array)) throw new Error('judge.bin lacks a tensor');
  const rows = await weighTerms(wholeTexts(texts), { terms: (meta as { terms: string[] }).terms, idf }, pause);
  const scores = new Float64Array(2);
  return Float64Array.from({ length: rows.rowCount }, (_, i) => {
    softmaxScores(rows, i, weights, scores);
    return scores[1] ?? 0;
  });
}

const wholeTexts = ({ prompts, answers }: JudgedTexts) => answers.map((answer, i) => `${prompts[i]}\n${answer}`);
