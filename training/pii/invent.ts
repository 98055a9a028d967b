import type { Lists, Locale } from './gazetteers.ts';
import type { Random } from './random.ts';
import { ORDINALS, STREET_FORMS } from './streets.ts';

/** Invents people, streets, addresses and organisations from the lists of one locale. */
export interface Culture {
  english: Lists;
  locale: Locale | null;
  /** Whether some names are of nobody: training has them, evaluation must not have names of the same maker. */
  coined: boolean;
}

export const from = (
  r: Random,
  { english, locale }: Pick<Culture, 'english' | 'locale'>,
  list: keyof Lists,
): string => {
  const own = locale?.[list] ?? [];
  return own.length > 0 ? r.pick(own) : r.pick(english[list]);
};

/** How many names of the training are of nobody: of what no list has, only the words around it tell what it is. */
const COINED = 0.05;
const ONSETS = 'b br ch d dr f g gr h j k kh kl l m n p r s sh st t tr v w y z'.split(' ');
const VOWELS = 'a a e e i i o o u ai ei ou ia ee ya'.split(' ');
const CODAS = ['', '', '', '', 'n', 'r', 'l', 's', 'm', 'k', 'th', 'nd'];
const SURNAME_ENDS =
  'ski ez ova sen son man berg ian wala nen escu ard more lund ic well ton ham ley ford by hurst combe worth field smith wood kamp sma opoulos enko dottir wicz'.split(
    ' ',
  );
const TOWN_ENDS = [
  ...'ton ham ley ford field bury dale wood stead stadt dorf heim hausen grad abad pur nagar worth minster mouth pool port bridge bourne brook burn by thorpe well hurst combe chester cester wick wich don fold gate haven holm mere ness over shaw stow ville burg polis'.split(
    ' ',
  ),
  ...'Bay Beach Bluff Common Cove Cross Crossing Edge End Falls Gate Glen Green Grove Harbour Heath Heights Hill Hollow Island Junction Lake Landing Marsh Meadow Mill Moor Park Point Pond Quay Ridge Rapids Rock Sands Shore Springs Vale Valley View Wells Wharf Wood'
    .split(' ')
    .map((word) => ` ${word}`),
];

