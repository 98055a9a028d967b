import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyed } from '../../../analysis/deidentify/keyed.ts';
import { type Deidentifier, deidentifyRecord } from '../../../analysis/deidentify/records.ts';
import { applyEdits, mapOffset } from '../../../analysis/deidentify/replace.ts';
import { ACTION_TABLE, decideLevel, PRIVACY_LEVELS } from '../../../contracts/deidentification.ts';
import { IDENTIFIERS } from '../../../contracts/privacy.ts';
import type { ConversationRecord } from '../../../contracts/records.ts';
import { makeRecord } from '../../support/records.ts';
import { findWords } from './fake-detector.ts';

const KEY = createKeyed(Buffer.alloc(32, 7));
const OTHER_KEY = createKeyed(Buffer.alloc(32, 8));

function treat(record: ConversationRecord, more: Partial<Deidentifier> & Pick<Deidentifier, 'detect'>) {
  const counts: Record<string, number> = {};
  const output = deidentifyRecord(record, { level: 'enhanced', keyed: KEY, ...more }, (name, by = 1) => {
    counts[name] = (counts[name] ?? 0) + by;
  });
  return { output, counts, texts: output?.messages.map(({ content }) => content) ?? [] };
}

const talk = (...texts: string[]) =>
  makeRecord(0, { messages: texts.map((content, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })) });

describe('the table of levels', () => {
  it('says for every identifier of Safe Harbor what is done with it, and at maximum lets none stay', () => {
    for (const { id, safe_harbor } of IDENTIFIERS) {
      expect(Object.keys(ACTION_TABLE[id])).toEqual(['basic', 'enhanced', 'maximum']);
      if (safe_harbor !== null) expect(ACTION_TABLE[id].maximum, id).not.toBe('keep');
      if (safe_harbor !== null) expect(ACTION_TABLE[id].enhanced, id).not.toBe('keep');
    }
  });

  it('never does less at a higher level', () => {
    for (const { id } of IDENTIFIERS) {
      const kept = (['basic', 'enhanced', 'maximum'] as const).map((level) => ACTION_TABLE[id][level] === 'keep');
      expect(kept, id).toEqual([...kept].sort((a, b) => Number(b) - Number(a)));
    }
  });

  it('takes the least level of the category where none is asked for, and says when less is asked', () => {
    expect(decideLevel(undefined, 'clinical')).toEqual({ level: 'maximum', least: 'maximum', below: false });
    expect(decideLevel(undefined, 'synthetic')).toEqual({ level: 'basic', least: 'basic', below: false });
    expect(decideLevel('basic', 'therapeutic')).toMatchObject({ level: 'basic', below: true });
    expect(decideLevel('maximum', 'synthetic')).toMatchObject({ level: 'maximum', below: false });
    expect(decideLevel(undefined, undefined)).toEqual({ level: 'basic', least: null, below: false });
  });
});

