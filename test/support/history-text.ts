/**
 * Every text and every byte string in a value, one a line. For histories: their own JSON has the payloads in base64, where
 * a search for a text finds nothing.
 */
export function allText(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value !== 'object' || value === null || seen.has(value)) return '';
  seen.add(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name}\n${allText(inner, seen)}`)
    .join('\n');
}
