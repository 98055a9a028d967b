import { describe, expect, it } from 'vitest';
import { classBalance } from '../../analysis/selection-facts.ts';

describe('the balance of classes', () => {
  it.each([
    [[50, 50], 1],
    [[10, 10, 10, 10], 1],
    [[100, 0], 0],
    [[90, 10], 0.469],
  ])('of %j is %d', (counts, value) => {
    expect(classBalance(counts)).toEqual({ value: expect.closeTo(value, 3), reason: null });
  });

  it('is unknown for one class', () => {
    expect(classBalance([40])).toEqual({ value: null, reason: 'there are no two classes' });
  });
});
