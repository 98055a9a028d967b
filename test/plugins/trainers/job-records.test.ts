import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrainingJob } from '../../../contracts/training.ts';
import { readRecords, shareInMemory } from '../../../plugins/trainers/job-records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'job-records-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a training that holds all its texts is given as much of large files as its memory limit allows', () => {
  const file = join(folder, 'large.jsonl');
  writeFileSync(file, '');
  const jobOf = (bytes: number, memory_limit_mb: number) => {
    truncateSync(file, bytes);
    return { train_files: [file], validation_files: [], config: { memory_limit_mb } } as unknown as TrainingJob;
  };
  expect(shareInMemory(jobOf(50e6, 2048))).toBe(1);
  expect(shareInMemory(jobOf(4e9, 2048))).toBeLessThan(0.1);
  expect(shareInMemory(jobOf(4e9, 4096))).toBeCloseTo(2 * shareInMemory(jobOf(4e9, 2048)), 1);
});

it('the sample is even, the same at each pass, and counted', async () => {
  const file = join(folder, 'train.jsonl');
  writeFileSync(file, Array.from({ length: 2000 }, (_, i) => `${JSON.stringify({ record_id: `r${i}` })}\n`).join(''));
  let left = 0;
  const read = async (share: number) => {
    const options = { share, pause: async () => {}, leaveOut: (count: number) => (left = count) };
    return (await Array.fromAsync(readRecords([file], options))).map(({ record_id }) => record_id);
  };
  const half = await read(0.5);
  expect(half.length).toBeGreaterThan(900);
  expect(half.length).toBeLessThan(1100);
  expect(left).toBe(2000 - half.length);
  expect(await read(0.5)).toEqual(half);
  const fifth = await read(0.2);
  expect(half).toEqual(expect.arrayContaining(fifth));
  // From all parts of the file.
  const ofLast = half.filter((id) => Number(id.slice(1)) >= 1500);
  expect(ofLast.length).toBeGreaterThan(200);
});
