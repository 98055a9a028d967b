import { DRUGS } from '../../analysis/identifiers/ordinary.ts';
import type { IdentifierId } from '../../contracts/privacy.ts';
import type { Lists, Locale } from './gazetteers.ts';
import * as invent from './invent.ts';
import * as named from './organizations.ts';
import type { Random } from './random.ts';
import * as structured from './structured.ts';

export interface Labelled {
  text: string;
  spans: { start: number; end: number; type: IdentifierId }[];
}

type Slot = { type: IdentifierId | null; make(r: Random, c: invent.Culture): string };
const slot = (type: IdentifierId | null, make: Slot['make']): Slot => ({ type, make });

const JOBS = [
  'nurse',
  'Biomedical engineer',
  'Employment manager',
  'teacher',
  'X-ray technician',
  'Sales Manager',
  'Operations Director',
  'plumber',
  'Software Engineer',
  'Passenger booking clerk',
  'cashier',
  'Data Analyst',
  'electrician',
  'Marketing Lead',
  'waiter',
  'Power distributor',
  'Account Executive',
  'security guard',
  'Professor',
  'Line cook',
];

const PARTS =
  'ab ac al am an ar ba be bi bu ca ce ci co da de di do el en er fe fi flu ga ge gra hal in ko la le li lo ma me mi mo na ne ni no o pa pe per pra pro qui ra re ri ro sa se si su ta te ti to tra tu u va ve vi xa xe za ze zo'.split(
    ' ',
  );
const stem = (r: Random) => Array.from({ length: 2 + r.int(2) }, () => r.pick(PARTS)).join('');
const inventDrug = (r: Random) => {
  const word =
    stem(r) +
    r.pick([
      'pril',
      'olol',
      'statin',
      'mycin',
      'cillin',
      'azepam',
      'oxetine',
      'idone',
      'apine',
      'tidine',
      'sartan',
      'profen',
      'codone',
      'dipine',
      'azole',
      'pram',
      'zine',
      'triptan',
      'ex',
      'ra',
      'il',
      'ica',
      'or',
      'an',
      'ium',
    ]);
  return r.chance(0.6) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
};
const inventAilment = (r: Random) => {
  const word =
    stem(r) +
    r.pick([
      'itis',
      'osis',
      'emia',
      'oma',
      'ectomy',
      'pathy',
      'algia',
      'plasty',
      'uria',
      'oscopy',
      'phobia',
      'lexia',
      'mania',
      'plegia',
      'rrhea',
      'ostomy',
    ]);
  return r.chance(0.25) ? named.capital(word) : word;
};

