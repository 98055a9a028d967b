import type { LanguageRule } from './rule.ts';

const digitsOf = (found: string) => [...found].filter((sign) => sign >= '0' && sign <= '9').map(Number);
const weighed = (digits: readonly number[], weights: readonly number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * (digits[i] ?? 0), 0);

/** The sign that closes a Chinese resident number (ISO 7064, MOD 11-2). */
function isChinese(found: string): boolean {
  const sum = weighed(digitsOf(found.slice(0, 17)), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'[sum % 11] === found.at(-1)?.toUpperCase();
}

const LETTERS_OF_SPAIN = 'TRWAGMYFPDXBNJZSQVHLCKE';
const isSpanish = (found: string) =>
  LETTERS_OF_SPAIN[
    Number(
      found
        .replace(/\W/g, '')
        .slice(0, -1)
        .replace(/^[XYZ]/i, (sign) => String('XYZ'.indexOf(sign.toUpperCase()))),
    ) % 23
  ] === found.at(-1)?.toUpperCase();

const isPolish = (found: string) => {
  const digits = digitsOf(found);
  return (10 - (weighed(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digits[10] && hasDay(found.slice(2, 6));
};
/** Month and day; a month may have 20, 40, 60 or 80 added for its century. */
const hasDay = (found: string) => {
  const [month, day] = [Number(found.slice(0, 2)) % 20, Number(found.slice(2, 4))];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
};

/** Key of a French number: 97 less the rest of the number by 97; Corsica's departments count as 19 and 18. */
function isFrench(found: string): boolean {
  const plain = found.replace(/ /g, '').replace(/2A/i, '19').replace(/2B/i, '18');
  return 97 - Number(BigInt(plain.slice(0, 13)) % 97n) === Number(plain.slice(13));
}

function isTurkish(found: string): boolean {
  const digits = digitsOf(found);
  const odd = weighed(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighed(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === digits[9] && digits.slice(0, 10).reduce((sum, digit) => sum + digit, 0) % 10 === digits[10];
}

function isBrazilian(found: string): boolean {
  const digits = digitsOf(found);
  const check = (count: number) => {
    const rest =
      (weighed(
        digits,
        Array.from({ length: count }, (_, i) => count + 1 - i),
      ) *
        10) %
      11;
    return (rest === 10 ? 0 : rest) === digits[count];
  };
  return new Set(digits).size > 1 && check(9) && check(10);
}

function isChilean(found: string): boolean {
  const digits = digitsOf(found.slice(0, -2));
  const sum = digits.toReversed().reduce((total, digit, i) => total + digit * (2 + (i % 6)), 0);
  const check = 11 - (sum % 11);
  return (check === 11 ? '0' : check === 10 ? 'K' : String(check)) === found.at(-1)?.toUpperCase();
}

const VERHOEFF_D = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const VERHOEFF_P = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];
function isIndian(found: string): boolean {
  const rest = digitsOf(found)
    .toReversed()
    .reduce((check, digit, i) => Number(VERHOEFF_D[check]?.[Number(VERHOEFF_P[i % 8]?.[digit])]), 0);
  return rest === 0;
}

const isThai = (found: string) => {
  const digits = digitsOf(found);
  return (11 - (weighed(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digits[12];
};

const id = (pattern: RegExp, accept?: (found: string) => boolean): LanguageRule => ({
  identifier: 'national_id',
  source: 'pattern',
  pattern,
  ...(accept && { accept }),
});

/** Personal numbers of states whose form or check digits tell them without a word. The sign before and after is no letter or digit. */
export const NATIONAL_IDS: readonly LanguageRule[] = [
  id(
    /(?<![A-Za-z\d])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![A-Za-z\d])/g,
    isChinese,
  ),
  id(/(?<![A-Za-z\d])(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z](?![A-Za-z\d])/gi, isSpanish),
  id(/(?<![A-Za-z\d])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z\d])/gi),
  id(
    /(?<![A-Za-z\d.-])\d{11}(?![A-Za-z\d]|[.-]\d)/g,
    (found) => isPolish(found) || (found[0] !== '0' && isTurkish(found)),
  ),
  id(/(?<![A-Za-z\d])[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![A-Za-z\d])/gi, isFrench),
  id(/(?<![A-Za-z\d])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g, isBrazilian),
  id(/(?<![A-Za-z\d.])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?![A-Za-z\d])/g, isChilean),
  id(/(?<![A-Za-z\d])[2-9]\d{3} \d{4} \d{4}(?! ?\d)/g, isIndian),
  id(/(?<![A-Za-z\d])[A-Z]{3}[PCHFATBLJG][A-Z]\d{4}[A-Z](?![A-Za-z\d])/g),
  id(/(?<![A-Za-z\d])[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?![A-Za-z\d])/g),
  id(/(?<![A-Za-z\d])[1-8]-\d{4}-\d{5}-\d{2}-\d(?!\d)/g, isThai),
  id(
    /(?<![A-Za-z\d])\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y](?![A-Za-z\d])/g,
    (found) => '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(found.slice(0, 6) + found.slice(7, 10)) % 31] === found[10],
  ),
];
