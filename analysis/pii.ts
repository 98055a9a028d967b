/** Structured identifiers: those whose form alone tells them. Names and places need a model and are not found here. */
export const IDENTIFIER_KINDS = ['email', 'url', 'ip_address', 'ssn', 'credit_card', 'phone'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export interface Identifier {
  kind: IdentifierKind;
  /** Offsets in UTF-16 code units; `end` is excluded. */
  start: number;
  end: number;
}

interface Detector {
  kind: IdentifierKind;
  pattern: RegExp;
  /** Whether what the pattern found is one; may shorten it by answering a new length. */
  accept(found: string, before: string, after: string): boolean | number;
}

/**
 * In order of precedence: an earlier kind wins where two overlap. Every quantifier is bounded or stands alone between
 * characters it cannot match itself, so the time is proportional to the length of the text.
 */
const DETECTORS: Detector[] = [
  {
    kind: 'email',
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
    accept: () => true,
  },
  {
    kind: 'url',
    pattern: /\b(?:https?:\/\/|www\.)[^\s<>"'`{}|\\^]{2,2048}/giu,
    accept: (found) => found.replace(/[.,;:!?)\]]{1,32}$/, '').length,
  },
  { kind: 'ip_address', pattern: /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g, accept: isIpV4 },
  { kind: 'ip_address', pattern: /[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/gi, accept: isIpV6 },
  {
    kind: 'ssn',
    pattern: /\d{3}[- ]\d{2}[- ]\d{4}/g,
    accept: (found, before, after) => standsAlone(before, after) && isSsn(found),
  },
  {
    kind: 'credit_card',
    pattern: /\d(?:[ -]?\d){12,18}/g,
    accept: (found, before, after) => standsAlone(before, after) && isCard(found),
  },
  {
    kind: 'phone',
    pattern: /\+?\(?\d{1,4}\)?(?:[ .\-/]{0,2}\(?\d{2,4}\)?){1,5}(?: ?(?:x|ext\.?) ?\d{1,6})?/gi,
    accept: (found, before, after) => standsAlone(before, after) && isPhone(found),
  },
];

/** Structured identifiers of a text, in order, without overlap. */
export function findIdentifiers(text: string): Identifier[] {
  const found: Identifier[] = [];
  for (const { kind, pattern, accept } of DETECTORS) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const verdict = accept(
        match[0],
        text.slice(Math.max(0, start - 2), start),
        text.slice(start + match[0].length, start + match[0].length + 2),
      );
      if (verdict === false) continue;
      const end = start + (verdict === true ? match[0].length : verdict);
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ kind, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * Replaces each identifier by its kind in brackets, such as [EMAIL], until none is found: what stood beside one can be
 * one itself. Masking masked text changes nothing.
 */
export function maskIdentifiers(text: string): { text: string; counts: Partial<Record<IdentifierKind, number>> } {
  const counts: Partial<Record<IdentifierKind, number>> = {};
  let masked = text;
  // Each pass turns at least one run of digits or letters into a marker, so the passes end; few texts need two.
  for (let found = findIdentifiers(masked); found.length > 0; found = findIdentifiers(masked)) {
    let next = '';
    let from = 0;
    for (const { kind, start, end } of found) {
      next += `${masked.slice(from, start)}[${kind.toUpperCase()}]`;
      counts[kind] = (counts[kind] ?? 0) + 1;
      from = end;
    }
    masked = next + masked.slice(from);
  }
  return { text: masked, counts };
}

const standsAlone = (before: string, after: string) =>
  !/[\p{L}\p{N}][.,-]?$/u.test(before) && !/^[.,-]?\p{N}|^\p{L}/u.test(after);

function isIpV4(found: string, before: string, after: string): boolean {
  return found.split('.').every((part) => Number(part) <= 255) && !/[\d.]$/.test(before) && !/^(?:\d|\.\d)/.test(after);
}

function isIpV6(found: string, before: string, after: string): boolean {
  if (/[\p{L}\p{N}:]$/u.test(before) || /^[\p{L}\p{N}:]/u.test(after)) return false;
  const groups = found.split(':').filter((group) => group !== '');
  // Times of day (10:30:15) have the form too: eight groups, or a double colon with two groups beside it.
  return found.includes('::') ? groups.length >= 2 && found.split('::').length === 2 : groups.length === 8;
}

/** Never issued: area 000, 666 and 9xx, group 00, serial 0000. Invented ones of those ranges are masked too: 9xx is an ITIN. */
function isSsn(found: string): boolean {
  const [area = '', group = '', serial = ''] = found.split(/[- ]/);
  return area !== '000' && group !== '00' && serial !== '0000';
}

/** Luhn's check digit (ISO/IEC 7812-1). */
function isCard(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && new Set(digits).size > 1;
}

/** Seven or more digits with separators, or ten and more in a row; a date, a year span or a decimal is none. */
function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (/^\d{4}([-/.])\d{1,2}\1\d{1,2}$|^\d{1,2}([-/.])\d{1,2}\2\d{2,4}$/.test(found)) return false;
  if (/^\d{4}\s?[-/]\s?\d{4}$|^\d{1,3}(?:\.\d{1,3}){3}$/.test(found)) return false;
  if (/^\d+$/.test(found)) return digits.length >= 10 && digits.length <= 11;
  if (/^\d{1,3}(?:\.\d+|(?: \d{3})+)$/.test(found)) return false;
  return /[+(]/.test(found) || /\d{3}[ .\-/)]{1,2}\d{4}/.test(found) || digits.length >= 9;
}
