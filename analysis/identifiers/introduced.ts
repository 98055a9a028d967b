import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { isCommonWord, isGivenName } from '../tagger/model.ts';
import { isOrdinaryTerm } from './ordinary.ts';
import { addFree, firstMatch, nextMatch } from './scan.ts';

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
/** And after these the words that follow: her maiden name is LeBatelier. */
const NAME_SAID =
  /\b(?:maiden|last|family|first|middle|full|real|birth) ?name(?:['’]s| is| was|:) ((?:\p{Lu}[\p{L}\p{M}’'-]{1,24})(?: \p{Lu}[\p{L}\p{M}’'-]{1,24}){0,2})/gu;
/** Months, feasts and what a speaker may be: I am Happy, Dear God. */
const NO_NAMES = new Set(
  'may april june august january christmas easter god lord happy sunny honey baby babe darling sweetie angel love prince king princess queen will'.split(
    ' ',
  ),
);

/** Adds names that what stands before them tells, where the sequence model saw none: listed given names, surnames after a title. */
export function findIntroduced(text: string, found: readonly IdentifierSpan[]): IdentifierSpan[] {
  return [introducedIn, titledIn, saidIn].reduce<IdentifierSpan[]>((all, find) => addFree(all, find(text)), [...found]);
}

const WITH_CAPITAL = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}{1,20}(?![\p{L}\p{N}])/gu;

function introducedIn(text: string): IdentifierSpan[] {
  const spans: IdentifierSpan[] = [];
  // Nothing stands before the first word.
  if (!/ \p{Lu}/u.test(text)) return spans;
  for (let match = firstMatch(WITH_CAPITAL, text); match !== null; match = nextMatch(WITH_CAPITAL, text, match)) {
    const { index, 0: name } = match;
    const word = name.toLowerCase();
    if (!isGivenName(word) || NO_NAMES.has(word) || isOrdinaryTerm(word)) continue;
    if (INTRODUCES.test(text.slice(Math.max(0, index - BEFORE_CHARS), index)))
      spans.push(nameUpTo(index + name.length, name));
  }
  return spans;
}

function titledIn(text: string): IdentifierSpan[] {
  if (!/[Mm][RrSsXx]/.test(text)) return [];
  return [...text.matchAll(TITLED)].flatMap(({ index, 0: all, 1: name = '' }) => {
    const word = name.toLowerCase();
    return isOrdinaryTerm(word) || (name === word && isCommonWord(word)) ? [] : [nameUpTo(index + all.length, name)];
  });
}

function saidIn(text: string): IdentifierSpan[] {
  if (!text.includes('name')) return [];
  return [...text.matchAll(NAME_SAID)].flatMap(({ index, 0: all, 1: name = '' }) =>
    isOrdinaryTerm(name) ? [] : [nameUpTo(index + all.length, name)],
  );
}

const nameUpTo = (end: number, name: string): IdentifierSpan => ({
  start: end - name.length,
  end,
  identifier: 'name',
  confidence: 0.8,
  source: 'context',
});
