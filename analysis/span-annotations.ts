import type { Message } from '../contracts/records.ts';
import { plainName } from './roles.ts';

type Fields = Record<string, unknown>;
type Annotation = NonNullable<Message['annotations']>[number];

/** Fields that hold a list of marked parts of a text. */
const LISTS = new Set(['annotations', 'annotation', 'spans', 'entities', 'marks', 'label', 'labels']);
const STARTS = ['start', 'startoffset', 'begin', 'beginoffset', 'startchar', 'from'];
const ENDS = ['end', 'endoffset', 'stop', 'endchar', 'to'];
const LABELS = ['label', 'type', 'tag', 'entity', 'entitytype', 'category', 'name', 'class'];
const VALUES = ['text', 'value', 'surface', 'word', 'span'];
/** Whether a field of this plain name may hold a list of marked parts. */
export const mayHoldSpans = (plain: string) => LISTS.has(plain);
/** A longer one is a remark, not a label. */
const LABEL_CHARS_MAX = 60;

/**
 * Annotations of parts of a text, from a list beside it: `{start, end, label}` under the usual names, or
 * `[start, end, label]`. Undefined where there is none.
 *
 * Offsets are those of the source's text: `rawOf` gives it as it stands there, `content` what is kept of it, without the
 * space around. They count UTF-16 code units, or code points where only those give the text that the annotation says it
 * marks. One that lies outside of the text is left out.
 */
export function spanAnnotations(fields: Fields, rawOf: () => unknown, content: string): Annotation[] | undefined {
  const lists = Object.entries(fields).flatMap(([field, list]) =>
    Array.isArray(list) && LISTS.has(plainName(field)) ? [list] : [],
  );
  if (lists.length === 0) return undefined;
  const raw = rawOf();
  if (typeof raw !== 'string') return undefined;
  const found = lists.flat().flatMap((entry) => toAnnotation(entry, raw, content) ?? []);
  return found.length > 0 ? found : undefined;
}

function toAnnotation(entry: unknown, raw: string, content: string): Annotation | null {
  const parts = Array.isArray(entry) ? { start: entry[0], end: entry[1], label: entry[2] } : entry;
  if (parts === null || typeof parts !== 'object') return null;
  const fields = new Map(Object.entries(parts).map(([name, value]) => [plainName(name), value]));
  const first = (names: readonly string[]) =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined);
  const [start, end, label, value] = [first(STARTS), first(ENDS), first(LABELS), first(VALUES)];
  if (!isOffset(start) || !isOffset(end) || end <= start) return null;
  if (typeof label !== 'string' || label.trim() === '' || label.length > LABEL_CHARS_MAX) return null;
  const marked =
    typeof value === 'string' && raw.slice(start, end) !== value ? inCodePoints(raw, start, end, value) : null;
  const lead = raw.length - raw.trimStart().length;
  const from = Math.max(0, (marked?.start ?? start) - lead);
  const to = Math.min(content.length, (marked?.end ?? end) - lead);
  return from < to && (marked?.end ?? end) <= raw.length ? { start: from, end: to, label: label.trim() } : null;
}

const isOffset = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** Where a part stands whose offsets count code points; null where that is not what they do either. */
function inCodePoints(raw: string, start: number, end: number, value: string) {
  const points = Array.from(raw);
  if (points.slice(start, end).join('') !== value) return null;
  const before = points.slice(0, start).join('').length;
  return { start: before, end: before + value.length };
}
