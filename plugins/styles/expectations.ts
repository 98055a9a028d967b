import type { ConfidenceStep, Expectations } from './expected-utility.ts';

/** Measured: written by `npm run eval:selection -- --write`, not by hand; `npm run format` puts it in order. */
export const EXPECTATIONS: Expectations = {
  continual_learning: {
    weights: [0.465, -0.034, -0.024, 0.031, 0.016, -0.003, -0.047],
    error: 0.06,
    trials: 33,
    seconds: [1.491, 0.000515],
    rssMb: 174,
  },
  few_shot: {
    weights: [0.315, -0.002, 0.045, -0.038, -0.033, 0.004, 0.016],
    error: 0.11,
    trials: 30,
    seconds: [1.838, 0],
    rssMb: 219,
  },
  meta_learning: {
    weights: [0.773, -0.087, -0.052, 0.048, 0.013, -0.017, -0.033],
    error: 0.112,
    trials: 26,
    seconds: [12.128, 0.000818],
    rssMb: 273,
  },
  reinforcement: {
    weights: [0.059, 0.049, -0.011, -0.046, -0.014, 0.003, 0.042],
    error: 0.146,
    trials: 12,
    seconds: [0.281, 0.000514],
    rssMb: 152,
  },
  self_supervised: {
    weights: [0.276, 0.009, -0.097, 0.006, -0.026, 0.003, -0.007],
    error: 0.168,
    trials: 44,
    seconds: [2.514, 0.000523],
    rssMb: 354,
  },
  supervised: {
    weights: [0.369, 0.028, 0.006, 0.029, 0.004, -0.015, -0.028],
    error: 0.062,
    trials: 33,
    seconds: [1.325, 0.000327],
    rssMb: 255,
  },
  transfer_learning: {
    weights: [0.41, -0.013, -0.023, 0.037, -0.01, -0.01, -0.016],
    error: 0.059,
    trials: 33,
    seconds: [4.632, 0.00403],
    rssMb: 243,
  },
  unsupervised: {
    weights: [0.28, -0.003, 0.02, -0.108, -0.079, 0.008, 0.024],
    error: 0.091,
    trials: 44,
    seconds: [5.691, 0],
    rssMb: 205,
  },
};

export const CONFIDENCE: readonly ConfidenceStep[] = [
  { leadMin: -1, right: 0.235 },
  { leadMin: 0.079, right: 0.5 },
  { leadMin: 0.106, right: 0.611 },
];
