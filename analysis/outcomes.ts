import { PREFERENCE_FIELD, PREFERENCE_VALUES } from './preference-pairs.ts';
import { plainName } from './roles.ts';

/** Fields that judge an answer, so that yes and no, or true and false, say which answer is better. */
const JUDGING_FIELDS = [
  ...['appropriate', 'helpful', 'acceptable', 'safe', 'safety', 'preferred', 'preference', 'rating', 'quality'],
  ...['outcome', 'feedback', 'vote', 'label', 'score'],
];
/** Values that judge by themselves, whatever the field is called. */
const GOOD = [
  ...['safe', 'good', 'excellent', 'appropriate', 'helpful', 'acceptable', 'chosen', 'preferred', 'success'],
  ...['successful', 'improved', 'correct'],
];
const BAD = [
  ...['unsafe', 'bad', 'poor', 'notgood', 'inappropriate', 'unhelpful', 'harmful', 'unacceptable', 'rejected'],
  ...['failure', 'failed', 'worse', 'incorrect'],
];
const YES = ['true', 'yes', '1', 'thumbsup', 'up'];
const NO = ['false', 'no', '0', 'thumbsdown', 'down'];

export interface OutcomeOrder {
  preferred: string[];
  rejected: string[];
  /** True where the field was made from pairs of texts, one better than the other. */
  paired: boolean;
}

/**
 * Which values of a label speak for an answer and which against it; null where the label is no judgement.
 *
 * Every value must be known: a field with values beside good and bad (neutral, or a topic) is another kind of label.
 */
export function outcomeValues(field: string, values: readonly string[]): OutcomeOrder | null {
  const judging = JUDGING_FIELDS.includes(plainName(field));
  const isIn = (list: readonly string[], binary: readonly string[]) => (value: string) =>
    list.includes(plainName(value)) || (judging && binary.includes(plainName(value)));
  const preferred = values.filter(isIn(GOOD, YES)).sort();
  const rejected = values.filter(isIn(BAD, NO)).sort();
  const known = preferred.length + rejected.length === values.length;
  if (!known || preferred.length === 0 || rejected.length === 0) return null;
  const ours: string[] = [PREFERENCE_VALUES.better, PREFERENCE_VALUES.worse];
  return { preferred, rejected, paired: field === PREFERENCE_FIELD && values.every((value) => ours.includes(value)) };
}
