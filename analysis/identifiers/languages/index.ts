import type { IdentifierSpan } from '../../../contracts/privacy.ts';
import { ALPHABETS, LATIN_DATES } from './alphabets.ts';
import { CHINESE } from './chinese.ts';
import { JAPANESE } from './japanese.ts';
import { KOREAN } from './korean.ts';
import { LABELLED_NAMES, labelledCodes } from './labels.ts';
import { NATIONAL_IDS } from './national-ids.ts';
import { applyRules, type LanguageRule } from './rule.ts';

/**
 * Identifiers of other languages than English, by patterns: what their own words, titles, months and numbers tell. The
 * sequence model is of English; in scripts that it has not seen these are all there is for names.
 */
export function findInLanguages(text: string): IdentifierSpan[] {
  const rules: LanguageRule[] = [];
  if (LONG_NUMBER.test(text)) rules.push(...NATIONAL_IDS);
  if (/\d/.test(text)) rules.push(...labelledCodes(text), ...LATIN_DATES);
  if (/[:：]/.test(text)) rules.push(...LABELLED_NAMES);
  // Most texts are English: nothing of what follows is in them.
  if (OTHER_LETTERS.test(text)) {
    if (/[\u3040-\u30ff]/.test(text)) rules.push(...JAPANESE);
    else if (/\p{Script=Han}/u.test(text)) rules.push(...CHINESE);
    if (/\p{Script=Hangul}/u.test(text)) rules.push(...KOREAN);
    rules.push(...ALPHABETS);
  }
  return rules.length === 0 ? [] : applyRules(text, rules);
}

/** What every personal number has: seven digits, or four letters before some. */
const LONG_NUMBER = /(?:\d[ .-]?){7}|[A-Za-z]{4}\d{2}/;
/** Letters of other alphabets than the Latin. */
const OTHER_LETTERS = /[\u0370-\u1dff\u3040-\ud7ff\uf900-\ufaff\uff66-\uff9f]/;

/** A letter of a script without capitals. ª and º are Latin. */
const LETTER = '(?!\\p{Script=Latin})\\p{Lo}';
/** Runs of them with their marks, and abbreviations among them (PUA, NLP), which would stand alone as names do. */
const UNCASED = new RegExp(
  `(?:${LETTER}[\\p{M}ー々]*|(?<=${LETTER}[\\p{M}ー々]?)[A-Z]{2,6}(?![A-Za-z\\d])|(?<![A-Za-z\\d])[A-Z]{2,6}(?=${LETTER}))+`,
  'gu',
);
const HAS_UNCASED = new RegExp(LETTER, 'u');

/**
 * A text as the detectors of English read it: runs of letters without capitals are a sign and spaces, so that `电话138…` has a
 * number that stands alone, and no clause is taken for a name. The length stays.
 */
export const withoutUncased = (text: string): string =>
  /[\u0530-\uffff]/.test(text) && HAS_UNCASED.test(text)
    ? text.replace(UNCASED, (run) => `;${' '.repeat(run.length - 1)}`)
    : text;
