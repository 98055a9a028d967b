import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisect } from '../../activities/transform.ts';
import type { Quarantined } from '../../contracts/activities.ts';
import { makeRecord } from '../support/records.ts';

describe('bisection', () => {
  it('keeps out exactly the records that break the transform, wherever they stand, and counts the rest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.uniqueArray(fc.nat(59)), async (count, poison) => {
        const records = Array.from({ length: count }, (_, i) => makeRecord(i));
        const bad = new Set(poison.filter((index) => index < count));
        const quarantined: Quarantined[] = [];
        const output = await bisect(
          records,
          (batch) => {
            for (const record of batch) if (bad.has(record.source.index)) throw new TypeError('text of the record');
            return { records: batch, counts: { seen: batch.length } };
          },
          quarantined,
        );
        expect(quarantined.map((entry) => entry.record_index).sort((a, b) => a - b)).toEqual(
          [...bad].sort((a, b) => a - b),
        );
        expect(output.records.map((record) => record.source.index)).toEqual(
          records.map((record) => record.source.index).filter((index) => !bad.has(index)),
        );
        expect(output.counts.seen ?? 0).toBe(count - bad.size);
        expect(JSON.stringify(quarantined)).not.toContain('text of the record');
      }),
    );
  });
});
