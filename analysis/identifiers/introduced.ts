import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { isCommonWord, isGivenName } from '../tagger/model.ts';
import { isOrdinaryTerm } from './ordinary.ts';
import { addFree } from './scan.ts';

/** Words after which a listed name with a capital is one, whatever else the word means: my name is John, thanks, Christian. */
const INTRODUCES = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    "(?:my|his|her|their|your)(?: (?:full|first|last|real|middle|maiden))? name(?:['’]s| is| was)",
    "(?:i am|i['’]?m|call(?:s|ed)? (?:me|him|her)|named|(?:hi|hello|hey|dear|thanks|thank you|bye|goodnight),?)",
    'thank you for (?:telling me|sharing|sharing that|calling|waiting|your (?:time|call|patience|honesty)),',
    '(?:mr|mrs|ms|mx|dr|prof)\\.?|(?:miss|mister|doctor|uncle|aunt|grandma|grandpa|pastor|nurse|officer|coach)',
    '(?:my|his|her|our|their|your) (?:(?:older|younger|little|big|best|late|ex|step|twin)[ -])?(?:brother|sister|husband|wife|boyfriend|girlfriend|son|daughter|friend|boss|cousin|nephew|niece|partner|roommate|therapist|sponsor|neighbou?r|manager|coworker|fianc[eé]e?)',
  ].join('|')}) $`,
  'iu',
);
const BEFORE_CHARS = 48;
/** After these anything with a capital is a surname, and what is no word of English without one: Mr Cook, mrs buegler. */
const TITLED =
  /(?<![\p{L}\p{N}])(?:[Mm]rs?|MRS?|[Mm]s|Mx)\.? (\p{L}[\p{L}\p{M}]{1,20}(?:[-'’]\p{L}[\p{L}\p{M}]{0,20})?)/gu;
/** Months, feasts and what a speaker may be: I am Happy, Dear God. */
const NO_NAMES = new Set(
  'may april june august january christmas easter god lord happy sunny honey baby babe darling sweetie angel love prince king princess queen will'.split(
    ' ',
  ),
);

/** Adds listed given names after a word that introduces one, and surnames after a title, where the sequence model saw none. */
export function findIntroduced(text: string, found: readonly IdentifierSpan[]): IdentifierSpan[] {
  const spans: IdentifierSpan[] = [];
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])\p{Lu}\p{Ll}{1,20}(?![\p{L}\p{N}])/gu)) {
    const word = match[0].toLowerCase();
    if (!isGivenName(word) || NO_NAMES.has(word) || isOrdinaryTerm(word)) continue;
    if (!INTRODUCES.test(text.slice(Math.max(0, match.index - BEFORE_CHARS), match.index))) continue;
    const end = match.index + match[0].length;
    spans.push({ start: match.index, end, identifier: 'name', confidence: 0.8, source: 'context' });
  }
  for (const match of text.matchAll(TITLED)) {
    const [all, name = ''] = match;
    const word = name.toLowerCase();
    if (isOrdinaryTerm(word) || (name === word && isCommonWord(word))) continue;
    const end = match.index + all.length;
    spans.push({ start: end - name.length, end, identifier: 'name', confidence: 0.8, source: 'context' });
  }
  return addFree(found, spans);
}
