import { describe, expect, it } from 'vitest';
import { createProfile, crisisShareAtMost } from '../../analysis/profile.ts';
import { judgePromotion } from '../../analysis/promotion.ts';
import { makeRecord } from '../support/records.ts';

const profileOf = (share: number, looked_through: number, record_count: number) => ({
  ...createProfile().result(),
  ...{ looked_through, record_count, crisis: { share_of_records: share, by_type: {} } },
});

describe('the share of records with crisis content', () => {
  it('is what was counted where all records were looked through', () => {
    expect(crisisShareAtMost(profileOf(0.1, 500, 500))).toBe(0.1);
  });

  it('is the upper end of its interval where a sample was', () => {
    // Wilson's interval of 100 in 1,000 ends at 0.1202; of none in 1,000 at 0.0038.
    expect(crisisShareAtMost(profileOf(0.1, 1000, 50_000))).toBeCloseTo(0.1202, 3);
    expect(crisisShareAtMost(profileOf(0, 1000, 50_000))).toBeCloseTo(0.0038, 4);
  });

  it('of a real sample holds the true share', () => {
    const profile = createProfile();
    for (let i = 0; i < 6000; i++)
      profile.add(
        makeRecord(i, { text: i % 10 === 0 ? 'I want to kill myself tonight' : `An ordinary day, number ${i}` }),
      );
    const result = profile.result();
    expect(result.looked_through).toBeLessThan(6000);
    expect(crisisShareAtMost(result)).toBeGreaterThanOrEqual(0.1);
    expect(crisisShareAtMost(result)).toBeLessThan(0.15);
  });

  it('is for promotion what cleaning counted over all records, whatever a sample said', () => {
    const facts = {
      evaluation: { gain_over_baseline: null },
      bias: null,
      findings: [],
      categorization: {},
    } as unknown as Parameters<typeof judgePromotion>[0];
    const gate = (preprocessing: Record<string, number>) =>
      judgePromotion({ ...facts, profile: profileOf(0.01, 1000, 10_000), preprocessing }).gates.find(
        ({ gate: name }) => name === 'crisis_content_ratio',
      );
    expect(gate({ crisis_found: 2000 })).toMatchObject({ measured: 0.2, outcome: 'failed' });
    expect(gate({ crisis_found: 100 })).toMatchObject({ measured: 0.01, outcome: 'passed' });
    expect(gate({})?.measured).toBeCloseTo(0.0183, 3);
  });
});
