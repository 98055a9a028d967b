import { isCardNumber, isIban, isIpV4, isIpV6, isPhone, isSsn } from './identifier-checks.ts';

/** Structured identifiers: those whose form alone tells them. Names and places need a model and are not found here. */
export const IDENTIFIER_KINDS = ['email', 'url', 'ip_address', 'iban', 'ssn', 'credit_card', 'phone'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export interface Identifier {
  kind: IdentifierKind;
  /** Offsets in UTF-16 code units; `end` is excluded. */
  start: number;
  end: number;
}

interface Detector {
  kind: IdentifierKind;
  /** A sign without which there is none: most texts lack it, and then the pattern need not look. */
  needs?: string;
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
    needs: '@',
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
    kind: 'iban',
    pattern: /[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?/g,
    accept: (found, before, after) => standsAlone(before, after) && isIban(found),
  },
  {
    kind: 'ssn',
    pattern: /\d{3}[- ]\d{2}[- ]\d{4}/g,
    accept: (found, before, after) => standsAlone(before, after) && isSsn(found),
  },
  {
    kind: 'credit_card',
    pattern: /\d(?:[ -]?\d){12,18}/g,
    accept: (found, before, after) => standsAlone(before, after) && isCardNumber(found),
  },
  {
    kind: 'phone',
    pattern:
      /(?:\+\d{1,3} ?\(0\) ?\d{1,4}|\+?\(?\d{1,4}\)?)(?:[ .\-/]{0,2}\(?\d{2,4}\)?){1,5}(?: ?(?:x|ext\.?) ?\d{1,6})?/gi,
    accept: (found, before, after) => {
      // A bracket that was not opened belongs to the sentence.
      const number = found.includes('(') ? found : found.replace(/\)$/, '');
      return standsAlone(before, after) && isPhone(number, before) && number.length;
    },
  },
];

/** Characters before a match that may speak for it. */
const BEFORE_CHARS = 24;

/** Structured identifiers of a text, in order, without overlap. Cost: in proportion to the length of the text. */
export function findIdentifiers(text: string): Identifier[] {
  let found: Identifier[] = [];
  for (const { kind, needs, pattern, accept } of DETECTORS) {
    if (needs !== undefined && !text.includes(needs)) continue;
    const added: Identifier[] = [];
    // Both lists are in order of position, so one pointer into the earlier kinds is enough.
    let next = 0;
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const matchEnd = start + match[0].length;
      const verdict = accept(
        match[0],
        text.slice(Math.max(0, start - BEFORE_CHARS), start),
        text.slice(matchEnd, matchEnd + 2),
      );
      if (verdict === false) continue;
      const end = verdict === true ? matchEnd : start + verdict;
      for (let other = found[next]; other !== undefined && other.end <= start; other = found[next]) next += 1;
      const other = found[next];
      if (other === undefined || other.start >= end) added.push({ kind, start, end });
    }
    if (added.length > 0) found = merge(found, added);
  }
  return found;
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

function merge(a: Identifier[], b: Identifier[]): Identifier[] {
  return [...a, ...b].sort((x, y) => x.start - y.start);
}

const standsAlone = (before: string, after: string) =>
  !/[\p{L}\p{N}][.,-]?$/u.test(before) && !/^[.,-]?\p{N}|^\p{L}/u.test(after);
