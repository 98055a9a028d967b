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
    ['{"age": 94}', 'age_over_89', '94'],
    ['AGE OF RESIDENT >> 98', 'age_over_89', '98'],
    ['a 95y F, frail', 'age_over_89', '95'],
    ['his father is alive at 91.', 'age_over_89', '91'],
    ['he lived to 94.', 'age_over_89', '94'],
    ['âge 92', 'age_over_89', '92'],
    ['on the third of July', 'date', 'the third of July'],
    ['born March twenty-first, 1950', 'date', 'March twenty-first, 1950'],
    ['born December/57', 'date', 'December/57'],
    ['License: IL D1234567', 'license', 'D1234567'],
    ['His permit to drive: MAJUM-707157-MJ-8', 'license', 'MAJUM-707157-MJ-8'],
    ['FIN/Account: 2025-0009-ACCT', 'account', '2025-0009-ACCT'],
    ['REC0RD . . 8765256', 'medical_record', '8765256'],
    ['internal MRN-4471902 stays', 'medical_record', 'MRN-4471902'],
    ['pump SN-MD9A7Z-55621', 'device', 'SN-MD9A7Z-55621'],
    ['hers was 1EG4-TE5-MK72', 'health_plan', '1EG4-TE5-MK72'],
    ['old number 222-11-8891A', 'health_plan', '222-11-8891A'],
    ['it ends xxx-xx-4412', 'ssn', 'xxx-xx-4412'],
    [
      'my social is five two three, zero four, one one eight seven',
      'ssn',
      'five two three, zero four, one one eight seven',
    ],
    ['its id card number is MR64851TQ', 'national_id', 'MR64851TQ'],
    ['title KX6R0X9DBC1Z89736', 'vehicle', 'KX6R0X9DBC1Z89736'],
    ['my moms number is 2065550143', 'phone', '2065550143'],
    ['numbers on file: 555-0134', 'phone', '555-0134'],
    ['it is 202/555/0116', 'phone', '202/555/0116'],
    ['coordinates [-23.5,45.2]', 'coordinates', '-23.5,45.2'],
    ['the password was UekvqWGXH6Xm', 'unique_code', 'UekvqWGXH6Xm'],
    ['TOKEN = "ptk_live_9fQ2mVx7Lb0RtYe4"', 'unique_code', 'ptk_live_9fQ2mVx7Lb0RtYe4'],
    ['"user_name": "dokon_88"', 'username', 'dokon_88'],
    ['seen in Suite 410', 'address', 'Suite 410'],
    ['BIC COBADEFFXXX', 'account', 'COBADEFFXXX'],
    ['lat: 51.5, lon: -0.12', 'coordinates', 'lat: 51.5, lon: -0.12'],
    ['she left on the 19th.', 'date', 'on the 19th'],
    ['MRN 55-21-09', 'medical_record', '55-21-09'],
    ['Name: Wu, Xiu-Ying | Sex: F', 'name', 'Wu, Xiu-Ying'],
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

  it('a number in a row of values is one', () => {
    expect(kindsIn('a,202-555-0116,612-55-0192,b')).toEqual([
      ['phone', '202-555-0116'],
      ['ssn', '612-55-0192'],
    ]);
  });

  it('a date in a row of values is one', () => {
    expect(kindsIn('"x",1,879-9180,09/23/2012,"y"')).toContainEqual(['date', '09/23/2012']);
  });
});
