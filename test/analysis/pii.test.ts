import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatNames } from '../../analysis/identifiers/repeat.ts';
import { findIdentifiers, maskIdentifiers } from '../../analysis/pii.ts';

const kindsIn = (text: string, options = {}) =>
  findIdentifiers(text, options).map(({ identifier, start, end }) => [identifier, text.slice(start, end)]);

describe('structured identifiers are found', () => {
  it.each([
    ['write to jo.do+x@mail.example.org, please', 'email', 'jo.do+x@mail.example.org'],
    ['see https://example.org/a?b=c#d.', 'url', 'https://example.org/a?b=c#d'],
    ['see www.example.org/me) for more', 'url', 'www.example.org/me'],
    ['from 192.0.2.17 yesterday', 'ip_address', '192.0.2.17'],
    ['from 2001:db8::8a2e:370:7334 yesterday', 'ip_address', '2001:db8::8a2e:370:7334'],
    ['my ssn is 912-34-5678.', 'ssn', '912-34-5678'],
    ['card 4111 1111 1111 1111 thanks', 'credit_card', '4111 1111 1111 1111'],
    ['card 378282246310005.', 'credit_card', '378282246310005'],
    ['call 555-0142-199 or', 'phone', '555-0142-199'],
    ['call (415) 555-0133', 'phone', '(415) 555-0133'],
    ['call +44 20 7946 0958 now', 'phone', '+44 20 7946 0958'],
    ['call 4155550133 now', 'phone', '4155550133'],
    ['my office is at +41 (0)69 979 80 58 now', 'phone', '+41 (0)69 979 80 58'],
    ['60-56-85-91 is mine', 'phone', '60-56-85-91'],
    ['please call me at 781 1704', 'phone', '781 1704'],
    ['the line (800-944-4771) is open', 'phone', '(800-944-4771)'],
    ['the line 800-944-4771) is open', 'phone', '800-944-4771'],
    ['to GB42 NAWI 0445 4264 7886 19 please', 'iban', 'GB42 NAWI 0445 4264 7886 19'],
    ['mail me at jo [at] mail [dot] org', 'email', 'jo [at] mail [dot] org'],
    ['it is kat.max at gmail dot com', 'email', 'kat.max at gmail dot com'],
    ['MRN: 4471903 was opened', 'medical_record', '4471903'],
    ['his medical record number is A-22-91803', 'medical_record', 'A-22-91803'],
    ['member ID XKQ 448 190 22 on the card', 'health_plan', 'XKQ 448 190 22'],
    ['account number 00449-188812', 'account', '00449-188812'],
    ["my driver's license number is 2270-66-1551", 'license', '2270-66-1551'],
    ['VIN 1HGCM82633A004352', 'vehicle', '1HGCM82633A004352'],
    ['license plate 7ABC123', 'vehicle', '7ABC123'],
    ['the vin is 1hgcm58213k123456', 'vehicle', '1hgcm58213k123456'],
    ['pacemaker serial no. PM-88213-X', 'device', 'PM-88213-X'],
    ['at 00:1B:44:11:3a:b7 now', 'device', '00:1B:44:11:3a:b7'],
    ['fax 415-555-0133', 'fax', '415-555-0133'],
    ['passport no. X12345678', 'national_id', 'X12345678'],
    ['my insta is river_kat88', 'username', 'river_kat88'],
    ['ask @river_kat', 'username', '@river_kat'],
    ['case number 22-CV-10418', 'unique_code', '22-CV-10418'],
    ['see IMG_2041.jpg', 'image', 'IMG_2041.jpg'],
    ['it is a fingerprint scan', 'biometric', 'fingerprint scan'],
    ['born on 3/14/1987 here', 'date', '3/14/1987'],
    ['it was March 3rd, 2020.', 'date', 'March 3rd, 2020'],
    ['on 12 May 2019 we', 'date', '12 May 2019'],
    ['since last october i', 'date', 'october'],
    ['my zip code is 02139', 'postal_code', '02139'],
    ['I am at 33.65943, -105.63301 right now', 'coordinates', '33.65943, -105.63301'],
    ['it stands at 33.65943° N, 105.63301° W there', 'coordinates', '33.65943° N, 105.63301° W'],
    ['my username there is ingrid_vm57.', 'username', 'ingrid_vm57'],
    ['he logged in as user mara_7vx then', 'username', 'mara_7vx'],
    ['the pw is Blue7!xq', 'unique_code', 'Blue7!xq'],
    ['they signed form TF-30418-C today', 'unique_code', 'TF-30418-C'],
    ['it says GRN20417 on the sheet', 'unique_code', 'GRN20417'],
    ['listed as 2021-CR-00817 there', 'unique_code', '2021-CR-00817'],
    ['her NI is QQ 12 34 56 C', 'national_id', 'QQ 12 34 56 C'],
    ['since Christmas 2019 nothing helped', 'date', 'Christmas 2019'],
    ['on New Year’s Eve 2021 we', 'date', 'New Year’s Eve 2021'],
    ['reach her at 001-654-201-8800x10256.', 'phone', '001-654-201-8800x10256'],
    ['Mobile: 61 23 68', 'phone', '61 23 68'],
    ['the code is CVV 581', 'credit_card', '581'],
    ['user and password )8Kx!m2 then', 'unique_code', ')8Kx!m2'],
    ['Unit No: 7191465', 'medical_record', '7191465'],
    ['Job #: 040829', 'unique_code', '040829'],
    ['Visited: 10/22', 'date', '10/22'],
    ['a leave beginning 02/24 for her', 'date', '02/24'],
    ['the car has tag 008-XUI now', 'vehicle', '008-XUI'],
    ['plate ZMZ 651, blue', 'vehicle', 'ZMZ 651'],
    ['Date of birth: 01/25', 'date', '01/25'],
    ['notes of Mar 24: fine', 'date', 'Mar 24'],
    ['moved to Monday 6 May, room two', 'date', 'Monday 6 May'],
    ['seen Wednesday, March 4, 2020 again', 'date', 'Wednesday, March 4, 2020'],
    ['signed this 6th day of June, 2023', 'date', '6th day of June, 2023'],
    ['he turned 93 then', 'age_over_89', '93'],
    ['she is ninety-two years old', 'age_over_89', 'ninety-two'],
    ['at 104 years of age she walks', 'age_over_89', '104'],
    ['age in years: 96', 'age_over_89', '96'],
    ['MEDICAL RECORD REF / 049516518', 'medical_record', '049516518'],
    ['M.R.N.: 4471903 was opened', 'medical_record', '4471903'],
    ['a social-security number, 900-11-0062', 'ssn', '900-11-0062'],
    ['the ledger reference P-48075249', 'account', 'P-48075249'],
    ['a grey car, registration 7KLM882, was seen', 'vehicle', '7KLM882'],
    ['the return number 1-720-555-0184', 'phone', '1-720-555-0184'],
    ['it is four one five, five five five, oh one nine two', 'phone', 'four one five, five five five, oh one nine two'],
    ['the shift of 12/24 is free', 'date', '12/24'],
    ['the sample S23-11872 is here', 'unique_code', 'S23-11872'],
    ['see cctv.example.test/clip/2291 now', 'url', 'cctv.example.test/clip/2291'],
  ])('%s', (text, kind, value) => {
    expect(kindsIn(text)).toEqual([[kind, value]]);
  });

  it('what Safe Harbor lets stay is found only where it is asked for', () => {
    expect(kindsIn('I am 34 years old and live in Texas.')).toEqual([]);
    expect(kindsIn('I am 34 years old and live in Texas.', { quasi: true })).toEqual([
      ['age', '34'],
      ['region', 'Texas'],
    ]);
  });
});

