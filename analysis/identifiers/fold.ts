/** Digits and small letters that a scan has read for capitals, or that were put there so that nobody finds the word. */
const MISREAD = /(?<=\p{Lu})[0l1](?=\p{Lu})|(?<=\p{Lu})0(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])0(?=\p{Lu}{3})/gu;
/** A word set with spaces between its letters: N A M E. */
const SPACED = /(?<![\p{L}\p{N}])\p{Lu}(?: \p{Lu}){2,11}(?![\p{L}\p{N}])/gu;

/** A text as its label words were meant: ACC0UNT, MEDlCAL, A G E. Every other word stays. */
export const foldCapitals = (text: string): string =>
  /[A-Z] [A-Z] [A-Z]/.test(text)
    ? unmisread(text).replace(SPACED, (word) => word.replaceAll(' ', ''))
    : unmisread(text);

/** The same for signs that were misread alone: the length stays, and so do offsets. */
export const unmisread = (text: string): string =>
  /[A-Z][0l1]|0[A-Z]/.test(text) ? text.replace(MISREAD, (sign) => (sign === '0' ? 'O' : 'I')) : text;

/** Signs of HTML that nobody has turned into characters: &gt; */
const ENTITY = /&[a-z]{2,8};/gi;
/** Choices of a question: the letter before each, at the start of a line or after the one before it. */
const CHOICE = /(?<![^\s(])([A-J])[.):](?=\s)/g;
const CHOICES_MIN = 3;

/**
 * A text for the sequence model: signs meant by what was misread, no signs of HTML, and bullets where choices have letters
 * (A. Coarctation B. Stenosis C. …), which are no initials. The length stays.
 */
export function readable(text: string): string {
  let read = unmisread(text);
  if (read.includes('&')) read = read.replace(ENTITY, (entity) => ' '.repeat(entity.length));
  const choices = [...read.matchAll(CHOICE)];
  if (choices.length < CHOICES_MIN) return read;
  // Three in the order of the alphabet, from A on, are choices; fewer may be initials of people.
  let next = 'A';
  const marks: number[] = [];
  for (const { index, 1: letter } of choices) {
    if (letter === 'A' || letter === next) {
      marks.push(index);
      next = String.fromCharCode((letter ?? '').charCodeAt(0) + 1);
    }
  }
  if (marks.length < CHOICES_MIN) return read;
  const signs = read.split('');
  for (const at of marks) [signs[at], signs[at + 1]] = ['•', ' '];
  return signs.join('');
}

/** Digits of other scripts, by their zero: Arabic, Persian, Devanagari, Bengali, Gujarati, Tamil, Telugu, Thai and others. */
const OTHER_DIGIT =
  /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0be6-\u0bef\u0c66-\u0c6f\u0e50-\u0e59]/g;
/** The last four bits of these zeros are 0 or, from Devanagari to Telugu, 6. */
const asciiOf = (digit: string) => String((digit.charCodeAt(0) & 15) - (digit < '\u06fa' || digit >= '\u0e50' ? 0 : 6));

/**
 * Signs that look alike, as the plain ones: hyphens that do not break, spaces of other widths, full-width letters and
 * digits, digits of other scripts; no numbers of signs of HTML (&#128514;). The length stays.
 */
export const plainSigns = (written: string): string => {
  const text = written.includes('&#')
    ? written.replace(/&#(?:\d{2,7}|x[\da-f]{2,6});/gi, (sign) => ' '.repeat(sign.length))
    : written;
  return /[\u00a0\u0660-\u0e59\u2007\u2009-\u2012\u202f\u2212\uff01-\uff5e]/.test(text)
    ? text
        .replace(OTHER_DIGIT, asciiOf)
        .replace(/[\u00a0\u2007\u2009\u200a\u202f]/g, ' ')
        .replace(/[\u2010-\u2012\u2212]/g, '-')
        .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    : text;
};
