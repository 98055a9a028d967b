/** Four numbers up to 255 that are no part of a longer dotted number, such as a version. */
export function isIpV4(found: string, before: string, after: string): boolean {
  return found.split('.').every((part) => Number(part) <= 255) && !/[\d.]$/.test(before) && !/^(?:\d|\.\d)/.test(after);
}

/** Eight groups, or a double colon with two groups beside it: times of day (10:30:15) have the form otherwise. */
export function isIpV6(found: string, before: string, after: string): boolean {
  if (/[\p{L}\p{N}:]$/u.test(before) || /^[\p{L}\p{N}:]/u.test(after)) return false;
  const groups = found.split(':').filter((group) => group !== '');
  return found.includes('::') ? groups.length >= 2 && found.split('::').length === 2 : groups.length === 8;
}

/**
 * Never issued: group 00 and serial 0000, area 000. Invented ones of other unused ranges are taken too: 9xx is an ITIN. With
 * hyphens, area 000 is one that was made up or made unreal: nothing else has this form.
 */
export function isSsn(found: string): boolean {
  const [area = '', group = '', serial = ''] = found.split(/[- .–]/);
  return (area !== '000' || found.includes('-')) && group !== '00' && serial !== '0000';
}

/** Luhn's check digit (ISO/IEC 7812-1), and not one digit repeated. */
export function isCardNumber(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && new Set(digits).size > 1;
}

/** Debit cards of twelve digits and older ones have no check digit to rely on: a word for a card must stand before them. */
export function isMaestro(found: string, before: string): boolean {
  return found.replace(/\D/g, '').length === 12 && /\b(?:card|cc|debit|maestro)\b[^.!?]{0,24}$/i.test(before);
}

/** The ninth sign of a vehicle identification number checks the others (ISO 3779, as used in North America), and it has letters and digits. */
export function isVin(found: string): boolean {
  const code = found.toUpperCase();
  if (!/[A-Z]/.test(code) || !/\d/.test(code)) return false;
  let sum = 0;
  for (const [i, char] of [...code].entries()) {
    const value = /\d/.test(char) ? Number(char) : VIN_VALUES.get(char);
    if (value === undefined) return false;
    sum += value * (VIN_WEIGHTS[i] ?? 0);
  }
  const check = sum % 11;
  // Of other countries it checks nothing: there, letters that no number in base sixteen has, and digits at the end.
  return (
    code[8] === (check === 10 ? 'X' : String(check)) ||
    (/[G-Z]/.test(found) && /\d{4}$/.test(code) && code.replace(/\D/g, '').length >= 6)
  );
}
const VIN_VALUES = new Map(
  [...'ABCDEFGHJKLMNPRSTUVWXYZ'].map((char, i) => [char, Number('12345678123457923456789'[i])]),
);
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The check digits of ISO 13616 (modulo 97), over 15 to 34 characters. */
function isIban(found: string): boolean {
  const code = found.replace(/[ -]/g, '').toUpperCase();
  if (code.length < 15 || code.length > 34) return false;
  let rest = 0;
  for (const char of code.slice(4) + code.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const PHONE_WORD =
  /(?:^|[^\p{L}])(?:(?:tele)?phone|tel|mobile|cell|call(?:ed|ing)?|text(?:ed|ing)?|fax|whatsapp|number|reach|answer(?:ing|s|ed)?|registered|mine|line|sms|messages?|dial|ring|desk)(?:[^\p{L}\p{N}]|me|to|at|is|him|her|us|on|or){0,8}$/iu;

/** What a form writes before one: some countries have numbers of six digits. */
const PHONE_LABEL =
  /(?:^|[^\p{L}])(?:(?:tele)?phone|tel|mobile|cell|fax|desk|registered)(?: ?(?:number|no))?[^\p{L}\p{N}]{0,4}$/iu;

/** What looks like one: dates and times, spans and lists of years, addresses of the network, decimals, grouped thousands. */
const NO_PHONE: readonly RegExp[] = [
  /^(?:19|20)\d{2}([-/. ])\d{1,2}\1\d{1,2}(?:[ T.]|$)/,
  /^\d{4}([-/. ])\d{1,2}\1\d{1,2}$|^\d{1,2}([-/.])\d{1,2}\2\d{2,4}$/,
  /^\d{4}\s?[-/]\s?\d{4}$/,
  /^(?:(?:19|20)\d{2}[ /.-]{1,2}){1,3}(?:19|20)\d{2}$/,
  /^\d{1,3}(?:\.\d{1,3}){3}$/,
  /^\d{1,3}\.\d+$/,
  // Short codes, such as those of emergency lines, one beside the other.
  /^\d{3}(?:\/\d{3,6}){1,4}$/,
];

/**
 * Seven to fifteen digits in a form that telephone numbers have: a plus or brackets, three and four with a sign between
 * them, pairs, or nine and more in groups. After a word for a telephone any grouping will do. Groups by spaces alone are
 * mostly amounts and house numbers, so they need three groups.
 */
export function isPhone(found: string, before: string, after: string): boolean {
  // An extension is no part of the number: 001-654-201-8800x10256.
  const digits = (found.split(/[xe]/i, 1)[0] ?? '').replace(/\D/g, '');
  if (digits.length < (PHONE_LABEL.test(before) ? 6 : 7) || digits.length > 15) return false;
  if (NO_PHONE.some((pattern) => pattern.test(found))) return false;
  if (PHONE_WORD.test(before) || /^[ \t,(-]{0,3}(?:office|mobile|cell|home|work|desk|fax|tel|phone)\b/i.test(after))
    return true;
  if (/^\(?\d+\)?$/.test(found)) return digits.length >= 10 && digits.length <= 11;
  if (/[+(]/.test(found) || /\d{3}[.\-/]\d{4}/.test(found)) return true;
  if (/^\d{2}([.-])\d{2}\1\d{2}\1\d{2}$/.test(found)) return true;
  if (/^[\d ]+$/.test(found))
    return digits.length >= 9 && found.split(/ +/).length >= 3 && (found.startsWith('0') || !digits.endsWith('000'));
  return digits.length >= 9;
}

/** An address ends before the signs of its sentence, and before what a list has after it: a semicolon begins a parameter or ends it. */
export const addressLength = (found: string): number =>
  (found.split(/;(?![\w.%-]{1,64}=)|,(?=https?:|\d{1,3}\.\d)/, 1)[0] ?? '').replace(/[.,;:!?)*\]]{1,32}$/, '').length;

/** With a plus and a country code, eight to fifteen digits: what follows two signs in a row, or the fifteenth digit, is another number. */
export function internationalLength(found: string): boolean | number {
  const one = found.split(/[ .\-/]{2}| (?=\(?\d{3}\) )/)[0] ?? '';
  const digits = one.replace(/\D/g, '').length;
  if (digits >= 8 && digits <= 15) return one.length;
  return false;
}

/** The longest leading part with right check digits: words may follow that look like more groups. */
export function longestIban(found: string): boolean | number {
  if (isIban(found)) return true;
  for (let end = found.length - 1; end >= 15; end--)
    if (/[^ -]/.test(found.charAt(end - 1)) && /[ -]/.test(found.charAt(end)) && isIban(found.slice(0, end)))
      return end;
  return false;
}
