import type { ReaderLimits } from '../kinds.ts';

/**
 * Why a parsed value is over the limits of depth or text length; null where it is within. The reason names the limit and
 * never the text. Recursion ends at the depth limit, so a value nested deeper than the stack is safe.
 */
export function overLimits(value: unknown, limits: Pick<ReaderLimits, 'depthMax' | 'fieldCharsMax'>): string | null {
  return over(value, limits, limits.depthMax);
}

function over(
  value: unknown,
  limits: Pick<ReaderLimits, 'depthMax' | 'fieldCharsMax'>,
  levelsLeft: number,
): string | null {
  if (typeof value === 'string') {
    return value.length > limits.fieldCharsMax ? `a text is longer than ${limits.fieldCharsMax} characters` : null;
  }
  if (value === null || typeof value !== 'object') return null;
  if (levelsLeft === 0) return `nested deeper than ${limits.depthMax} levels`;
  if (Array.isArray(value)) {
    for (const inner of value) {
      const reason = over(inner, limits, levelsLeft - 1);
      if (reason !== null) return reason;
    }
    return null;
  }
  // Not Object.values: the list of them would be made for every object of every record.
  for (const name in value) {
    const reason = over((value as Record<string, unknown>)[name], limits, levelsLeft - 1);
    if (reason !== null) return reason;
  }
  return null;
}
