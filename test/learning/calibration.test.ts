import { describe, expect, it } from 'vitest';
import { calibrationOf, fitTemperature, macroAuroc, temper } from '../../learning/calibration.ts';

/** Probabilities of two classes from that of the second. */
const two = (...positive: number[]) => positive.map((p) => [1 - p, p]);

describe('AUROC', () => {
  it('is the value that scikit-learn documents for its example', () => {
    // sklearn.metrics.roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.75
    expect(macroAuroc([0, 0, 1, 1], two(0.1, 0.4, 0.35, 0.8))).toBeCloseTo(0.75, 12);
  });

  it('counts ties half, so that a constant score is chance', () => {
    expect(macroAuroc([0, 1, 1, 0, 1], two(0.3, 0.3, 0.3, 0.3, 0.3))).toBeCloseTo(0.5, 12);
    expect(macroAuroc([0, 1, 1], two(0.5, 0.5, 0.9))).toBeCloseTo(0.75, 12);
  });

  it('is the mean over the classes that have both kinds', () => {
    const rows = [
      [0.8, 0.1, 0.1],
      [0.2, 0.7, 0.1],
      [0.6, 0.3, 0.1],
      [0.1, 0.8, 0.1],
    ];
    // The third class has no text. The first: {.8, .2} against {.6, .1}: 3 of 4; the second: {.3, .8} against {.1, .7}: 3 of 4.
    expect(macroAuroc([0, 0, 1, 1], rows)).toBeCloseTo(0.75, 12);
    expect(macroAuroc([1, 1], two(0.2, 0.9))).toBeNull();
    expect(macroAuroc([], [])).toBeNull();
  });
});

describe('calibration', () => {
  it('of predictions that are right as often as they say has no error', () => {
    const truth = [1, 1, 1, 0, 0];
    const { ece, bins } = calibrationOf(truth, two(0.6, 0.6, 0.6, 0.6, 0.6));
    expect(ece).toBeCloseTo(0, 12);
    expect(bins).toEqual([{ confidence: expect.closeTo(0.6, 12), accuracy: 0.6, count: 5 }]);
  });

  it('of a model that is sure and wrong is all error', () => {
    const { ece, brier, bins } = calibrationOf([0, 0], two(1, 1));
    expect([ece, brier]).toEqual([1, 2]);
    expect(bins).toEqual([{ confidence: 1, accuracy: 0, count: 2 }]);
  });

  it('weighs bins by their predictions', () => {
    // Three at .95 all right (off by .05), one at .55 wrong (off by .55).
    const { ece } = calibrationOf([1, 1, 1, 0], two(0.95, 0.95, 0.95, 0.55));
    expect(ece).toBeCloseTo((3 * 0.05 + 0.55) / 4, 12);
  });
});

describe('temperature', () => {
  // Right nine times of ten, said with probability 0.6, and the other way round.
  const truth = Uint8Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 1 : 0));
  const saying = (share: number) => Array.from(truth, () => Float64Array.from([share, 1 - share]));

  it.each([0.6, 0.999])('brings a probability of %s to the share that is right', (share) => {
    const temperature = fitTemperature(truth, saying(share));
    // One more example counts as wrong: 202 - 1 of 202 as they were, the rest the other way round.
    const expected = (0.9 * 201 + 0.1) / 202;
    expect(temper(Float64Array.from([share, 1 - share]), temperature)[0]).toBeCloseTo(expected, 5);
  });

  it('stays 1 where there is too little to tell by', () => {
    // Twenty answers without a mistake: the twenty-first is not certain for that.
    const sure = Array.from({ length: 20 }, () => Float64Array.from([0.8, 0.2]));
    const [said = 0] = temper(sure[0] ?? new Float64Array(2), fitTemperature(new Uint8Array(20), sure));
    expect(said).toBeCloseTo(21 / 22, 3);
    expect(fitTemperature([0, 1], [Float64Array.from([0.9, 0.1]), Float64Array.from([0.9, 0.1])])).toBe(1);
  });
});
