import type { Detector } from './scan.ts';

/** Names of months in the languages whose data we know; May and March are words of their own in English and need more. */
const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec';
const OTHER_MONTHS =
  'januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|dezembro|januari|februari|maart|mei|augustus|augusti|maj|december|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia';
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
    pattern: new RegExp(`\\d{1,2}( ?[-/.] ?)\\d{1,2}\\1(?:(?:19|20)\\d{2}|\\d{2})(?!\\d)${TIME}`, 'g'),
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
      const event = found === '9/11' || found === '7/11' || found === '24/7' || (a === b && a === 50);
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
        (/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(found) && DATE_WORD.test(before))),
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

const NUMBER_WORDS =
  '(?:ninety|hundred)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?';
const YEARS_AFTER =
  /^(?:[ -]{0,2}(?:years?|yrs?\.?|yr)[ -]{0,2}(?:of age|olds?)\b|[ -]?y[-/]?o\b|[ -]?y\.o\.|[ -]?year[ -]olds?|[ -]{0,2}(?:years?|yrs?)[ -]young)/i;
const AGE_BEFORE =
  /\b(?:age in years|aged?|a g e|age is|ages|age of|turn(?:ed|ing|s)?|age at [a-z]{2,12}|age ?\/ ?(?:years|yrs)|age \(?(?:years|yrs|y)\)?) ?(?:::?|=|[|/–—-]|>>)? ?$/i;
/** For ages over 89, the word in the same sentence is enough: age confirmed as 93, her age at this review is 97. */
const OLD_AGE_BEFORE = /\bage (?:[a-z']{2,12} ){1,5}(?:is|was|as|at|of|to|be)(?: now| almost| nearly)? $/i;
/** What else follows ages over 89: her 92nd birthday, a 93F with CHF. */
const OLD_AFTER =
  /^(?:(?:st|nd|rd|th) birthday\b|[MF],? (?:with|who|w\/|p\/w|c\/o|h\/o|hx|s\/p|admitted|presents)(?![\p{L}]))/u;
/** As papers write it, after a name of two words or a title: Anna Lee, 94, of Dayton; Mr Lee (94) came. */
const BETWEEN_COMMAS =
  /(?:\p{Lu}\p{Ll}{1,20}|\b(?:Mr|Mrs|Ms|Dr)\.?) \p{Lu}\p{Ll}{1,20}(?:, #, (?:of|from|was|is|who|said|has|had)\b| \(#\))/u;
const PERSON_BEFORE =
  /\b(?:i am|i'm|im|i’m|he is|he's|she is|she's|he was|she was|i was|is now|was only|is only|just turned|they are|is a|who is|who's|grandma is|grandpa is|mother is|father is|mom is|dad is|when he was|when she was) $/i;
/** Who is so old: Nana Akosua is 101. */
const NAMED_BEFORE = /(?:^|[^\p{L}])\p{Lu}\p{Ll}{1,20} (?:is|was|turned|turns)(?: now| almost| nearly)? $/u;
const NO_AGE_AFTER =
  /^(?:[ -]?(?:%|percent|pounds?|lbs?|kg|kilos?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|miles?|km|feet|ft|inch|cm|dollars|bucks|am\b|pm\b|o'clock|times|points|steps|st\b|nd\b|rd\b|th\b|degrees|mg|ml|credits)|[:/]\d|\.\d|[-–]\d|,\d{3})/i;

/** Ages: those over 89 are identifiers, the others may stay. In digits after or before a word for age, in words from ninety. */
export const AGES: Detector[] = [
  {
    identifier: 'age',
    needs: /\d/,
    pattern: /\d{1,3}/g,
    accept: (found, before, after) => {
      const age = Number(found);
      if (age < 1 || age > 125 || /[\p{L}\p{N}$€£#][.,:/-]?$/u.test(before) || /^\p{N}/u.test(after)) return false;
      if (YEARS_AFTER.test(after) || (age > 89 && OLD_AFTER.test(after))) return true;
      if (NO_AGE_AFTER.test(after) || /^\p{L}/u.test(after)) return false;
      if (age > 89 && NAMED_BEFORE.test(before) && /^(?:[.!?;]|$|,? (?:and|but|now|years)\b)/.test(after)) return true;
      if (age > 89 && (OLD_AGE_BEFORE.test(before) || BETWEEN_COMMAS.test(`${before}#${after}`))) return true;
      return (
        AGE_BEFORE.test(before) ||
        (PERSON_BEFORE.test(before) &&
          /^(?:[,.!?;)]|$|\s(?:and|but|now|with|male|female|years|so|or|in)\b)/.test(after)) ||
        /\b(?:sex|gender)\W{1,3}\w{1,6}\W{1,3}age\W{1,3}$/i.test(before)
      );
    },
  },
  {
    identifier: 'age_over_89',
    needs: /ninet|hundred|9\ds|9\d's/i,
    pattern: new RegExp(`\\b(?:${NUMBER_WORDS})\\b|\\b(?:late |early |mid[- ]?)?(?:nineties|90'?s)\\b`, 'gi'),
    accept: (found, before, after) =>
      /nineties|90/i.test(found)
        ? /\b(?:his|her|their|my|your|in) (?:late |early |mid[- ]?)?$/i.test(before) &&
          !/\bthe $/i.test(before) &&
          !/^in $/i.test(before) &&
          /\b(?:his|her|their|my|your)\b/i.test(before)
        : AGE_BEFORE.test(before) ||
          YEARS_AFTER.test(after) ||
          (PERSON_BEFORE.test(before) && /^(?:[,.!?;]|$)/.test(after)),
  },
];
