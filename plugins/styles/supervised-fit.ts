import { logLoss } from '../../learning/metrics.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import type { TrainInput } from '../kinds.ts';
import type { Pause } from './features.ts';
import { type Head, probabilitiesOf } from './supervised-model.ts';
import type { SupervisedSettings } from './supervised-settings.ts';

export interface Labelled {
  rows: SparseRows;
  labels: Uint16Array;
}

/** What a head is fitted from. */
export interface Fit extends Pick<TrainInput, 'checkpoint' | 'hooks' | 'seed'> {
  /** The row weights sum to the number of rows. */
  examples: Labelled & { rowWeights: Float64Array; classCount: number };
  held: Labelled;
  options: SupervisedSettings;
  pause: Pause;
}

export interface Fitted {
  head: Head;
  steps: number;
  lossFinal: number;
}

/** Mean cross-entropy of the validation split; null where it holds no example. */
export function validationLoss(head: Head, { rows, labels }: Labelled, classCount: number): number | null {
  return labels.length === 0 ? null : logLoss(labels, probabilitiesOf({ head, classCount, temperature: 1 }, rows));
}
