import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { isCommonWord, isListedName, isRareWord } from '../tagger/model.ts';
import { findTagged, type TaggedSpan } from '../tagger/tagger.ts';
import { readable } from './fold.ts';
import { isEponym, isMedicalTerm, MEASURED_AFTER, VITAL_SIGNS } from './medical.ts';
import { isOrdinaryTerm } from './ordinary.ts';
import { isPublicHost, isPublicLine, isPublicNumber } from './public-numbers.ts';
import { isAlsoName, isRegion } from './regions.ts';
import { addFree } from './scan.ts';

/** Adds what the sequence model sees to what the patterns found; where they overlap, the pattern is right about its part. */
export function findModelled(text: string, found: readonly IdentifierSpan[]): IdentifierSpan[] {
  const tagged = joinInstitutions(text, findTagged(readable(text)));
  const spans = tagged.flatMap((span, i): IdentifierSpan[] => {
    const { start, end, confidence } = span;
    const identifier = refine(text, span, tagged[i - 1], tagged[i + 1]);
    return identifier ? [{ start, end, identifier, confidence: Number(confidence.toFixed(3)), source: 'model' }] : [];
  });
  return addFree(found, spans, (span, start, end) => {
    // What is left of a street or a name beside a pattern: kept where it is more than a sign.
    const part = text.slice(start, end);
    const lead = part.length - part.trimStart().length;
    const trimmed = part.trim();
    if (ABBREVIATIONS.test(trimmed.replace(/^[^\p{L}]+/u, ''))) return null;
    return /\p{Lu}\p{L}|\p{L}{2}[^\p{L}]+\p{L}{2}/u.test(trimmed)
      ? { ...span, start: start + lead, end: start + lead + trimmed.length }
      : null;
  });
}

/** What only an organisation ends with: after a name or a place it makes both one. */
const INSTITUTION =
  '(?:Hospital|Clinic|Infirmary|Hospice|Medical Cent(?:er|re)|Health Cent(?:er|re)|Imaging|Dialysis|Rehab(?:ilitation)?(?: Cent(?:er|re))?|P(?:a)?ediatrics|Orthop(?:a)?edics|Radiology|Cardiology|Oncology|Dermatology|Dental|Surgery Cent(?:er|re)|Surgery|Laborator(?:y|ies)|Labs?|Diagnostics?(?: Cent(?:er|re))?|Pharmacy|Urgent Care|Family Practice|Medical Group|Nursing(?: Home| Service| Care)?|Home (?:Care|Health|Nursing)(?: Service)?|Care (?:Home|Residence|Cent(?:er|re))|Outpatient \\p{L}{4,10}|Hospitals|Healthcare|Correctional(?: Facility)?|Academy|University|College|Elementary(?: School)?|High School|Middle School|Primary School|Library|Police Department|Foundation|Insurance|Bank|Credit Union|Logistics|Industries|Holdings|Technologies|Enterprises|Consulting|Solutions|LLP|LLC|Ltd|Inc|Corp|GmbH|PLC)';
const ENDS_AS_INSTITUTION = new RegExp(`(?:^| )${INSTITUTION}\\.?$`, 'u');
const GOES_ON_AS_INSTITUTION = new RegExp(
  `^(?:[,]? ${INSTITUTION}(?![\\p{L}\\p{N}-]))(?: ${INSTITUTION}(?![\\p{L}\\p{N}-]))?`,
  'u',
);

/** Whoever is seen or works at something is so at an organisation: seen at Cedars-Sinai. */
const CARED_FOR_AT =
  /\b(?:seen|treated|evaluated|admitted|operated|surgery|works?|worked|working|employed|intern|nurse|shift) at $/;

