import { describe, expect, it } from 'vitest';
import { modelPlots } from '../../activities/6-training/model-plots.ts';
import type { Evaluation } from '../../contracts/training.ts';

const NOTHING: Evaluation = {
  split: 'test',
  example_count: 4,
  primary_metric: 'f1_score',
  scores: {},
  baselines: {},
  gain_over_baseline: null,
  per_class: [],
  confusion: null,
  unmeasured: {},
  better_than_baseline: false,
};
const EVERYTHING: Evaluation = {
  ...NOTHING,
  confusion: {
    labels: ['a <b> & c', 'd'],
    counts: [
      [2, 1],
      [0, 1],
    ],
  },
  calibration: { ece: 0.1, brier: 0.2, bins: [{ confidence: 0.7, accuracy: 0.75, count: 4 }] },
  clusters: [
    { name: 'cluster 1', size: 3, typical_terms: ['bed', 'night'] },
    { name: 'cluster 2', size: 1, typical_terms: [] },
  ],
  cluster_map: [
    { x: 0, y: 1, cluster: 0 },
    { x: 2, y: -1, cluster: 1 },
  ],
};
const outcome = {
  loss_curve: [
    { step: 1, loss: 2 },
    { step: 2, loss: 1 },
  ],
};

describe('the plots of a model', () => {
  it('are one file for each thing that was measured, and none for what was not', () => {
    expect(Object.keys(modelPlots({ outcome, evaluation: EVERYTHING }))).toEqual([
      'learning-curve.svg',
      'confusion-matrix.svg',
      'calibration.svg',
      'cluster-map.svg',
    ]);
    expect(modelPlots({ outcome: { loss_curve: [] }, evaluation: NOTHING })).toEqual({});
  });

  it('stand by themselves: named, on a ground of their own, with no class that a page would have to know', () => {
    for (const text of Object.values(modelPlots({ outcome, evaluation: EVERYTHING }))) {
      expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      expect(text).toMatch(/<title [^>]*>[^<]+<\/title><desc [^>]*>[^<]+<\/desc><rect width="100%"/);
      expect(text).not.toContain('class=');
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('hold names of labels as text', () => {
    const { 'confusion-matrix.svg': text } = modelPlots({ outcome, evaluation: EVERYTHING });
    expect(text).toContain('a &lt;b&gt; &amp; c');
  });
});
