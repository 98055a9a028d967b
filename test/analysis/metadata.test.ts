import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createProfile } from '../../analysis/profile.ts';
import { measureQuality } from '../../analysis/quality.ts';
import { recommend } from '../../analysis/recommend.ts';
import { styleFacts } from '../../analysis/style-facts.ts';
import { DatasetMetadataSchema, METADATA_FIELDS } from '../../contracts/metadata.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { STYLES } from '../../contracts/training.ts';
import { assessStyle } from '../../plugins/styles/assess.ts';
import { categorize } from '../support/categorizer.ts';
import { makeMetadata } from '../support/metadata.ts';
import { makeRecord } from '../support/records.ts';

function measured(records: ConversationRecord[]) {
  const profile = createProfile();
  for (const record of records) profile.add(record);
  return { profile: profile.result(), categorization: categorize(records) };
}
const RECORDS = Array.from({ length: 40 }, (_, i) =>
  makeRecord(i, {
    labels: i % 4 === 0 ? {} : { topic: i % 2 === 0 ? 'sleep' : 'work' },
    messages: [
      { role: 'user', content: `I feel so anxious and cannot sleep, this is night ${i}` },
      { role: 'assistant', content: `That sounds really hard. You could try to talk to a therapist, number ${i}` },
    ],
  }),
);
const GIVEN = measured(RECORDS);

describe('metadata', () => {
  it('is 44 fields, each defined on its page', () => {
    const names = Object.keys(METADATA_FIELDS);
    expect(names).toHaveLength(44);
    const page = readFileSync(new URL('../../docs/metadata.md', import.meta.url), 'utf8');
    const defined = [...page.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(defined).toEqual(names);
  });

  it.each([
    ['measured data', GIVEN],
    ['no records', measured([])],
  ])('of %s fits its schema, and every null has its reason', (_name, given) => {
    const metadata = makeMetadata(given);
    expect(DatasetMetadataSchema.safeParse(metadata).error).toBeUndefined();
    const nulls = Object.keys(METADATA_FIELDS).filter((field) => metadata[field as keyof typeof metadata] === null);
    expect(Object.keys(metadata.reasons).sort()).toEqual(nulls.sort());
    for (const reason of Object.values(metadata.reasons)) expect(reason).not.toBe('');
  });

  it('holds the figures of the data', () => {
    const metadata = makeMetadata(GIVEN);
    expect(metadata).toMatchObject({
      record_count: 40,
      language: 'en',
      completeness_score: 0.75,
      crisis_content_ratio: 0,
    });
    expect(metadata.domains).toContain('anxiety');
    const { parts, score } = measureQuality(GIVEN.profile, GIVEN.categorization);
    const values = Object.values(parts);
    expect(Object.keys(parts)).toEqual(['completeness', 'consistency', 'relevance', 'uniqueness', 'wording']);
    expect(metadata.quality_score).toBeCloseTo(values.reduce((a, b) => a + b) / values.length);
    expect(metadata.quality_score).toBe(score.value);
  });

  it('keeps what the caller claims apart from what is measured', () => {
    const claim = { field: 'source_license' as const, value: 'CC BY 4.0', by: 'library', at: null, reference: null };
    const metadata = makeMetadata({ ...GIVEN, claims: [claim] });
    expect(metadata.source_license).toBeNull();
    expect(metadata.reasons.source_license).toContain('claims');
    expect(metadata.claims).toEqual([claim]);
  });

  it('takes fairness from the bias report once there is one', () => {
    const bias = {
      record_count: 40,
      dimensions: [],
      fairness_score: { value: 0.9, reason: null },
      indicators: ['x'],
      requires_correction: false,
    };
    expect(makeMetadata({ ...GIVEN, bias })).toMatchObject({ fairness_score: 0.9, bias_indicators: ['x'] });
    expect(makeMetadata(GIVEN).reasons.fairness_score).toContain('bias_detection');
  });

  it('two languages, each of a fair share, are several', () => {
    const spanish = RECORDS.slice(0, 15).map((record) => ({
      ...record,
      messages: [
        { role: 'user' as const, content: `Me siento muy triste desde que murió mi padre, noche ${record.record_id}` },
      ],
    }));
    expect(makeMetadata(measured([...RECORDS.slice(0, 15), ...spanish])).language).toBe('multi');
  });
});

describe('recommendations', () => {
  const facts = styleFacts({
    ...GIVEN,
    safety_level: 'moderate',
    available_compute: 'medium',
    training_objective: 'x',
  });
  const assessments = STYLES.map((style) => assessStyle(style, facts));
  const recommendations = recommend({ ...GIVEN, assessments });

  it('score all eight styles with reasons, those that can learn first', () => {
    expect(recommendations.styles).toHaveLength(8);
    for (const { reasons } of recommendations.styles) expect(reasons.length).toBeGreaterThan(0);
    const eligible = recommendations.styles.map((style) => style.eligible);
    expect(eligible).toEqual([...eligible].sort((a, b) => Number(b) - Number(a)));
    expect(facts).toMatchObject({
      labelled_record_count: 30,
      turn_pair_count: 40,
      class_counts: { sleep: 10, work: 20 },
    });
  });

  it('name the steps of the category and of every dataset, each once', () => {
    const steps = recommendations.preprocessing.map(({ step }) => step);
    expect(steps).toEqual([...new Set(steps)]);
    expect(steps.slice(-2)).toEqual(['text_normalization', 'encoding_validation']);
    const crisis = measured(
      RECORDS.map((record) => ({ ...record, messages: [{ role: 'user', content: 'I want to die' }] })),
    );
    const found = recommend({ ...crisis, assessments }).preprocessing.map(({ step }) => step);
    expect(found).toEqual(expect.arrayContaining(['crisis_content_filtering', 'deduplication']));
  });

  it('put the improvement first that would add most to the quality', () => {
    const half = RECORDS.map((record, i) =>
      i % 2 === 0 ? { ...record, messages: RECORDS[0]?.messages ?? [] } : record,
    );
    const { quality_improvements } = recommend({ ...measured(half), assessments });
    const effects = quality_improvements.map(({ effect }) => effect);
    expect(effects).toEqual([...effects].sort((a, b) => b - a));
    expect(quality_improvements[0]).toMatchObject({ improvement: 'remove exact duplicates', target: 0.98 });
  });
});