describe('names, places, organisations and addresses are found', () => {
  it.each([
    ['my sister margaret keeps calling me', 'name', 'margaret'],
    ['Dr. Okonkwo-Lindqvist changed my meds.', 'name', 'Okonkwo-Lindqvist'],
    ['My name is John.', 'name', 'John'],
    ['Thank you for telling me, Christian. Are you safe?', 'name', 'Christian'],
    ['then mrs Qorvandt came in', 'name', 'Qorvandt'],
    ['ask mr qorvandt about it', 'name', 'qorvandt'],
    ['Her maiden name is LeBatelier.', 'name', 'LeBatelier'],
    ['I moved to Winterthur last year.', 'place', 'Winterthur'],
    ['Send it to 1420 Birchwood Lane please.', 'address', '1420 Birchwood Lane'],
    ['I was admitted to Fairlawn Memorial Hospital.', 'organization', 'Fairlawn Memorial Hospital'],
    ['They sent him to Quillan Falls Imaging.', 'organization', 'Quillan Falls Imaging'],
    ['Facility: Oakford Surgery; see below', 'organization', 'Oakford Surgery'],
    ['seen today.\nPATIENT / Wewo / no pain', 'name', 'Wewo'],
    ['Attending physician: Lena Fopo\nRoom 4', 'name', 'Lena Fopo'],
    ['RESIDENTIAL TOWN / Zasa / by bus', 'place', 'Zasa'],
    ['RESIDENCE AREA = Zasafold\nwell', 'place', 'Zasafold'],
    ['She was seen by Dr. A\u0301lvaro Nu\u0301n\u0303ez.', 'name', 'A\u0301lvaro Nu\u0301n\u0303ez'],
  ])('%s', (text, kind, value) => {
    expect(kindsIn(text)).toContainEqual([kind, value]);
  });

  it('a name that is sure once is found in the whole conversation', () => {
    const texts = ['My husband Thaddeus drinks.', 'What does thaddeus say?', 'THADDEUS!!'];
    const found = repeatNames(
      texts,
      texts.map((text) => findIdentifiers(text)),
    ).map((spans, i) => spans.map(({ start, end }) => texts[i]?.slice(start, end)));
    expect(found).toEqual([['Thaddeus'], ['thaddeus'], ['THADDEUS']]);
  });
});

