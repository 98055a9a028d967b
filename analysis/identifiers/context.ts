import type { IdentifierId, IdentifierSpan } from '../../contracts/privacy.ts';
import { foldCapitals } from './fold.ts';
import { isPublicNumber, isPublished } from './public-numbers.ts';
import { WORDS } from './register-words.ts';
import { firstMatch, nextMatch } from './scan.ts';

const PHRASES = new Map<string, { identifier: IdentifierId; strong: boolean }>();
for (const { identifier, strong, weak } of WORDS) {
  for (const phrase of weak?.split('|') ?? []) PHRASES.set(phrase, { identifier, strong: false });
  for (const phrase of strong?.split('|') ?? []) PHRASES.set(phrase, { identifier, strong: true });
}

/** Words that may stand between the word that says what it is and the code. Those that speak of a number are marked. */
const FILLERS = new Set(
  "is was the my his her their our your it its it's are be to as for on of a an in ending ends with reads called has have i am here this that shows listed assigned under please use which reading registered says had stored filed kept saved recorded there confirmed verified checked matched given quoted supplied presented provided issued entered noted today with against via field value".split(
    ' ',
  ),
);
/** Short forms of states, but for those that are words. */
const STATES = new Set(
  'oh or hi al ak az ar ca co ct de fl ga id il ia ks ky la md ma mi mn ms mo mt ne nv nh nj nm ny nc nd ok pa ri sc sd tn tx ut vt va wa wv wi wy dc'.split(
    ' ',
  ),
);
/** What says of a code that it is somebody's number, where no phrase of the table says whose: Job #: 040829. */
const OF_SOME_REGISTER = new Set('number no nr # id identifier'.split(' '));
const NUMBER_MARKS = new Set(
  'number no num nr # : = id code identifier identifiers numbers nos ids no. - / ref reference key'.split(' '),
);

/** Letters, digits and the signs that codes have inside. Long runs are read in pieces, so that time stays in proportion. */
const CODE =
  /(?:\p{L}{1,4} (?=\d))?[\p{L}\p{N}](?:[\p{L}\p{N}]|[-/.](?=[\p{L}\p{N}])|(?<=[\p{Lu}\p{N}])_(?=[\p{Lu}\p{N}])){2,47}/gu;
const WINDOW_CHARS = 72;
/** So many words that are no filling may stand between a number of some kind and `is`. */
const STRANGE_MAX = 3;

/** Codes that a word before them explains: `MRN: 4471903`, `her policy number is XK-2291-88`. */
export function findByContext(text: string): IdentifierSpan[] {
  if (!/\d/.test(text)) return [];
  const spans: IdentifierSpan[] = [];
  for (let match = firstMatch(CODE, text); match !== null; match = nextMatch(CODE, text, match)) {
    if (!/\d/.test(match[0])) continue;
    const { index } = match;
    // Capitals before a number belong to it, but for those that say what it is: ID, MRN, No.
    const lead = /^\p{L}{1,4} /u.exec(match[0])?.[0].trim().toLowerCase() ?? '';
    if (isPublished(match[0])) continue;
    const small = /^\p{Ll}/u.test(match[0]);
    const explains = PHRASES.has(lead) || NUMBER_MARKS.has(lead) || FILLERS.has(lead);
    // In small letters that is said of plates only: `room 1204` is no code.
    const isPlate = () => reasonBefore(text.slice(Math.max(0, index - WINDOW_CHARS), index))?.identifier === 'vehicle';
    const skipped = lead !== '' && (explains || (small && !isPlate())) ? lead.length + 1 : 0;
    const found = match[0].slice(skipped);
    const start = index + skipped;
    if (skipped === 0 && start > 0 && /[\p{L}\p{N}@]/u.test(text.charAt(start - 1))) continue;
    const reason = reasonBefore(text.slice(Math.max(0, start - WINDOW_CHARS), start)) ?? reasonInside(found);
    if (!reason) continue;
    const end = start + extent(text, start, found, reason.identifier);
    if (!isCode(text.slice(start, end), reason)) continue;
    const last = spans.at(-1);
    if (last && last.end > start) continue;
    // Of registrations, those of vehicles have their form.
    const plated = reason.identifier === 'license' && reason.registration && PLATE_FORM.test(text.slice(start, end));
    spans.push({
      start,
      end,
      identifier: plated ? 'vehicle' : reason.identifier,
      confidence: reason.strong ? 0.95 : 0.8,
      source: 'context',
    });
  }
  return spans;
}

