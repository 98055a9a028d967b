import { isPublicNumber } from './public-numbers.ts';
import type { Detector } from './scan.ts';

/** What is counted, measured or paid is no number of somebody: 1500000 people, $1500000. */
const COUNTED_AFTER =
  /^(?:st|nd|rd|th)\b|^ ?(?:%|x\b|×|people|persons|users?|dollars|euros?|pounds|bucks|rupees|yen|usd|eur|gbp|cells?|copies|units?|steps|miles|km|years?|days|hours|minutes|seconds|times|points?|views|likes|votes|bytes|[kmg]b|mg|ml|iu|shares|tons?|words|lines)\b/i;
const COUNTED_BEFORE =
  /(?:[$€£¥+~≈<>=.,]|\b(?:score|count|total|views|population|about|over|around|nearly|almost|than|cost|paid|worth|of|pmid|isbn|doi|issn)) ?:? ?$/i;
const alone = (before: string, after: string) =>
  !/[\p{L}\p{N}][.,/:_-]?$/u.test(before) && !/^[.,/:_-]?[\p{L}\p{N}]/u.test(after);
const isYear = (digits: string) => /^(?:1[5-9]|20)\d\d$/.test(digits);
const isHour = (digits: string) => Number(digits) <= 2400 && Number(digits.slice(2)) < 60;

/**
 * Numbers so long, or in such groups, that they are in some register, where no word says in which: her wristband reads
 * 8821904. They are looked for last, in what the other patterns left.
 */
export const BARE_CODES: Detector[] = [
  {
    identifier: 'unique_code',
    needs: /\d{7}/,
    pattern: /\d{7,12}/g,
    accept: (found, before, after) =>
      alone(before, after) &&
      !found.endsWith('000') &&
      !isPublicNumber(found) &&
      !COUNTED_BEFORE.test(before) &&
      !COUNTED_AFTER.test(after),
  },
  {
    identifier: 'unique_code',
    needs: /[A-Z]\d{6}/,
    pattern: /[A-Z]\d{6,9}/g,
    accept: (_, before, after) => alone(before, after),
  },
  {
    identifier: 'unique_code',
    needs: /\d{4}[-/]\d{4}/,
    pattern: /\d{4}[-/]\d{4}/g,
    accept: (found, before, after) => {
      const [a = '', b = ''] = found.split(/[-/]/);
      return alone(before, after) && !(isYear(a) && isYear(b)) && !(isHour(a) && isHour(b));
    },
  },
  {
    identifier: 'unique_code',
    needs: /\d{2}[-/]\d{5}/,
    pattern: /\d{2,4}[-/]\d{5,8}/g,
    accept: (found, before, after) =>
      alone(before, after) &&
      !found.endsWith('000') &&
      !found.split(/[-/]/).some(isPublicNumber) &&
      !COUNTED_BEFORE.test(before) &&
      !COUNTED_AFTER.test(after),
  },
];
