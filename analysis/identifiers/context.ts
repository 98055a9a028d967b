import type { IdentifierId, IdentifierSpan } from '../../contracts/privacy.ts';
import { foldCapitals } from './fold.ts';
import { isPublicNumber, isPublished } from './public-numbers.ts';

/**
 * Words that say what the code after them is. `strong` ones are about nothing else; the others are ordinary words as well
 * and need a sign of a number between them and the code (number, no., #, id, a colon).
 */
const WORDS: { identifier: IdentifierId; strong?: string; weak?: string }[] = [
  {
    identifier: 'medical_record',
    strong:
      'mrn|mr #|mr no|medical record|medical file|medical records|health record|patient id|patient number|patient identifier|patient no|hospital number|hospital id|hospital no|nhs|chart number|chart no|chart id|record number|record no|encounter|accession|unit number|medrec|med rec|medical rec|ehr|emr|chi number|epic|clinic number|admission number|file number|unit no|unit #|mr n|hosp no|hosp number|ur no|ur number|urn|nhi|pt no|chart key|chart reference|record key',
    weak: 'chart|record|patient|hospital|visit|specimen|pt|admission|nhs number',
  },
  {
    identifier: 'health_plan',
    strong:
      'member id|member number|member no|policy number|policy no|subscriber|subscriber id|group number|group no|insurance id|insurance number|insurance policy|health insurance|plan id|plan number|beneficiary|medicare|medicaid|mbi|hicn|claim number|claim no|claim id|payer id|health plan|insurance member|insurance card|medicare card|medicare number|medicaid id|rxbin|rx bin|rxgrp|pcn|insurance|prior auth|blue cross|aetna|cigna|kaiser|humana|tricare|unitedhealthcare|enrollee|membership key|membership number|membership no',
    weak: 'member|policy|group|plan|claim|authorization|coverage|membership',
  },
  {
    identifier: 'account',
    strong:
      'account number|account no|account id|acct|a/c|routing|routing number|aba|sort code|bsb|swift|bic|bank account|checking account|savings account|checking|savings|customer number|customer id|customer no|invoice number|invoice no|billing account|account ending in|loan number|loan account',
    weak: 'account|bank|customer|invoice|client|loan|billing|ledger',
  },
  {
    identifier: 'license',
    strong:
      "driver's license|drivers license|driver license|driver’s license|driving licence|driving license|driver's licence|drivers licence|dl|license number|licence number|license no|licence no|lic|npi|dea|medical license|nursing license|certificate number|certification number|certificate no|permit number|registration number|medical licence|commission no|commission number|professional license|bar number|gmc|license|licence",
    weak: 'certificate|certification|permit|registration|cert|credential',
  },
  {
    identifier: 'vehicle',
    strong:
      'vin|license plate|licence plate|number plate|plate number|plate no|plates|registration plate|vehicle registration|vehicle id|vehicle identification|car registration|tag number|plate',
    weak: 'vehicle|car|truck|trailer|van|reg|tag',
  },
  {
    identifier: 'device',
    strong:
      'serial|serial number|serial no|s/n|sn|imei|device id|device identifier|device number|device serial|pacemaker|udi|implant|mac address|insulin pump|pump serial|hearing aid|meid|iccid|defibrillator|cpap|glucose monitor|stimulator',
    weak: 'device|pump|model|monitor|machine|lot|sensor|chip|microchip',
  },
  {
    identifier: 'national_id',
    strong:
      'passport|passport number|passport no|ppsn|pps number|tax file number|tfn|tax id|tin|ein|itin|national insurance|nino|ni number|aadhaar|aadhar|pan card|national id|identity card|id card|identity number|personnummer|cpf|dni|nie|bsn|steuer-id|codice fiscale|social insurance|sin number|alien number|a-number|identity document|identification document|id document|identification number|identification no|green card|visa number|tax number|military id|state id|national identity',
    weak: 'pan|visa|identity|ni',
  },
  {
    identifier: 'ssn',
    strong:
      'ssn|social security|social security number|social security no|ss #|ss number|soc sec|last four of my social|social',
  },
  {
    identifier: 'credit_card',
    strong: 'card number|card no|credit card|debit card|card ending in|cc number|cvv|cvc|cc',
    weak: 'card',
  },
  {
    identifier: 'biometric',
    strong:
      'fingerprint reference|fingerprint record|fingerprint number|fingerprint code|fingerprint file|voiceprint reference|biometric reference|biometric record|biometric template|biometric code|face template|iris code|iris record|retina record|fingerprint|fingerprint id|voiceprint|voice print|iris|iris scan|retina|retinal scan|biometric|biometric id|face id|faceprint|dna|palm print|facial template|fingerprint template|iris template|biometrics|scan template',
  },
  {
    identifier: 'unique_code',
    strong:
      'case number|case no|case id|reference number|reference no|ref no|confirmation number|confirmation code|confirmation no|record locator|booking ref|booking code|booking number|pnr|mtcn|ticket number|tracking number|employee id|employee number|employee no|student id|student number|badge|badge number|booking reference|study id|subject id|participant id|research id|enrollment id|access code|pin|pin code|passcode|password|passwd|pwd|security code|inmate|inmate number|order number|user id|userid|unique id|api key|token|protocol number|file id|transaction id|docket|police report|incident number|service number|trial id|case',
    weak: 'reference|ref|ticket|tracking|confirmation|order|student|employee|file|code|id|key|study|subject|participant|staff|report|identifier|identification',
  },
  {
    identifier: 'phone',
    strong:
      'phone|phone number|contact number|contact no|callback number|telephone|tel|mobile|cell|cell number|cell phone|mobile number|pager|beeper|whatsapp|ph|extension',
  },
  { identifier: 'fax', strong: 'fax|fax number|fax no' },
  { identifier: 'postal_code', strong: 'zip|zip code|zipcode|postal code|postcode|post code|plz' },
];

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
/** What says of a code that it is somebody's number, where no phrase of the table says whose: Job #: 040829. */
const OF_SOME_REGISTER = new Set('number no nr # id identifier'.split(' '));
const NUMBER_MARKS = new Set(
  'number no num nr # : = id code identifier identifiers numbers nos ids no. - / ref reference key'.split(' '),
);