describe('names', () => {
  const detect = findWords({
    'Maria Lopez': 'name',
    'Ms. Lopez': 'name',
    Maria: 'name',
    MARIA: 'name',
    Tom: 'name',
    Thomas: 'name',
    'Li Wei': 'name',
    李伟: 'name',
  });

  it('one person stays one person within a conversation, in every way the name is written', () => {
    const { texts } = treat(
      talk('I am Maria Lopez.', 'Hello Maria, may I call you Ms. Lopez?', "MARIA is fine. Maria's sister came."),
      { detect },
    );
    const [, given = '', family = ''] = /^I am (\S+) (\S+)\.$/.exec(texts[0] ?? '') ?? [];
    expect(given).not.toBe('Maria');
    expect(family).not.toBe('Lopez');
    expect(texts[1]).toBe(`Hello ${given}, may I call you Ms. ${family}?`);
    expect(texts[2]).toBe(`${given.toUpperCase()} is fine. ${given}'s sister came.`);
  });

  it('short forms stay the person of the long form, and two persons stay two', () => {
    const { texts } = treat(talk('Thomas called. Tom is kind. Maria is not.'), { detect });
    const [, long, short, other] = /^(\S+) called\. (\S+) is kind\. (\S+) is not\.$/.exec(texts[0] ?? '') ?? [];
    expect(short).toBe(long);
    expect(other).not.toBe(long);
  });

  it('another conversation or another key gives another name, the same ones give the same', () => {
    const name = (group: string, keyed = KEY) =>
      treat({ ...talk('I am Maria Lopez.'), group_id: group }, { detect, keyed }).texts[0];
    expect(name('a')).toBe(name('a'));
    const others = [...'bcdefghij'].map((group) => name(group));
    expect(new Set(others).size).toBeGreaterThan(4);
    expect([...'abcdefghij'].map((group) => name(group, OTHER_KEY))).not.toEqual([name('a'), ...others]);
  });

  it('an invented name is nobody else of the conversation', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (group) => {
        const people = ['Emma', 'Olivia', 'Grace', 'Hannah', 'Emily', 'Alice', 'Claire', 'Laura', 'Helen', 'Susan'];
        const text = people.join(' and ');
        const { texts } = treat(
          { ...talk(text), group_id: group },
          {
            detect: findWords(Object.fromEntries(people.map((name) => [name, 'name' as const]))),
          },
        );
        const invented = (texts[0] ?? '').split(' and ');
        expect(new Set(invented).size).toBe(people.length);
        expect(invented.filter((name) => people.includes(name))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('names in other scripts are numbered, the same number for the same name', () => {
    const { texts } = treat(talk('李伟 came.', '李伟 left. Li Wei too.'), { detect });
    expect(texts[0]).toBe('[NAME_1] came.');
    expect(texts[1]).toMatch(/^\[NAME_1\] left\. (?!Li Wei)\S+ \S+ too\.$/);
  });
});

describe('dates, ages and places', () => {
  const detect = findWords({
    'March 5, 2024': 'date',
    'March 19, 2024': 'date',
    '2024-03-05': 'date',
    'the fifth of never': 'date',
    '94110-1234': 'postal_code',
    '03601': 'postal_code',
    '34': 'age',
    '97': 'age_over_89',
  });
  const text = 'From March 5, 2024 to March 19, 2024, ISO 2024-03-05, or the fifth of never.';

  it('at enhanced all dates of a subject move by the same days, other subjects by others', () => {
    const moved = (group: string) => treat({ ...talk(text), group_id: group }, { detect }).texts[0] ?? '';
    const [, from = '', to = '', iso = ''] = /^From (.+) to (.+), ISO (.+), or \[DATE\]\.$/.exec(moved('a')) ?? [];
    expect(Date.parse(`${to} UTC`) - Date.parse(`${from} UTC`)).toBe(14 * 86_400_000);
    expect(Date.parse(iso)).toBe(Date.parse(`${from} UTC`));
    expect(from).not.toBe('March 5, 2024');
    expect(new Set([...'abcdefgh'].map(moved)).size).toBeGreaterThan(4);
  });

  it('at maximum only the year is left', () => {
    expect(treat(talk(text), { detect, level: 'maximum' }).texts[0]).toBe('From 2024 to 2024, ISO 2024, or [DATE].');
  });

  it('ZIP codes keep three digits where enough people live, ages become bands', () => {
    const { texts } = treat(talk('I am 34, she is 97. ZIP 94110-1234, before that 03601.'), {
      detect,
      level: 'maximum',
    });
    expect(texts[0]).toBe('I am 30-39, she is 90+. ZIP 941**, before that 000**.');
  });
});

describe('codes', () => {
  const detect = findWords({
    'AB-12345': 'medical_record',
    'ab 12345': 'medical_record',
    'AB-12346': 'medical_record',
    'thumb.dat': 'biometric',
  });

  it('at enhanced the same number is the same keyed code, however it is written', () => {
    const { texts } = treat(talk('AB-12345', 'ab 12345', 'AB-12346'), { detect });
    expect(texts[0]).toMatch(/^\[MEDICAL_RECORD_[0-9A-F]{10}\]$/);
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).not.toBe(texts[0]);
    expect(treat(talk('AB-12345'), { detect, keyed: OTHER_KEY }).texts[0]).not.toBe(texts[0]);
  });

  it('at maximum nothing made of the number is left', () => {
    expect(treat(talk('AB-12345'), { detect, level: 'maximum' }).texts[0]).toBe('[MEDICAL_RECORD]');
  });

  it('a record is dropped where the table says so, at that level only', () => {
    expect(treat(talk('see thumb.dat'), { detect, level: 'maximum' }).output).toBeNull();
    expect(treat(talk('see thumb.dat'), { detect }).texts[0]).toBe('see [BIOMETRIC]');
  });
});

describe('a record', () => {
  const detect = findWords({ 'Maria Lopez': 'name', '555-0142-99': 'phone', 'P-77': 'unique_code' });

  it('keeps roles and order, moves annotations with their text, and drops speakers', () => {
    const content = 'I am Maria Lopez and I feel numb. Call 555-0142-99 tonight.';
    const record: ConversationRecord = {
      ...talk(content, 'I hear you.'),
      messages: [
        {
          role: 'user',
          content,
          speaker: 'Maria Lopez',
          annotations: [
            { start: content.indexOf('feel'), end: content.indexOf('feel') + 9, label: 'affect' },
            { start: content.indexOf('Call'), end: content.length, label: 'request' },
            { start: 5, end: 10, label: 'inside a name' },
          ],
        },
        { role: 'assistant', content: 'I hear you.' },
      ],
    };
    const { output } = treat(record, { detect });
    const [first, second] = output?.messages ?? [];
    const parts = first?.annotations?.map(({ start, end }) => first.content.slice(start, end));
    expect(parts?.slice(0, 2)).toEqual(['feel numb', 'Call [PHONE] tonight.']);
    expect(parts?.[2]).toMatch(/^\S+ \S+$/);
    expect(second).toEqual({ role: 'assistant', content: 'I hear you.' });
    expect(first).not.toHaveProperty('speaker');
  });

  it('ids become keyed codes, equal ones equal; labels are masked the same in every conversation', () => {
    const make = (i: number) =>
      makeRecord(i, {
        record_id: `P-77#${i}`,
        group_id: 'P-77',
        labels: { topic: 'Maria Lopez' },
        attributes: { age: '93' },
      });
    const [one, two] = [0, 1].map((i) => treat(make(i), { detect, level: 'maximum' }).output);
    expect(JSON.stringify([one, two])).not.toContain('P-77');
    expect(one?.group_id).toBe(two?.group_id);
    expect(one?.record_id).not.toBe(two?.record_id);
    expect(one?.labels).toEqual({ topic: '[NAME]' });
    expect(one?.attributes).toEqual({ age: '90+' });
  });

  it('at none nothing changes', () => {
    const record = talk('I am Maria Lopez.');
    expect(treat(record, { detect, level: 'none' }).output).toBe(record);
  });

  it('text with no identifier stays letter for letter, at every level', () => {
    const text = 'I keep thinking about March. Nothing is as it was; 3 of 4 nights I lie awake.';
    for (const level of PRIVACY_LEVELS) expect(treat(talk(text), { detect, level }).texts[0]).toBe(text);
  });
});

describe('doubtful spans', () => {
  const detect = findWords({ Hope: { identifier: 'name', confidence: 0.4 } });
  const record = talk('Hope is gone.');

  it('are treated unless a person said they are none', () => {
    expect(treat(record, { detect }).texts[0]).not.toContain('Hope');
    expect(treat(record, { detect, decided: () => true }).texts[0]).not.toContain('Hope');
    expect(treat(record, { detect, decided: () => false }).texts[0]).toBe('Hope is gone.');
  });

  it('are told with their place', () => {
    const told: unknown[] = [];
    treat(record, {
      detect,
      doubtful: (_record, message, { start, end }, decision) => told.push([message, start, end, decision]),
    });
    expect(told).toEqual([[0, 0, 4, null]]);
  });
});

describe('offsets', () => {
  it('point to the same characters after any edits, outside of what was replaced', () => {
    const edits = fc
      .tuple(
        fc.string({ minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(59), fc.nat(5), fc.string({ maxLength: 8 })), { maxLength: 6 }),
      )
      .map(([text, raw]) => {
        let from = 0;
        const list = raw
          .sort((a, b) => a[0] - b[0])
          .flatMap(([start, length, replacement]) => {
            if (start < from || start + length > text.length) return [];
            from = start + length + 1;
            return [{ start, end: start + length, replacement }];
          });
        return { text, list };
      });
    fc.assert(
      fc.property(edits, ({ text, list }) => {
        const changed = applyEdits(text, list);
        for (let at = 0; at < text.length; at++) {
          if (list.some(({ start, end }) => at >= start && at < Math.max(end, start + 1))) continue;
          expect(changed[mapOffset(list, at, 'start')]).toBe(text[at]);
        }
      }),
    );
  });
});
