import { describe, expect, it } from 'vitest';
import { centred, type DenseRows, mapped, meanOf, whitenedMetric } from '../../learning/metric.ts';
import { Random } from '../../learning/random.ts';

const DIM = 3;
/** Two classes apart along the first direction; within each, rows differ along the second by far the most. */
const rows: DenseRows = (() => {
  const random = new Random(4);
  const vectors = Float32Array.from({ length: 200 * DIM }, (_, at) => {
    const [i, d] = [Math.floor(at / DIM), at % DIM];
    if (d === 0) return (i < 100 ? 1 : -1) + 0.1 * random.normal();
    return (d === 1 ? 2 : 0.1) * random.normal();
  });
  return { vectors, dim: DIM };
})();
const members = [Array.from({ length: 100 }, (_, i) => i), Array.from({ length: 100 }, (_, i) => 100 + i)];

/** Mean over both classes of the covariance within, by the definition. */
function covariance(): number[][] {
  const cell = (r: number, c: number) => {
    const each = members.map((own) => {
      const value = (i: number, d: number) => rows.vectors[i * DIM + d] ?? 0;
      const mean = (d: number) => own.reduce((sum, i) => sum + value(i, d), 0) / own.length;
      const [a, b] = [mean(r), mean(c)];
      return own.reduce((sum, i) => sum + (value(i, r) - a) * (value(i, c) - b), 0) / own.length;
    });
    return each.reduce((sum, value) => sum + value / members.length, 0);
  };
  return Array.from({ length: DIM }, (_, r) => Array.from({ length: DIM }, (_, c) => cell(r, c)));
}

describe('the metric that episodes start from', () => {
  it('is the inverse of the spread within classes plus an even one, but for its size', () => {
    const shrinkage = 0.5;
    const { map } = whitenedMetric(rows, members, shrinkage);
    const within = covariance();
    const even = (shrinkage * within.reduce((sum, row, d) => sum + (row[d] ?? 0), 0)) / DIM;
    const regular = within.map((row, r) => row.map((value, c) => value + (r === c ? even : 0)));
    const product = regular.map((row) =>
      Array.from({ length: DIM }, (_, c) =>
        row.reduce((sum, value, k) => {
          const square = [0, 1, 2].reduce((dot, r) => dot + (map[r * DIM + k] ?? 0) * (map[r * DIM + c] ?? 0), 0);
          return sum + value * square;
        }, 0),
      ),
    );
    const size = product[0]?.[0] ?? 0;
    expect(size).toBeGreaterThan(0);
    for (const [r, row] of product.entries())
      for (const [c, value] of row.entries()) expect(value / size).toBeCloseTo(r === c ? 1 : 0, 4);
  });

  it('makes classes lie apart that the direction of most difference hid', () => {
    const { map } = whitenedMetric(rows, members, 0.1);
    const share = ({ vectors }: DenseRows) => {
      const mean = members.map((own) => own.reduce((sum, i) => sum + (vectors[i * DIM] ?? 0) / own.length, 0));
      return Math.abs((mean[0] ?? 0) - (mean[1] ?? 0));
    };
    const unit = centred(rows, new Float32Array(DIM));
    expect(share(mapped(rows, map))).toBeGreaterThan(1.3 * share(unit));
  });

  it('survives a class of equal rows, which has no spread at all', () => {
    const same: DenseRows = { vectors: new Float32Array(4 * DIM).fill(0.5), dim: DIM };
    const { map } = whitenedMetric(same, [[0, 1, 2, 3]], 2);
    expect([...map].every(Number.isFinite)).toBe(true);
  });
});

describe('rows without their mean', () => {
  it('have length 1 and keep zeros of rows that are the mean itself', () => {
    const few: DenseRows = { vectors: Float32Array.from([1, 0, 0, 3, 0, 0, 2, 0, 0, 2, 4, 0]), dim: DIM };
    expect([...meanOf(few)]).toEqual([2, 1, 0]);
    const { vectors } = centred(few, Float32Array.from([2, 0, 0]));
    expect([...vectors]).toEqual([-1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]);
  });
});