/** A name that nobody has, of two or three syllables. */
function coin(r: Random, ends: readonly string[] = []): string {
  const syllables = Array.from({ length: 2 + (r.chance(0.25) ? 1 : 0) }, () => r.pick(ONSETS) + r.pick(VOWELS));
  const word = syllables.join('') + (ends.length > 0 && r.chance(0.5) ? r.pick(ends) : r.pick(CODAS));
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function given(r: Random, c: Culture): string {
  if (c.coined && r.chance(COINED)) return coin(r);
  return c.locale ? from(r, c, 'given') : r.pick(c.english.given);
}

const PARTICLES = [
  'van',
  'van der',
  'de',
  'von',
  'de la',
  'da',
  'di',
  'del',
  'al',
  'bin',
  'El',
  'Mc',
  'Le',
  'dos',
  'ten',
];
export const letter = (r: Random) => r.pick([...'ABCDEFGHIJKLMNOPRSTVWYZ']);

export function surname(r: Random, c: Culture): string {
  if (c.coined && r.chance(COINED)) return coin(r, SURNAME_ENDS);
  const one = from(r, c, 'surname');
  const kind = r.next();
  if (kind < 0.05) return `${one}-${from(r, c, 'surname')}`;
  if (kind < 0.08) return `${r.pick(PARTICLES)} ${one}`;
  return kind < 0.095 ? `O'${one}` : one;
}

export function full(r: Random, c: Culture): string {
  const first = given(r, c);
  const last = surname(r, c);
  const kind = r.next();
  if (kind < 0.62) return `${first} ${last}`;
  if (kind < 0.74) return `${first} ${letter(r)}. ${last}`;
  if (kind < 0.8) return `${first} ${letter(r)} ${last}`;
  if (kind < 0.88) return `${first} ${given(r, c)} ${last}`;
  if (kind < 0.91) return `${letter(r)}. ${last}`;
  if (kind < 0.93) return `${letter(r)}.${letter(r)}. ${last}`;
  if (kind < 0.95) return `${first} ${last} ${r.pick(['Jr.', 'Jr', 'III', 'Sr.', 'II'])}`;
  if (kind < 0.97) return `${first}-${given(r, c)} ${last}`;
  return `${first} ${last} ${surname(r, c)}`;
}

export const digits = (r: Random, count: number) => Array.from({ length: count }, () => r.int(10)).join('');
const houseNumber = (r: Random) =>
  `${1 + r.int(r.chance(0.5) ? 200 : 9999)}${r.chance(0.06) ? r.pick(['a', 'b', 'A', 'B', '/2', '-4']) : ''}`;

function streetForm(r: Random, c: Culture): string {
  const forms = STREET_FORMS[c.locale?.id ?? 'en'] ?? STREET_FORMS.en ?? [];
  const base = r.chance(0.5) ? from(r, c, 'surname') : r.chance(0.5) ? from(r, c, 'city') : from(r, c, 'given');
  const own = c.locale?.street ?? [];
  if (own.length > 0 && r.chance(0.5))
    return /^(?:en|cy|fr)/.test(c.locale?.id ?? '') ? `# ${r.pick(own)}` : `${r.pick(own)} #`;
  if (!c.locale && r.chance(0.35)) return `# ${r.pick(c.english.street)}`;
  return r
    .pick(forms)
    .replaceAll('~', base)
    .replace('^', r.pick(ORDINALS))
    .replace(/9/g, () => String(1 + r.int(90)));
}

export const street = (r: Random, c: Culture) =>
  streetForm(r, c)
    .replace(/,? ?(?:No[.:] ?|nr\. |д\. )?#,? ?/g, ' ')
    .trim();

export const unit = (r: Random): string =>
  `${r.pick(['Apt.', 'Apt', 'Suite', 'Unit', 'Flat', '#', 'Ste.', 'Floor', 'Room', 'apartment', 'Apartment'])} ${1 + r.int(990)}${r.chance(0.15) ? letter(r) : ''}`.replace(
    '# ',
    '#',
  );

export function address(r: Random, c: Culture): string {
  if (r.chance(0.04))
    return r.pick([
      `PO Box ${digits(r, 4)}`,
      `P.O. Box ${digits(r, 3)}`,
      `Post Office Box ${digits(r, 3)}`,
      `RR ${1 + r.int(9)} Box ${digits(r, 3)}`,
    ]);
  if (r.chance(0.015))
    return `PSC ${digits(r, 4)}, Box ${digits(r, 4)}\nAPO ${r.pick(['AA', 'AE', 'AP'])} ${digits(r, 5)}`;
  if (r.chance(0.015))
    return `${r.pick(['USS', 'USNS', 'USCGC', 'HMS'])} ${from(r, c, 'surname')}\nFPO ${r.pick(['AA', 'AE', 'AP'])} ${digits(r, 5)}`;
  if (r.chance(0.015))
    return `Unit ${digits(r, 4)} Box ${digits(r, 4)}\nDPO ${r.pick(['AA', 'AE', 'AP'])} ${digits(r, 5)}`;
  let line = streetForm(r, c).replace(/#/g, () => houseNumber(r));
  // Forms are often filled twice: a number before a street that has its own.
  if (r.chance(0.1)) line = `${houseNumber(r)} ${line}`;
  if (!r.chance(0.2)) return line;
  return `${line}${r.pick([', ', ' ', '\n', ', '])}${unit(r)}`;
}

const STATES =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' ',
  );
export const state = (r: Random, c: Culture) =>
  r.chance(0.6) ? r.pick(STATES) : r.pick(c.english.region.slice(0, 50));
export const region = (r: Random, c: Culture) =>
  r.chance(0.15) ? r.pick(['USA', 'UK', 'U.S.', 'England', 'Scotland', 'Wales']) : from(r, c, 'region');
export const city = (r: Random, c: Culture): string => {
  if (c.coined && r.chance(COINED)) return coin(r, TOWN_ENDS);
  const name = r.chance(0.6) ? from(r, c, 'city') : r.pick(c.english.city);
  if (r.chance(0.03))
    return `${r.pick(['New', 'North', 'Port', 'West', 'San', 'St.', 'Fort', 'East', 'Lake', 'Mount'])} ${name}`;
  if (r.chance(0.03))
    return `${name}${r.pick([' Beach', ' City', ' Heights', 'ville', ' Springs', ' Park', ' Falls', ' on Sea', ' Hills', 'ton', 'burg'])}`;
  return name;
};
/** A town that may be a surname, a given name or an ordinary word as well: only what is said of it tells. */
export const bareCity = (r: Random, c: Culture): string => {
  const word = () => r.pick(c.english.word).replace(/^./, (first) => first.toUpperCase());
  const kind = r.next();
  if (c.coined && kind < 0.1) return coin(r, TOWN_ENDS);
  if (kind < 0.72) return city(r, c);
  if (kind < 0.81) return from(r, c, 'surname');
  if (kind < 0.84) return given(r, c);
  if (kind < 0.89) return word();
  return `${r.pick([word(), from(r, c, 'surname'), given(r, c)])}${r.pick(['town', 'ville', 'burg', 'shire', 'haven', 'mouth', 'stead', ' Bay', ' Valley', ' Hollow', ' Creek', ' Cross', ' District', ' Harbor'])}`;
};
export const county = (r: Random, c: Culture) =>
  r.chance(0.5) ? from(r, c, 'county') : `${from(r, c, 'surname')} County`;

export const zip = (r: Random): string => {
  const kind = r.next();
  if (kind < 0.6) return digits(r, 5);
  if (kind < 0.7) return `${digits(r, 5)}-${digits(r, 4)}`;
  if (kind < 0.82) return digits(r, 4);
  if (kind < 0.9) return `${letter(r)}${letter(r)}${r.int(9) + 1} ${r.int(10)}${letter(r)}${letter(r)}`;
  if (kind < 0.94) return `${letter(r)}${r.int(10)}${letter(r)} ${r.int(10)}${letter(r)}${r.int(10)}`;
  return r.pick([
    `${digits(r, 3)} ${digits(r, 2)}`,
    `${digits(r, 5)}-${digits(r, 3)}`,
    `${digits(r, 4)} ${letter(r)}${letter(r)}`,
    `${digits(r, 6)}`,
  ]);
};