/** Letters, digits and the signs that codes have inside. Long runs are read in pieces, so that time stays in proportion. */
const CODE = /(?:\p{L}{1,4} (?=\d))?[\p{L}\p{N}](?:[\p{L}\p{N}]|[-/.](?=[\p{L}\p{N}])){2,47}/gu;
const WINDOW_CHARS = 72;
/** So many words that are no filling may stand between a number of some kind and `is`. */
const STRANGE_MAX = 3;

/** Codes that a word before them explains: `MRN: 4471903`, `her policy number is XK-2291-88`. */
export function findByContext(text: string): IdentifierSpan[] {
  if (!/\d/.test(text)) return [];
  const spans: IdentifierSpan[] = [];
  for (const match of text.matchAll(CODE)) {
    // Capitals before a number belong to it, but for those that say what it is: ID, MRN, No.
    const lead = /^\p{L}{1,4} /u.exec(match[0])?.[0].trim().toLowerCase() ?? '';
    if (isPublished(match[0])) continue;
    const small = /^\p{Ll}/u.test(match[0]);
    const explains = PHRASES.has(lead) || NUMBER_MARKS.has(lead) || FILLERS.has(lead);
    // In small letters that is said of plates only: `room 1204` is no code.
    const plate = small && reasonBefore(text.slice(Math.max(0, match.index - WINDOW_CHARS), match.index))?.identifier;
    const skipped = lead !== '' && (explains || (small && plate !== 'vehicle')) ? lead.length + 1 : 0;
    const found = match[0].slice(skipped);
    if (!/\d/.test(found)) continue;
    const start = match.index + skipped;
    if (skipped === 0 && start > 0 && /[\p{L}\p{N}@]/u.test(text.charAt(start - 1))) continue;
    const reason = reasonBefore(text.slice(Math.max(0, start - WINDOW_CHARS), start));
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
const PLATE_FORM = /^(?:\d[A-Z]{3}\d{3}|[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{3}-?\d{3,4}|\d{3}-?[A-Z]{3})$/;

interface Reason {
  identifier: IdentifierId;
  /** Whether the word was registration. */
  registration: boolean;
  strong: boolean;
  /** Whether a sign of a number stands between, or `is`. */
  marked: boolean;
  said: boolean;
}

/** The nearest phrase of the table before a code, over at most six words of filling. */
function reasonBefore(before: string): Reason | null {
  // M.R.N. is MRN, social-security number a social security number, and Hosp. No. a hospital number.
  const words =
    foldCapitals(before)
      .replace(/\b(?:\p{Lu}\.){2,5}/gu, (found) => found.replaceAll('.', ''))
      .replace(/(?<=\p{L})-(?=\p{L})/gu, ' ')
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
    else if (saidLast && !register && strange < STRANGE_MAX && /^\p{L}/u.test(word)) strange += 1;
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
  if (identifier === 'unique_code' && !strong && digits >= 10 && /\d{3}[-. ]\d{4}$/.test(found)) return false;
  if (isPublicNumber(found) && (identifier === 'phone' || identifier === 'fax')) return false;
  // Years, counts, times and doses are no codes.
  if (/^(?:19|20)\d{2}s?$/.test(found) && !(marked && identifier !== 'unique_code')) return false;
  if (/^\d{1,4}(?:st|nd|rd|th|am|pm|mg|ml|kg|lbs?|hrs?|yo|s|x|k|m|min)$/i.test(found)) return false;
  if (/^\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$/.test(found))
    // But no date has a day 00, and sort codes look like one.
    return strong || marked
      ? /(?:^|[/.-])00[/.-]/.test(found) || (identifier === 'account' && /^\d\d-\d\d-\d\d$/.test(found))
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
