import { type Culture, from, letter } from './invent.ts';
import type { Random } from './random.ts';

/** Invents firms, agencies, schools and clinics. */
const HEAD =
  'open data net soft cloud info micro bio med health smart green blue red sun star north west first global rapid next pure bright true core deep quick prime urban civic social karma vision axis nova alpha delta terra aqua geo eco tele cyber digi meta pay map code safe clear live home farm food'.split(
    ' ',
  );
const TAIL =
  'counter made lytics works base hub lab labs link point path flow wave grid logic mind force stream sense scope data tech soft systems line gate bridge map cast box ware net port forge stack share space zone metrics ly ify ster matic nomics'.split(
    ' ',
  );
const TRADE =
  'Solutions Systems Technologies Analytics Partners Consulting Industries Logistics Foods Motors Energy Media Capital Holdings Insurance Bank Software Networks Services Construction Plumbing Electric Bakery Cafe Pharmacy Realty Airlines Records Studios Foundation Institute Association Council Advisors Markets Health Data Research Labs Management Ventures Wireless Pharmaceuticals Properties Farms Trucking'.split(
    ' ',
  );
const ADJECTIVE =
  'Rapid First Global National United American Pacific Northern Central Royal Golden Silver Bright Green Blue Advanced Integrated Creative Premier Family Community Open Urban Modern Great General Standard Allied Strategic Civic Social Public'.split(
    ' ',
  );
const NOUN =
  'Cycle Path Bridge Horizon Summit Harbor Valley River Eagle Oak Lantern Compass Anchor Beacon Garden Mountain Star Wave Meadow Crescent Vision Health Risk Data Energy Impact Future Journey Hope Haven'.split(
    ' ',
  );
const LEGAL = [
  'Inc.',
  'Inc',
  'LLC',
  'Ltd',
  'Ltd.',
  'GmbH',
  'AG',
  'Group',
  'Corp.',
  'Corporation',
  'Co.',
  'PLC',
  'S.A.',
  'AB',
  'Oy',
  'A/S',
  'BV',
  '& Co',
  '& Sons',
  'Company',
];
/** Insurers, charities, shops and services of help that people speak of without saying what they are. */
const KNOWN =
  "Blue Cross|Blue Shield|Kaiser|Kaiser Permanente|Aetna|Cigna|Humana|United Healthcare|Anthem|Tricare|Red Cross|Salvation Army|Goodwill|Planned Parenthood|Mayo Clinic|Cleveland Clinic|Johns Hopkins|Betty Ford Center|Big Brothers Big Sisters|Habitat for Humanity|Meals on Wheels|Boys and Girls Club|YMCA|YWCA|Walgreens|Rite Aid|Costco|Home Depot|Best Buy|Whole Foods|Dollar General|Greyhound|Amtrak|Verizon|Comcast|FedEx|UPS|Wells Fargo|Bank of America|Harvard|Yale|Princeton|Stanford|MIT|UCLA|NYU|Oxford|Notre Dame|Penn State|Head Start|Job Corps|Peace Corps|Oxfam|UNICEF|Barnardos|Shelter|Tesco|Sainsbury's|Boots|Lloyds|Barclays|Deutsche Bahn|Lufthansa|Ikea|Renault|Siemens|Target|Walmart|Amazon|Starbucks|Boeing|Deloitte|Trader Joe's|Aldi|Lidl|Kroger|Publix|Macy's|Nordstrom|Chase|Citibank|Capital One|Fidelity|Geico|State Farm|Allstate|Progressive|Ford|General Motors|Tesla|Lockheed Martin|Raytheon|Intel|Oracle|Microsoft|Google|Apple|Facebook|Infosys|Accenture|KPMG|McDonald's|Subway|Wendy's|Chipotle|Panera|Lyft|Uber|DHL|T-Mobile|AT&T|Vodafone|HSBC|NatWest|Santander|Morrisons|Asda|Greggs|Meta|Stripe|Shopify|Nike|Adidas|Pfizer|Nestle|Unilever".split(
    '|',
  );
/** What a firm, a ward or a home ends with that towns end with as well. */
const BARE_TAIL =
  'Manor Gardens Place Point Ridge House Commons Crossing Grove Hill Park Junction Imaging Dialysis Rehab Rehabilitation Pediatrics Surgery Mutual West East Trust Labs Freight Foods Motors Alliance Club Center'.split(
    ' ',
  );
const ENDINGS =
  'ly ify io ia ica ent ix ex on us eo ster ware tech soft lytics bot hub lab labs base com corp er ist works zen ora iq able ity ium ant eon ova yx ic ient ara ella erra inity cast sy go'.split(
    ' ',
  );
const BEGINNINGS =
  'e i my go un re pro uni trans inter omni bio neuro psy med info auto over every all one true we in on ever hyper poly mono sun near co'.split(
    ' ',
  );
