import * as make from './content.ts';
import { noised, pairs, type Template, texts } from './template-parts.ts';
import { CLINICAL_TEMPLATES } from './templates-clinical.ts';
import { CONVERSATIONAL_TEMPLATES } from './templates-conversational.ts';
import { FORMAT_TEMPLATES } from './templates-formats.ts';
import { MULTIMODAL_TEMPLATES } from './templates-multimodal.ts';
import { PLAIN_TEMPLATES } from './templates-plain.ts';
import { QUESTION_TEMPLATES } from './templates-questions.ts';
import { SYNTHETIC_TEMPLATES } from './templates-synthetic.ts';
import { TABLE_TEMPLATES } from './templates-tables.ts';
import { TALK_FORMAT_TEMPLATES } from './templates-talk-formats.ts';
import { THERAPEUTIC_TEMPLATES } from './templates-therapeutic.ts';

const UNKNOWN: readonly Template[] = [
  { name: 'texts of other kinds', category: null, right: [], draw: texts(make.foreign) },
  { name: 'pairs of other kinds', category: null, right: [], draw: pairs(make.foreign, make.foreign) },
  { name: 'half of other kinds', category: null, right: [], draw: texts(noised(make.comment, 0.7)) },
];

export const TEMPLATES: readonly Template[] = [
  ...CLINICAL_TEMPLATES,
  ...CONVERSATIONAL_TEMPLATES,
  ...THERAPEUTIC_TEMPLATES,
  ...SYNTHETIC_TEMPLATES,
  ...MULTIMODAL_TEMPLATES,
  ...QUESTION_TEMPLATES,
  ...FORMAT_TEMPLATES,
  ...TALK_FORMAT_TEMPLATES,
  ...PLAIN_TEMPLATES,
  ...TABLE_TEMPLATES,
  ...UNKNOWN,
];