/** Letters and digits as plates have them: 7KLM882, BX62 KLT, ABC1234. */
const PLATE_FORM =
  /^(?:\d[A-Z]{3}\d{3}|[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{3}-?\d{3,4}|\d{3}-?[A-Z]{3}|[A-Z]{2} ?\d{1,2} ?[A-Z]{1,3} ?\d{4})$/;

interface Reason {
  identifier: IdentifierId;
  /** Whether the word was registration. */
  registration: boolean;
  strong: boolean;
  /** Whether a sign of a number stands between, or `is`. */
  marked: boolean;
  said: boolean;
}

/** A code that says itself whose it is: MRN-4471902, SN-MD9A7Z-55621. */
function reasonInside(found: string): Reason | null {
  const lead = /^\p{Lu}{2,5}(?=-)/u.exec(found)?.[0].toLowerCase() ?? '';
  const phrase = PHRASES.get(lead);
  return phrase?.strong ? { ...phrase, marked: true, said: false, registration: false } : null;
}

/** The nearest phrase of the table before a code, over at most six words of filling. */
function reasonBefore(before: string): Reason | null {
  // M.R.N. is MRN, social-security number a social security number, and Hosp. No. a hospital number.
  const words =
    foldCapitals(before)
      .replace(/ ?\.(?: ?\.){1,40}/g, ' : ')
      .replace(/\b(?:\p{Lu}\.){2,5}/gu, (found) => found.replaceAll('.', ''))
      .replace(/(?<=\p{L})-(?=\p{L})|(?<=\p{L}{3})\/(?=\p{L}{3})/gu, ' ')
      .replace(/\b(hosp|reg|conf|med|rec|pt)\./gi, '$1')
      .toLowerCase()
      .match(/[\p{L}\p{N}'’/-]+|[#:=\n.!?;,]/gu) ?? [];
  let marked = false;
  let said = false;
  let register = false;
  let strange = 0;
  const saidLast = /^(?:is|was|:|=)$/.test(words.at(-1) ?? '');
  for (let at = words.length - 1, passed = 0; at >= 0 && passed < 8; at--, passed++) {
    for (let size = Math.min(4, at + 1); size >= 1; size--) {
      const phrase = PHRASES.get(words.slice(at - size + 1, at + 1).join(' '));
      if (phrase && !(size === 1 && NUMBER_MARKS.has(words[at] ?? '') && at > 0 && hasPhrase(words, at - 1))) {
        // Over words that nobody knows, only what speaks of a number: the chart number sent along is 8843310.
        if (strange > 0 && !(phrase.strong && (marked || NUMBER_MARKS.has(words[at] ?? '')))) return null;
        return { ...phrase, marked, said, registration: words[at - size + 1] === 'registration' };
      }
    }
    const word = words[at] ?? '';
    if (isPublished(word)) return null;
    if (NUMBER_MARKS.has(word)) {
      marked = true;
      register ||= OF_SOME_REGISTER.has(word) && at > 0 && passed <= 2;
    } else if (word === '.' && /^(?:no|nr|num|acct|lic|ref|id|tel|ph|cert)$/.test(words[at - 1] ?? '')) marked = true;
    else if (word === 'is' || word === 'was') said = true;
    else if (saidLast && !register && strange < STRANGE_MAX && /^\p{L}[^\d]*$/u.test(word)) strange += 1;
    else if (word === '\n' && strange > 0) return null;
    // Who gave it: License: IL D1234567.
    else if (passed <= 1 && STATES.has(word)) continue;
    else if (!FILLERS.has(word) && word !== ',' && word !== '\n')
      return register && /^\p{L}{2}/u.test(word)
        ? { identifier: 'unique_code', strong: false, marked, said, registration: false }
        : null;
  }
  return null;
}

/** Whether a phrase of more than a mark ends at a word: `account number`, where `number` alone would be taken. */
function hasPhrase(words: string[], at: number): boolean {
  for (let size = Math.min(4, at + 1); size >= 1; size--)
    if (PHRASES.has(words.slice(at - size + 1, at + 1).join(' '))) return true;
  return NUMBER_MARKS.has(words[at] ?? '') && at > 0 && hasPhrase(words, at - 1);
}

/** Codes in groups: 4471 9032 11. Digits in groups by spaces go on where the kind of number has them. */
function extent(text: string, start: number, found: string, identifier: IdentifierId): number {
  const rest = text.slice(start + found.length, start + found.length + 32);
  if (identifier === 'unique_code' && /^\d{3,4}$/.test(found))
    return found.length + (/^(?: \d{3,4}(?![\p{L}\p{N}]|[-/.]\d)){1,4}/u.exec(rest)?.[0].length ?? 0);
  if (
    !/^(?:account|ssn|credit_card|medical_record|health_plan|national_id|device|phone|fax|vehicle|license|postal_code)$/.test(
      identifier,
    )
  )
    return found.length;
  const more = /^(?: \p{N}{2,6}\b| \p{Lu}{1,3}(?=\d|\b(?![ ,.]\p{Ll}))\d{0,4}\b){1,6}/u.exec(rest);
  return found.length + (more?.[0].length ?? 0);
}

function isCode(found: string, { identifier, strong, marked, said }: Reason): boolean {
  const digits = found.replace(/\D/g, '').length;
  const signs = found.replace(/[^\p{L}\p{N}]/gu, '').length;
  // `return number 1-212-555-0101`: no register was named, and it has the form of a telephone number.
  if (
    identifier === 'unique_code' &&
    !strong &&
    ((digits >= 10 && /\d{3}[-. ]\d{4}$/.test(found)) || /^\d{3}-\d{4}$|^[2-9]\d\d[2-9]\d{6}$/.test(found))
  )
    return false;
  if (isPublicNumber(found) && (identifier === 'phone' || identifier === 'fax')) return false;
  // Years, counts, times and doses are no codes.
  if (/^(?:19|20)\d{2}s?$/.test(found) && !(marked && identifier !== 'unique_code')) return false;
  if (/^\d{1,4}(?:st|nd|rd|th|am|pm|mg|ml|kg|lbs?|hrs?|yo|s|x|k|m|min)$/i.test(found)) return false;
  if (/^\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$/.test(found))
    // But no date has a day 00, and sort codes look like one.
    return strong || marked
      ? /(?:^|[/.-])00[/.-]|^(?:3[2-9]|[4-9]\d)[/.-]|^\d{1,2}[/.-](?:3[2-9]|[4-9]\d)[/.-]/.test(found) ||
          (identifier === 'account' && /^\d\d-\d\d-\d\d$/.test(found))
      : false;
  if (identifier === 'phone' || identifier === 'fax')
    return digits >= 7 && digits <= 15 && /^[\d .\-/]+$/.test(found) && !/^\d{4}-\d\d-\d\d$/.test(found);
  if (identifier === 'postal_code') return signs >= 4 && signs <= 10;
  if (identifier === 'credit_card') return digits >= 12 || (digits >= 3 && marked && /^\d+$/.test(found));
  if (identifier === 'ssn') return digits === 9 || (digits === 4 && signs === 4);
  if (identifier === 'biometric') return signs >= 4;
  // 103-year-old, 2nd-floor: words with digits are no codes. A code in small letters has more digits than a word.
  if ((digits < 5 && /\p{Ll}{4}/u.test(found)) || /^\d{1,3}-\p{Ll}/u.test(found)) return false;
  if (!strong) return marked ? signs >= 5 && digits >= 3 : signs >= 6 && digits >= (said ? 3 : 4);
  if (identifier === 'unique_code' && digits < 4 && !/\p{L}/u.test(found)) return false;
  return signs >= 4 && digits >= (/\p{L}/u.test(found) ? 1 : 4);
}
