import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augment } from '../../analysis/augment.ts';
import {
  cleaningFindings,
  cleanMessage,
  createModalityCheck,
  createTemplatedness,
  normalise,
  structureTurns,
  TEMPLATEDNESS_MAX,
} from '../../analysis/cleaning.ts';
import { repairEncoding } from '../../analysis/encoding.ts';
import { makeDialogues, numbers } from '../../bench/near-duplicates/edits.ts';
import { makeRecord } from '../support/records.ts';

/** What a reader does that takes UTF-8 for Windows-1252. */
function misread(text: string): string {
  const high = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
  return [...Buffer.from(text)]
    .map((byte) => (byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : String.fromCharCode(byte)))
    .join('');
}

describe('encoding repair', () => {
  it('undoes UTF-8 read as Windows-1252, once and twice', () => {
    for (const text of ['José cried', 'I don’t know…', '“no” – never', 'naïve café', '我很累', '😀 ok']) {
      expect(repairEncoding(misread(text))).toBe(text);
      expect(repairEncoding(misread(misread(text)))).toBe(text);
    }
  });

  it('leaves whole text as it is, whatever the language', () => {
    const texts = [
      'Ça va, très bien',
      'Åse åt smörgås',
      'São Paulo',
      'El niño comió',
      'Größe',
      'déjà – vu',
      'ÂME',
      'Привет',
      '5 °C',
    ];
    for (const text of texts) expect(repairEncoding(text)).toBe(text);
  });
});

describe('normalisation', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normalise(text);
        // Characters that come together by what was removed between them may make a repairable run once more.
        expect(normalise(normalise(once))).toBe(normalise(once));
      }),
    );
  });

  it('moves annotations with their text', () => {
    const content = '  I  donâ€™t \u0000 sleep   at all.\r\n\r\n\r\n\r\nNo.  ';
    const at = content.indexOf('sleep');
    const cleaned = cleanMessage({
      role: 'user',
      content,
      annotations: [{ start: at, end: at + 10, label: 'symptom' }],
    });
    expect(cleaned.content).toBe('I don’t sleep at all.\n\nNo.');
    const [mark] = cleaned.annotations ?? [];
    expect(cleaned.content.slice(mark?.start, mark?.end)).toBe('sleep at');
  });
});

describe('turns', () => {
  it('of one speaker that follow each other become one, unless they carry labels', () => {
    const turn = (role: 'user' | 'assistant', content: string, more = {}) => ({ role, content, ...more });
    const joined = structureTurns([
      turn('user', 'Hi.'),
      turn('user', 'I am sad.'),
      turn('assistant', 'I see.'),
      turn('user', 'Yes.', { labels: { emotion: 'sad' } }),
      turn('user', 'No.'),
    ]);
    expect(joined.map(({ content }) => content)).toEqual(['Hi.\nI am sad.', 'I see.', 'Yes.', 'No.']);
  });
});

describe('authenticity of synthetic data', () => {
  const measure = (texts: string[]) => {
    const templated = createTemplatedness(1);
    for (const [i, text] of texts.entries()) templated.add(makeRecord(i, { text }));
    return templated.result();
  };

  it('is low for texts that share no words in a row, and high for texts of one mould', () => {
    const next = numbers(5);
    const own = Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => `w${next(5000)}`).join(' '));
    expect(measure(own)).toBeLessThan(0.05);
    expect(measure(makeDialogues(60, numbers(6)))).toBeGreaterThan(TEMPLATEDNESS_MAX);
    expect(measure(['one', 'two'])).toBeNull();
  });

  it('is a finding above the limit, never below', () => {
    const findings = (templatedness: number | null) => cleaningFindings({ templatedness, modality: null });
    expect(findings(0.9)).toMatchObject([{ rule: 'authenticity', severity: 'warning', measured: 0.9 }]);
    expect([findings(0.1), findings(null)]).toEqual([[], []]);
  });
});

describe('modality', () => {
  it('records that name other media than most are counted and found', () => {
    const check = createModalityCheck();
    for (let i = 0; i < 8; i++) check.add({ tags: ['media:audio', 'media:clip_times'] });
    check.add({ tags: ['media:audio'] });
    check.add({ tags: [] });
    const modality = check.result();
    expect(modality).toEqual({
      record_counts: { 'text+audio+clip_times': 8, 'text+audio': 1, text: 1 },
      inconsistent_count: 2,
    });
    expect(cleaningFindings({ templatedness: null, modality })).toMatchObject([{ rule: 'modality', measured: 2 }]);
  });
});

describe('augmentation', () => {
  it('rewords in the same group, keeps case, and is tagged', () => {
    const record = makeRecord(1, { text: 'Maybe I often talk too much. We don’t talk.' });
    const other = augment(record);
    expect(other?.messages[0]?.content).toBe('Perhaps I frequently speak too much. We don’t speak.');
    expect(other).toMatchObject({ group_id: record.group_id, tags: ['augmented:synonyms'] });
    expect(other?.record_id).not.toBe(record.record_id);
  });

  it('is never a copy, and never of crisis content', () => {
    expect(augment(makeRecord(1, { text: 'Nothing here has another word.' }))).toBeNull();
    expect(augment(makeRecord(1, { text: 'Maybe so.', tags: ['crisis:self_harm'] }))).toBeNull();
  });
});