/** `Kestrel Falls` and ` Imaging`: a name or a place that says after it, or at its end, that it is an organisation. */
function joinInstitutions(text: string, tagged: readonly TaggedSpan[]): TaggedSpan[] {
  const joined: TaggedSpan[] = [];
  for (const span of tagged) {
    const last = joined.at(-1);
    if (last && last.end >= span.end) continue;
    if (last && isOneName(text, last, span)) {
      joined[joined.length - 1] = { ...last, end: span.end, kind: 'name' };
      continue;
    }
    const value = text.slice(span.start, span.end);
    const more = GOES_ON_AS_INSTITUTION.exec(text.slice(span.end, span.end + 48))?.[0] ?? '';
    const institution =
      span.kind !== 'address' &&
      /^\p{Lu}/u.test(value) &&
      (CARED_FOR_AT.test(text.slice(Math.max(0, span.start - 24), span.start)) ||
        more !== '' ||
        (/ /.test(value) && ENDS_AS_INSTITUTION.test(value)));
    // Who has a title is a person, whatever towns and firms are called: Dr. Paris Núñez.
    const titled = span.kind !== 'address' && TITLE_BEFORE.test(text.slice(Math.max(0, span.start - 12), span.start));
    if (titled && !institution) joined.push({ ...span, kind: 'name' });
    else if (institution) joined.push({ ...span, end: span.end + more.length, kind: 'organization' });
    else joined.push(span.kind === 'organization' && isPersonsName(value) ? { ...span, kind: 'name' } : span);
  }
  return joined;
}

