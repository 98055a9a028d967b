import type { IdentifierId, IdentifierSpan } from '../../contracts/privacy.ts';

/** One pattern and what makes a match of it an identifier. */
export interface Detector {
  identifier: IdentifierId;
  /** A sign without which there is none: most texts lack it, and then the pattern need not look. */
  needs?: RegExp;
  pattern: RegExp;
  /** Whether what the pattern found is one; may shorten it by answering a new length. */
  accept(found: string, before: string, after: string): boolean | number;
  /** Another identifier, where what is beside the match tells so. */
  rename?(before: string, after: string): IdentifierId;
}

/** Characters beside a match that may speak for it. */
const BEFORE_CHARS = 40;
const AFTER_CHARS = 14;

/** Whether a match is no part of a longer word or number. */
export const standsAlone = (before: string, after: string): boolean =>
  !/[\p{L}\p{N}][.,-]?$/u.test(before) && !/^[.,-]?\p{N}|^\p{L}/u.test(after);

/** The first match of a global pattern. With `nextMatch` it does what matchAll does, which copies the pattern at each call. */
export function firstMatch(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0;
  return pattern.exec(text);
}

export function nextMatch(pattern: RegExp, text: string, last: RegExpExecArray): RegExpExecArray | null {
  if (last[0] === '') pattern.lastIndex += 1;
  return pattern.exec(text);
}

/** Matches of one pattern that its check accepts. Cost: in proportion to the length of the text. */
export function scan(text: string, { identifier, needs, pattern, accept, rename }: Detector): IdentifierSpan[] {
  if (needs && !needs.test(text)) return [];
  const spans: IdentifierSpan[] = [];
  for (let match = firstMatch(pattern, text); match !== null; match = nextMatch(pattern, text, match)) {
    const start = match.index;
    const matchEnd = start + match[0].length;
    const before = text.slice(Math.max(0, start - BEFORE_CHARS), start);
    const after = text.slice(matchEnd, matchEnd + AFTER_CHARS);
    const verdict = accept(match[0], before, after);
    if (verdict === false || verdict === 0) continue;
    const end = verdict === true ? matchEnd : start + verdict;
    spans.push({ start, end, identifier: rename?.(before, after) ?? identifier, confidence: 0.98, source: 'pattern' });
  }
  return spans;
}

/** Adds spans to those found before them; of two that overlap the earlier stays, and what is left of the later is kept where it can stand alone. */
export function addFree(
  found: readonly IdentifierSpan[],
  added: readonly IdentifierSpan[],
  rest: (span: IdentifierSpan, start: number, end: number) => IdentifierSpan | null = () => null,
): IdentifierSpan[] {
  if (added.length === 0) return [...found];
  const out: IdentifierSpan[] = [];
  let next = 0;
  for (const span of added) {
    while ((found[next]?.end ?? Number.POSITIVE_INFINITY) <= span.start) next += 1;
    let from = span.start;
    let free = true;
    for (let at = next; at < found.length; at++) {
      const other = found[at];
      if (!other || other.start >= span.end) break;
      free = false;
      const part = other.start > from ? rest(span, from, other.start) : null;
      if (part) out.push(part);
      from = Math.max(from, other.end);
    }
    if (free) out.push(span);
    else if (from < span.end) {
      const part = rest(span, from, span.end);
      if (part) out.push(part);
    }
  }
  return out.length === 0 ? [...found] : [...found, ...out].sort((a, b) => a.start - b.start);
}
