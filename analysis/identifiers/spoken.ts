import type { Detector } from './scan.ts';

/** Numbers in words, as they are said aloud and written down so: a whole one, and the end of one. */
export const SPOKEN: Detector[] = [
  {
    identifier: 'phone',
    needs:
      /\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ ,-]{1,2}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)\b/i,
    // Spelled out, as it is said aloud: four one five, five five five, oh one nine two.
    pattern:
      /\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?:[ ,-]{1,2}(?:double |triple )?(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b){6,14}/gi,
    accept: () => true,
    rename: (before) =>
      /\b(?:ssn|social)\b/i.test(before) ? 'ssn' : /\bcard\b/i.test(before) ? 'credit_card' : 'phone',
  },
  {
    identifier: 'account',
    needs: /last four|last 4|ends|ending|\bpin\b/i,
    // The end of a longer number, as it is said aloud: my card ends four two four two.
    pattern:
      /\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?:[ ,-]{1,2}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b){3}/gi,
    accept: (_, before) => /\b(?:last (?:four|4)|ends|ending|pin)\b[^\d]{0,30}$/i.test(before),
    rename: (before) =>
      /\b(?:ssn|social)\b/i.test(before) ? 'ssn' : /\bcard\b/i.test(before) ? 'credit_card' : 'account',
  },
];
