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

  it.each([9, 17, 1000, 12_345])('of %i things holds every n-th, over half of its limit', (count) => {
    const things = sampleOf(count, { countMax: 8, sizeMax: 100 });
    const step = things[1] ?? 0;
    expect(things).toEqual(things.map((_, i) => i * step));
    expect(things.length).toBeGreaterThan(4);
    expect(things.length).toBeLessThanOrEqual(8);
    expect(things.length).toBe(Math.ceil(count / step));
  });

  it('holds fewer where they are large, and one thing at least', () => {
    expect(sampleOf(8, { countMax: 8, sizeMax: 4 })).toEqual([0, 2, 4, 6]);
    expect(sampleOf(3, { countMax: 8, sizeMax: 4 }, () => 5)).toEqual([0]);
  });
});
