import type { IdentifierId } from '../../contracts/privacy.ts';

/** An invented identifier in a sentence, and the parts of it that must not be left. */
export interface Planted {
  identifier: IdentifierId;
  sentence: string;
  cores: string[];
}

type Draw = (count: number) => number;

interface Form {
  identifier: IdentifierId;
  sentences: string[];
  invent(draw: Draw): { value: string; cores?: string[] };
}

const pick = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)] as T;
const digits = (count: number, draw: Draw) =>
  Array.from({ length: count }, (_, i) => String(i === 0 ? 1 + draw(9) : draw(10))).join('');
const letters = (count: number, draw: Draw) =>
  Array.from({ length: count }, () => 'ABCDEFGHJKLMNPRSTVWXYZ'[draw(22)]).join('');

const GIVEN =
  'Marisa Tobias Ingrid Kenji Fatoumata Anselm Yolanda Devon Priyanka Leopold Xiomara Callum Oksana Dwayne Noor Bettina Tariq Rosalind Hyun Esteban'.split(
    ' ',
  );
const FAMILY =
  'Halloran Quispe Vandermeer Okonjo Lindqvist Barzani Pemberton Sato Mbeki Castellano Whitlock Novotny Achterberg Rahimi Delacroix Teague Iwasaki Montoya Fairweather Kowalczyk'.split(
    ' ',
  );
const STREETS = 'Juniper Wexford Maple Copperfield Lakeview Thornbury Sycamore Ashland Fernwood Bellevue'.split(' ');
const STREET_KINDS = ['Street', 'Ave', 'Road', 'Lane', 'Blvd', 'Court'];
const TOWNS =
  'Tuscaloosa Pocatello Duluth Chattanooga Yakima Oshkosh Fresno Albuquerque Scranton Bakersfield Toledo Spokane Boise Savannah Tulsa'.split(
    ' ',
  );
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const CLINICS = [
  'Harborlight Counseling Center',
  'St. Aldhelm Hospital',
  'Redwood Middle School',
  'Brightwater Logistics Inc',
  'Millbrook University',
];