const SYLLABLES =
  'ab ac ad al am an ar as av az ba bel ber bo bri ca cal cen cer cho cla co cor cy da del den di do dra du el em en er es eta ev ex fa fen fi fle fo ga gen gi glo gra ha hel hy i in is ja jo ka kel ki ko kra la len li lo lu ma men mi mo my na ne ni no nu o om on or pa pan pe phi pla po pra qua ra re ri ro ru sa sen shi si so spa sta sy ta tel ten ti to tra tri u ul un ur va ve vel vi vo wa we xa xe y za ze zi zo'.split(
    ' ',
  );
const LAST_SIGN = ['n', 'x', 's', 'r', 'l', 't', 'a', 'o', '', '', 'm', 'd', 'q', 'ck'];

/** A firm's name as its founders make it: of two words, a word and an ending, or of sounds. */
function brand(r: Random, c: Culture): string {
  const word = () => r.pick(c.english.word);
  switch (r.int(8)) {
    case 0:
      return capital(word() + word());
    case 1:
      return capital(word()) + capital(word());
    case 2:
      return capital(word().replace(/[aeiouy]+$/, '') + r.pick(ENDINGS));
    case 3:
      return capital(r.pick(BEGINNINGS) + word());
    case 4:
      return r.pick(BEGINNINGS) + capital(word());
    case 5:
    case 6:
      return capital(Array.from({ length: 2 + r.int(2) }, () => r.pick(SYLLABLES)).join('') + r.pick(LAST_SIGN));
    default:
      return capital(word() + r.pick(TAIL));
  }
}

/** Two or three ordinary words in title case: of a firm or of a heading. */
export const titled = (r: Random, c: Culture): string =>
  Array.from({ length: 2 + (r.chance(0.25) ? 1 : 0) }, () => capital(r.pick(c.english.word))).join(' ');

const INSTITUTIONS: ((r: Random, c: Culture) => string)[] = [
  (r, c) =>
    `${from(r, c, 'city')} ${r.pick(['Police Department', 'Fire Department', 'Public Library', 'City Council', 'School District', 'Chamber of Commerce', 'Housing Authority', 'Food Bank', 'Crisis Center', 'Community Center', 'Bar Association', 'Historical Society', 'Symphony', 'Tigers', 'United', 'FC', 'Rotary Club'])}`,
  (r, c) =>
    `${r.pick(['Department', 'Ministry', 'Office', 'Bureau', 'Institute', 'Society', 'Board', 'Council', 'Federation', 'Friends'])} ${r.pick(['of', 'for', 'for the'])} ${titled(r, c)}`,
  (r, c) =>
    `${r.pick(ADJECTIVE)} ${capital(r.pick(c.english.word))} ${r.pick(['Association', 'Society', 'Foundation', 'Union', 'Alliance', 'Institute', 'League', 'Fund', 'Trust', 'Coalition', 'Agency', 'Authority'])}`,
  (r, c) =>
    `${from(r, c, 'surname')} ${r.pick(['Foundation', 'Law Firm', 'Law Group', 'Brothers', 'Family Trust', '& Associates', 'Funeral Home', 'Dental', 'Auto Body', 'Realty Group', 'Farms', 'Brewing', 'Plumbing', 'Care Home', 'Nursing Home', 'Daycare', 'Chapel'])}`,
  (r, c) =>
    `${from(r, c, 'given')}'s ${r.pick(['Diner', 'Place', 'Kitchen', 'House', 'Bakery', 'Garage', 'Pizza', 'Books', 'Salon', 'Bar & Grill', 'Closet', 'Legacy'])}`,
  (r, c) =>
    `${r.pick(['St.', 'Saint', 'Our Lady of', 'Church of', 'Temple', 'First', 'Grace'])} ${r.pick([from(r, c, 'given'), from(r, c, 'city'), capital(r.pick(c.english.word))])} ${r.pick(['Church', 'Parish', 'Baptist Church', 'Lutheran Church', 'Chapel', 'Mission', 'Shelter'])}`,
];

