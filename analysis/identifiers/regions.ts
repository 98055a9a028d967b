import type { IdentifierSpan } from '../../contracts/privacy.ts';
import { addFree, firstMatch, nextMatch } from './scan.ts';

/** States and countries, in small letters without dots: Safe Harbor lets them stay. Short forms that are words are left out. */
const REGIONS: ReadonlySet<string> = new Set(
  (
    'alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin wyoming ' +
    'al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc calif tex penn mass fla ' +
    'ontario quebec alberta manitoba saskatchewan nunavut yukon queensland victoria tasmania bavaria bayern hessen sachsen catalonia andalusia lombardy tuscany sicily normandy brittany punjab kerala karnataka maharashtra gujarat ' +
    'england scotland wales uk usa us america britain europe africa asia australia antarctica ' +
    'afghanistan albania algeria andorra angola argentina armenia austria azerbaijan bahamas bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia botswana brazil brunei bulgaria burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cuba cyprus czechia denmark djibouti dominica ecuador egypt eritrea estonia eswatini ethiopia fiji finland france gabon gambia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar burma namibia nauru nepal netherlands holland nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles slovakia slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tonga tunisia turkey türkiye turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen zambia zimbabwe greenland scandinavia'
  )
    .split(' ')
    .concat([
      'new hampshire',
      'new jersey',
      'new mexico',
      'new york state',
      'north carolina',
      'north dakota',
      'rhode island',
      'south carolina',
      'south dakota',
      'washington state',
      'west virginia',
      'district of columbia',
      'puerto rico',
      'british columbia',
      'nova scotia',
      'new brunswick',
      'new south wales',
      'south australia',
      'western australia',
      'northern ireland',
      'united kingdom',
      'united states',
      'united states of america',
      'great britain',
      'the united states',
      'the uk',
      'the us',
      'the usa',
      'the netherlands',
      'tamil nadu',
      'uttar pradesh',
      'west bengal',
      'antigua and barbuda',
      'bosnia and herzegovina',
      'bosnia',
      'burkina faso',
      'cabo verde',
      'cape verde',
      'central african republic',
      'costa rica',
      "côte d'ivoire",
      'ivory coast',
      'czech republic',
      'dominican republic',
      'el salvador',
      'equatorial guinea',
      'guinea-bissau',
      'marshall islands',
      'new zealand',
      'north korea',
      'south korea',
      'korea',
      'north macedonia',
      'macedonia',
      'papua new guinea',
      'san marino',
      'saudi arabia',
      'sierra leone',
      'solomon islands',
      'south africa',
      'south sudan',
      'sri lanka',
      'trinidad and tobago',
      'united arab emirates',
      'uae',
      'vatican city',
      'hong kong',
      'soviet union',
      'russian federation',
      'faroe islands',
      'latin america',
      'south america',
      'north america',
      'middle east',
      'european union',
      'eu',
    ]),
);

/** Those that are names of people as well, and the short forms of states. */
const ALSO_NAMES = new Set(
  'chad jordan victoria brittany virginia georgia kenya israel carolina dakota cuba india ireland holland montana indiana tasmania normandy malta wales turkey mali oman niger china guinea'.split(
    ' ',
  ),
);

const plain = (value: string) => value.toLowerCase().replaceAll('.', '');
export const isRegion = (value: string): boolean => REGIONS.has(plain(value));
export const isAlsoName = (value: string): boolean => value.length <= 4 || ALSO_NAMES.has(plain(value));

/** A word with a capital and up to three that may go on with it. */
const WORDS = /\p{Lu}\p{L}{2,24}(?: (?:\p{Lu}\p{L}{1,24}|and|of)){0,3}/gu;

/** Adds states and countries with a capital that the model did not see, up to four words long. */
export function findRegions(text: string, found: readonly IdentifierSpan[]): IdentifierSpan[] {
  const spans: IdentifierSpan[] = [];
  for (let match = firstMatch(WORDS, text); match !== null; match = nextMatch(WORDS, text, match)) {
    const words = match[0].split(' ');
    for (let size = words.length; size >= 1; size--) {
      const value = words.slice(0, size).join(' ');
      if (!isRegion(value) || isAlsoName(value)) continue;
      const end = match.index + value.length;
      spans.push({ start: match.index, end, identifier: 'region', confidence: 0.9, source: 'pattern' });
      break;
    }
  }
  return addFree(found, spans);
}
