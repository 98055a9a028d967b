import { type Objective, startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import type { Pause } from './features.ts';

const TOLERANCE = 1e-5;

/** The point at which the objective is least, from zero; pauses between iterations. */
export async function minimize(
  objective: Objective,
  { length, iterationsMax, pause }: { length: number; iterationsMax: number; pause: Pause },
): Promise<Float64Array> {
  let state = startLbfgs(objective, new Float64Array(length));
  while (!state.done && state.iteration < iterationsMax) {
    state = stepLbfgs(objective, state, TOLERANCE);
    await pause();
  }
  return state.point;
}
