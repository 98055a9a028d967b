/** One word, number, sign or line break of a text. */
export interface Token {
  start: number;
  end: number;
  text: string;
}

const LETTER_OR_DIGIT = 1;
const SPACE = 2;
const BREAK = 3;
const SIGN = 4;

/** Endings that belong to grammar, not to the name before them: Anna's, Anna'll. */
const CLITICS = new Set(['s', 'm', 'd', 'll', 're', 've']);

/**
 * Words (O'Brien is one, Anna's is two), runs of digits and letters, single signs, and line breaks (several in a row are
 * one token). Spaces are left out. Cost: one pass.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  // Letters with their accents apart (a text from a Mac) are the words that lists and weights know.
  const apart = /\p{M}/u.test(text);
  const add = (start: number, end: number) => {
    const word = text.slice(start, end);
    tokens.push({ start, end, text: apart ? word.normalize('NFC') : word });
  };
  let at = 0;
  while (at < text.length) {
    const kind = kindOf(text.charCodeAt(at));
    const start = at;
    if (kind === LETTER_OR_DIGIT) {
      at = wordEnd(text, at);
      add(start, at);
      const clitic = clitEnd(text, at);
      if (clitic > at) {
        add(at, clitic);
        at = clitic;
      }
    } else if (kind === BREAK) {
      at += 1;
      while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
      tokens.push({ start, end: start + 1, text: '\n' });
    } else {
      at += 1;
      if (kind === SIGN) add(start, at);
    }
  }
  return tokens;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (kindOf(code) === LETTER_OR_DIGIT) at += 1;
    else if (isApostrophe(code) && kindOf(text.charCodeAt(at + 1)) === LETTER_OR_DIGIT && clitEnd(text, at) === at)
      at += 1;
    else break;
  }
  return at;
}

/** Where a clitic that starts with the apostrophe at `at` ends, or `at` where there is none. */
function clitEnd(text: string, at: number): number {
  if (!isApostrophe(text.charCodeAt(at))) return at;
  let end = at + 1;
  while (end < text.length && end < at + 4 && kindOf(text.charCodeAt(end)) === LETTER_OR_DIGIT) end += 1;
  return CLITICS.has(text.slice(at + 1, end).toLowerCase()) ? end : at;
}

const isApostrophe = (code: number) => code === 0x27 || code === 0x2019;
const isBlank = (code: number) =>
  code === 10 || code === 13 || code === 32 || code === 9 || code === 0x2028 || code === 0x2029;

function kindOf(code: number): number {
  if (code < 128) {
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)) return LETTER_OR_DIGIT;
    if (code === 10 || code === 13) return BREAK;
    return code <= 32 || code === 127 ? SPACE : SIGN;
  }
  if (code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200b) || code === 0xfeff) return SPACE;
  if (code === 0x2028 || code === 0x2029) return BREAK;
  if (code < 0xc0 || code === 0xd7 || code === 0xf7) return code === 0xaa || code === 0xba ? LETTER_OR_DIGIT : SIGN;
  if ((code >= 0x2010 && code <= 0x2bff) || (code >= 0x3001 && code <= 0x3020) || (code >= 0xff01 && code <= 0xff0f))
    return SIGN;
  return LETTER_OR_DIGIT;
}
