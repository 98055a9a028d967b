import type { ConfidenceStep, Expectations } from './expected-utility.ts';

/** Measured: written by `npm run eval:selection -- --write`, not by hand. */
export const EXPECTATIONS: Expectations = {};

export const CONFIDENCE: readonly ConfidenceStep[] = [];
