import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRecordShaper } from '../../analysis/shapes.ts';
import { createCategorizer } from '../../analysis/taxonomy.ts';
import { words } from '../../analysis/text-features.ts';
import { CATEGORIES, type Category } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { chooseReader } from '../../plugins/choose-reader.ts';
import { READERS } from '../../plugins/readers/index.ts';
import { readAll, valuesOf } from '../plugins/readers/read.ts';
import { REAL_DATA } from '../support/datasets.ts';
import { makeRecord } from '../support/records.ts';

describe('the taxonomy', () => {
  const categorize = (records: ConversationRecord[]) => {
    const categorizer = createCategorizer();
    for (const record of records) categorizer.add(record);
    return categorizer.result();
  };
  const many = (make: (i: number) => Partial<ConversationRecord> & { text?: string }) =>
    Array.from({ length: 20 }, (_, i) => makeRecord(i, make(i)));

  it.each([
    [
      'clinical',
      many(() => ({
        messages: [
          { role: 'user', content: 'symptoms for two weeks', speaker: 'Patient' },
          { role: 'assistant', content: 'diagnosis and medication, 20 mg', speaker: 'Doctor' },
        ],
      })),
    ],
    [
      'therapeutic',
      many(() => ({
        messages: [
          { role: 'user', content: 'I feel anxious', speaker: 'client' },
          { role: 'assistant', content: 'in therapy we look at coping', speaker: 'therapist' },
        ],
      })),
    ],
    ['conversational', many(() => ({ text: 'nice weather', labels: { Emotion: 'joy' } }))],
    [
      'synthetic',
      many(() => ({
        messages: [
          { role: 'user', content: 'hi', speaker: 'User 1' },
          { role: 'assistant', content: 'as an AI language model I cannot', speaker: 'User 2' },
        ],
      })),
    ],
  ])('%s data is recognised with evidence, and never by its text', (category, records) => {
    const result = categorize(records);
    expect(result).toMatchObject({ category, uncertain: false, sampled_records: 20 });
    expect(Object.values(result.category_scores).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(result.evidence[0]?.record_indexes.length).toBeGreaterThan(0);
    expect(JSON.stringify(result)).not.toContain('nice weather');
  });

  it('says that it is uncertain where nothing speaks for a category', () => {
    expect(categorize(many(() => ({ text: 'x'.repeat(400) })))).toMatchObject({ uncertain: true });
  });

  it('does not depend on the order of the records', () => {
    const records = many((i) => ({ text: i % 3 ? 'therapy helps with coping' : 'my doctor prescribed it' }));
    expect(categorize([...records].reverse()).category_scores).toEqual(categorize(records).category_scores);
  });

  it('part of a word is no signal', () => {
    const of = (text: string) => categorize(many(() => ({ text: `${text} `.padEnd(400, 'x ') }))).evidence;
    expect(of('explanation of an example, diagnosisless, therapistry, obsession')).toEqual([]);
    expect(words('harm').test('a charm, harmless')).toBe(false);
    expect(words('harm').test('do no harm!')).toBe(true);
  });

  it('an empty sample is uncertain, and every category as likely as the other', () => {
    const result = categorize([]);
    expect(result).toMatchObject({ uncertain: true, sampled_records: 0, evidence: [], recommended_subcategories: [] });
    expect(Object.values(result.category_scores)).toEqual(CATEGORIES.map(() => 1 / CATEGORIES.length));
  });

  it('what a field says of its making outweighs what the text sounds like', () => {
    const records = many(() => ({ text: 'I feel anxious, therapy helps', tags: ['provenance:generated'] }));
    expect(categorize(records)).toMatchObject({ category: 'synthetic', recommended_subcategories: ['ai_generated'] });
  });
});

const FILES: Record<string, string> = {
  'counsel-chat': 'counsel_chat.csv',
  cpsycoun: 'conversations.json',
  'medquad-mental': 'medquad.json',
  meld: 'dev_sent_emo.csv',
  'mts-dialog': 'train.csv',
  'synthetic-persona-chat': 'valid.csv',
  'topical-chat': 'conversations.json',
  'vera-mh-dev': 'conversations.jsonl',
};
describe.skipIf(!existsSync(join(REAL_DATA, 'truth.json')))(
  'real data is read whole and categorised as people did',
  () => {
    it.each(Object.entries(FILES))('%s', async (folder, name) => {
      const truth = JSON.parse(readFileSync(join(REAL_DATA, 'truth.json'), 'utf8'))[folder];
      const bytes = readFileSync(join(REAL_DATA, folder, name));
      const reader = chooseReader({ head: bytes.subarray(0, 65_536), fileName: name, format: null, readers: READERS });
      const events = await readAll(reader, bytes);
      const shaper = createRecordShaper({ fileName: name });
      const categorizer = createCategorizer();
      let records = 0;
      valuesOf(events).forEach((value, index) => {
        const shaped = shaper.toRecords(value, { file: name, line: null, index });
        if ('reason' in shaped) throw new Error(`record ${index}: ${shaped.reason}`);
        records += shaped.records.length;
        for (const record of shaped.records) if (record.source.index % 5 === 0) categorizer.add(record);
      });
      expect(valuesOf(events)).toHaveLength(events.length);
      expect(records).toBeGreaterThan(40);
      const { category, uncertain } = categorizer.result();
      const accepted: Category[] = [truth.category, truth.category_with_provenance, ...truth.accept_categories];
      expect(accepted).toContain(category);
      expect(uncertain).toBe(false);
    });
  },
);
