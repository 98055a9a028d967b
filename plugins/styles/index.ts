import type { TrainingStyle } from '../kinds.ts';
import { continualStyle } from './continual.ts';
import { fewShotStyle } from './few-shot.ts';
import { metaStyle } from './meta.ts';
import { reinforcementStyle } from './reinforcement.ts';
import { selfSupervisedStyle } from './self-supervised.ts';
import { supervisedStyle } from './supervised.ts';
import { transferStyle } from './transfer.ts';
import { unsupervisedStyle } from './unsupervised.ts';

/** The styles that can be trained here. */
export const STYLE_PLUGINS: readonly TrainingStyle[] = [
  supervisedStyle,
  selfSupervisedStyle,
  fewShotStyle,
  unsupervisedStyle,
  metaStyle,
  reinforcementStyle,
  transferStyle,
  continualStyle,
];
