import type { Detect } from '../../../analysis/deidentify/detect.ts';
import type { IdentifierId, IdentifierSpan } from '../../../contracts/privacy.ts';

/** Finds the given words wherever they stand: what is done with a span can be tested whatever the detector finds. */
export function findWords(
  words: Record<string, IdentifierId | { identifier: IdentifierId; confidence: number }>,
): Detect {
  return (text) => {
    const spans: IdentifierSpan[] = [];
    // Longer ones first, so that a part of a found one is not found again.
    for (const word of Object.keys(words).sort((a, b) => b.length - a.length)) {
      const what = words[word] ?? 'name';
      const { identifier, confidence } = typeof what === 'string' ? { identifier: what, confidence: 0.95 } : what;
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const end = at + word.length;
        if (/[\p{L}\p{N}]/u.test((text[at - 1] ?? ' ') + (text[end] ?? ' '))) continue;
        if (spans.some((span) => at < span.end && span.start < end)) continue;
        spans.push({ start: at, end, identifier, confidence, source: 'pattern' });
      }
    }
    return spans.sort((a, b) => a.start - b.start);
  };
}
