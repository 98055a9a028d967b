/**
 * A cell of a table as JSON would hold it: whole numbers past the safe range as text, times as ISO text, bytes left out
 * (null), because a sound or a picture is no text. Depth is bounded by the caller's limits, which are judged after.
 */
export function toPlain(value: unknown, levelsLeft = 100): unknown {
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array || levelsLeft === 0) return null;
  if (ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => toPlain(item));
  if (Array.isArray(value)) return value.map((item) => toPlain(item, levelsLeft - 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toPlain(inner, levelsLeft - 1)]));
}
