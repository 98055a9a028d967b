/** One replaced part: offsets in the old text, and what stands there now. */
export interface Edit {
  start: number;
  end: number;
  replacement: string;
}

/** The text with its edits made. Edits are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, replacement } of edits) {
    result += text.slice(from, start) + replacement;
    from = end;
  }
  return result + text.slice(from);
}

/**
 * Where an offset of the old text lies in the new one. An offset inside a replaced part moves to its edge: the start of
 * an annotation to the front, its end to the back, so that the annotation covers the whole replacement.
 */
export function mapOffset(edits: readonly Edit[], offset: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const { start, end, replacement } of edits) {
    if (offset >= end) shift += replacement.length - (end - start);
    else if (offset > start) return start + shift + (side === 'end' ? replacement.length : 0);
    else break;
  }
  return offset + shift;
}

/** The parts of the new text that are replacements. */
export function replacedRanges(edits: readonly Edit[]): { start: number; end: number }[] {
  let shift = 0;
  return edits.map(({ start, end, replacement }) => {
    const from = start + shift;
    shift += replacement.length - (end - start);
    return { start: from, end: from + replacement.length };
  });
}
