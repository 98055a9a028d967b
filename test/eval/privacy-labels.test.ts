import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wantedFor } from '../../eval/privacy/labels.ts';
import { readFolder } from '../../eval/privacy/sources.ts';

const firstOf = (type: string, value = '') => wantedFor({ type, value })?.[0];

describe('the types of labels that data sets use', () => {
  it.each([
    ['Presidio', ['PERSON', 'STREET_ADDRESS', 'GPE', 'US_SSN', 'IBAN_CODE'], 'name address place ssn iban'],
    ['i2b2', ['PATIENT', 'DOCTOR', 'HOSPITAL', 'LOCATION-OTHER', 'BIOID'], 'name name organization place biometric'],
    ['i2b2 numbers', ['MEDICALRECORD', 'HEALTHPLAN', 'IDNUM'], 'medical_record health_plan unique_code'],
    ['CoNLL and OntoNotes', ['B-PER', 'I-LOC', 'ORG', 'FAC'], 'name place organization place'],
    ['ai4privacy', ['GIVENNAME1', 'SECONDARYADDRESS', 'BUILDINGNUMBER', 'PHONEIMEI'], 'name address address device'],
    ['ai4privacy numbers', ['VEHICLEVRM', 'CREDITCARDCVV', 'IPV4'], 'vehicle unique_code ip_address'],
    ['Gretel', ['first_name', 'certificate_license_number', 'swift_bic'], 'name license account'],
    [
      'services',
      ['PersonName', 'USSocialSecurityNumber', 'LOCATION_ADDRESS', 'BANK_ROUTING'],
      'name ssn address account',
    ],
    ['others', ['private_person', 'NAME_STUDENT', 'person-actor', 'location-GPE'], 'name name name place'],
    [
      'codes of others',
      ['URL_PERSONAL', 'insurance_number', 'AWS_SECRET_KEY', 'in_aadhaar'],
      'url health_plan unique_code national_id',
    ],
  ])('of %s are known', (_, types, rows) => {
    expect(types.map((type) => firstOf(type)).join(' ')).toBe(rows);
  });

  it('may name what stays, what is no identifier, or nothing that is known', () => {
    expect(wantedFor({ type: 'NORP', value: 'Irish' })).toBeNull();
    expect(wantedFor({ type: 'ACCOUNTNAME', value: 'Home Loan Account' })).toBeNull();
    expect(wantedFor({ type: 'WORK_OF_ART', value: 'Dune' })).toEqual([]);
    expect(wantedFor({ type: 'SHOE_SIZE', value: '44' })).toBeUndefined();
  });

  it('ask for a date only where it is finer than a year', () => {
    expect(['last week', '1999', 'Tuesday', '10:30', 'five years'].map((value) => firstOf('DATE', value))).toEqual(
      Array(5).fill(undefined),
    );
    expect(['3/14', 'May 3', '2020-01-02', 'the 5th', 'marzo 2020'].map((value) => firstOf('DATE', value))).toEqual(
      Array(5).fill('date'),
    );
  });

  it('ask for an age only over 89', () => {
    expect(firstOf('AGE', '34')).toBeUndefined();
    expect(firstOf('AGE', '93')).toBe('age_over_89');
  });
});

describe('a folder of another maker', () => {
  it('may call things otherwise, and count code points', () => {
    const folder = mkdtempSync(join(tmpdir(), 'labels-'));
    writeFileSync(join(folder, 'records.jsonl'), JSON.stringify({ id: 1, text: '😀😀 Anna of Oslo' }));
    const entities = [
      { start: 3, end: 7, label: 'person' },
      { start: 11, end: 15, label: 'city' },
    ];
    writeFileSync(join(folder, 'labels.jsonl'), JSON.stringify({ id: 1, entities }));
    const [{ text, labels } = { text: '', labels: [] }] = readFolder(folder);
    expect(labels.map(({ start, end, type }) => [text.slice(start, end), type])).toEqual([
      ['Anna', 'person'],
      ['Oslo', 'city'],
    ]);
  });
});
