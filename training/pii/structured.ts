import { digits, letter } from './invent.ts';
import type { Random } from './random.ts';

/** Invents structured identifiers: valid check digits, the forms that people write them in. */
const fill = (r: Random, form: string) =>
  form.replace(/[#AN]/g, (sign) =>
    sign === '#' ? String(r.int(10)) : sign === 'A' ? letter(r) : String(1 + r.int(9)),
  );

const PHONES = [
  '(N##) N##-####',
  'N##-N##-####',
  'N##.N##.####',
  'N## N## ####',
  'N##N######',
  '+1 N## N## ####',
  '+1-N##-N##-####',
  '1-N##-N##-####',
  '+1N##N######',
  '+44 20 #### ####',
  '+447700 ### ###',
  '07### ######',
  '020 7### ####',
  '+49 30 #######',
  '+49 (0)171 #######',
  '0171 #######',
  '+33 6 ## ## ## ##',
  '06 ## ## ## ##',
  '+46 8 ### ## ##',
  '0490 ## ## ##',
  '+61 4## ### ###',
  '(08) #### ####',
  '+91 9#### #####',
  '+31 6 ########',
  '+39 3## #######',
  '+34 6## ## ## ##',
  '(N##) N##-#### ext. ###',
  'N##-N##-#### x##',
  '+358 40 ### ####',
  '+48 ### ### ###',
  '+351 9## ### ###',
  '+972 5#-###-####',
  '+55 11 9####-####',
  '+86 1## #### ####',
  '+81 3-####-####',
];
export const phone = (r: Random) => fill(r, r.pick(PHONES));
export const ssn = (r: Random) => {
  const area = String(1 + r.int(665)).padStart(3, '0');
  return fill(r, r.pick([`${area}-N#-N###`, `${area}-N#-N###`, `${area} N# N###`, `${area}-N#-###N`]));
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const month = (r: Random) => r.pick(MONTHS);
export const weekday = (r: Random) =>
  r.pick(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']);
export const year = (r: Random) => String(1930 + r.int(96));
export function date(r: Random): string {
  const [y, m, d] = [1930 + r.int(96), 1 + r.int(12), 1 + r.int(28)];
  const two = (n: number) => String(n).padStart(2, '0');
  const name = MONTHS[m - 1] ?? '';
  const ordinal = `${d}${d % 10 === 1 && d !== 11 ? 'st' : d % 10 === 2 && d !== 12 ? 'nd' : d % 10 === 3 && d !== 13 ? 'rd' : 'th'}`;
  return r.pick([
    `${m}/${d}/${y}`,
    `${two(m)}/${two(d)}/${y}`,
    `${m}/${d}/${two(y % 100)}`,
    `${y}-${two(m)}-${two(d)}`,
    `${two(d)}.${two(m)}.${y}`,
    `${d}-${name.slice(0, 3)}-${y}`,
    `${name} ${d}, ${y}`,
    `${name} ${ordinal}, ${y}`,
    `${name} ${ordinal}`,
    `${d} ${name} ${y}`,
    `${name.slice(0, 3)} ${d}, ${y}`,
    `the ${ordinal} of ${name}`,
    `${name} ${y}`,
    `${y}/${two(m)}/${two(d)}`,
    `${d} ${name.slice(0, 3)} ${y}`,
    `${name} ${d}`,
  ]);
}

const MAIL = [
  'gmail.com',
  'yahoo.com',
  'hotmail.co.uk',
  'mail.example.org',
  'outlook.de',
  'clinic.example.com',
  'uni.edu',
  'proton.me',
];
const LOCAL = ['sunny', 'kat', 'river', 'dr', 'office', 'blue', 'max', 'lena', 'jo', 'tiger', 'info', 'mar'];
export function email(r: Random): string {
  const local = `${r.pick(LOCAL)}${r.pick(['', '.', '_', '-', '+'])}${r.pick(LOCAL)}${r.chance(0.5) ? r.int(2000) : ''}`;
  const host = r.pick(MAIL);
  if (r.chance(0.9)) return `${local}@${host}`;
  return r.pick([
    `${local} [at] ${host.replaceAll('.', ' [dot] ')}`,
    `${local} at ${host.replaceAll('.', ' dot ')}`,
    `${local}(at)${host}`,
  ]);
}
export const url = (r: Random) =>
  `${r.pick(['https://', 'http://', 'https://www.', 'www.'])}${r.pick(LOCAL)}${r.pick(LOCAL)}.${r.pick(['com', 'org', 'net', 'co.uk', 'de', 'io'])}${r.pick(['', '/', `/u/${r.int(9999)}`, '/profile?id=88'])}`;
export const ip = (r: Random) => {
  const part = () => String(1 + r.int(254));
  if (r.chance(0.8)) return [part(), part(), part(), part()].join('.');
  return `2001:db8:${r.int(9999)}::${r.int(9999)}:${r.int(9999)}`;
};

export function card(r: Random): string {
  const body = fill(
    r,
    r.pick(['4##############', '51#############', '37############', '6011###########', '3528###########']),
  );
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  const number = `${body}${(10 - (sum % 10)) % 10}`;
  return number.length === 16 && r.chance(0.3) ? (number.match(/.{4}/g) ?? []).join(r.pick([' ', '-'])) : number;
}

export function iban(r: Random): string {
  const [country, form] = r.pick([
    ['GB', 'AAAA##############'],
    ['DE', '##################'],
    ['FR', '#######################'],
    ['NL', 'AAAA##########'],
    ['ES', '####################'],
    ['SE', '####################'],
  ] as const);
  const body = fill(r, form);
  let rest = 0;
  for (const char of `${body}${country}00`) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  const code = `${country}${String(98 - rest).padStart(2, '0')}${body}`;
  return r.chance(0.4) ? (code.match(/.{1,4}/g) ?? []).join(' ') : code;
}

export const mrn = (r: Random) =>
  fill(r, r.pick(['########', '#######', 'A#######', 'AA######', '###-##-###', 'MRN######', '##-######', '######']));
export const plan = (r: Random) =>
  fill(
    r,
    r.pick([
      'AAA#########',
      'A########',
      '###########',
      'AAA########## A',
      '####-####-##',
      '#AA#A##AA##',
      'AAA-######',
    ]),
  );
export const account = (r: Random) =>
  fill(r, r.pick(['########', '##########', '############', '####-####-##', '###-######-#']));
export const license = (r: Random) =>
  fill(
    r,
    r.pick(['A#######', 'A###-####-####', '#######', 'A##############', 'AA######', '####-##-####', 'AA######A']),
  );
export const plate = (r: Random) => fill(r, r.pick(['#AAA###', 'AAA-####', 'AAA ####', 'AA## AAA', 'A##-AAA']));
export const vin = (r: Random) => {
  const signs = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
  const value = (char: string) =>
    /\d/.test(char)
      ? Number(char)
      : ((
          {
            A: 1,
            B: 2,
            C: 3,
            D: 4,
            E: 5,
            F: 6,
            G: 7,
            H: 8,
            J: 1,
            K: 2,
            L: 3,
            M: 4,
            N: 5,
            P: 7,
            R: 9,
            S: 2,
            T: 3,
            U: 4,
            V: 5,
            W: 6,
            X: 7,
            Y: 8,
            Z: 9,
          } as Record<string, number>
        )[char] ?? 0);
  const code = Array.from({ length: 17 }, () => r.pick([...signs]));
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const check = code.reduce((sum, char, i) => sum + value(char) * (weights[i] ?? 0), 0) % 11;
  code[8] = check === 10 ? 'X' : String(check);
  return code.join('');
};
export const device = (r: Random) =>
  fill(r, r.pick(['SN-########', 'A#A##A####', 'AA#######', '####-####-####', 'A##########']));
export const imei = (r: Random) => {
  const body = fill(r, '35############');
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};
const hex = (r: Random, count: number) => Array.from({ length: count }, () => r.pick([...'0123456789abcdef'])).join('');
export const mac = (r: Random) => Array.from({ length: 6 }, () => hex(r, 2)).join(r.pick([':', '-']));
export const uuid = (r: Random) => `${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}`;
export const handle = (r: Random) => `@${r.pick(LOCAL)}${r.pick(['_', '', '.'])}${r.pick(LOCAL)}${r.int(999)}`;
export const username = (r: Random) => `${r.pick(LOCAL)}${r.pick(['_', '', '-'])}${r.pick(LOCAL)}${r.int(999)}`;
export const passport = (r: Random) => fill(r, r.pick(['A########', 'AA#######', '#########']));
export const code = (r: Random) => fill(r, r.pick(['AAA-####-##', 'A#A-#A#-A#A', '########', 'AA-#######', 'A#####']));
export const old = (r: Random) => String(90 + r.int(18));
export const initials = (r: Random) => `${letter(r)}${letter(r)}${letter(r)}`;
export const image = (r: Random) =>
  r.pick([
    `IMG_${digits(r, 4)}.jpg`,
    `DSC${digits(r, 5)}.JPG`,
    `photo_${digits(r, 6)}.png`,
    `IMG-2024${digits(r, 4)}-WA${digits(r, 4)}.jpg`,
    `selfie${r.int(99)}.jpeg`,
  ]);
export const biometric = (r: Random) => fill(r, r.pick(['FP-######', 'BIO-####-##', 'VP######', 'IRIS-#####']));