function card(draw: Draw): string {
  const body = `4${digits(14, draw)}`;
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const doubled = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`.replace(/(.{4})(?=.)/g, '$1 ');
}

function iban(draw: Draw): string {
  const account = digits(18, draw);
  let rest = 0;
  for (const digit of `${account}131400`) rest = (rest * 10 + Number(digit)) % 97;
  return `DE${String(98 - rest).padStart(2, '0')}${account}`;
}

const phone = (draw: Draw) => {
  const [area, one, two] = [2 + draw(8), 2 + draw(8), 0].map((first, i) =>
    i === 2 ? digits(4, draw) : `${first}${digits(2, draw)}`,
  );
  return pick(
    [`(${area}) ${one}-${two}`, `${area}-${one}-${two}`, `${area}.${one}.${two}`, `+1 ${area} ${one} ${two}`],
    draw,
  );
};

/** The forms, each with several contexts; values are invented, sentences are our own. */
const FORMS: readonly Form[] = [
  {
    identifier: 'name',
    sentences: [
      'My name is {}, by the way.',
      'Last week {} told me it would pass.',
      'I live with {} and we argue a lot.',
      'Please ask {} about it.',
      '{} never calls me back.',
    ],
    invent(draw) {
      const given = pick(GIVEN, draw);
      const family = pick(FAMILY, draw);
      return draw(3) === 0 ? { value: given } : { value: `${given} ${family}`, cores: [given, family] };
    },
  },
  {
    identifier: 'address',
    sentences: ['I moved to {} last spring.', 'They can send it to {}.', 'Our house is at {}, the blue one.'],
    invent(draw) {
      const [number, street] = [String(100 + draw(9000)), pick(STREETS, draw)];
      return { value: `${number} ${street} ${pick(STREET_KINDS, draw)}`, cores: [`${number} ${street}`, `${street} `] };
    },
  },
  {
    identifier: 'place',
    sentences: [
      'I grew up in {} and never fitted in.',
      'We are driving to {} on the weekend.',
      'Here in {} nobody talks about it.',
    ],
    invent: (draw) => ({ value: pick(TOWNS, draw) }),
  },
  {
    identifier: 'postal_code',
    sentences: ['My zip code is {}.', 'We live in the area with ZIP {} now.'],
    invent: (draw) => ({ value: digits(5, draw) }),
  },
  {
    identifier: 'coordinates',
    sentences: ['The phone says I am at {} right now.', 'My location is {}.'],
    invent: (draw) => ({ value: `${20 + draw(40)}.${digits(5, draw)}, -${70 + draw(50)}.${digits(5, draw)}` }),
  },
  {
    identifier: 'date',
    sentences: [
      'It started on {}.',
      'My appointment is on {} in the morning.',
      'I was born on {}.',
      'Since {} I cannot sleep.',
    ],
    invent(draw) {
      const [year, month, day] = [1950 + draw(74), draw(12), 1 + draw(28)];
      const two = (value: number) => String(value).padStart(2, '0');
      const name = MONTHS[month] ?? '';
      return pick(
        [
          { value: `${name} ${day}, ${year}`, cores: [`${name} ${day},`] },
          { value: `${two(month + 1)}/${two(day)}/${year}` },
          { value: `${year}-${two(month + 1)}-${two(day)}` },
          { value: `${day} ${name} ${year}`, cores: [`${day} ${name}`] },
        ],
        draw,
      );
    },
  },
  {
    identifier: 'age_over_89',
    sentences: ['My grandmother is {} years old now.', 'She turned {} years old and still worries.'],
    // Not 90 itself: as a band it is written `90+`, and would be counted as left.
    invent: (draw) => ({ value: String(91 + draw(13)) }),
  },
  {
    identifier: 'phone',
    sentences: ['You can reach me at {}.', 'My number is {}.', 'Call {} after six, please.', 'Text me: {}'],
    invent: (draw) => ({ value: phone(draw) }),
  },
  {
    identifier: 'fax',
    sentences: ['The fax is {}.', 'Please fax the letter to {}.', 'Fax: {}'],
    invent: (draw) => ({ value: phone(draw) }),
  },
  {
    identifier: 'email',
    sentences: ['My mail is {}.', 'Write to {} if anything changes.', 'I used {} to sign up.'],
    invent: (draw) => ({
      value:
        `${pick(GIVEN, draw)}.${pick(FAMILY, draw)}${draw(90)}@${pick(['mailhaven.com', 'post.example.org', 'inbox.co.uk'], draw)}`.toLowerCase(),
    }),
  },
  {
    identifier: 'ssn',
    sentences: ['My social security number is {}.', 'They wrote down SSN {} for me.', 'It says {} on the card.'],
    invent: (draw) => ({ value: `${100 + draw(500)}-${10 + draw(89)}-${1000 + draw(8999)}` }),
  },
  {
    identifier: 'medical_record',
    sentences: ['My medical record number is {}.', 'The chart says MRN {}.', 'Patient ID: {}'],
    invent: (draw) => ({ value: `${pick(['', 'MR'], draw)}${digits(7, draw)}` }),
  },
  {
    identifier: 'health_plan',
    sentences: ['My insurance member ID is {}.', 'The policy number is {}.', 'Health plan number: {}'],
    invent: (draw) => ({ value: `${letters(3, draw)}${digits(9, draw)}` }),
  },
  {
    identifier: 'account',
    sentences: ['My bank account number is {}.', 'They took it from account {}.', 'Account no. {}'],
    invent: (draw) => ({ value: digits(10, draw) }),
  },
  {
    identifier: 'credit_card',
    sentences: ['I paid with card {}.', 'My card number is {}.'],
    invent: (draw) => ({ value: card(draw) }),
  },
  { identifier: 'iban', sentences: ['Send it to {}.', 'My IBAN is {}.'], invent: (draw) => ({ value: iban(draw) }) },
  {
    identifier: 'license',
    sentences: [
      "My driver's license number is {}.",
      'License no. {} was revoked.',
      'Her nursing licence number is {}.',
    ],
    invent: (draw) => ({ value: `${letters(1, draw)}${digits(7, draw)}` }),
  },
  {
    identifier: 'vehicle',
    sentences: ['The VIN is {}.', 'My car has the license plate {}.', 'Plate number {} was in the report.'],
    invent: (draw) => ({
      value:
        draw(2) === 0
          ? `1HGCM${digits(5, draw)}${letters(1, draw)}${digits(6, draw)}`
          : `${letters(3, draw)}-${digits(4, draw)}`,
    }),
  },
  {
    identifier: 'device',
    sentences: ['My phone has IMEI {}.', 'The serial number of the pump is {}.', 'Device ID {} stopped working.'],
    invent: (draw) => ({ value: `SN${digits(10, draw)}` }),
  },
  {
    identifier: 'url',
    sentences: ['I wrote about it on {}.', 'My page is {} if you want to look.'],
    invent: (draw) => ({
      value: `https://www.${pick(FAMILY, draw).toLowerCase()}-diary.com/${pick(GIVEN, draw).toLowerCase()}${draw(99)}`,
    }),
  },
  {
    identifier: 'ip_address',
    sentences: ['They logged in from {}.', 'My IP address is {}.'],
    invent: (draw) => ({ value: [10 + draw(200), draw(256), draw(256), 1 + draw(254)].join('.') }),
  },
  {
    identifier: 'biometric',
    sentences: ['They keep my fingerprint as {}.', 'The voiceprint is stored under {}.', 'My iris scan ID is {}.'],
    invent: (draw) => ({ value: `${pick(['FP', 'VP', 'BIO'], draw)}-${digits(6, draw)}` }),
  },
  {
    identifier: 'image',
    sentences: ['My photo is {}.', 'I sent you {} of my face.'],
    invent: (draw) => ({ value: `IMG_${digits(4, draw)}_${pick(GIVEN, draw).toLowerCase()}.jpg` }),
  },
  {
    identifier: 'national_id',
    sentences: ['My passport number is {}.', 'Passport no. {} expired.'],
    invent: (draw) => ({ value: `${letters(1, draw)}${digits(8, draw)}` }),
  },
  {
    identifier: 'username',
    sentences: ['My username there is {}.', 'You find me as @{} online.'],
    invent: (draw) => ({ value: `${pick(GIVEN, draw).toLowerCase()}_${pick(FAMILY, draw).toLowerCase()}${draw(99)}` }),
  },
  {
    identifier: 'organization',
    sentences: ['I work at {} these days.', 'They sent me to {} again.'],
    invent: (draw) => ({ value: pick(CLINICS, draw) }),
  },
  {
    identifier: 'unique_code',
    sentences: ['My case number is {}.', 'The reference code is {}.', 'My password was {}.'],
    invent: (draw) => ({ value: `${letters(2, draw)}-${digits(4, draw)}-${letters(2, draw)}${digits(2, draw)}` }),
  },
];

export const PLANTED_IDENTIFIERS: readonly IdentifierId[] = FORMS.map(({ identifier }) => identifier);

/** An invented identifier of a kind in one of its contexts. The same draws give the same sentence. */
export function inventIdentifier(identifier: IdentifierId, draw: Draw): Planted {
  const form = FORMS.find((each) => each.identifier === identifier);
  if (form === undefined) throw new Error(`no form for ${identifier}`);
  const { value, cores } = form.invent(draw);
  return {
    identifier,
    sentence: pick(form.sentences, draw).replace('{}', value),
    cores: (cores ?? [value]).map((core) => core.trim()),
  };
}