export const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export function organization(r: Random, c: Culture): string {
  const last = () => from(r, c, 'surname');
  const invented = () => {
    const [head, tail] = [r.pick(HEAD), r.pick(TAIL)];
    return r.pick([
      capital(head + tail),
      capital(head) + capital(tail),
      `${capital(head)} ${capital(tail)}`,
      head + tail,
      capital(head + tail),
    ]);
  };
  switch (r.int(28)) {
    case 24:
    case 25:
      return r.pick(KNOWN);
    case 26:
    case 27:
      return r.pick(c.english.company);
    case 0:
      return `${last()} ${r.pick(LEGAL)}`;
    case 1:
      return `${last()}-${last()}`;
    case 2:
      return `${last()}, ${last()} and ${last()}`;
    case 3:
      return `${last()} ${r.pick(['and', '&'])} ${last()}`;
    case 4:
      return `${last()} ${r.pick(TRADE)}`;
    case 5:
      return `${r.pick(ADJECTIVE)} ${r.pick(NOUN)} ${r.pick(TRADE)}`;
    case 6:
      return `${r.pick(NOUN)} ${r.pick(TRADE)}`;
    case 7:
      return `${from(r, c, 'city')} ${r.pick(TRADE)}`;
    case 8:
    case 9:
    case 10:
      return invented();
    case 11:
      return `${invented()} ${r.pick(LEGAL)}`;
    case 12:
      return r.pick(c.english.company);
    case 13:
    case 14:
    case 15:
    case 16:
      return brand(r, c);
    case 17:
      return `${brand(r, c)} ${r.pick(r.chance(0.5) ? LEGAL : TRADE)}`;
    case 18:
    case 19:
      return titled(r, c);
    case 20:
      return `${titled(r, c)} ${r.pick(r.chance(0.5) ? LEGAL : TRADE)}`;
    case 21:
    case 22:
      return r.pick(INSTITUTIONS)(r, c);
    default:
      return r.pick([
        `${r.pick(ADJECTIVE)} ${r.pick(TRADE)}`,
        `Bank of ${from(r, c, 'city')}`,
        `${letter(r)}&${letter(r)} ${r.pick(TRADE)}`,
        `${r.pick(NOUN)} ${r.pick(['and', '&'])} ${r.pick(NOUN)}`,
      ]);
  }
}

/** A firm as people speak of it, by one word or two that may be a surname, a town or an ordinary word: nothing in it says so. */
export function bareOrganization(r: Random, c: Culture): string {
  const word = () => capital(r.pick(c.english.word));
  switch (r.int(16)) {
    case 0:
    case 1:
      return r.pick(KNOWN);
    case 2:
    case 3:
      return r.pick(c.english.company);
    case 4:
      return from(r, c, 'surname');
    case 7:
      return `${from(r, c, 'surname')} ${r.pick([from(r, c, 'surname'), word()])}`;
    case 8:
      return from(r, c, 'city');
    case 9:
      return word();
    case 10:
      return `${word()} ${word()}`;
    case 11:
      return `${r.pick(['The', 'St.', 'Mount', 'North', 'Royal', 'Bank of'])} ${r.pick([word(), from(r, c, 'city'), from(r, c, 'surname')])}`;
    case 12:
      return `${r.pick([from(r, c, 'city'), from(r, c, 'surname'), word()])} ${r.pick(BARE_TAIL)}`;
    default:
      return brand(r, c);
  }
}

export const school = (r: Random, c: Culture): string =>
  r.pick([
    () =>
      `${from(r, c, 'surname')} ${r.pick(['High School', 'Elementary', 'Middle School', 'Academy', 'College', 'High', 'Elementary School', 'University'])}`,
    () =>
      `${from(r, c, 'city')} ${r.pick(['University', 'High School', 'State University', 'Community College', 'Elementary School', 'High'])}`,
    () => `University of ${from(r, c, 'city')}`,
    () => `St. ${from(r, c, 'given')} ${r.pick(['Academy', 'School', 'High School'])}`,
  ])();

const SAINTLY = 'Mercy Providence Sacred Grace Trinity Holy Good Lakeside Hillcrest Riverside Northside'.split(' ');

export const clinic = (r: Random, c: Culture): string =>
  r.pick([
    () =>
      `${from(r, c, 'surname')} ${r.pick(['Memorial Hospital', 'Clinic', 'Family Practice', 'Medical Center', 'Psychiatric Hospital', 'Counseling', 'Recovery Center', 'Center'])}`,
    () =>
      `${from(r, c, 'city')} ${r.pick(['General Hospital', 'General', 'Medical Center', 'Community Mental Health Center', 'Behavioral Health', 'Hospital', 'Regional Hospital', 'Counseling Center', 'Psychiatric Center', 'Clinic'])}`,
    () =>
      `${r.pick(['St.', 'St', 'Saint', 'Mount'])} ${from(r, c, 'given')}${r.pick(["'s", '', ''])} ${r.pick(['Hospital', 'Medical Center', 'Clinic'])}`,
    () =>
      `${r.pick(NOUN)} ${r.pick(['Counseling Center', 'Behavioral Health', 'Wellness', 'Recovery', 'Psychiatry', 'Health Center', 'Clinic', 'House', 'Hospital'])}`,
    () => `${r.pick(ADJECTIVE)} ${r.pick(NOUN)} ${r.pick(['Clinic', 'Hospital', 'Counseling', 'Therapy Group'])}`,
    () =>
      `${r.pick([...SAINTLY, r.pick(NOUN), capital(r.pick(c.english.word)), from(r, c, 'city')])} ${r.pick(['West', 'North', 'Urgent Care', 'Point Clinic', 'Infirmary', 'Hospital', 'Health', 'Hospice', 'Medical', 'Ridge Hospital', 'Women’s Hospital', 'Children’s', 'VA', 'Detox', 'Behavioral'])}`,
  ])();
