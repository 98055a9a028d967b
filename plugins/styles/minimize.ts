import { type Objective, startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import type { Pause } from './features.ts';

const TOLERANCE = 1e-5;

/** The point at which the objective is least, from zero; pauses between iterations. */
export async function minimize(
  objective: Objective,
  { length, iterationsMax, pause }: { length: number; iterationsMax: number; pause: Pause },
): Promise<Float64Array> {
  const state = await startLbfgs(objective, new Float64Array(length));
  while (!state.done && state.iteration < iterationsMax) {
    await stepLbfgs(objective, state, { loss: TOLERANCE });
    await pause();
  }
  return state.point;
}
