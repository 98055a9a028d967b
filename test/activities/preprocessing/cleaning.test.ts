import { afterEach, describe, expect, it } from 'vitest';
import { CleaningReportSchema } from '../../../contracts/cleaning.ts';
import { CRISIS_POLICIES } from '../../../contracts/deidentification.ts';
import { createActivityStack } from '../../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
afterEach(() => stack?.end());

async function ingest(lines: object[], shardRecords = 50) {
  stack = createActivityStack({ shardRecords });
  stack.write('talks.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  return (await stack.ingest('talks.jsonl')).records;
}

const talk = (i: number, text: string) => ({
  id: `c${i}`,
  messages: [
    { role: 'user', content: text },
    { role: 'assistant', content: 'I hear you.' },
  ],
});

describe('the language of each record', () => {
  it('stands in it with a confidence, or null with the reason, and is counted over all', async () => {
    stack = createActivityStack({ shardRecords: 50 });
    const texts = [
      'I did not sleep last night and the whole day was grey and slow.',
      'Ich habe heute Nacht nicht geschlafen und der Tag war lang und grau.',
      '昨日の夜はほとんど眠れませんでした。',
      'Ok.',
    ];
    stack.write('talks.jsonl', texts.map((text) => JSON.stringify({ text })).join('\n'));
    const { records } = await stack.ingest('talks.jsonl');
    const cleaned = await stack.run('cleanRecords', { records });
    const told = (await stack.read(cleaned.records)).map(({ language }) => language);
    expect(told.map((language) => language?.code)).toEqual(['en', 'de', 'ja', null]);
    expect(told.map((language) => language?.reason)).toEqual([null, null, null, 'too_short']);
    expect(told[2]?.confidence).toBe(1);
    expect(told[0]?.confidence).toBeGreaterThan(0.5);
    expect(told[0]?.confidence).toBeLessThan(1);
    expect(cleaned.report.languages).toEqual({
      ...{ record_count: 4, too_short_count: 1, not_clear_count: 0 },
      by_language: { en: 1, de: 1, ja: 1 },
    });
  });
});

describe('crisis content', () => {
  const lines = [
    ...Array.from({ length: 60 }, (_, i) => talk(i, `Night ${i} was long.`)),
    ...[60, 61, 62].map((i) => talk(i, `I want to die, day ${i}.`)),
  ];

  it.each(CRISIS_POLICIES)('is counted by type under policy %s', async (crisis_policy) => {
    const records = await ingest(lines);
    const { report } = await stack.run('cleanRecords', { records, crisis_policy });
    expect(CleaningReportSchema.parse(report)).toEqual(report);
    expect(report.crisis).toMatchObject({ policy: crisis_policy, record_count: 3, by_type: { suicide_ideation: 3 } });
  });

  it('is tagged by default, kept untagged, routed apart or dropped as asked', async () => {
    const records = await ingest(lines);
    const outcome = async (crisis_policy?: (typeof CRISIS_POLICIES)[number]) => {
      const output = await stack.run('cleanRecords', { records, ...(crisis_policy && { crisis_policy }) });
      const kept = await stack.read(output.records);
      const { routed } = output.report.crisis;
      return {
        kept: kept.length,
        tagged: kept.filter(({ tags }) => tags.some((tag) => tag.startsWith('crisis:'))).length,
        routed: routed === null ? null : (await stack.read(routed)).map(({ tags }) => tags),
      };
    };
    expect(await outcome()).toEqual({ kept: 63, tagged: 3, routed: null });
    expect(await outcome('keep')).toEqual({ kept: 63, tagged: 0, routed: null });
    expect(await outcome('drop')).toEqual({ kept: 60, tagged: 0, routed: null });
    expect(await outcome('route')).toEqual({ kept: 60, tagged: 0, routed: Array(3).fill(['crisis:suicide_ideation']) });
  });
});

describe('the steps of a category', () => {
  it('join turns in conversational data only', async () => {
    const lines = [
      {
        id: 'a',
        messages: [
          { role: 'user', content: 'Hi.' },
          { role: 'user', content: 'I am sad.' },
          { role: 'assistant', content: 'Why?' },
        ],
      },
    ];
    const records = await ingest(lines);
    const turns = async (category?: 'conversational' | 'clinical') => {
      const output = await stack.run('cleanRecords', { records, ...(category && { category }) });
      return (await stack.read(output.records))[0]?.messages.map(({ content }) => content);
    };
    expect(await turns('conversational')).toEqual(['Hi.\nI am sad.', 'Why?']);
    expect(await turns('clinical')).toEqual(['Hi.', 'I am sad.', 'Why?']);
    expect(await turns()).toEqual(['Hi.', 'I am sad.', 'Why?']);
  });

  it('measure authenticity of synthetic data only', async () => {
    const records = await ingest(
      Array.from({ length: 80 }, (_, i) =>
        talk(i, `I feel so tired of all this every single day and night, said number ${i} to the others in the room.`),
      ),
    );
    const { report } = await stack.run('cleanRecords', { records, category: 'synthetic' });
    expect(report.findings).toMatchObject([{ rule: 'authenticity' }]);
    expect((await stack.run('cleanRecords', { records, category: 'clinical' })).report.templatedness).toBeNull();
  });
});

describe('near-duplicates', () => {
  it('go with exact ones, counted apart, the first of them kept', async () => {
    const text =
      'I have been lying awake for weeks now because my mind keeps going over what she said to me in the kitchen that evening';
    const records = await ingest([
      talk(0, text),
      talk(1, `${text}.`),
      talk(2, `Well, ${text}`),
      talk(3, 'Something else that has nothing to do with any of the other texts in here at all, really.'),
    ]);
    const output = await stack.run('deduplicateRecords', { records });
    expect(output.counts).toEqual({ exact_duplicates_removed: 1, near_duplicates_removed: 1 });
    expect((await stack.read(output.records)).map(({ record_id }) => record_id)).toEqual(['c0#0', 'c3#3']);
  });
});

describe('augmentation', () => {
  it('adds reworded records to the training split alone, none of them a copy', async () => {
    const records = await ingest(
      Array.from({ length: 100 }, (_, i) => talk(i, `Maybe I often talk about day ${i} and what it was.`)),
    );
    const plain = await stack.run('splitDataset', { records, seed: 1 });
    const more = await stack.run('splitDataset', { records, seed: 1, enable_augmentation: true });
    expect(plain).not.toHaveProperty('augmented_record_count');
    expect(more.augmented_record_count).toBe(80);
    expect(more.splits.train.record_count).toBe(plain.splits.train.record_count + 80);
    expect(more.splits.validation.sha256).toBe(plain.splits.validation.sha256);
    expect(more.splits.test.sha256).toBe(plain.splits.test.sha256);
    const texts = (await stack.read(more.splits.train)).map(({ messages }) => JSON.stringify(messages));
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('an attempt that is killed between shards', () => {
  it('goes on at the next shard, and the bytes are those of an undisturbed run', async () => {
    const lines = Array.from({ length: 28 }, (_, i) => talk(i, `Write to person${i}@mailhaven.com about night ${i}.`));
    const records = await ingest(lines, 6);
    expect(records.shards).toHaveLength(5);
    const input = { records, privacy_level: 'enhanced' } as const;
    const whole = await stack.run('deidentifyRecords', input);
    stack.end();

    const again = await ingest(lines, 6);
    const read: string[] = [];
    const { storage } = stack.deps;
    const localPath = storage.localPath.bind(storage);
    let killAt = 3;
    // The third shard cannot be read once: the attempt dies with two shards finished.
    storage.localPath = (uri) => {
      if (uri.startsWith('objects/') && again.shards.some((shard) => shard.uri === uri)) {
        const index = again.shards.findIndex((shard) => shard.uri === uri);
        read.push(String(index));
        if (index === killAt - 1) {
          killAt = 0;
          throw new Error('killed');
        }
      }
      return localPath(uri);
    };
    const context = { execution_id: 'run-killed' };
    await expect(stack.run('deidentifyRecords', { ...input, records: again }, context)).rejects.toThrow('killed');
    read.length = 0;
    const resumed = await stack.run('deidentifyRecords', { ...input, records: again }, { ...context, attempt: 2 });
    expect(resumed.records.sha256).toBe(whole.records.sha256);
    expect(resumed.counts).toEqual(whole.counts);
    expect(resumed.report).toEqual(whole.report);
    // The file's name is looked up in the first shard, twice; then the work goes on at the third.
    expect(read.slice(0, 5)).toEqual(['0', '0', '2', '3', '4']);
  });
});
