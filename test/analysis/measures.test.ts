import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBiasMeter } from '../../analysis/bias.ts';
import {
  createDistinctCounter,
  duplicateHash,
  duplicateKey,
  duplicateText,
  evenHash,
} from '../../analysis/duplicates.ts';
import { createProfile } from '../../analysis/profile.ts';
import { checkStandardRecord } from '../../analysis/standard-check.ts';
import { validate, validateFairness } from '../../analysis/validate.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { makeMetadata } from '../support/metadata.ts';
import { makeRecord } from '../support/records.ts';

function profileOf(records: ConversationRecord[]) {
  const profile = createProfile();
  for (const record of records) profile.add(record);
  return profile.result();
}
function biasOf(records: ConversationRecord[]) {
  const meter = createBiasMeter();
  for (const record of records) meter.add(record);
  return meter.result();
}

describe('the profile', () => {
  it('counts what is there', () => {
    const profile = profileOf([
      makeRecord(0, { text: 'I feel low today', labels: { topic: 'mood' } }),
      makeRecord(1, { text: 'i FEEL low, today!', labels: { topic: 'mood' } }),
      makeRecord(2, { text: 'mail me at a@example.org and I want to die', labels: {} }),
    ]);
    expect(profile).toMatchObject({
      record_count: 3,
      label_fields: { topic: { mood: 2 } },
      exact_duplicate_share: expect.closeTo(1 / 3),
      pii_mentions: { email: 1 },
      crisis: { share_of_records: 1 / 3, by_type: { suicide_ideation: 1 } },
      completeness_score: { value: 2 / 3, reason: null },
    });
  });

  it('counts a field that is label and attribute once', () => {
    const both = makeRecord(0, { labels: { gender: 'female' }, attributes: { gender: 'female' } });
    expect(profileOf([both]).completeness_score.value).toBe(1);
  });

  it('says why what it cannot know is null', () => {
    expect(profileOf([])).toMatchObject({
      quality_score: { value: null, reason: expect.any(String) },
      consent_verified_share: null,
    });
    expect(profileOf([makeRecord(0)]).completeness_score).toEqual({ value: null, reason: expect.any(String) });
  });
});

describe('bias', () => {
  const told = (count: number, word: string, topic: string) =>
    Array.from({ length: count }, (_, i) => makeRecord(i, { text: `my ${word} said so`, labels: { topic } }));

  it('balance is 1 for equal mentions and falls with inequality', () => {
    const equal = biasOf([...told(40, 'wife', 'a'), ...told(40, 'husband', 'a')]);
    expect(equal.dimensions[0]).toMatchObject({
      dimension: 'gender',
      record_counts: { female: 40, male: 40 },
      balance: { value: 1 },
      label_parity: { value: 1 },
    });
    const unequal = biasOf([...told(90, 'wife', 'a'), ...told(10, 'husband', 'a')]);
    expect(unequal.dimensions[0]?.balance.value).toBeCloseTo(0.469, 3);
    expect(unequal.indicators).toEqual(['gender: mentions are unbalanced']);
  });

  it('label parity falls by the difference of the label rates', () => {
    const report = biasOf([...told(40, 'wife', 'a'), ...told(30, 'husband', 'a'), ...told(10, 'husband', 'b')]);
    expect(report.dimensions[0]?.label_parity.value).toBeCloseTo(0.75);
    expect(report.requires_correction).toBe(true);
  });

  it('is not known where nobody is mentioned', () => {
    expect(biasOf([makeRecord(0)]).fairness_score).toEqual({ value: null, reason: expect.any(String) });
  });

  it('finds words, not parts of words', () => {
    expect(
      biasOf([makeRecord(0, { text: 'the theme is sheer human manners' })]).dimensions[0]?.records_with_mention,
    ).toBe(0);
  });

  it('what attributes say counts beside the text, under one name a group', () => {
    const report = biasOf([
      makeRecord(0, { attributes: { Gender: 'F', age: '24' } }),
      makeRecord(1, { attributes: { pronouns: 'she/her', age_group: '35-49' } }),
      makeRecord(2, { attributes: { sex: 'male', age: '71', ethnicity: 'prefer not to say' } }),
    ]);
    const counts = Object.fromEntries(report.dimensions.map((entry) => [entry.dimension, entry.record_counts]));
    expect(counts).toMatchObject({
      gender: { female: 2, male: 1 },
      age: { young: 1, middle: 1, senior: 1 },
      ethnicity: {},
    });
  });

  it('one group only has no balance at all', () => {
    expect(biasOf(told(40, 'wife', 'a'))).toMatchObject({
      fairness_score: { value: 0, reason: null },
      indicators: ['gender: mentions are unbalanced'],
    });
  });

  it('free text in an attribute does not become a group each', () => {
    const report = biasOf(
      Array.from({ length: 500 }, (_, i) => makeRecord(i, { attributes: { religion: `faith ${i}` } })),
    );
    const religion = report.dimensions.find(({ dimension }) => dimension === 'religion');
    expect(Object.keys(religion?.record_counts ?? {}).length).toBeLessThanOrEqual(51);
    expect(religion?.records_with_mention).toBe(500);
  });
});

