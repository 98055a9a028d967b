import type { Detector } from './scan.ts';

/** Names of months in the languages whose data we know; May and March are words of their own in English and need more. */
const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec';
const OTHER_MONTHS =
  'januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|januari|februari|maart|mei|augustus|augusti|maj|december|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia';
const ORDINALS =
  '(?:twenty|thirty)[ -]first|twenty[ -](?:second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const YEAR = "(?:(?:19|20)\\d{2}|'\\d{2})";
const WEEKDAY = '(?:\\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,? (?:the )?)?';
const TIME =
  '(?:[T ,]{1,2}\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\.\\d{1,6})?(?: ?[AaPp]\\.?[Mm]\\b\\.?|Z|[+-]\\d{2}:?\\d{2})?)?';

const noDigitBeside = (before: string, after: string) =>
  !/[\p{L}\p{N}][.,/-]?$/u.test(before) && !/^[\p{N}%]|^[./-]\p{N}/u.test(after);
/** A date with its year is one in a row of values as well, where nothing but a comma stands between: 879-9180,09/23/2012. */
const fullAlone = (before: string, after: string) =>
  !/[\p{L}\p{N}][./-]?$/u.test(before) && !/^[\p{N}%]|^[./-]\p{N}/u.test(after);
/** With slashes one may stand beside another: 3/1/2021-3/5/2021. */
const slashedAlone = (before: string, after: string) =>
  fullAlone(before.replace(/(?<=\d\/\d{1,2}\/\d{2,4})-$/, ' '), after.replace(/^-(?=\d{1,2}\/)/, ' '));
const isDayAndMonth = (a: number, b: number) => a >= 1 && b >= 1 && ((a <= 12 && b <= 31) || (a <= 31 && b <= 12));

/** A word before a day and month without a year that makes them a date: 3/14 is a share as well, and 9/11 an event. */
const DATE_WORD =
  /\b(?:on|since|by|until|till|from|dated?|dob|born|before|after|for|due|of|admitted|discharged|seen|visit(?:ed)?|dictated|sessions?|notes?|intake|beginning|starting|effective|reviewed|signed|ending|appointment|next|last|and|to)\W{1,3}$/i;
/** Of those, the ones that stand before a rating as well: from 8/10 to 6/10. */
const RATING_WORD = /\b(?:by|from|before|after|for|of|next|last|and|to)\W{1,3}$/i;
const isRating = (a: number, b: number, before: string) => (b === 10 || b === 5) && a <= b && RATING_WORD.test(before);
const BIRTH_WORD =
  /\b(?:dob|d\.o\.b|birth ?date|birthday|date of birth|born(?: on)?)\W{0,4}(?:is\W{1,2}|was\W{1,2}|as\W{1,2})?$/i;