describe('words that are names elsewhere are let be', () => {
  it.each([
    'i will try, it may help, i hope so',
    'Joy and grace are hard to find, mark my words.',
    'I take Zoloft and Lexapro for my depression.',
    'He has Parkinson disease and Crohn disease.',
    'Call 988 or 1-800-273-8255, or text HOME to 741741. In Britain call 116 123.',
    'My mom and my dad never listen to me.',
    'Call 988 (Suicide & Crisis Lifeline) or text HOME to 741741 (Crisis Text Line).',
    'I was up at 3am. They took my B M P and the L 5 disc is worn.',
    'Talk to a psychiatristTherapy can be a help as well.',
    'He takes Furosemide and Nystatin and used some Flonase.',
    'The mrs said so, MS is a disease, and ms per frame are short.',
    'Known COPD, CHF and CAD, and she has HTN. Rec. tx for pt w/ hx of CKD.',
    'On Monday I had pizza and watched Netflix.',
    'Patient: Sometimes I cry.\nDoctor: Fine, but why?\nPatient: Hm',
    'Na 138 mmol/L, sodium 139 mmol/L, pulse 64, QTc 428 ms, CPT 99213',
    'Brown syndrome, Wilson disease and a Baker cyst were named; Murphy sign was absent.',
    'Study PMID 31234567 is known, as is CVE-2021-44228.',
    'A. Coarctation of the aorta\nB. Pyloric stenosis\nC. Choledocholithiasis\nD. Succinylcholine',
    'Options: A: Dantrolene B: Naloxone C: Fenoldopam D: Cyproheptadine',
    'D. Tapping apex beat; loud first heart sound',
    'Platelet count 480,000/mm3, Hemoglobin 8.9 g/dL, blood pressure 106/72 mm Hg, 265,060 multiparous women',
    'Race & Ethnicity: Black, Non-Hispanic\nDiagnosis: Hypercholesterolemia',
    'Mexicans, Latinos and Jews came; she is Afro-Cuban and he is Eritrean.',
    'She has Retinitis Pigmentosa and mild cognitive impairment (MCI); HbA1c is elevated.',
    'You said &gt;really&lt; and sent &#128514; &#128514;',
    'function greet(user) { return user_id; }\nasyncio.run(main());\n',
    'COVID-2019 came, and PHQ-9, GAD-7, DSM-5 and ICD-10 are forms. Windows 11 is user friendly.',
  ])('%s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

describe('what only looks like one is left alone', () => {
  it.each([
    'from 1998-2004 I lived there',
    'version 1.2.3 and 10.15.7',
    'I slept 3.5 hours, 10/10, about 50-60 times',
    'it cost 1 000 000 or 12,500 dollars',
    'at 10:30:15 in the morning',
    '999.999.999.999 is no address',
    'I @ you and she@ me',
    'a 24/7 line, 7 days, 52 weeks, 365 nights',
    'HR 88, BP 130/70, RR 16',
    'the years 2019 2020 2021 and 2019/2020',
    'dial 988/741741 or 911/112/999',
  ])('%s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

describe('masking', () => {
  it('leaves none behind, changes nothing the second time, and never throws', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.emailAddress(),
            fc.webUrl(),
            fc.ipV4(),
            fc.ipV6(),
            fc.constant('(415) 555-0133'),
          ),
        ),
        (parts) => {
          const once = maskIdentifiers(parts.join(' '));
          expect(findIdentifiers(once.text)).toEqual([]);
          expect(maskIdentifiers(once.text)).toEqual({ text: once.text, counts: {} });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes every sign of a line break, also those of Unicode', () => {
    expect(kindsIn('My name is Thaddeus.\u2028\u2029\u2028Call me.\u2029')).toContainEqual(['name', 'Thaddeus']);
  });

  it.each(['a', '1-', 'a@', '(1', 'my id is ', 'Anna ', 'a at b dot '])(
    'takes time in proportion to length on a megabyte of %j',
    (piece) => {
      const cpuMs = (length: number) => {
        const text = piece.repeat(Math.ceil(length / piece.length));
        const before = process.cpuUsage();
        findIdentifiers(text);
        return process.cpuUsage(before).user / 1000;
      };
      // Eight times the length takes about eight times the time; a quadratic pattern would take sixty-four.
      const eighth = Math.min(cpuMs(125_000), cpuMs(125_000), cpuMs(125_000));
      expect(cpuMs(1_000_000) / eighth).toBeLessThan(24);
    },
  );
});