describe('validation', () => {
  const profile = profileOf(Array.from({ length: 10 }, (_, i) => makeRecord(i, { text: `I want to die ${i}` })));
  const categorization = {
    category: 'therapeutic' as const,
    confidence: 1,
    uncertain: false,
    category_scores: {} as never,
    recommended_subcategories: [],
    subcategories: [],
    domains: {},
    approaches: { humanistic: 1 },
    languages: {},
    signals: { 'shape:dialogue': 1, 'words:distress': 1, 'words:empathy': 1 },
    relevance: { value: null, reason: 'scripted' },
    sampled_records: 1,
    evidence: [],
  };

  const validateWith = (input: Omit<Parameters<typeof validate>[0], 'metadata'>) =>
    validate({ ...input, metadata: makeMetadata(input) });

  it('gives both numbers and the remedy, as severe as the safety level says', () => {
    const findings = validateWith({ profile, categorization, consent: null, safety_level: 'strict' });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['crisis_content', 'error'],
      ['consent', 'error'],
    ]);
    expect(findings[0]).toMatchObject({ measured: 1, limit: 0.25, remedy: expect.any(String) });
    const permissive = validateWith({ profile, categorization, consent: null, safety_level: 'permissive' });
    expect(permissive.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['crisis_content', 'info'],
      ['consent', 'error'],
    ]);
  });

  it('consent stops clinical and therapeutic data at every level, other data as the level says', () => {
    const of = (category: 'clinical' | 'therapeutic' | 'conversational' | 'multimodal') =>
      validateWith({
        profile,
        categorization: { ...categorization, category },
        consent: null,
        safety_level: 'moderate',
      }).find(({ rule }) => rule === 'consent')?.severity;
    expect(of('clinical')).toBe('error');
    expect(of('therapeutic')).toBe('error');
    expect(of('conversational')).toBe('warning');
    expect(of('multimodal')).toBe('warning');
  });

  it('takes no consent that does not count, and says why', () => {
    const consent = { status: 'verified', verified_by: 'privacy office' };
    const [finding] = validateWith({
      ...{ profile, categorization, consent, safety_level: 'permissive' },
      consent_refusal: 'consent_expired',
    }).filter(({ rule }) => rule === 'consent');
    expect(finding).toMatchObject({ severity: 'error', message: expect.stringContaining('has expired') });
  });

  it('takes the consent the caller answers for', () => {
    const consent = { status: 'verified', verified_by: 'privacy office' };
    expect(validateWith({ profile, categorization, consent, safety_level: 'strict' }).map(({ rule }) => rule)).toEqual([
      'crisis_content',
    ]);
  });

  it.each([
    [null, 'strict', 'fairness_unknown', 'warning', 0.9],
    [null, 'moderate', 'fairness_unknown', 'info', 0.9],
    [0.5, 'strict', 'fairness', 'error', 0.8],
    [0.5, 'permissive', 'fairness', 'info', 0.8],
    [0.85, 'strict', 'fairness_bias_limit', 'warning', 0.9],
  ] as const)(
    'a fairness of %s for clinical data under %s safety is %s: %s',
    (value, safety_level, rule, severity, limit) => {
      const report = { record_count: 1, dimensions: [], indicators: [], requires_correction: false };
      const fairness_score = { value, reason: value === null ? 'x' : null };
      expect(
        validateFairness({ category: 'clinical', safety_level, report: { ...report, fairness_score } }),
      ).toMatchObject([{ rule, severity, limit, measured: value }]);
    },
  );

  it('a fairness above both limits of the category is no finding', () => {
    const fairness_score = { value: 0.91, reason: null };
    const report = { record_count: 1, dimensions: [], indicators: [], requires_correction: false, fairness_score };
    expect(validateFairness({ category: 'clinical', safety_level: 'strict', report })).toEqual([]);
    expect(validateFairness({ category: 'therapeutic', safety_level: 'strict', report })).toHaveLength(1);
  });

  it.each([
    ['therapeutic', ['therapeutic_approaches', 'therapeutic_quality_score']],
    ['clinical', ['therapeutic_approaches']],
    ['conversational', ['empathy_indicators']],
    ['synthetic', ['source_type', 'generation_method']],
    ['multimodal', ['modalities']],
  ] as const)('%s data without its metadata is warned of, and not stopped', (category, fields) => {
    const bare = { ...categorization, category, approaches: {}, signals: {} };
    const findings = validateWith({ profile, categorization: bare, consent: null, safety_level: 'strict' });
    const missing = findings.filter(({ rule }) => rule.startsWith('required_metadata:'));
    expect(missing.map(({ rule }) => rule)).toEqual(fields.map((field) => `required_metadata:${field}`));
    expect(new Set(missing.map(({ severity }) => severity))).toEqual(new Set(['warning']));
  });

  it('sound or film beside the text has to come with its times', () => {
    const missing = (signals: Record<string, number>) =>
      validateWith({
        profile,
        categorization: { ...categorization, category: 'multimodal', signals },
        consent: null,
        safety_level: 'strict',
      }).filter(({ rule }) => rule === 'required_metadata:synchronization_quality');
    expect(missing({ 'media:audio': 1 })).toHaveLength(1);
    expect(missing({ 'media:audio': 1, 'media:clip_times': 0.9 })).toEqual([]);
    expect(missing({ 'language:field': 1 })).toEqual([]);
  });

  it.each([
    ['clinical', 0.8],
    ['conversational', 0.6],
    ['therapeutic', 0.85],
    ['synthetic', 0.7],
    ['multimodal', 0.75],
  ] as const)('the quality of %s data has to be %d', (category, limit) => {
    const of = (value: number) => {
      const even = { completeness_score: { value, reason: null }, consistency_score: { value, reason: null } };
      const poor = { ...profile, ...even, exact_duplicate_share: 1 - value, worded_share: value };
      return validateWith({
        profile: poor,
        categorization: { ...categorization, category, relevance: { value, reason: null } },
        consent: null,
        safety_level: 'moderate',
      }).filter(({ rule }) => rule === 'quality');
    };
    expect(of(limit + 0.01)).toEqual([]);
    expect(of(limit - 0.01)).toMatchObject([{ limit, severity: 'warning' }]);
  });

  it('identifiers in the source are told at every level and stop nothing: they are masked later', () => {
    const named = profileOf([makeRecord(0, { text: 'write to a@example.org please' })]);
    const consent = { status: 'verified', verified_by: 'privacy office' };
    expect(validateWith({ profile: named, categorization, consent, safety_level: 'strict' })).toMatchObject([
      { rule: 'anonymised', severity: 'info', measured: 1, limit: 0 },
    ]);
  });
});

