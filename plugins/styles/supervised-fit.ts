import type { SparseRows } from '../../learning/sparse.ts';
import type { TrainInput } from '../kinds.ts';
import type { Pause } from './features.ts';
import type { Head } from './supervised-model.ts';
import type { SupervisedSettings } from './supervised-settings.ts';

export interface Labelled {
  rows: SparseRows;
  labels: Uint16Array;
}

/** What a head is fitted from. */
export interface Fit<Examples> extends Pick<TrainInput, 'checkpoint' | 'hooks' | 'seed'> {
  /** The weights of all rows, each that of its class, sum to the number of rows. */
  examples: Examples & { classWeights: Float64Array; classCount: number };
  held: Labelled;
  options: SupervisedSettings;
  pause: Pause;
}

export interface Fitted {
  head: Head;
  steps: number;
  lossFinal: number;
}
