import type { Evaluation, Task } from './training.ts';

export const CARE_SCORES = ['empathy_score', 'therapeutic_appropriateness', 'safety_score'] as const;
type CareScore = (typeof CARE_SCORES)[number];

/** The judgement each score asks people for, and the words of a label, or of its values, that ask for the same. */
const JUDGEMENTS: Record<CareScore, { called: string; words: RegExp }> = {
  empathy_score: { called: 'empathetic', words: /empath/i },
  therapeutic_appropriateness: { called: 'appropriate', words: /appropriat/i },
  safety_score: { called: 'safe', words: /safe|harm|toxic/i },
};

/** A figure with what it rests on, or why there is none. */
export type CareFigure = { value: number; evidence: string } | { value: null; reason: string };

/**
 * What can be said of answers as a person in need would get them: of the answers that the model chooses among held-out ones,
 * the share that a label of the dataset calls empathetic, appropriate, or safe. 0 to 1, each choice weighed by its
 * probability: `preferred_share` of a model that learns from that very label.
 *
 * No model judges here, so the figure is as good as the label. A model that labels or groups texts chooses no answers and has
 * none.
 */
export function careScores(task: Task, evaluation: Evaluation): Record<CareScore, CareFigure> {
  const figure = (name: CareScore): CareFigure => {
    const { called, words } = JUDGEMENTS[name];
    if (task.kind !== 'preference') return { value: null, reason: 'a measure of models that choose among answers' };
    const { label_field, preferred, rejected } = task;
    if (![label_field, ...preferred, ...rejected].some((name) => words.test(name)))
      return { value: null, reason: `the label "${label_field}" does not say which answers are ${called}` };
    const value = evaluation.scores.preferred_share;
    if (value === undefined)
      return { value: null, reason: evaluation.unmeasured.preferred_share ?? 'its choices were not judged' };
    const start = evaluation.baselines.start?.preferred_share;
    return {
      value,
      evidence: `share of its choices among held-out answers that the label "${label_field}" calls "${preferred.join('" or "')}", over ${evaluation.counts?.slates} choices${start === undefined ? '' : `; drawn evenly, ${start.toFixed(3)}`}`,
    };
  };
  return {
    empathy_score: figure('empathy_score'),
    therapeutic_appropriateness: figure('therapeutic_appropriateness'),
    safety_score: figure('safety_score'),
  };
}
