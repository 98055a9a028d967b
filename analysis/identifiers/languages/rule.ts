import type { IdentifierId, IdentifierSpan } from '../../../contracts/privacy.ts';
import { addFree, firstMatch, nextMatch } from '../scan.ts';

/** A pattern of one language or script: its group is the identifier, what stands around it is why. */
export interface LanguageRule {
  identifier: IdentifierId;
  /** Global; the group that took part is the identifier, or the whole match where there is none. Two groups at most. */
  pattern: RegExp;
  /** A sign without which there is none: most texts lack it, and then the pattern need not look. */
  needs?: RegExp;
  /** Whether what was found is one; its beginning or its end where only that is. */
  accept?: (found: string) => boolean | string;
  /** A word before it says so (context), or its form alone (pattern). */
  source: 'context' | 'pattern';
}

const CONFIDENCE = { context: 0.9, pattern: 0.95 };

/** What the rules find, in order; of two that overlap the rule that stands earlier wins. Cost: in proportion to the text. */
export function applyRules(text: string, rules: readonly LanguageRule[]): IdentifierSpan[] {
  let found: IdentifierSpan[] = [];
  for (const { identifier, needs, pattern, accept, source } of rules) {
    if (needs && !needs.test(text)) continue;
    const spans: IdentifierSpan[] = [];
    for (let match = firstMatch(pattern, text); match !== null; match = nextMatch(pattern, text, match)) {
      const whole = match[1] ?? match[2] ?? match[0];
      const kept = accept?.(whole) ?? true;
      if (kept === false || kept === '') continue;
      const value = kept === true ? whole : kept;
      const at = match.index + match[0].lastIndexOf(whole);
      const start = whole.startsWith(value) ? at : at + whole.length - value.length;
      spans.push({ start, end: start + value.length, identifier, confidence: CONFIDENCE[source], source });
    }
    if (spans.length > 0) found = addFree(found, spans);
  }
  return found;
}

/** Ages before a word for years (a pattern): over 89, and those that may stay. */
export const agesBefore = (years: string): LanguageRule[] => [
  {
    identifier: 'age_over_89',
    source: 'pattern',
    pattern: new RegExp(`(?<!\\d)(?:9\\d|1[01]\\d)(?= ?${years})`, 'gu'),
  },
  { identifier: 'age', source: 'pattern', pattern: new RegExp(`(?<!\\d)[1-8]?\\d(?= ?${years})`, 'gu') },
];
