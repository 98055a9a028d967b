import type { ConfidenceStep, Expectations } from './expected-utility.ts';

/** Measured: written by `npm run eval:selection -- --write`, not by hand; `npm run format` puts it in order. */
export const EXPECTATIONS: Expectations = {
  continual_learning: {
    weights: [0.391, -0.012, -0.004, 0.03, 0.001],
    error: 0.073,
    trials: 23,
    seconds: [1.624, 0.00349],
    rssMb: 204,
  },
  reinforcement: {
    weights: [0.077, 0.034, -0.003, -0.049, -0.02],
    error: 0.203,
    trials: 9,
    seconds: [0.608, 0.000417],
    rssMb: 190,
  },
  self_supervised: {
    weights: [0.205, 0.016, -0.05, -0.001, -0.023],
    error: 0.152,
    trials: 26,
    seconds: [3.688, 0.00101],
    rssMb: 356,
  },
  supervised: {
    weights: [0.384, 0.014, 0.003, 0.011, -0.009],
    error: 0.069,
    trials: 24,
    seconds: [2.38, 0.00383],
    rssMb: 315,
  },
  transfer_learning: {
    weights: [0.452, -0.036, -0.024, 0.01, -0.003],
    error: 0.068,
    trials: 23,
    seconds: [4.971, 0.0154],
    rssMb: 248,
  },
};

export const CONFIDENCE: readonly ConfidenceStep[] = [
  { leadMin: -1, right: 0.6 },
  { leadMin: 0.048, right: 0.7 },
  { leadMin: 0.055, right: 0.7 },
];
