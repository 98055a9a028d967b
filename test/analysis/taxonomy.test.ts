import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSample } from '../../analysis/sample.ts';
import { createRecordShaper } from '../../analysis/shapes.ts';
import { signalsOf } from '../../analysis/taxonomy/record-signals.ts';
import { words } from '../../analysis/text-features.ts';
import { CATEGORIES, CategorizationSchema, type Category } from '../../contracts/dataset.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { chooseReader } from '../../plugins/choose-reader.ts';
import { READERS } from '../../plugins/readers/index.ts';
import { readAll, valuesOf } from '../plugins/readers/read.ts';
import { categorize, newCategorizer } from '../support/categorizer.ts';
import { REAL_DATA } from '../support/datasets.ts';
import { makeRecord } from '../support/records.ts';

describe('the taxonomy', () => {
  const many = (make: (i: number) => Partial<ConversationRecord> & { text?: string }) =>
    Array.from({ length: 20 }, (_, i) => makeRecord(i, make(i)));

  it.each([
    [
      'clinical',
      many((i) => ({
        messages: [
          { role: 'assistant', content: 'What brings you in? Any fever or chest pain?', speaker: 'Doctor' },
          { role: 'user', content: `I have had headaches for ${i} weeks and take my medication.`, speaker: 'Patient' },
          {
            role: 'assistant',
            content: 'I will prescribe 20 mg and we follow up after the blood test.',
            speaker: 'Doctor',
          },
        ],
      })),
    ],
    [
      'therapeutic',
      many((i) => ({
        messages: [
          { role: 'user', content: `I feel anxious before each of my ${i} meetings`, speaker: 'client' },
          {
            role: 'assistant',
            content: 'Let us put that automatic thought into your thought record',
            speaker: 'therapist',
          },
          { role: 'user', content: 'I always think that I will fail', speaker: 'client' },
          {
            role: 'assistant',
            content: 'What is the evidence for that? In CBT we look at distortions',
            speaker: 'therapist',
          },
        ],
      })),
    ],
    [
      'conversational',
      many((i) => ({
        messages: [
          { role: 'user', content: `nice weather today, any plans for the weekend ${i}?`, labels: { emotion: 'joy' } },
          { role: 'assistant', content: 'haha yes, a concert with friends. Do you like music?' },
          { role: 'user', content: 'Sure, my favorite band plays in town' },
          { role: 'assistant', content: 'Cool, have fun!' },
        ],
      })),
    ],
    ['multimodal', many((i) => ({ text: `what are you doing here ${i}`, tags: ['media:video', 'media:clip_times'] }))],
    [
      'synthetic',
      many((i) => ({
        tags: ['provenance:generated'],
        messages: [
          { role: 'user', content: `hi, I cannot sleep since ${i} days` },
          { role: 'assistant', content: 'As an AI language model I cannot diagnose, but here are some strategies' },
        ],
      })),
    ],
  ])('%s data is recognised with evidence, and never by its text', (category, records) => {
    const result = categorize(records);
    expect(result).toMatchObject({ category, uncertain: false, sampled_records: 20 });
    expect(Object.values(result.category_scores).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(result.evidence[0]?.record_indexes.length).toBeGreaterThan(0);
    expect(CategorizationSchema.safeParse(result).success).toBe(true);
    for (const word of ['weather', 'headaches', 'meetings', 'strategies'])
      expect(JSON.stringify(result)).not.toContain(word);
  });

  it('says that it is uncertain where nothing speaks for a category', () => {
    expect(categorize(many(() => ({ text: 'x'.repeat(400) })))).toMatchObject({ uncertain: true });
  });

  it('says so, too, where only the form of the talk speaks for one, as in a language no lexicon knows', () => {
    const asked = ['Bạn ngủ thế nào?', 'Hôm qua bạn làm gì?', 'Bạn ăn sáng chưa?'];
    const said = many((i) => ({
      messages: [
        { role: 'user', content: asked[i % asked.length] ?? '' },
        { role: 'assistant', content: `Tôi không nhớ nữa ${i}.` },
      ],
    }));
    const result = categorize(said);
    const [best = 0, second = 1] = Object.values(result.category_scores).sort((a, b) => b - a);
    expect(best - second).toBeGreaterThan(0.2);
    expect(result.uncertain).toBe(true);
  });

  it('does not depend on the order of the records', () => {
    const records = many((i) => ({ text: i % 3 ? 'therapy helps with coping' : 'my doctor prescribed it' }));
    expect(categorize([...records].reverse())).toEqual(categorize(records));
  });

  it('part of a word is no signal', () => {
    const of = (text: string) =>
      [...signalsOf(makeRecord(0, { text }))].filter((signal) => signal.startsWith('words:'));
    expect(of('a charmed explanation of an example, premedication, obsession')).toEqual([]);
    expect(of('my medication was changed')).toEqual(['words:medication_words']);
    expect(words('harm').test('a charm, harmless')).toBe(false);
    expect(words('harm').test('do no harm!')).toBe(true);
  });

  it('an empty sample is uncertain, and every category as likely as the other', () => {
    const result = categorize([]);
    expect(result).toMatchObject({ uncertain: true, sampled_records: 0, evidence: [], recommended_subcategories: [] });
    expect(Object.values(result.category_scores)).toEqual(CATEGORIES.map(() => 1 / CATEGORIES.length));
  });

  it('what a field says of its making outweighs what the text sounds like', () => {
    const said = { text: 'I feel anxious, therapy helps me with coping' };
    expect(categorize(many(() => said)).category).not.toBe('synthetic');
    const records = many(() => ({ ...said, tags: ['provenance:generated'] }));
    expect(categorize(records)).toMatchObject({ category: 'synthetic', uncertain: false });
    expect(categorize(records).recommended_subcategories[0]).toBe('ai_generated');
  });

  it('names domains, approaches and languages by the share of records that show them', () => {
    const result = categorize([
      makeRecord(0, { text: 'We look at your automatic thoughts about the panic attacks, as CBT does' }),
      makeRecord(1, { text: 'Me siento muy triste desde que murió mi padre y no puedo dormir' }),
    ]);
    expect(result.approaches).toEqual({ cognitive_behavioral: 0.5 });
    expect(result.domains).toMatchObject({ anxiety: 0.5 });
    expect(result.languages).toEqual({ en: 0.5, es: 0.5 });
  });

  it('a plugin adds a subcategory, which is named where enough records show it', () => {
    const added = {
      name: 'everyday_chat',
      category: 'conversational' as const,
      shareMin: 0.5,
      shows: (record: ConversationRecord) => record.messages[0]?.content.startsWith('hey') === true,
    };
    const chat = (start: string) => many((i) => ({ text: `${start} there, are you coming to the party ${i}` }));
    expect(categorize(chat('hey'), [added]).subcategories.map(({ name }) => name)).toContain('everyday_chat');
    expect(categorize(chat('so'), [added]).subcategories.map(({ name }) => name)).not.toContain('everyday_chat');
  });
});

describe('the sample', () => {
  it.each([
    [7, 10],
    [100, 10],
    [1003, 500],
    [98_765, 1000],
  ])('of %i records takes %i from all parts of the file', (count, size) => {
    const isSampled = createSample(count, size);
    const taken = Array.from({ length: count }, (_, i) => i).filter(isSampled);
    expect(taken).toHaveLength(Math.min(count, size));
    const tenth = Math.ceil(count / 10);
    if (count >= size) expect(taken.filter((i) => i >= count - tenth).length).toBeGreaterThanOrEqual(size / 10 - 1);
    // Not every nth: a file that repeats itself must not show one kind of record only.
    if (count > 3 * size) expect(new Set(taken.map((at, i) => at - (taken[i - 1] ?? 0))).size).toBeGreaterThan(2);
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
      const categorizer = newCategorizer();
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
