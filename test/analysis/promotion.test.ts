import { expect, it } from 'vitest';
import { judgePromotion } from '../../analysis/promotion.ts';

/** The outcome of the gate of the first stage for a gain whose interval starts there. */
function firstGate(low: number, better_than_baseline: boolean) {
  const { gates, stage } = judgePromotion({
    evaluation: {
      primary_metric: 'recall_at_1_of_10',
      gain_over_baseline: { baseline: 'tfidf_cosine', value: 0.1, interval_95: [low, 0.2] },
      better_than_baseline,
    },
    bias: null,
    profile: { record_count: 1, crisis: { share_of_records: 0 } },
    findings: [],
    preprocessing: { crisis_found: 0 },
  } as unknown as Parameters<typeof judgePromotion>[0]);
  return { stage, ...gates.find(({ gate }) => gate === 'gain_over_baseline') };
}

it('a model that is better enters training', () => {
  expect(firstGate(0.05, true)).toMatchObject({ stage: 'training', outcome: 'passed', measured: 0.05 });
});

it('a model whose gain may be none is rejected', () => {
  expect(firstGate(-0.05, false)).toMatchObject({ stage: 'rejected', outcome: 'failed', measured: -0.05 });
});

it('a model that gains in its main figure and loses in another that its style is judged by is rejected, and says why', () => {
  expect(firstGate(0.05, false)).toMatchObject({
    stage: 'rejected',
    outcome: 'failed',
    measured: null,
    message: 'a gain of recall_at_1_of_10 alone, and not of all that the style is judged by',
  });
});
