import type { IdentifierSpan } from '../../contracts/privacy.ts';

const CONTEXT_CHARS = 30;

/**
 * A span with what stands around it, for a person to judge: the span as its shape (letters x, digits 9), every other
 * identifier as its kind, and no digit at all, because a number that nobody detected may be one.
 */
export function maskedContext(
  text: string,
  span: Pick<IdentifierSpan, 'start' | 'end'>,
  others: readonly IdentifierSpan[],
): string {
  const from = Math.max(0, span.start - CONTEXT_CHARS);
  const to = Math.min(text.length, span.end + CONTEXT_CHARS);
  const hidden = others.filter(
    ({ start, end }) => end > from && start < to && (end <= span.start || start >= span.end),
  );
  const parts = [
    ...hidden.map(({ start, end, identifier }) => ({ start, end, shown: `[${identifier.toUpperCase()}]` })),
    { start: span.start, end: span.end, shown: shapeOf(text.slice(span.start, span.end)) },
  ].sort((a, b) => a.start - b.start);
  let context = '';
  let at = from;
  for (const { start, end, shown } of parts) {
    if (start > at) context += plain(text.slice(at, start));
    context += shown;
    at = Math.max(at, end);
  }
  return context + (at < to ? plain(text.slice(at, to)) : '');
}

const plain = (text: string) => text.replace(/\p{N}/gu, '9');
const shapeOf = (text: string) =>
  text
    .replace(/\p{Lu}/gu, 'X')
    .replace(/[\p{L}--[Xx]]/gv, 'x')
    .replace(/\p{N}/gu, '9');
