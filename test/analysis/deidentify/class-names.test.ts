import { describe, expect, it } from 'vitest';
import { isClassName, isGroupName } from '../../../analysis/deidentify/class-names.ts';
import { createKeyed } from '../../../analysis/deidentify/keyed.ts';
import { deidentifyRecord } from '../../../analysis/deidentify/records.ts';
import { findIdentifiers } from '../../../analysis/pii.ts';
import { createProfile } from '../../../analysis/profile.ts';
import { makeRecord } from '../../support/records.ts';

const identifiersIn = (field: string, value: string) =>
  findIdentifiers(value).filter((span) => !isClassName(field, value, span));

describe('names of classes', () => {
  it.each(['Risk Ignorance', 'Trauma Recovery', 'Legal & Regulatory', 'GENHX', 'FAM/SOCHX'])(
    '%s looks like an organisation to the model and is none',
    (value) => {
      expect(findIdentifiers(value)).not.toEqual([]);
      expect(identifiersIn('topic', value)).toEqual([]);
    },
  );

  it.each([
    ['topic', 'Joe Carter'],
    ['topic', 'JOE/CARTER'],
    ['topic', 'about Thaddeus Okonjo'],
    ['topic', 'St. Mary Hospital'],
    ['topic', '415-555-0133'],
    ['topic', 'joe.carter@example.org'],
    ['assignedTherapist', 'Trauma Recovery'],
    ['referring_clinic', 'Trauma Recovery'],
  ])('%s: %s is found as in a text', (field, value) => {
    expect(findIdentifiers(value)).not.toEqual([]);
    expect(identifiersIn(field, value)).toEqual(findIdentifiers(value));
  });

  it('of groups stay in the attributes that say them, and in no other', () => {
    const value = 'Asian, Pacific Islander';
    const [span] = findIdentifiers(value);
    expect(span).toMatchObject({ source: 'model' });
    expect(span && isGroupName('Race/Ethnicity', value, span)).toBe(true);
    expect(span && isGroupName('household', value, span)).toBe(false);
  });

  it('of a long value all is found', () => {
    const value = 'he saw Trauma Recovery as something that he did not need at all';
    const span = { start: 7, end: 22, identifier: 'organization', confidence: 0.9, source: 'model' } as const;
    expect(isClassName('topic', value, span)).toBe(false);
  });

  it('stay in the counts of a dataset and in its records, where names of persons are masked', () => {
    const profile = createProfile();
    const labels = ['Unauthorized Expertise', 'Trauma Recovery', 'Joe Carter'];
    const records = labels.map((category, i) => makeRecord(i, { labels: { category } }));
    for (const record of records) profile.add(record);
    expect(profile.result().label_fields).toEqual({
      category: { 'Unauthorized Expertise': 1, 'Trauma Recovery': 1, '[NAME]': 1 },
    });
    const treated = records.map((record) =>
      deidentifyRecord(
        record,
        {
          level: 'maximum',
          keyed: createKeyed(Buffer.alloc(32, 7)),
          detect: findIdentifiers,
        },
        () => undefined,
      ),
    );
    expect(treated.map((record) => record?.labels.category)).toEqual([
      'Unauthorized Expertise',
      'Trauma Recovery',
      '[NAME]',
    ]);
  });
});