/** What a template's {slot} is filled with, and how that is labelled. */
const SLOTS: Record<string, Slot> = {
  given: slot('name', invent.given),
  surname: slot('name', invent.surname),
  full: slot('name', invent.full),
  name: slot('name', (r, c) => (r.chance(0.6) ? invent.given(r, c) : invent.full(r, c))),
  initial: slot('name', (r) => `${structured.initials(r).charAt(0)}.`),
  initials2: slot('name', (r) => `${structured.initials(r).charAt(0)}. ${structured.initials(r).charAt(0)}.`),
  city: slot('place', invent.city),
  town: slot('place', invent.bareCity),
  firm: slot('organization', named.bareOrganization),
  person: slot('name', (r, c) =>
    r.chance(0.45) ? invent.given(r, c) : r.chance(0.35) ? invent.surname(r, c) : invent.full(r, c),
  ),
  county: slot('place', invent.county),
  region: slot('region', invent.region),
  state: slot('region', invent.state),
  addr: slot('address', invent.address),
  street: slot('address', invent.street),
  unit: slot('address', (r) => invent.unit(r)),
  zip: slot('postal_code', (r) => invent.zip(r)),
  org: slot('organization', named.organization),
  school: slot('organization', named.school),
  clinic: slot('organization', named.clinic),
  phone: slot('phone', structured.phone),
  fax: slot('fax', structured.phone),
  email: slot('email', structured.email),
  date: slot('date', structured.date),
  ssn: slot('ssn', structured.ssn),
  mrn: slot('medical_record', structured.mrn),
  plan: slot('health_plan', structured.plan),
  account: slot('account', structured.account),
  card: slot('credit_card', structured.card),
  iban: slot('iban', structured.iban),
  license: slot('license', structured.license),
  plate: slot('vehicle', structured.plate),
  vin: slot('vehicle', structured.vin),
  device: slot('device', structured.device),
  imei: slot('device', structured.imei),
  mac: slot('device', structured.mac),
  url: slot('url', structured.url),
  ip: slot('ip_address', structured.ip),
  biometric: slot('biometric', structured.biometric),
  image: slot('image', structured.image),
  passport: slot('national_id', structured.passport),
  handle: slot('username', structured.handle),
  username: slot('username', structured.username),
  code: slot('unique_code', structured.code),
  uuid: slot('unique_code', structured.uuid),
  old: slot('age_over_89', structured.old),
  years: slot('age', (r) => String(6 + r.int(80))),
  month: slot(null, structured.month),
  weekday: slot(null, structured.weekday),
  year: slot(null, structured.year),
  num: slot(null, (r) => String(1 + r.int(120))),
  initials: slot(null, structured.initials),
  title: slot(null, (r) => r.pick(['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.'])),
  job: slot(null, (r) => r.pick(JOBS)),
  drug: slot(null, (r) => (r.chance(0.4) ? r.pick(DRUGS) : inventDrug(r))),
  Drug: slot(null, (r) => named.capital(r.chance(0.4) ? r.pick(DRUGS) : inventDrug(r))),
  ailment: slot(null, inventAilment),
  acronym: slot(
    null,
    (r) =>
      structured.initials(r).slice(0, 2 + r.int(2)) +
      (r.chance(0.3) ? structured.initials(r).slice(0, 1 + r.int(2)) : ''),
  ),
  Ailment: slot(null, (r) => named.capital(inventAilment(r))),
  /** Whoever found a sign or a law: no person of the text. */
  Eponym: slot(null, invent.surname),
  letters: slot(null, (r) => [...structured.initials(r).slice(0, 2 + r.int(2))].join(' ')),
  heading: slot(null, named.titled),
  word: slot(null, (r, c) => r.pick(c.english.word)),
  Word: slot(null, (r, c) => named.capital(r.pick(c.english.word))),
  rare: slot(null, (r, c) => r.pick(c.english.rare)),
  Rare: slot(null, (r, c) => named.capital(r.pick(c.english.rare))),
  /** Words that nobody but the trade knows. */
  term: slot(null, (r, c) => r.pick(c.english.term)),
  Term: slot(null, (r, c) => named.capital(r.pick(c.english.term))),
  /** As headings and licences have them. */
  WORDS: slot(null, (r, c) =>
    Array.from({ length: 1 + r.int(4) }, () => r.pick(c.english.word).toUpperCase()).join(' '),
  ),
  greet: slot(null, (r) => r.pick(['Hi', 'Hello', 'Hey', 'Hi there', 'Good evening'])),
};

export const readTemplates = (text: string): string[] =>
  text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));

/** Puts values into the slots of a template; `make` throws where it knows no such slot, and a value without a type is no label. */
export function fillSlots(
  template: string,
  make: (slot: string) => { value: string; type: IdentifierId | null },
): Labelled {
  const out: Labelled = { text: '', spans: [] };
  let from = 0;
  for (const match of template.matchAll(/\{(\w+)\}/g)) {
    out.text += template.slice(from, match.index);
    const { value, type } = make(match[1] ?? '');
    if (type) out.spans.push({ start: out.text.length, end: out.text.length + value.length, type });
    out.text += value;
    from = match.index + match[0].length;
  }
  out.text += template.slice(from);
  return out;
}

/** Fills one template: picks its (a|b) choices, then its slots, all from one culture. */
export function fillTemplate(template: string, r: Random, culture: invent.Culture): Labelled {
  const chosen = template
    .replace(/\(([^()|]*(?:\|[^()|]*)+)\)/g, (_, options: string) => r.pick(options.split('|')))
    .replaceAll('\\n', '\n');
  return fillSlots(chosen, (slot) => {
    const made = SLOTS[slot];
    if (!made) throw new Error(`unknown slot {${slot}} in: ${template}`);
    return { value: made.make(r, culture), type: made.type };
  });
}

/** As people type: no capitals, all capitals, names without capitals, no full stops. Lengths stay, so offsets do too. */
export function vary(record: Labelled, r: Random): Labelled {
  const kind = r.next();
  const same = (changed: string) => (changed.length === record.text.length ? { ...record, text: changed } : record);
  if (kind < 0.28) return same(record.text.toLowerCase());
  if (kind < 0.32) return same(record.text.toUpperCase());
  if (kind < 0.38) {
    let text = record.text;
    for (const { start, end } of record.spans)
      text = text.slice(0, start) + text.slice(start, end).toLowerCase() + text.slice(end);
    return same(text);
  }
  if (kind < 0.41) {
    let text = record.text;
    for (const { start, end } of record.spans)
      text = text.slice(0, start) + text.slice(start, end).toUpperCase() + text.slice(end);
    return same(text);
  }
  if (kind < 0.47) return same(record.text.replace(/[.,!?](?=\s|$)/g, ' '));
  return record;
}

export function pickCulture(r: Random, english: Lists, locales: readonly Locale[], coined: boolean): invent.Culture {
  return { english, locale: r.chance(0.5) ? null : r.pick(locales), coined };
}
