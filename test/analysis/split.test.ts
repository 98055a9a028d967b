import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits, leaksOf, type SplitItem, strataOf } from '../../analysis/split.ts';
import type { SplitName } from '../../contracts/records.ts';

const NONE = { exact: 0, near_duplicate: 0, subject: 0 };

const item = fc.record({
  group: fc.nat(30).map(String),
  key: fc.nat(60).map(String),
  wanted: fc.constantFrom<SplitName | null>('train', 'validation', 'test', null),
  strata: fc.array(fc.nat(4), { maxLength: 3 }),
});

describe('the split', () => {
  it('never puts a group or a text on two sides, whatever the data asks for', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 200 }), fc.nat(1000), (items, seed) => {
        expect(leaksOf(items, assignSplits(items, seed))).toEqual(NONE);
      }),
    );
  });

  const plain = (count: number): SplitItem[] =>
    Array.from({ length: count }, (_, i) => ({ group: `g${i}`, key: `k${i}`, wanted: null }));
  const sizes = (splits: SplitName[]) => ({
    train: splits.filter((s) => s === 'train').length,
    validation: splits.filter((s) => s === 'validation').length,
    test: splits.filter((s) => s === 'test').length,
  });

  it('has the shares 0.8, 0.1, 0.1', () => {
    expect(sizes(assignSplits(plain(1000), 1))).toEqual({ train: 800, validation: 100, test: 100 });
  });

  it('is the same for the same seed and another for another', () => {
    expect(assignSplits(plain(100), 1)).toEqual(assignSplits(plain(100), 1));
    expect(assignSplits(plain(100), 1)).not.toEqual(assignSplits(plain(100), 2));
  });

  it('leaves no split empty where there are enough groups', () => {
    for (const count of [10, 20, 37])
      for (const size of Object.values(sizes(assignSplits(plain(count), 3)))) expect(size).toBeGreaterThan(0);
  });

  it('keeps the split of the source where whole groups agree on it', () => {
    const items = plain(30).map((entry, i) => ({
      ...entry,
      wanted: (['train', 'validation', 'test'] as const)[i % 3] ?? null,
    }));
    expect(assignSplits(items, 1)).toEqual(items.map(({ wanted }) => wanted));
  });

  it('no split is empty with three components or more, whatever their sizes', () => {
    const groups = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(groups, fc.integer(), (counts, seed) => {
        const items = counts.flatMap((count, g) =>
          Array.from({ length: count }, (_, i): SplitItem => ({ group: `g${g}`, key: `k${g}.${i}`, wanted: null })),
        );
        const splits = assignSplits(items, seed);
        expect(leaksOf(items, splits)).toEqual(NONE);
        for (const size of Object.values(sizes(splits))) expect(size).toBeGreaterThan(0);
      }),
    );
  });

  it('cuts the split that the source lacks from its training records, and leaves its test records alone', () => {
    const items = plain(100).map((entry, i) => ({ ...entry, wanted: i < 80 ? ('train' as const) : ('test' as const) }));
    const splits = assignSplits(items, 1);
    expect(splits.slice(80)).toEqual(items.slice(80).map(() => 'test'));
    expect(splits.filter((split) => split === 'validation').length).toBeGreaterThan(5);
    expect(splits.filter((split) => split === 'train').length).toBeGreaterThan(60);
  });

  it('does not follow a source that leaves nothing to train on', () => {
    const items = plain(100).map((entry) => ({ ...entry, wanted: 'test' as const }));
    expect(sizes(assignSplits(items, 1))).toEqual({ train: 80, validation: 10, test: 10 });
  });

  it('deals out each label and each group by the shares, the rare ones as well', () => {
    const items = plain(1000).map((entry, i) => ({
      ...entry,
      strata: strataOf({
        labels: { topic: i % 50 === 0 ? 'rare' : `t${i % 3}` },
        attributes: { gender: i % 7 < 2 ? 'female' : 'male' },
        messages: [],
      }),
    }));
    const splits = assignSplits(items, 5);
    expect(sizes(splits)).toEqual({ train: 800, validation: 100, test: 100 });
    for (const stratum of new Set(items.flatMap(({ strata }) => strata))) {
      const own = splits.filter((_, i) => items[i]?.strata.includes(stratum));
      const { train, validation, test } = sizes(own);
      expect(train / own.length).toBeCloseTo(0.8, 1);
      expect(validation).toBeGreaterThan(0);
      expect(Math.abs(validation - own.length / 10)).toBeLessThanOrEqual(2 + own.length / 50);
      expect(Math.abs(test - own.length / 10)).toBeLessThanOrEqual(2 + own.length / 50);
    }
  });

  it('keeps near duplicates together, and its count of leaks can fail: exact, near, by subject', () => {
    const items: SplitItem[] = [
      { group: 'a', key: '1', wanted: null },
      { group: 'a', key: '2', wanted: null },
      { group: 'b', key: '2', wanted: null },
      { group: 'c', key: '3', wanted: null, near: 0 },
      ...plain(30),
    ];
    const splits = assignSplits(items, 1);
    expect(new Set(splits.slice(0, 4)).size).toBe(1);
    expect(leaksOf(items.slice(0, 2), ['train', 'test'])).toEqual({ ...NONE, subject: 1 });
    expect(leaksOf(items.slice(0, 3), ['train', 'train', 'test'])).toEqual({ ...NONE, exact: 1 });
    expect(leaksOf(items.slice(0, 4), ['train', 'train', 'train', 'test'])).toEqual({ ...NONE, near_duplicate: 1 });
  });
});
