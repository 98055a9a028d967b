import type { Detector } from './scan.ts';

const KINDS =
  'Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Pl|Terrace|Ter|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Trail|Trl|Crescent|Close|Way';
const UNIT = '(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor)\\.? ?#?[A-Z]?\\d{1,4}[A-Z]?';

/** Streets that say what they are, which the model let be: 17 Bayberry Rd., Suite 410. */
export const STREETS: Detector[] = [
  {
    identifier: 'address',
    needs: /\d[A-Z]? \p{Lu}/u,
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}.,/-])\\d{1,5}[A-Z]? (?:(?:[NSEW]|North|South|East|West)\\.? )?(?:\\p{Lu}[\\p{L}’'-]{1,20} ){1,3}(?:${KINDS})\\b\\.?(?:,? ${UNIT}\\b)?`,
      'gu',
    ),
    accept: (_, before) => !/\b(?:about|over|than|the|of) $/i.test(before),
  },
  {
    identifier: 'address',
    needs: /\b(?:Apt|Apartment|Suite|Ste|Flat)\b/,
    pattern: /\b(?:Apt|Apartment|Suite|Ste|Flat)\.? ?#?(?:\d{1,4}[A-Z]?|[A-Z]\d{1,3}|[A-Z])\b/g,
    accept: (_, before) => !/\p{L}-?$/u.test(before),
  },
];
