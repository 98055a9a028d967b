import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateInterval } from '../../../analysis/deidentify/interval.ts';
import { createKAnonymity } from '../../../analysis/deidentify/k-anonymity.ts';
import { createKeyed } from '../../../analysis/deidentify/keyed.ts';
import { inventIdentifier, PLANTED_IDENTIFIERS } from '../../../analysis/deidentify/plant.ts';
import { judge, measureResidual } from '../../../analysis/deidentify/residual.ts';
import { ACTION_TABLE, safeHarborOf } from '../../../contracts/deidentification.ts';
import { IDENTIFIERS } from '../../../contracts/privacy.ts';
import { makeRecord } from '../../support/records.ts';

describe('the interval of a rate', () => {
  it('is that of the published tables', () => {
    expect(rateInterval(0, 10)?.[1]).toBeCloseTo(0.3085, 4);
    expect(rateInterval(1, 10)?.map((bound) => bound.toFixed(4))).toEqual(['0.0025', '0.4450']);
    expect(rateInterval(5, 10)?.map((bound) => bound.toFixed(4))).toEqual(['0.1871', '0.8129']);
    expect(rateInterval(10, 10)?.[0]).toBeCloseTo(0.6915, 4);
    expect(rateInterval(0, 0)).toBeNull();
  });

  it('holds the observed rate, and narrows with more trials', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(300), (trials, raw) => {
        const hits = Math.min(raw, trials);
        const [low, high] = rateInterval(hits, trials) ?? [1, 0];
        expect(low).toBeLessThanOrEqual(hits / trials + 1e-9);
        expect(high).toBeGreaterThanOrEqual(hits / trials - 1e-9);
        const [low4, high4] = rateInterval(hits * 4, trials * 4) ?? [0, 1];
        expect(high4 - low4).toBeLessThan(high - low + 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the residual rate', () => {
  const records = Array.from({ length: 120 }, (_, i) => makeRecord(i, { text: `Night ${i} was long and quiet.` }));
  const keyed = createKeyed(Buffer.alloc(32, 1));
  const level = 'maximum' as const;
  const options = { seed: 'seed', pause: async () => undefined };

  it('is 1 for a detector that finds nothing, and 0 for one that finds everything', async () => {
    const blind = await measureResidual(records, { level, keyed, detect: () => [] }, options);
    expect(blind.map(({ rate, outcome }) => [rate, outcome])).toEqual(blind.map(() => [1, 'fail']));
    const all = await measureResidual(
      records,
      {
        level,
        keyed,
        detect: (text) => [
          { start: 0, end: text.length, identifier: 'ssn', confidence: 1, source: 'pattern' as const },
        ],
      },
      options,
    );
    expect(all.map(({ rate, outcome }) => [rate, outcome])).toEqual(all.map(() => [0, 'pass']));
  });

  it('sees half of a name that is left', async () => {
    const half = await measureResidual(
      records,
      {
        level,
        keyed,
        // Takes the second of two capitalised words that stand together.
        detect: (text) =>
          [...text.matchAll(/(?<=\p{Lu}\p{Ll}+ )\p{Lu}\p{Ll}+/gu)].map((match) => ({
            ...{ start: match.index, end: match.index + match[0].length },
            ...{ identifier: 'name' as const, confidence: 1, source: 'pattern' as const },
          })),
      },
      options,
    );
    expect(half.find(({ safe_harbor }) => safe_harbor === 'A')?.rate).toBeGreaterThan(0.9);
  });

  it('says pass, fail or cannot tell by the upper bound', () => {
    expect(judge('G', 200, 0).outcome).toBe('pass');
    expect(judge('G', 200, 30).outcome).toBe('fail');
    expect(judge('G', 10, 0).outcome).toBe('cannot_tell');
    expect(judge('G', 10, 10).outcome).toBe('fail');
    expect(judge('G', 0, 0)).toMatchObject({ rate: null, interval_95: null, outcome: 'cannot_tell' });
  });

  it('plants every identifier of Safe Harbor, and the value stands in the sentence', () => {
    const wanted = IDENTIFIERS.filter(({ id }) => ACTION_TABLE[id].maximum !== 'keep' && safeHarborOf(id) !== null);
    expect([...PLANTED_IDENTIFIERS].sort()).toEqual(wanted.map(({ id }) => id).sort());
    let state = 1;
    const draw = (count: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) % count;
    };
    for (const identifier of PLANTED_IDENTIFIERS) {
      for (let i = 0; i < 30; i++) {
        const { sentence, cores } = inventIdentifier(identifier, draw);
        for (const core of cores) expect(sentence, identifier).toContain(core);
        expect(sentence).not.toContain('{}');
      }
    }
  });
});

describe('k-anonymity', () => {
  const subject = (group_id: string, attributes: Record<string, string>) => ({ group_id, attributes });

  it('is the size of the smallest group of subjects with equal attributes', () => {
    const measure = createKAnonymity();
    for (let i = 0; i < 6; i++) measure.add(subject(`a${i}`, { gender: 'Female', age: '30-39' }));
    for (let i = 0; i < 2; i++) measure.add(subject(`b${i}`, { age: '40-49', gender: 'female' }));
    measure.add(subject('b0', { age: '40-49', gender: 'female' }));
    expect(measure.result()).toMatchObject({
      ...{ k: 2, attributes: ['age', 'gender'], subject_count: 8, class_count: 2, share_of_subjects_below_5: 0.25 },
    });
  });

  it('is null with the reason where there are no attributes, or too many subjects', () => {
    const none = createKAnonymity();
    none.add(subject('a', {}));
    expect(none.result()).toMatchObject({ k: null, reason: 'the records carry no attributes of a person' });
    const many = createKAnonymity(2);
    for (const id of 'abc') many.add(subject(id, { gender: 'female' }));
    expect(many.result()).toMatchObject({ k: null, reason: 'more than 2 subjects' });
  });
});
