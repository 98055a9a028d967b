import { parse } from 'csv-parse/sync';

/**
 * Whether the first row names the columns. It is taken to, unless what stands in it is plainly of the data: a value with
 * three digits that is made like those below it (`LJ001-0001`, a time, a long number), or, beside a sentence with others
 * below it, a value that comes again below, or a text longer than any name. Names of columns are then made up, so that no
 * text of the data becomes one.
 */
export function namesColumns(head: string, { delimiter, quoted }: { delimiter: string; quoted: boolean }): boolean {
  const [first = [], ...rows] = firstRows(head, { delimiter, quoted });
  const below = rows.filter((row) => row.length === first.length && row.some((cell, i) => cell !== first[i]));
  if (below.length < ROWS_MIN) return true;
  const isSentence = (cell: string) => cell.split(/\s+/).length >= SENTENCE_WORDS_MIN;
  // A question that names a column of a survey has short answers below it, and a choice may be called as its column.
  const saysMuch = (column: number) =>
    below.filter((row) => isSentence(row[column] ?? '')).length >= SENTENCES_MIN * below.length;
  return !first.some((cell, i) => {
    if (cell.length > (saysMuch(i) ? NAME_CHARS_MAX : QUESTION_CHARS_MAX)) return true;
    const form = formOf(cell);
    if (form !== null)
      return below.filter((row) => formOf(row[i] ?? '') === form).length >= SAME_FORM_MIN * below.length;
    const comesAgain = cell !== '' && !isSentence(cell) && below.some((row) => row[i] === cell);
    return comesAgain && first.some((other, j) => j !== i && isSentence(other) && saysMuch(j));
  });
}

/** The first rows, trimmed; none where the beginning of the file cannot be told apart. */
function firstRows(head: string, { delimiter, quoted }: { delimiter: string; quoted: boolean }): string[][] {
  try {
    return parse(head, {
      ...{ delimiter, quote: quoted ? '"' : null, bom: true, to: ROWS_LOOKED_AT, trim: true },
      ...{ relax_column_count: true, relax_quotes: true, skip_empty_lines: true },
    });
  } catch {
    return [];
  }
}

/** A value with its digits made equal, where it has three of them or more and five signs: years are names of columns too. */
function formOf(cell: string): string | null {
  if (cell.length < 5 || cell.length > FORM_CHARS_MAX || (cell.match(/\d/g)?.length ?? 0) < 3) return null;
  return cell.replace(/\d/g, '0');
}

const ROWS_LOOKED_AT = 21;
const ROWS_MIN = 2;
const SAME_FORM_MIN = 0.8;
const SENTENCE_WORDS_MIN = 4;
const SENTENCES_MIN = 0.5;
const FORM_CHARS_MAX = 60;
const NAME_CHARS_MAX = 200;
const QUESTION_CHARS_MAX = 500;
