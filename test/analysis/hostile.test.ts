import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBiasMeter } from '../../analysis/bias.ts';
import { findCrisis } from '../../analysis/crisis.ts';
import { duplicateKey } from '../../analysis/duplicates.ts';
import { createProfile } from '../../analysis/profile.ts';
import { createRecordShaper } from '../../analysis/shapes.ts';
import { checkStandardRecord } from '../../analysis/standard-check.ts';
import { BiasReportSchema, CategorizationSchema, DatasetProfileSchema } from '../../contracts/dataset.ts';
import { type ConversationRecord, ConversationRecordSchema } from '../../contracts/records.ts';
import { newCategorizer } from '../support/categorizer.ts';
import { makeRecord } from '../support/records.ts';

function measureAll(records: ConversationRecord[]) {
  const [profile, bias, categorizer] = [createProfile(), createBiasMeter(), newCategorizer()];
  for (const record of records) {
    profile.add(record);
    bias.add(record);
    categorizer.add(record);
    findCrisis(record);
    duplicateKey(record);
  }
  return { profile: profile.result(), bias: bias.result(), categorization: categorizer.result() };
}

/** Objects with the names that shapes look for, holding anything. */
const names = fc.constantFrom(
  ...['messages', 'conversations', 'role', 'from', 'content', 'value', 'text', 'prompt', 'response', 'input', 'output'],
  ...['question', 'answer', 'label', 'topic', 'id', 'split', 'metadata', 'qa_pairs', 'gender', 'age', 'speaker'],
  ...['__proto__', 'constructor', 'toString', ''],
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.constantFrom('train', 'user', 'constructor', 'Client: a\nTherapist: b', '[{"from":"a"}]', null, 0, true),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  ),
}));

describe('any value at all', () => {
  it('becomes valid records or a reason, never a crash, and can be measured', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        const shaper = createRecordShaper({ fileName: 'f' });
        const records = values.flatMap((each, index) => {
          const shaped = shaper.toRecords(each, { file: 'f', line: index + 1, index });
          if ('reason' in shaped) expect(shaped.reason.length).toBeLessThan(700);
          return 'records' in shaped ? shaped.records : [];
        });
        for (const record of records) expect(checkStandardRecord(ConversationRecordSchema.parse(record))).toBeDefined();
        expect(new Set(records.map(({ record_id }) => record_id)).size).toBe(records.length);
        const measured = measureAll(records);
        DatasetProfileSchema.parse(measured.profile);
        BiasReportSchema.parse(measured.bias);
        CategorizationSchema.parse(measured.categorization);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a megabyte made to slow a pattern down is measured to its end', () => {
  it.each([
    ...[
      'a',
      ' ',
      '\n',
      'i am ',
      "don't ",
      'not a ',
      'suicidal ',
      'can’t afford ',
      '_',
      'User 1:',
      'a: ',
      '[laugh',
      '焦虑',
    ],
    'self - harm ',
  ])('%j repeated', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const shaped = createRecordShaper({ fileName: 'f' }).toRecords({ text }, { file: 'f', line: 1, index: 0 });
    const records = 'records' in shaped ? shaped.records : [];
    expect(measureAll([...records, makeRecord(1, { text: `x${text}` })]).profile.record_count).toBeGreaterThan(0);
  });

  it('many short turns are as well', () => {
    const messages = Array.from({ length: 100_000 }, (_, i) => ({ speaker: `s${i % 7}`, text: 'hi' }));
    const shaped = createRecordShaper({ fileName: 'f' }).toRecords({ messages }, { file: 'f', line: 1, index: 0 });
    expect('records' in shaped && shaped.records[0]?.messages).toHaveLength(100_000);
  });
});
