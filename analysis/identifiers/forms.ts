import {
  addressLength,
  internationalLength,
  isCardNumber,
  isIpV4,
  isIpV6,
  isMaestro,
  isPhone,
  isSsn,
  isVin,
  longestIban,
} from './checks.ts';
import { COORDINATES } from './coordinates.ts';
import { isPublicHost, isPublicNumber, isPublished } from './public-numbers.ts';
import { REGISTERS } from './registers.ts';
import { type Detector, standsAlone } from './scan.ts';
import { SPOKEN } from './spoken.ts';

/** In a row of values a comma stands beside one without a space: Dube,555-919-0021,612-55-0192. */
const standsInRow = (before: string, after: string) =>
  !/[\p{L}\p{N}][.-]?$/u.test(before) && !/^[.-]?\p{N}|^\p{L}/u.test(after);
const alone = (_: string, before: string, after: string) => standsAlone(before, after);
const FAX = /\bfax\b[^\p{L}\p{N}]{0,6}(?:(?:number|no|nr|is)\b[^\p{L}\p{N}]{0,4}){0,2}$/iu;
const FAX_AFTER = /^[\s(,-]{0,3}fax\b/i;

/** Top-level domains that are taken without http:// or www., in small letters; those that are English words are left out. */
const DOMAINS =
  'com|org|net|edu|gov|mil|info|biz|io|ai|app|dev|co|uk|ca|au|nz|ie|de|fr|es|it|nl|be|ch|at|se|dk|fi|pl|cz|pt|br|mx|in|jp|cn|ru|za|eu|us|me|tv|example|test|local|internal|health|xyz|cloud|online|site|shop';

/**
 * Identifiers that their form alone tells, in order of precedence: an earlier one wins where two overlap. Every quantifier
 * is bounded, or stands between characters it cannot match itself; local/check-patterns.ts proves it.
 */
export const FORMS: Detector[] = [
  {
    identifier: 'email',
    needs: /@/,
    pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu,
    accept: () => true,
  },
  {
    identifier: 'email',
    needs: /[[({]\s?at\s?[\])}]/i,
    pattern:
      /[\p{L}\p{N}._%+-]{1,64} ?[[({] ?at ?[\])}] ?[\p{L}\p{N}-]{1,63}(?: ?(?:[[({] ?dot ?[\])}]|\.|\bdot\b) ?[\p{L}\p{N}-]{1,63}){1,4}/giu,
    accept: () => true,
  },
  {
    identifier: 'email',
    needs: / dot /i,
    pattern: /[\p{L}\p{N}._%+-]{1,64} at [\p{L}\p{N}-]{1,63}(?: dot [\p{L}\p{N}-]{2,63}){1,4}/giu,
    accept: () => true,
  },
  {
    identifier: 'image',
    needs: /\.(?:jpe?g|png|gif|heic|bmp|tiff?|dcm|webp)/i,
    pattern: /[\p{L}\p{N}_:/.%~-]{1,200}\.(?:jpe?g|png|gif|heic|bmp|tiff?|dcm|webp)\b/giu,
    accept: () => true,
  },
  {
    identifier: 'image',
    needs: /data:image/i,
    pattern: /data:image\/[a-z0-9.+-]{1,20};base64,[A-Za-z0-9+/=]{1,4096}/gi,
    accept: () => true,
  },
  {
    identifier: 'url',
    needs: /:\/\/|www\./i,
    pattern: /\b(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"'`{}|\\^]{2,2048}/giu,
    accept: (found) => !isPublicHost(found) && addressLength(found),
  },
  {
    identifier: 'url',
    needs: new RegExp(`\\.(?:${DOMAINS})\\b`),
    pattern: new RegExp(
      `[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){0,3}\\.(?:${DOMAINS})\\b(?:/[^\\s<>"'\`{}|\\\\^]{0,512})?`,
      'gu',
    ),
    // `end.in` and `so.it` are sentences without a space: short endings need a path, or a name that is no word.
    accept: (found, before, after) =>
      !/[\p{L}\p{N}@.]$/u.test(before) &&
      !/^[\p{L}\p{N}]/u.test(after) &&
      !isPublicHost(found) &&
      (/\.(?:com|org|net|edu|gov|info|io|biz|uk|eu|de)(?:\/|$)/.test(found) || /\/|[\d-]|\..*\./.test(found)) &&
      /[a-z]/.test(found) &&
      addressLength(found),
  },
  { identifier: 'ip_address', needs: /\d\.\d/, pattern: /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g, accept: isIpV4 },
  {
    identifier: 'device',
    needs: /[0-9a-f][:-][0-9a-f]/i,
    pattern: /[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}/gi,
    accept: (_, before, after) => !/[\p{L}\p{N}:-]$/u.test(before) && !/^[\p{L}\p{N}:]|^-\p{N}/u.test(after),
  },
  { identifier: 'ip_address', needs: /:/, pattern: /[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/gi, accept: isIpV6 },
  {
    identifier: 'unique_code',
    needs: /[0-9a-f]{8}-/i,
    pattern: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi,
    accept: alone,
  },
  {
    identifier: 'unique_code',
    needs: /sk-|[spr]k_|gh[pousr]_|AKIA|eyJ|xox[abp]-|_(?:live|test|prod)_|tok_/,
    pattern:
      /\b(?:sk-|[spr]k_|gh[pousr]_|AKIA|eyJ|xox[abp]-|tok_|[a-z]{2,8}_(?:live|test|prod)_)(?=[A-Za-z_.-]{0,64}\d)[A-Za-z0-9_.-]{12,512}/g,
    accept: () => true,
  },
  {
    identifier: 'device',
    needs: /\(01\)\d{14}/,
    // A unique device identifier as GS1 writes it, with lot and serial number.
    pattern: /\(01\)\d{14}(?:\(\d{2}\)[A-Za-z0-9]{1,20}){0,5}/g,
    accept: () => true,
  },
  {
    identifier: 'unique_code',
    needs: /\d-(?:cv|cr|mj|bk|mc)-\d/i,
    // Files of a court: 2:21-cv-01234.
    pattern: /(?:\b\d:)?\b\d{2}-(?:cv|cr|mj|bk|mc)-\d{3,6}\b/gi,
    accept: alone,
  },
  {
    identifier: 'iban',
    needs: /[a-z]{2}\d{2}/i,
    pattern: /[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?/gi,
    accept: (found, before, after) => standsAlone(before, after) && longestIban(found),
  },
  {
    identifier: 'account',
    needs: /\b(?:bc1|[13LMDrX])[a-zA-Z0-9]{25}|0x[0-9a-f]{40}/i,
    pattern: /\b(?:bc1[a-z0-9]{25,59}|[13LMDrX][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40})\b/g,
    accept: (found) => /\p{Ll}/u.test(found) && /\d/.test(found) && /[A-Z]|^bc1|^0x/.test(found),
  },
  {
    identifier: 'vehicle',
    needs: /[A-HJ-NPR-Z0-9]{17}/i,
    pattern: /[A-HJ-NPR-Z0-9]{17}/gi,
    accept: (found, before, after) => standsAlone(before, after) && isVin(found),
  },
  ...REGISTERS,
  {
    identifier: 'ssn',
    needs: /\d{3}[- .–]\d{2}/,
    pattern: /\d{3}([- .–])\d{2}\1\d{4}/g,
    accept: (found, before, after) => standsInRow(before, after) && isSsn(found),
  },
  {
    identifier: 'national_id',
    needs: /[a-z]{2} ?\d{2} ?\d{2}/i,
    pattern: /[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]/gi,
    // A British insurance number; with its word before it, one of the prefixes that are never given out as well.
    accept: (found, before, after) =>
      standsAlone(before, after) &&
      ((/^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/i.test(found) && !/^(?:bg|gb|kn|nk|nt|tn|zz)/i.test(found)) ||
        /\b(?:NI|nino|national insurance)\b[^.;]{0,16}$/i.test(before)),
  },
  {
    identifier: 'credit_card',
    needs: /\d(?:[ -]?\d){11}/,
    pattern: /\d(?:[ -]?\d){11,18}/g,
    accept: (found, before, after) =>
      standsAlone(before, after) &&
      !/\+$/.test(before) &&
      (/\bimei\W{0,4}(?:(?:number|no|is)\W{0,3}){0,2}$/i.test(before)
        ? false
        : found.replace(/\D/g, '').length >= 13
          ? isCardNumber(found)
          : isMaestro(found, before)),
  },
  ...SPOKEN,
  {
    identifier: 'phone',
    needs: /\+\d/,
    pattern: /\+\d[\d ().\-/]{6,22}\d/g,
    accept: (found, before, after) => standsAlone(before, after) && internationalLength(found),
    rename: (before, after) => (FAX.test(before) || FAX_AFTER.test(after) ? 'fax' : 'phone'),
  },
  {
    identifier: 'phone',
    needs: /\d{3} ?[-._·/] ?\d{3} ?[-._·/] ?\d{4}|\d{3} \d{7}/,
    // Also with spaces beside the signs, and with signs that nothing else has between such groups.
    pattern: /\d{3} ?([-._·/]) ?\d{3} ?\1 ?\d{4}|\d{3} \d{7}/g,
    accept: (found, before, after) => standsInRow(before, after) && !/\($/.test(before) && !isPublicNumber(found),
    rename: (before, after) => (FAX.test(before) || FAX_AFTER.test(after) ? 'fax' : 'phone'),
  },
  {
    identifier: 'phone',
    needs: /0\d{2,4} \d{6}/,
    pattern: /0\d{2,4} \d{6,8}/g,
    accept: (_, before, after) => standsAlone(before, after),
    rename: (before, after) => (FAX.test(before) || FAX_AFTER.test(after) ? 'fax' : 'phone'),
  },
  ...COORDINATES,
  {
    identifier: 'postal_code',
    needs: /\d [\dA-Z]|[A-Z]\d/i,
    pattern: /\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d)\b/g,
    accept: () => true,
  },
  {
    identifier: 'postal_code',
    needs: /\d{5}-\d{4}/,
    pattern: /\d{5}-\d{4}/g,
    accept: (_, before, after) => standsAlone(before, after) && !/^-/.test(after),
  },
  {
    identifier: 'phone',
    needs: /\d{2}/,
    pattern:
      /(?:\+\d{1,3} ?\(0\) ?\d{1,4}|\+?\(?\d{1,4}\)?)(?:[ .\-/–]{0,2}\(?\d{2,4}\)?){1,5}(?: ?(?:x|ext\.?) ?\d{1,6})?/gi,
    accept: (found, before, after) => {
      // A bracket that was not opened belongs to the sentence.
      const number = found.includes('(') ? found : found.replace(/\)$/, '');
      return standsAlone(before, after) && isPhone(number, before, after) && !isPublicNumber(number) && number.length;
    },
    rename: (before, after) => (FAX.test(before) || FAX_AFTER.test(after) ? 'fax' : 'phone'),
  },
  {
    identifier: 'username',
    needs: /@/,
    pattern: /@[A-Za-z0-9_][A-Za-z0-9_.]{1,29}/g,
    accept: (found, before) =>
      !/[\p{L}\p{N}@.]$/u.test(before) && /[A-Za-z]/.test(found) && found.replace(/\.{1,30}$/, '').length,
  },
  {
    identifier: 'username',
    needs: /\bu\/|\w#\d{4}/,
    pattern: /\bu\/[A-Za-z0-9_-]{3,20}|\b[A-Za-z0-9_.]{2,32}#\d{4}\b/g,
    accept: () => true,
  },
  {
    identifier: 'image',
    needs: /photo|picture|image|selfie|headshot|portrait|mugshot/i,
    pattern:
      /\b(?:(?:full[- ]?face|facial|face|id|passport|head|profile|identification)[- ](?:photo(?:graph)?|picture|image|shot)s?|headshots?|mugshots?|(?:photo(?:graph)?|picture|image|selfie|portrait)s? of (?:me|myself|her face|his face|my face|their face|the patient))\b/gi,
    accept: () => true,
  },
  {
    identifier: 'biometric',
    needs: /finger ?print|voice ?print|iris|retina|palm|face ?id|facial|biometric|dna/i,
    pattern:
      /\b(?:(?:iris|retinal?|palm|facial(?: recognition)?|face|face ?id|dna|biometric|fingerprint|voice) (?:scans?|templates?|records?|samples?|profiles?|data|hash|identifiers?)|finger ?prints?|voice ?prints?|palm ?prints?)\b/gi,
    accept: () => true,
  },
  {
    identifier: 'unique_code',
    needs: /[A-Z][-_]?\d{4}|\d-[A-Z]{2,4}-\d|[A-Z]\d{2}-\d/,
    // CF-20931-B, GRP00417, 2022-CV-01833: capitals and many digits in one word are a code, whatever it is of.
    pattern:
      /\b(?:[A-Z]{1,6}[-_]\d{4,12}(?:[-_][A-Z0-9]{1,8}){0,3}|[A-Z]{2,6}\d{5,12}|[A-Z]{1,3}\d{2}-\d{4,8}|[A-Z]{1,3}\d{4,8}-\d{2,8}|(?:19|20)\d{2}-[A-Z]{2,4}-\d{3,8})\b/g,
    accept: (found, before, after) =>
      !/[\p{L}\p{N}]?[/@.-]$/u.test(before) &&
      !/^[@/-]|^\.\p{L}/u.test(after) &&
      !/^[A-Z]+[-_](?:19|20)\d\d$/.test(found) &&
      !isPublished(found),
  },
];
