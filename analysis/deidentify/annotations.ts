import type { Message } from '../../contracts/records.ts';

type Annotation = NonNullable<Message['annotations']>[number];

/**
 * Annotations in the offsets of a changed text. `before` is the text they were made on; where it was repaired or cleaned
 * before the change (`cleaned`), the annotated part is found again first. One whose text is gone is left out.
 */
export function moveAnnotations(
  annotations: readonly Annotation[],
  before: string,
  cleaned: string,
  move: (offset: number, side: 'start' | 'end') => number,
  clean: (text: string) => string = (text) => text,
): Annotation[] {
  return annotations.flatMap((annotation) => {
    const found = before === cleaned ? annotation : findAgain(annotation, before, cleaned, clean);
    if (found === null) return [];
    const start = move(found.start, 'start');
    const end = move(found.end, 'end');
    return end > start ? [{ ...annotation, start, end }] : [];
  });
}

/** Cleaning is local: the part stands near where the cleaned text before it ends. */
function findAgain(
  { start, end, label }: Annotation,
  before: string,
  cleaned: string,
  clean: (text: string) => string,
) {
  const part = clean(before.slice(start, end));
  if (part === '') return null;
  const near = Math.max(0, clean(before.slice(0, start)).length - SLACK);
  const at = cleaned.indexOf(part, near);
  return at < 0 ? null : { start: at, end: at + part.length, label };
}

/** Spaces that are trimmed at a cut but stand in the whole text. */
const SLACK = 2;
