import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { categoryScores, SIGNALS } from '../../analysis/taxonomy/model.ts';
import { TAXONOMY_MODEL } from '../../analysis/taxonomy/shipped-model.ts';
import { fitModel } from '../../bench/taxonomy/fit.ts';
import { readDatasetFolder, readTruth } from '../../bench/taxonomy/folders.ts';
import { categorizeByKeywords } from '../../bench/taxonomy/keyword-method.ts';
import { makePseudoDatasets } from '../../bench/taxonomy/pseudo/make.ts';
import { type Known, pseudoExamples, readSamples } from '../../bench/taxonomy/training-data.ts';
import { CATEGORIES } from '../../contracts/dataset.ts';
import { SUBCATEGORIES } from '../../contracts/taxonomy.ts';

const folder = mkdtempSync(join(tmpdir(), 'taxonomy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the data the taxonomy learns from', () => {
  it('is the same at every call, and shows every subcategory by at least three templates', () => {
    expect(JSON.stringify(makePseudoDatasets(1))).toBe(JSON.stringify(makePseudoDatasets(1)));
    const made = makePseudoDatasets(1);
    for (const name of Object.values(SUBCATEGORIES).flat()) {
      const templates = made.filter(({ subcategories, open }) => subcategories.includes(name) || open.includes(name));
      expect(templates.length, name).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('the samples of public datasets', () => {
  it('hold shares of known signals and names, and nothing else', () => {
    const samples = readSamples();
    expect(samples.length).toBeGreaterThan(100);
    for (const { shares, ...said } of samples) {
      expect(Object.keys(said).sort()).toEqual([
        'accept_categories',
        'category',
        'name',
        'record_count',
        'subcategories',
      ]);
      for (const [signal, share] of Object.entries(shares)) {
        expect(SIGNALS).toContain(signal);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the model', () => {
  it('trained on some templates tells the category of templates it never saw', async () => {
    const known = pseudoExamples(2).filter(({ category }) => category !== null);
    const origins = [...new Set(known.map(({ origin }) => origin))];
    const held = new Set(origins.filter((_origin, i) => i % 4 === 0));
    const model = await fitModel(known.filter(({ origin }) => !held.has(origin)));
    const right = ({ features, category }: Known) => {
      const scores = categoryScores(model, features);
      return CATEGORIES.reduce((best, name) => (scores[name] > scores[best] ? name : best)) === category;
    };
    const judged = known.filter(({ origin }) => held.has(origin));
    expect(judged.filter(right).length / judged.length).toBeGreaterThan(0.75);
  }, 60_000);

  it('as shipped has a finite weight for every signal', () => {
    const functions = [...Object.values(TAXONOMY_MODEL.categories), ...Object.values(TAXONOMY_MODEL.subcategories)];
    expect(functions).toHaveLength(5 + 25);
    for (const { weights, bias } of functions) {
      expect(weights).toHaveLength(SIGNALS.length);
      expect([bias, ...weights].every(Number.isFinite)).toBe(true);
    }
  });
});

describe('the evaluation', () => {
  it('takes the largest file of a folder and its like, and says what it left out', async () => {
    const dataset = join(folder, 'a');
    mkdirSync(dataset);
    const rows = (make: (i: number) => object) =>
      Array.from({ length: 20 }, (_, i) => JSON.stringify(make(i))).join('\n');
    writeFileSync(
      join(dataset, 'train.jsonl'),
      rows((i) => ({ id: i, text: `a longer text of the kind, number ${i}` })),
    );
    writeFileSync(
      join(dataset, 'test.jsonl'),
      rows((i) => ({ id: i, text: `short ${i}` })),
    );
    writeFileSync(join(dataset, 'people.jsonl'), '{"who":"a","age":3}\n{"who":"b","age":4}\n');
    writeFileSync(
      join(dataset, 'labels.jsonl'),
      rows((i) => ({ id: i, answer: 'x' })),
    );
    writeFileSync(join(dataset, 'blob.bin'), Buffer.from([0, 1, 2, 0]));
    const { files, skipped } = await readDatasetFolder(dataset);
    expect(files.map(({ name }) => name)).toEqual(['train.jsonl', 'test.jsonl']);
    expect(skipped).toHaveLength(2);
    expect(skipped.join('\n')).toMatch(/blob\.bin: skipped[\s\S]*people\.jsonl: other fields/);
  });

  it('refuses a truth that names no category', async () => {
    writeFileSync(join(folder, 'truth.json'), '{"a":{"category":"poetry","subcategories":[],"accept_categories":[]}}');
    await expect(readTruth(folder)).rejects.toThrow();
  });

  it('the keyword method answers as it was probed: records of messages are synthetic with 0.07', () => {
    const messages = [{ messages: [{ role: 'user', content: 'therapy session on my diagnosis' }] }];
    for (const values of [messages, []]) {
      expect(categorizeByKeywords(values)).toMatchObject({ category: 'synthetic', subcategories: [] });
      expect(categorizeByKeywords(values).confidence).toBeCloseTo(0.07);
    }
    expect(categorizeByKeywords([{ text: 'my therapy session' }])).toMatchObject({
      category: 'therapeutic',
      confidence: 0.6,
    });
  });
});
