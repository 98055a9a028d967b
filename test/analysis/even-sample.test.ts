import { describe, expect, it } from 'vitest';
import { createEvenSample } from '../../analysis/even-sample.ts';

const sampleOf = (count: number, limits: { countMax: number; sizeMax: number }, sizeOf = (_: number) => 1) => {
  const sample = createEvenSample<number>(limits);
  for (let i = 0; i < count; i++) sample.offer(i, sizeOf(i));
  return sample.things();
};

describe('an even sample', () => {
  it('is everything up to its limit', () => {
    expect(sampleOf(8, { countMax: 8, sizeMax: 100 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([9, 17, 1000, 12_345])('of %i things holds one of each block of some power of two', (count) => {
    const things = sampleOf(count, { countMax: 8, sizeMax: 100 });
    const block = 2 ** Math.ceil(Math.log2(count / 8));
    const blocks = things.map((thing) => Math.floor(thing / block));
    expect(things.length).toBeLessThanOrEqual(8);
    expect(new Set(blocks).size).toBe(things.length);
    // The last block is not whole: the one drawn may not have come.
    expect(things.length).toBeGreaterThanOrEqual(Math.floor(count / block));
  });

  it.each([2, 4, 8, 16])('meets each of %i kinds that take turns about as often', (kinds) => {
    const things = sampleOf(100_000, { countMax: 2048, sizeMax: 100_000 });
    for (let kind = 0; kind < kinds; kind++) {
      const share = things.filter((thing) => thing % kinds === kind).length / things.length;
      expect(Math.abs(share - 1 / kinds)).toBeLessThan(0.05);
    }
  });

  it('is the same for the same things', () => {
    const draw = () => sampleOf(10_000, { countMax: 64, sizeMax: 1000 });
    expect(draw()).toEqual(draw());
  });

  it('holds fewer where they are large, and one thing at least', () => {
    expect(sampleOf(8, { countMax: 8, sizeMax: 4 })).toHaveLength(4);
    expect(sampleOf(3, { countMax: 8, sizeMax: 4 }, () => 5)).toHaveLength(1);
  });
});