/** Dates and parts of dates finer than a year, in digits and in words. */
export const DATES: Detector[] = [
  {
    identifier: 'date',
    needs: /day,? the \d|\bon (?:the )?\d{1,2}(?:st|nd|rd|th)/i,
    // Days of a month that is not named: Monday the 8th; discharged on the 19th.
    pattern:
      /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? the \d{1,2}(?:st|nd|rd|th)\b|\bon (?:the )?\d{1,2}(?:st|nd|rd|th)\b/gi,
    accept: (found, _, after) =>
      /day/i.test(found) || /^(?:[.,;)\n]|$| (?:and|at|for|with|she|he|they|we|i)\b)/i.test(after),
  },
  {
    identifier: 'date',
    needs: /\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)|t(?:een|ie)th\b/i,
    // In words: the third of July, March twenty-first.
    pattern: new RegExp(
      `\\b(?:the )?(?:${ORDINALS})(?: day)? of (?:${MONTHS})\\b(?:,? ${YEAR}\\b)?|\\b(?:${MONTHS}) (?:the )?(?:${ORDINALS})\\b(?:,? ${YEAR}\\b)?`,
      'gi',
    ),
    accept: (found) => !/^(?:may|march|mar) (?:the )?second/.test(found),
  },
  {
    identifier: 'date',
    needs: /[a-z]\/\d/i,
    // December/57.
    pattern: new RegExp(`\\b(?:${MONTHS})/(?:${YEAR}|\\d{2})\\b`, 'gi'),
    accept: (_, before, after) => noDigitBeside(before, after),
  },
  {
    identifier: 'date',
    needs: /\d{4}[-/.]\d/,
    pattern: new RegExp(`(?:19|20)\\d{2}([-/.])\\d{1,2}\\1\\d{1,2}${TIME}`, 'g'),
    accept: (found, before, after) => {
      const [, month = 0, day = 0] = found.split(/[^\d]/, 3).map(Number);
      return fullAlone(before, after) && isDayAndMonth(month, day);
    },
  },
  {
    identifier: 'date',
    needs: /\d[-/.]\d/,
    pattern: new RegExp(`\\d{1,2}( ?[-/.] ?)\\d{1,2}\\1(?:(?:18|19|20)\\d{2}|\\d{2})(?!\\d)${TIME}`, 'g'),
    accept: (found, before, after) => {
      const [a = 0, b = 0, year = ''] = found
        .split(/[^\d]{1,3}/, 3)
        .map((part, i) => (i < 2 ? Number(part) : part)) as [number, number, string];
      // 10-15-20 may be a range or a version: two digits of a year need a slash, or a word of birth or date.
      const plain = year.length === 2 && !found.includes('/') && !DATE_WORD.test(before) && !BIRTH_WORD.test(before);
      const alone = found.includes('/') ? slashedAlone : fullAlone;
      return !plain && alone(before, after) && isDayAndMonth(a, b);
    },
  },
  {
    identifier: 'date',
    needs: /\d[-/.]\d/,
    pattern: /\d{1,2}[/.-]\d{1,2}/g,
    accept: (found, before, after) => {
      const [a = 0, b = 0] = found.split(/[/.-]/).map(Number);
      const event =
        /\bexp\p{L}{0,8}\W{1,4}$/iu.test(before) ||
        found === '9/11' ||
        found === '7/11' ||
        found === '24/7' ||
        (a === b && a === 50);
      // 12/24: two digits each, and a day that is no month, need no word.
      const full = /^(?:0[1-9]|1[0-2])\/(?:1[3-9]|2\d|3[01])$/.test(found);
      const slash = BIRTH_WORD.test(before) || full || (found.includes('/') && DATE_WORD.test(before));
      return (
        slash &&
        !event &&
        !isRating(a, b, before) &&
        noDigitBeside(before, after) &&
        isDayAndMonth(a, b) &&
        !/^ ?(?:%|of\b|mg|hours?|cups?|years?|days?|weeks?|am\b|pm\b|am)/i.test(after)
      );
    },
  },
  {
    identifier: 'date',
    needs: /\d/,
    pattern: /\d{6}(?:\d{2})?/g,
    accept: (found, before, after) =>
      noDigitBeside(before, after) &&
      (BIRTH_WORD.test(before) ||
        (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(found) &&
          (DATE_WORD.test(before) || /\bin $/.test(before)))),
  },
  {
    identifier: 'date',
    needs: new RegExp(
      `\\d(?:st|nd|rd|th|\\.)?[ -](?:day )?(?:of )?(?:the )?(?:de )?(?:${MONTHS}|${OTHER_MONTHS})`,
      'i',
    ),
    // 3 March 2020; the 3rd of May; 3-Mar-20; 3. März 2020; 3 de mayo de 2020.
    pattern: new RegExp(
      `${WEEKDAY}(?:\\bthe )?(?:${DAY}(?: ?[-–] ?| and | to ))?${DAY}(?:st|nd|rd|th|\\.|er|º)?(?: |-|/)(?:day )?(?:of |de |d')?(?:${MONTHS}|${OTHER_MONTHS})(?!\\p{L})\\.?(?:(?: |, |-|/| of | de )(?:${YEAR}|\\d{2})(?!\\d))?${TIME}`,
      'giu',
    ),
    accept: (found, before, after) =>
      !/[\p{L}\p{N}][.,:/-]?$/u.test(before) &&
      !/^\p{N}/u.test(after) &&
      !/^\d{1,2} (?:may|march|mar|dec|sep|jan|jun|mai|mars|mei|maj)$/.test(found),
  },
  {
    identifier: 'date',
    needs: new RegExp(`\\b(?:${MONTHS})`, 'i'),
    // March 3rd, 2020; Mar. 3; May the 5th; June 2020; with a weekday or a time beside it.
    pattern: new RegExp(
      `${WEEKDAY}\\b(?:${MONTHS})\\b\\.?(?:[ -](?:the )?${DAY}(?:st|nd|rd|th)?(?:[-–]${DAY})?\\b(?!:\\d)(?:,? ?(?:of )?${YEAR}\\b)?|,? (?:of )?${YEAR}\\b|([-/])${DAY}\\1${YEAR})${TIME}`,
      'gi',
    ),
    accept: (found, before, after) =>
      !/[\p{L}\p{N}]$/u.test(before) &&
      !/^\p{N}|^[.,]\d/u.test(after) &&
      (!/^(?:may|mar|dec|sep|march) \d{1,2}$/.test(found) || DATE_WORD.test(before)) &&
      !/^ ?(?:%|mg|people|times|minutes|hours|days|weeks)/i.test(after),
  },
  {
    identifier: 'date',
    needs: new RegExp(`(?:${OTHER_MONTHS})`, 'i'),
    pattern: new RegExp(`(?<!\\p{L})(?:${OTHER_MONTHS})(?: de| del)? (?:19|20)\\d{2}(?!\\d)`, 'giu'),
    accept: () => true,
  },
  {
    identifier: 'date',
    needs: /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i,
    // A month alone, after a word that makes it a time. In small letters, may and march are verbs.
    pattern:
      /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|january|february|april|june|july|august|september|october|november|december)\b/g,
    accept: (_, before, after) =>
      /\b(?:in|since|last|this|next|until|till|by|early|late|mid|from|during|of|every|before|after)[ -]$/i.test(
        before,
      ) && !/^'?\p{L}|^ \d/u.test(after),
  },
  {
    identifier: 'date',
    needs: /spring|summer|autumn|fall|winter/i,
    pattern: /\b(?:spring|summer|autumn|fall|winter)(?: of)? (?:19|20)\d{2}\b/gi,
    accept: () => true,
  },
  {
    identifier: 'date',
    needs: /(?:christmas|eve|day|easter|thanksgiving|halloween|ramadan|hanukkah|diwali|eid),? (?:of )?(?:19|20)\d/i,
    pattern:
      /\b(?:christmas(?: eve| day)?|new year['’]?s(?: eve| day)?|easter(?: sunday| monday)?|thanksgiving(?: day)?|halloween|(?:valentine['’]?s|boxing|labor|memorial|independence|mother['’]?s|father['’]?s|veterans|st\.? patrick['’]?s) day|ramadan|hanukkah|diwali|eid),? (?:of )?(?:19|20)\d{2}\b/gi,
    accept: () => true,
  },
  {
    identifier: 'date',
    needs: /\d\/(?:19|20)\d\d/,
    pattern: /\b(?:0?[1-9]|1[0-2])\/(?:19|20)\d{2}\b/g,
    accept: (_, before, after) => noDigitBeside(before, after),
  },
];
