import { describe, expect, it } from 'vitest';
import { embedInto, readStaticTable } from '../../learning/static-embedding.ts';
import { writeTensors } from '../../learning/tensor-file.ts';
import { WordPieces } from '../../learning/word-pieces.ts';
import { createPause } from '../../plugins/styles/features.ts';
import { embedTexts } from '../../plugins/styles/static-table.ts';

const pieces = new WordPieces(['sleep', '##less', '##y', 'cafe', '.', '睡']);

describe('word pieces', () => {
  it.each([
    ['sleepless', [0, 1]],
    ['Sleepy CAFÉ.', [0, 2, 3, 4]],
    ['睡睡', [5, 5]],
    ['sleep unknown', [0]],
    ['sleepq', []],
    ['', []],
  ])('of %j are %j', (text, ids) => {
    expect(pieces.split(text)).toEqual(ids);
  });
});

describe('a static table', () => {
  const bytes = writeTensors({
    meta: { format: 'static-table-1', dimensions: 2 },
    tensors: { scales: Float32Array.of(1, 0.5), table: Uint8Array.of(3, 4, 0, 254) },
  });

  it('gives the sum of the pieces at length 1', () => {
    const vector = new Float32Array(2);
    embedInto(readStaticTable(bytes, 'a\nb\n'), 'a b', vector);
    expect([...vector]).toEqual([expect.closeTo(3 / Math.hypot(3, 3)), expect.closeTo(3 / Math.hypot(3, 3))]);
  });

  it('gives zeros for a text that holds no known piece', () => {
    const vector = Float32Array.of(9, 9);
    embedInto(readStaticTable(bytes, 'a\nb\n'), '…', vector);
    expect([...vector]).toEqual([0, 0]);
  });

  it('refuses a vocabulary of another length', () => {
    expect(() => readStaticTable(bytes, 'a\n')).toThrow('2 rows');
  });
});

describe('the table that is installed', () => {
  it('puts texts of one meaning nearer than texts that share words', async () => {
    const texts = ['I cannot sleep at night', 'insomnia keeps me awake', 'I cannot find my car at night'];
    const { vectors, dim } = await embedTexts(texts, { embedding: null, pause: createPause() });
    const cosine = (a: number, b: number) =>
      vectors.subarray(a * dim, (a + 1) * dim).reduce((sum, value, d) => sum + value * (vectors[b * dim + d] ?? 0), 0);
    expect(cosine(0, 0)).toBeCloseTo(1);
    expect(cosine(0, 1)).toBeGreaterThan(cosine(1, 2));
  });
});
