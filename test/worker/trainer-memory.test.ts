import { totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { memoryHere, trainerMemoryMb } from '../../worker/trainer-memory.ts';

it.each([
  [64, 2048],
  [4, 2048],
  [2, 1024],
  [1, 512],
  [0.1, 128],
])('on %d GiB a training process gets %d MiB unless somebody says otherwise', (gib, mib) => {
  expect(trainerMemoryMb(gib * 2 ** 30)).toBe(mib);
});

it('the memory here is that of the machine at most', () => {
  expect(memoryHere()).toBeGreaterThan(0);
  expect(memoryHere()).toBeLessThanOrEqual(totalmem());
});
