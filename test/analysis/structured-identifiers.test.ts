import { describe, expect, it } from 'vitest';
import { findIdentifiers } from '../../analysis/pii.ts';

const kindsIn = (text: string) =>
  findIdentifiers(text).map(({ identifier, start, end }) => [identifier, text.slice(start, end)]);

describe('numbers and codes in the ways that registers write them', () => {
  it.each([
    ['at https://example.org/a;v=2?b=c; thanks', 'url', 'https://example.org/a;v=2?b=c'],
    ['registration SSN 000-51-5848', 'ssn', '000-51-5848'],
    ['FINANCIAL ACC0UNT = B56320550', 'account', 'B56320550'],
    ['MEDlCAL RECORD = 66200344', 'medical_record', '66200344'],
    ['A G E = 98', 'age_over_89', '98'],
    ['Clinical age / 106 / well', 'age_over_89', '106'],
    ['her age at this review is 102.', 'age_over_89', '102'],
    ['her identity was confirmed with 026597914.', 'national_id', '026597914'],
    ['born in spring, identifier 025 078 422', 'unique_code', '025 078 422'],
    ['The chart number sent along here is 8843310.', 'medical_record', '8843310'],
    ['Chart #: 00-12-33', 'medical_record', '00-12-33'],
    ['Hosp. No. A123456', 'medical_record', 'A123456'],
    ['NHI ABC1234 on file', 'medical_record', 'ABC1234'],
    ['PPSN 1234567T', 'national_id', '1234567T'],
    ['our booking ref QX7P9Z', 'unique_code', 'QX7P9Z'],
    ['DL# F255-4419-2281', 'license', 'F255-4419-2281'],
    ['my card ending in 4421', 'account', '4421'],
    ['pager 5512', 'phone', '5512'],
    ['call (325) 480-1209 ext. 385', 'phone', '(325) 480-1209 ext. 385'],
    ['the lat 42.3601 long -71.0589', 'coordinates', 'lat 42.3601 long -71.0589'],
    ['at 42°21\'37"N now', 'coordinates', '42°21\'37"N'],
    ['call 202\u2011555\u20110116 now', 'phone', '202\u2011555\u20110116'],
    ['call ２０２-５５５-０１１６ now', 'phone', '２０２-５５５-０１１６'],
    ['it is 202 - 555 - 0116', 'phone', '202 - 555 - 0116'],
    ['it is 0161 496 0000', 'phone', '0161 496 0000'],
    ['Contact number: 2025550116', 'phone', '2025550116'],
    ['label (01)00844588003288(17)141120(10)7654321D', 'device', '(01)00844588003288(17)141120(10)7654321D'],
    ['see 2:21-cv-01234', 'unique_code', '2:21-cv-01234'],
    ['her wristband reads 8821904', 'unique_code', '8821904'],
    ['he gave 4410/9932 at the desk', 'unique_code', '4410/9932'],
    ['filed under 55-102944', 'unique_code', '55-102944'],
    ['tagged C8821904 on arrival', 'unique_code', 'C8821904'],
    ['it was dated 20240301', 'date', '20240301'],
    ['on Feb/03/1934 he', 'date', 'Feb/03/1934'],
    ['open 3-9 May 2021', 'date', '3-9 May 2021'],
    ['open May 3-9, 2021', 'date', 'May 3-9, 2021'],
    ['her 92nd birthday', 'age_over_89', '92'],
    ['a 93F with CHF', 'age_over_89', '93'],
    ['he is 97-y-o', 'age_over_89', '97'],
    ['age today: 93', 'age_over_89', '93'],
    ['The patient is 93 and lives alone', 'age_over_89', '93'],
    ['my nan (93) fell', 'age_over_89', '93'],
    ['a woman of 93 years', 'age_over_89', '93'],
    ['At 93 she still drives', 'age_over_89', '93'],
    ['in her 94th year', 'age_over_89', '94'],
  ])('%s', (text, kind, value) => {
    expect(kindsIn(text)).toEqual([[kind, value]]);
  });

  it.each([
    'in the city are 1500000 people, it cost $2500500, and about 20000004 cells were seen',
    'the years 2019/2020 and 1987-2004, open 0700-1930',
    'dial 988/741741',
    'HR 93, SpO2 93 on air, a temperature of 101, a score of 95, 93 patients came',
  ])('counts, years and hours are none: %s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  it('a number in brackets after a name is of that person', () => {
    expect(kindsIn('radiology: patient Anika Stoneleigh (8699744) came')).toContainEqual(['medical_record', '8699744']);
  });

  it('two dates with a hyphen between them are two', () => {
    expect(kindsIn('from 3/1/21-3/5/21')).toEqual([
      ['date', '3/1/21'],
      ['date', '3/5/21'],
    ]);
  });

  it('a date in a row of values is one', () => {
    expect(kindsIn('"x",1,879-9180,09/23/2012,"y"')).toContainEqual(['date', '09/23/2012']);
  });
});
