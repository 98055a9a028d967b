import { type Detector, standsAlone } from './scan.ts';

/** Numbers of single registers that have a form of their own. */
export const REGISTERS: Detector[] = [
  {
    identifier: 'health_plan',
    needs: /\d-\d{4}[A-Z]|[A-Z][A-Z\d]\d-/,
    // Of Medicare: a number of before 2020 with its letter, and one of today, which has neither S, L, O, I, B nor Z.
    pattern:
      /\b(?:\d{3}-\d{2}-\d{4}[A-HJ-NTW]\d?|[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-[AC-HJKMNP-RT-Y]{2}\d{2})\b/g,
    accept: (_, before, after) => standsAlone(before, after),
  },
  {
    identifier: 'ssn',
    needs: /[xX*•#]-?\d{4}/,
    // All but its end taken out: xxx-xx-4412.
    pattern: /(?:[xX]{3}-[xX]{2}|[*]{3}-[*]{2}|[•]{3}-[•]{2}|[#]{3}-[#]{2})-\d{4}/g,
    accept: (_, before, after) => !/\p{L}$/u.test(before) && !/^\p{N}/u.test(after),
  },
  {
    identifier: 'license',
    needs: /\d{6}[-. ]?[A-Z\d]{1,2}[-. ]?[A-Z\d]/,
    // British licences to drive, also in groups: MORGA657054SM9IJ, MAJUM-707157-MJ-8.
    pattern:
      /\b(?:[A-Z]{2,5}9{0,3}([-. ])\d{6}\1[A-Z0-9]{1,2}\1[A-Z0-9]{1,3}|[A-Z]{1,5}9{0,4}\d{6}[A-Z]{1,2}9?\d[A-Z]{2})\b/g,
    accept: (_, before, after) => standsAlone(before, after),
  },
];
