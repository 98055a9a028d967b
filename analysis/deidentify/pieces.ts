/** About half a second of the detector: a worker that is busy with more at a time beats too late. Our choice. */
const PIECE_CHARS_MAX = 100_000;
/** Where a long text is cut: no identifier goes over the end of a line, and few over that of a sentence. */
const ENDS = ['\n', '. ', ' '];

export interface Piece {
  /** Where it begins in the whole. */
  start: number;
  text: string;
}

/** A text as it is where it is short, else in pieces that follow each other, cut at an end of a line, a sentence or a word. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  while (text.length - start > PIECE_CHARS_MAX) {
    const end = endOf(text.slice(start, start + PIECE_CHARS_MAX));
    pieces.push({ start, text: text.slice(start, start + end) });
    start += end;
  }
  return [...pieces, { start, text: start === 0 ? text : text.slice(start) }];
}

function endOf(piece: string): number {
  for (const end of ENDS) {
    const at = piece.lastIndexOf(end);
    if (at > piece.length / 2) return at + end.length;
  }
  // Both halves of a character of two units stay together.
  return /[\uD800-\uDBFF]$/.test(piece) ? piece.length - 1 : piece.length;
}
