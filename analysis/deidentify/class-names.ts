import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { groupOf } from '../bias-lexicon.ts';
import { isCommonWord, isGivenName, isListedName } from '../tagger/model.ts';

/** Longer values are texts, and what the model sees in them counts as it does in a message. */
const CLASS_WORDS_MAX = 6;

/** What the name of a field ends with that says who somebody is, or where. */
const NAMING_FIELD = new Set(
  [
    'name names person patient client therapist doctor physician clinician counselor counsellor provider hospital clinic',
    'facility ward practice institution school organization organisation company employer city town place location address',
    'county site author user username speaker rater annotator assignee contact owner by id',
  ]
    .join(' ')
    .split(' '),
);

const INSTITUTION_NAME =
  / (?:hospital|clinic|cent(?:er|re)|university|college|academy|church|bank|inc|llc|ltd|gmbh|corp)\.?$/i;

/** Sections of notes and the like: ROS, FAM/SOCHX. Longer words in capitals may be surnames. */
const CODE = /^(?:\p{Lu}{1,3}|\p{Lu}{2,16}(?:[/_]\p{Lu}{2,16}){1,3})$/u;

/**
 * Whether a span that the sequence model sees in the value of a label is the name of a class: Toxicity Agreement, LGBTQ.
 * With a capital and nothing around it such a name looks like an organisation, and classes that are all masked alike can
 * no longer be told apart. It is an identifier all the same where the name of the field says so, where a word of the value
 * is in a list of names and no ordinary word, where the value ends as an institution does, and, of what looks like a
 * person's name, where it has a word that is not ordinary or is a given name before other names.
 */
export function isClassName(field: string, value: string, { identifier, source, start, end }: IdentifierSpan): boolean {
  if (source !== 'model' || value.trim().split(/\s+/).length > CLASS_WORDS_MAX) return false;
  const fieldWords = field.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => word !== '');
  if (NAMING_FIELD.has(fieldWords.at(-1)?.toLowerCase() ?? '') || INSTITUTION_NAME.test(value.trim())) return false;
  if (CODE.test(value.trim())) return !wordsOf(value).some(isGivenName);
  if (wordsOf(value).some((word) => isListedName(word) && !isCommonWord(word))) return false;
  const words = wordsOf(value.slice(start, end));
  if (identifier === 'name' && !words.every(isCommonWord)) return false;
  return !(words.length > 1 && isGivenName(words[0] ?? '') && words.every(isListedName));
}

/** The same of the value of an attribute, which has to be one that says a demographic group: White, Non-Hispanic. */
export const isGroupName: typeof isClassName = (field, value, span) =>
  groupOf(field, value) !== null && isClassName(field, value, span);

const wordsOf = (text: string) => text.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
