import type { ReaderLimits } from '../kinds.ts';
import { overLimits } from './over-limits.ts';

/** Parses strict JSON. The reason never holds the text: the engine's own message is cut to what it says of the place. */
export function parseJson(
  text: string,
  limits: Pick<ReaderLimits, 'depthMax' | 'fieldCharsMax'>,
): { value: unknown } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const place = /at position (\d+)/.exec(message)?.[1];
    if (place !== undefined) return { reason: `not valid JSON at character ${Number(place) + 1}` };
    return { reason: message.includes('end of JSON') ? 'not valid JSON: it ends too early' : 'not valid JSON' };
  }
  const reason = overLimits(value, limits);
  return reason === null ? { value } : { reason };
}