/** Parts of a name of which the model took one for something else: Priyanka and Whitlock, São and -Veldham. */
function isOneName(text: string, a: TaggedSpan, b: TaggedSpan): boolean {
  const between = text.slice(a.end, b.start);
  const word = /^\p{Lu}\p{Ll}[\p{L}\p{M}’'-]{0,30}$/u;
  return between === ' '
    ? a.kind !== 'address' && b.kind === 'name' && word.test(text.slice(a.start, a.end))
    : between === '-' && a.kind === 'name' && b.kind !== 'address' && word.test(text.slice(b.start, b.end));
}

/** Two words with a capital that are none of English: more people are called so than firms, and who is taken for a firm may be let be. */
function isPersonsName(value: string): boolean {
  const [, given = '', family = ''] =
    /^(\p{Lu}\p{Ll}{1,20}) (?:\p{Lu}\.? )?(\p{Lu}[\p{L}’'-]{1,30})$/u.exec(value) ?? [];
  const [first, last] = [given.toLowerCase(), family.toLowerCase()];
  return family !== '' && !isCommonWord(first) && !isCommonWord(last);
}

/** What a tagged span is to us, or null where its form says that the model took something else for it. */
function refine(text: string, span: TaggedSpan, previous?: TaggedSpan, next?: TaggedSpan) {
  const value = text.slice(span.start, span.end);
  const isTitled = () => TITLE_BEFORE.test(text.slice(Math.max(0, span.start - 8), span.start));
  if (ABBREVIATIONS.test(value.replaceAll('.', '')) || TIME_OF_DAY.test(value) || isOrdinaryTerm(value)) return null;
  if (isMedicalTerm(value, span.kind) && !isTitled()) return null;
  if (isPublic(text, span) || VITAL_SIGNS.test(value) || isEponym(text, span, value)) return null;
  if (MEASURED_AFTER.test(text.slice(span.end, span.end + 24))) return null;
  if (CODE_LIST_BEFORE.test(text.slice(Math.max(0, span.start - 10), span.start))) return null;
  // Letters spelled out are no name, but for one after a title: C V A, L four, Miss K.
  if (span.kind !== 'address' && SPELLED.test(value) && !isTitled()) return null;
  if (isChoice(text, span, value)) return null;
  if (isAcronym(text, span, value) || isHeading(text, span, value)) return null;
  if (span.kind !== 'address' && (isOtherValue(text, span, value) || isCode(text, span, value))) return null;
  const isNumber = !/\p{L}{2}/u.test(value);
  if (
    span.kind === 'address' &&
    (UNIT.test(value) ||
      (/\d$/.test(value) && UNIT_AFTER.test(text.slice(span.end, span.end + 8))) ||
      isCutNumber(text, span, value))
  )
    return null;
  if (span.kind === 'address') {
    if (!isNumber || /^#? ?\d{1,5}$/.test(value)) {
      // A number alone is part of an address only beside one: 24/7 and 5-4-3-2-1 are not.
      return isNumber && !beside(text, previous, span) && !beside(text, span, next)
        ? null
        : isNumber && value.length >= 4
          ? 'postal_code'
          : 'address';
    }
    const code = /^[\dA-Z][\dA-Z -]{2,9}$/i.test(value) && /\d{2}|\d[A-Z]/i.test(value);
    return code && (beside(text, previous, span) || beside(text, span, next)) ? 'postal_code' : null;
  }
  if (isNumber && !/^\p{L}\.?(?: ?\p{L}\.?){0,2}$/u.test(value)) return /\p{L}/u.test(value) ? span.kind : null;
  // The model has no kind for codes, and takes those in a table for what stands there in others.
  if (/^[A-Z\d-]{6,24}$/.test(value) && /(?:\d[A-Z-]{0,3}){4}/.test(value)) return 'unique_code';
  return isRegion(value) && (span.kind === 'place' || !isAlsoName(value)) ? 'region' : span.kind;
}

/** A part of a number with a fraction or with thousands is measured or counted: Platelet count 480,000; 265,060 women. */
const isCutNumber = (text: string, { start, end }: TaggedSpan, value: string) =>
  (/\d$/.test(value) && /^[.,]\d/.test(text.slice(end, end + 2))) ||
  (/^\d/.test(value) && /\d[.,]$/.test(text.slice(Math.max(0, start - 2), start)));

/** A few capitals that no list has, in a text that has small letters: OCR, CGM. A few cities are called so. */
const isAcronym = (text: string, { start, end, kind }: TaggedSpan, value: string) =>
  isDefined(text, start, end, value) ||
  ((kind === 'place' ? /^[A-Z]{2,5}$/ : kind === 'name' ? /^[A-Z]{2,4}s?$/ : /^$/).test(value) &&
    !/^(?:NYC|SLC|OKC|ATL|PDX|PHX|NOLA|DTLA|DFW|LAX|SFO|STL|KCMO)$/.test(value) &&
    !isListedName(value.toLowerCase()) &&
    !isRegion(value) &&
    // A short form of a state stands between a town and its number.
    !/^ {1,4}\d/.test(text.slice(end, end + 5)) &&
    !/[,\n] {0,4}$/.test(text.slice(Math.max(0, start - 5), start)) &&
    /\p{Ll}{3}/u.test(text));

/** One choice of a question on a line of its own, with its letter: D. Nail pitting may give a clue. */
const isChoice = (text: string, { start }: TaggedSpan, value: string) => {
  const word = /^[A-H]\.(?: (\p{L}[\p{L}\p{M}’'-]*))?/u.exec(value)?.[1]?.toLowerCase();
  return (
    /^[A-H]\.(?: |$)/.test(value) &&
    /(?:^|\n)$/.test(text.slice(Math.max(0, start - 1), start)) &&
    (word === undefined || ((isCommonWord(word) || isRareWord(word)) && !isListedName(word)))
  );
};

/** Capitals in brackets after the words in small letters that they stand for: mild cognitive impairment (MCI). */
function isDefined(text: string, start: number, end: number, value: string): boolean {
  if (!/^[A-Z]{2,6}s?$/.test(value) || text[start - 1] !== '(' || text[end] !== ')') return false;
  const letters = value.replace(/s$/, '').toLowerCase();
  const words = text
    .slice(Math.max(0, start - 90), start - 1)
    .trim()
    .split(/[\s-]+/)
    .slice(-letters.length);
  return words.map((word) => word.charAt(0)).join('') === letters;
}

/** What a note or a form is called, on a line of its own, and units of a hospital: RADIOLOGY REPORT, Division of Cardiology. */
const HEADING =
  /(?:^| )(?:summary|report|notes?|visit|letter|form|record|history|plan|assessment|examination|message|instructions|results|log|sheet|transcript|evaluation|consultation|referral|intake|agreement|statement|invoice)$/i;
const UNIT_OF_HOSPITAL = /^(?:Department|Division|Dept\.?|Section) of \p{Lu}\p{Ll}{2,20}(?:ogy|try|ics|ery|ine)$/u;
const isHeading = (text: string, { start, end, kind }: TaggedSpan, value: string) =>
  kind !== 'address' &&
  (UNIT_OF_HOSPITAL.test(value) ||
    (HEADING.test(value) &&
      /(?:^|\n)$/.test(text.slice(Math.max(0, start - 1), start)) &&
      /^(?:\n|$)/.test(text.slice(end, end + 1)) &&
      value
        .toLowerCase()
        .split(/[ -]/)
        .every((word) => isCommonWord(word))));

/** Labels of forms after which no name stands, whatever it looks like: Race & Ethnicity: Black, Diagnosis: Hyperlipidemia. */
const OTHER_LABEL =
  /\b(?:race|ethnicity|(?:marital|employment|relationship) status|occupation|job|profession|education|religion|gender|sex|pronouns?|orientation|languages?|nationality|diagnos[ie]s|allerg(?:y|ies)|medications?|meds|symptoms?|conditions?|strategy|topic|category|emotion|mood|severity)(?: \([\w ]{1,20}\))?: ?\[?['"]?$/i;
const isOtherValue = (text: string, { start, kind }: TaggedSpan, value: string) =>
  OTHER_LABEL.test(text.slice(Math.max(0, start - 48), start)) &&
  value
    .toLowerCase()
    .split(/[ ,/-]{1,3}/)
    .every((word) => isCommonWord(word) || (kind !== 'organization' && !isListedName(word)));

/** A word of a program, beside others of one: a function that is called, a part of an object, a value that is set. */
const isCode = (text: string, { start, end }: TaggedSpan, value: string) =>
  /^[a-z_$][\w$.]*$|^[a-z]+[A-Z]\w*$/.test(value) &&
  (/^(?:[([{]|\.\w{1,40}\(| ?={1,3} ?[^\s]| ?=>|;\n)/.test(text.slice(end, end + 44)) ||
    /[A-Za-z_)\]]\.$/.test(text.slice(Math.max(0, start - 2), start))) &&
  /```|\w\(\)|;\n/.test(text.slice(Math.max(0, start - PROGRAM_CHARS), end + PROGRAM_CHARS));
const PROGRAM_CHARS = 600;

/** An hour, or what stands after one, with what follows it: 3am, p.m., a.m. stretch. */
const TIME_OF_DAY = /^(?:\d{1,2}(?::\d\d)? ?)?[ap]\.?m\.?(?:$| )/i;

/** Registers of what is done and found: what stands after them is no postal code. */
const CODE_LIST_BEFORE = /\b(?:CPT|ICD(?:-?(?:9|10))?|HCPCS|NDC|LOINC|DSM)\W{1,3}$/;
const UNIT = /(?:^|[ \d])(?:m?mol|[mkµu]?g|[mµ]m|m[Ll]|dL|ms|mmHg|bpm|cm|mm|kg|lbs?|mEq|IU|%)(?:\/|\b)/;
const UNIT_AFTER = /^ ?(?:m?mol|[mkµu]?g|[mµ]m|m[Ll]|dL|ms|mmHg|bpm|cm|mm|kg|lbs?|mEq|IU|%)(?:\/|(?!\p{L}))/u;

const SPELLED = /^\p{Lu}(?:(?: \p{Lu}){0,4}|(?: (?:\p{Lu}s?|\d{1,2})){1,4}\.?)$/u;
const TITLE_BEFORE = /\b(?:mr|mrs|ms|mx|miss|mister|dr|doctor|prof)\.? $/i;

/** What forms and sentences write in capitals before the value itself. */
const ABBREVIATIONS =
  /^(?:VIN|MRN|NHI|URN|PPSN|NINO|SSN|DOB|IBAN|ATM|PIN|NPI|DEA|ID|ZIP|IMEI|MAC|IP|URL|NHS|NIH|CDC|FDA|WHO|NFL|NBA|MLB|NHL|NASCAR|ESPN|HBO|CNN|TV|ER|ICU|MRI|CT|EKG|ECG|PTSD|ADHD|OCD|BPD|CBT|DBT|EMDR|LPC|LCSW|LMFT|LMHCP?|LMAC|LMSW|LCPC|LPCC|BCBA|CADC|PsyD|NCC|DBH|MD|PhD|RN|OK|USD|FAQ|DVD|CD|DNA|RNA|HIV|AIDS|GPS|CVV|CVC|SI|HI|AVH|NKDA|TTY|SMS|FBI|CIA|IRS|DMV|CEO|HMO|PPO|RPG|REM|FAQs|DOI|ISBN|USB|VPN|GDPR|HIPAA|NOK|DL|POA|GP|PCP|HR|BP|RR|BMI|Dx|Rx|Hx|Tx|[dhrt]x|COPD|CHF|CAD|CABG|HTN|CKD|ESRD|GERD|DVT|DKA|TIA|CVA|UTI|URI|NSTEMI|STEMI|PCI|A[Ff]ib|EF|LVEF|T2DM|T1DM|DM2?|BPH|OSA|CPAP|PFTs?|INR|NSAID|SSRI|SNRI|MDD|GAD|SUD|AUD|TBI|LOC|ROM|NPO|PRN|BID|TID|QID|HEENT|FIN|PERRLA|CTA|RRR|GAL|POC|EMR|EHR|CPT|ICD|HCPCS|NDC|LOINC|HPI|PMH|ROS|QTc|QRS|SN|PAN|BIC|SWIFT|ACCT|Acct|Reg|LIC|Lic|RxBIN|Aadhaar|CPF|EIN|TIN|ITIN|Tel|Mobil|Lot SN|CA DL|PO|PO BID|PO TID|BMP|CMP|CBC|TAVR|mmHg|PACS|Hg|HbA1c|[AB]1c|A1C|PMHx|PSHx|FHx|SHx|HPC|GU|GI|PCOS|IBS|IBD|SLE|ALS|FASD|GABA|ADL|IADL|CPTSD|PMDD|LGBTQ|LGBT|BIPOC|NSFW|AITA|TLDR|IMHO|ESI|ESI Level|SGLT2)s?$/;

/** Whether a span, with up to three words before it and one after it, is what a public line is called: Crisis Text `Line`. */
function isPartOfPublicLine(text: string, start: number, end: number): boolean {
  const after = /^ \p{Lu}\p{Ll}{2,12}/u.exec(text.slice(end, end + 16))?.[0] ?? '';
  let from = start;
  for (let words = 0; ; words++) {
    if (isPublicLine(text.slice(from, end)) || (after && isPublicLine(text.slice(from, end + after.length))))
      return true;
    const before = words < 3 ? /[\p{L}&'’-]{1,12} $/u.exec(text.slice(Math.max(0, from - 14), from))?.[0] : undefined;
    if (before === undefined) return false;
    from -= before.length;
  }
}

/** Whether a span is the name, or part of the address or the number, of a public help line, which is let be. */
const isPublic = (text: string, { start, end }: TaggedSpan) =>
  isPublicHost(text.slice(start, end) + (/^\S{0,40}/.exec(text.slice(end, end + 40))?.[0] ?? '')) ||
  isPublicNumber(text.slice(start, end)) ||
  isPartOfPublicLine(text, start, end);

/** Whether two geographic spans stand side by side: nothing but a comma, a bracket, an arrow or a line break between. */
function beside(text: string, a?: TaggedSpan, b?: TaggedSpan): boolean {
  if (!a || !b || b.start - a.end > 8) return false;
  return (
    [a, b].every(({ kind }) => kind === 'address' || kind === 'place') &&
    !/[\p{L}\p{N}]/u.test(text.slice(a.end, b.start))
  );
}