describe('standard records and duplicates', () => {
  it('names by path what does not fit', () => {
    expect(checkStandardRecord(makeRecord(0))).toEqual([]);
    expect(checkStandardRecord(makeRecord(0, { text: ' ' }))).toEqual(['messages.0.content: empty']);
    const late = makeRecord(0, {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'system', content: 'b' },
      ],
    });
    expect(checkStandardRecord(late)).toEqual(['messages.1.role: system after a turn']);
  });

  it('the key ignores case, spacing and punctuation, and nothing else', () => {
    const key = (text: string) => duplicateKey(makeRecord(0, { text }));
    expect(key('Hello,  World!')).toBe(key('hello world'));
    expect(key('hello world')).not.toBe(key('hello worlds'));
  });

  it('texts of signs only are the same where their signs are', () => {
    const key = (text: string) => duplicateKey(makeRecord(0, { text }));
    expect(key('😀')).not.toBe(key('😢'));
    expect(key('❤️')).not.toBe(key('☀️'));
    expect(key(' 😀 ')).toBe(key('😀'));
  });

  it('the hash for counting is that of the normalised text, whatever signs it holds', () => {
    const texts = [
      '',
      '  ',
      'Hello,  World!',
      ' a',
      'A-1 ',
      '?!',
      ' ? !  ',
      'café',
      'e\u0301té ﬁn',
      '😀',
      'Ünï 你好!',
      'a\0b',
    ];
    const isThatOfText = (text: string) => {
      const record = makeRecord(0, { text });
      return duplicateHash(record) === evenHash(duplicateText(record));
    };
    for (const text of texts) expect(isThatOfText(text), text).toBe(true);
    const units = Array.from({ length: 0x10000 }, (_, unit) => unit);
    expect(units.filter((unit) => !isThatOfText(`e${String.fromCharCode(unit)}Aᅡ가`))).toEqual([]);
    expect(new Set(texts.map((text) => duplicateHash(makeRecord(0, { text })))).size).toBeGreaterThan(8);
  });

  it('distinct keys are counted exactly, and past the bound nearly so in bounded memory', () => {
    const count = (keysMax: number) => {
      const counter = createDistinctCounter(keysMax);
      for (let i = 0; i < 20_000; i++) counter.add(evenHash(String(i % 15_000)));
      return counter.result();
    };
    expect(count(1_000_000)).toEqual({ distinct: 15_000, repeat_share: 0.25, exact: true });
    const sampled = count(1000);
    expect(sampled.exact).toBe(false);
    expect(Math.abs(sampled.distinct / 15_000 - 1)).toBeLessThan(0.15);
    expect(Math.abs(sampled.repeat_share - 0.25)).toBeLessThan(0.05);
  });
});

describe('the key of a text', () => {
  it('is the same by the quick way for ASCII as by the one for all of Unicode', () => {
    // The long way, as the definition has it.
    const slow = (text: string) => {
      const whole = text.normalize('NFKC').toLowerCase().trim();
      return whole.replace(/[\p{L}\p{N}]/u.test(whole) ? /[^\p{L}\p{N}\p{M}]+/gu : /\s+/gu, ' ').trim();
    };
    const keyOf = (content: string) => duplicateKey({ messages: [{ role: 'user', content }] });
    const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(ascii, (text) => {
        expect(keyOf(text)).toBe(
          createHash('sha256')
            .update(`user\0${slow(text)}\0`)
            .digest('hex'),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
