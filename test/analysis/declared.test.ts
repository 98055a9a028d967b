import { describe, expect, it } from 'vitest';
import { declaredCategories, withDeclared } from '../../analysis/taxonomy/declared.ts';
import { toRecords } from '../../bench/taxonomy/examine.ts';
import type { DeclaredFacts } from '../../contracts/dataset.ts';
import { categorize, newCategorizer } from '../support/categorizer.ts';

const card = (facts: Partial<DeclaredFacts>): DeclaredFacts => ({
  said_by: 'README.md',
  name: null,
  licence: null,
  languages: [],
  tags: [],
  ...facts,
});
const scores = (synthetic: number) => {
  const rest = (1 - synthetic) / 4;
  return { clinical: rest, conversational: rest, therapeutic: rest, synthetic, multimodal: rest };
};

describe('what a dataset card says of the kind of a dataset', () => {
  it('speaks for the categories that its tags, tasks and name mean', () => {
    expect(declaredCategories(null)).toEqual([]);
    expect(declaredCategories(card({ tags: ['mental health', 'size:1K'] }))).toEqual([]);
    expect(declaredCategories(card({ tags: ['synthetic', 'task_categories:text-generation'] }))).toEqual(['synthetic']);
    expect(declaredCategories(card({ tags: ['CBT', 'Counseling'] }))).toEqual(['conversational', 'therapeutic']);
    expect(declaredCategories(card({ name: 'Clinical notes' }))).toEqual(['clinical']);
    expect(declaredCategories(card({ tags: ['language_creators:machine-generated'] }))).toEqual(['synthetic']);
    expect(declaredCategories(card({ languages: ['en', 'de'] }))).toEqual([]);
    expect(declaredCategories(card({ languages: ['en', 'de', 'sw'] }))).toEqual(['multimodal']);
  });

  it('decides what the records leave open, and cannot overrule what they are sure of', () => {
    const open = withDeclared({ ...scores(0.3), conversational: 0.35, clinical: 0.1 }, ['synthetic']);
    expect(open.synthetic).toBeGreaterThan(open.conversational);
    const sure = withDeclared({ ...scores(0.1), clinical: 0.7 }, ['synthetic']);
    expect(sure.clinical).toBeGreaterThan(sure.synthetic);
    expect(Object.values(sure).reduce((a, b) => a + b)).toBeCloseTo(1);
    expect(withDeclared(scores(0.3), [])).toEqual(
      withDeclared(scores(0.3), ['clinical', 'conversational', 'therapeutic', 'synthetic', 'multimodal']),
    );
  });

  it('a card that lies leaves clear content its category, and is named among the evidence where it is right', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      chief_complaint: 'Headache for three days.',
      icd10: 'G43.1',
      note: `Patient ${i} presents with headache. Assessment: migraine. Plan: sumatriptan 50 mg.`,
      text: `Chief complaint: headache. Assessment: migraine. Plan: sumatriptan 50 mg, follow up in ${i} weeks.`,
    }));
    const records = toRecords(rows, 'notes.jsonl');
    const told = (declared: DeclaredFacts) => {
      const categorizer = newCategorizer([], declared);
      for (const record of records) categorizer.add(record);
      return categorizer.result();
    };
    expect(categorize(records).category).toBe('clinical');
    const lied = told(card({ tags: ['synthetic', 'chat'] }));
    expect(lied.category).toBe('clinical');
    expect(lied.evidence.map(({ signal }) => signal)).not.toContain('declared:synthetic');
    const agreed = told(card({ tags: ['clinical'] }));
    expect(agreed.evidence.find(({ signal }) => signal === 'declared:clinical')).toMatchObject({
      share_of_records: 0,
      record_indexes: [],
    });
    expect(agreed.confidence).toBeGreaterThanOrEqual(categorize(records).confidence);
  });
});
