import { PipelineError } from '../../contracts/errors.ts';

const CURVE_POINTS_MAX = 200;
/** A loss this many times the first one (or 1, where that is less) is no noise of a batch any more. Our choice. */
const DIVERGED_FACTOR = 20;

/** Errors: TrainingDiverged where the loss is far over the first one, or no number. */
export function refuseDiverged(step: number, loss: number, first: number): void {
  const limit = DIVERGED_FACTOR * Math.max(1, first);
  if (loss <= limit) return;
  const what = Number.isFinite(loss)
    ? `${loss.toPrecision(4)}, over its limit of ${limit.toPrecision(4)}`
    : 'not a number';
  throw new PipelineError('TrainingDiverged', `the loss at step ${step} is ${what}; lower the learning rate`);
}

/** Keeps the curve short: when it is full, every second point goes. */
export function addPoint(curve: { step: number; loss: number }[], point: { step: number; loss: number }): void {
  curve.push(point);
  if (curve.length > CURVE_POINTS_MAX) curve.splice(0, curve.length, ...curve.filter((_, i) => i % 2 === 0));
}

/** What the steps that are left take at most, at the pace since the first one of this process; null before there is a pace. */
export function secondsLeft(first: { step: number; at: number }, step: number, total: number): number | null {
  if (step === first.step) return null;
  return (((Date.now() - first.at) / 1000) * Math.max(0, total - step)) / (step - first.step);
}
