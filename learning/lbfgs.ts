/** State of a minimisation between two iterations: all that is needed to go on as if it had not stopped. */
export interface LbfgsState {
  iteration: number;
  loss: number;
  point: Float64Array;
  gradient: Float64Array;
  /** Changes of point and gradient of the last iterations, oldest first. */
  pointSteps: Float64Array[];
  gradientSteps: Float64Array[];
  /** True where no step lowers the loss any more. */
  done: boolean;
}

const MEMORY = 6;
const ARMIJO = 1e-4;
const HALVINGS_MAX = 30;

/** Evaluates a function and its gradient, which is filled in place. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export function startLbfgs(objective: Objective, point: Float64Array): LbfgsState {
  const gradient = new Float64Array(point.length);
  const loss = objective(point, gradient);
  return { iteration: 0, loss, point, gradient, pointSteps: [], gradientSteps: [], done: false };
}

/**
 * One iteration of limited-memory BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization,
 * algorithm 7.4 with the Armijo rule). `tolerance` is the relative change of the loss below which it is done.
 */
export function stepLbfgs(objective: Objective, state: LbfgsState, tolerance: number): LbfgsState {
  const direction = twoLoops(state);
  let slope = dot(direction, state.gradient);
  if (slope >= 0) {
    // Rounding made the direction useless: fall back to the gradient.
    for (let i = 0; i < direction.length; i++) direction[i] = -(state.gradient[i] ?? 0);
    slope = dot(direction, state.gradient);
  }
  const point = new Float64Array(state.point.length);
  const gradient = new Float64Array(state.point.length);
  let length = state.iteration === 0 ? Math.min(1, 1 / Math.sqrt(-slope || 1)) : 1;
  let loss = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < HALVINGS_MAX; tries++, length /= 2) {
    for (let i = 0; i < point.length; i++) point[i] = (state.point[i] ?? 0) + length * (direction[i] ?? 0);
    loss = objective(point, gradient);
    if (loss <= state.loss + ARMIJO * length * slope) break;
  }
  const iteration = state.iteration + 1;
  if (!(loss < state.loss)) return { ...state, iteration, done: true };
  const pointStep = subtract(point, state.point);
  const gradientStep = subtract(gradient, state.gradient);
  const curved = dot(pointStep, gradientStep) > 1e-12;
  const keep = (steps: Float64Array[], step: Float64Array) => (curved ? [...steps, step].slice(-MEMORY) : steps);
  return {
    iteration,
    loss,
    point,
    gradient,
    pointSteps: keep(state.pointSteps, pointStep),
    gradientSteps: keep(state.gradientSteps, gradientStep),
    done: Math.abs(state.loss - loss) <= tolerance * Math.max(1, Math.abs(loss)),
  };
}

function twoLoops({ gradient, pointSteps, gradientSteps }: LbfgsState): Float64Array {
  const q = gradient.slice();
  const factors: number[] = [];
  for (let m = pointSteps.length - 1; m >= 0; m--) {
    const [s, y] = [pointSteps[m], gradientSteps[m]];
    if (!s || !y) continue;
    const factor = dot(s, q) / dot(y, s);
    factors[m] = factor;
    addScaled(q, y, -factor);
  }
  const [s, y] = [pointSteps.at(-1), gradientSteps.at(-1)];
  const scale = s && y ? dot(s, y) / dot(y, y) : 1;
  for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) * scale;
  for (let m = 0; m < pointSteps.length; m++) {
    const [step, change] = [pointSteps[m], gradientSteps[m]];
    if (!step || !change) continue;
    addScaled(q, step, (factors[m] ?? 0) - dot(change, q) / dot(change, step));
  }
  for (let i = 0; i < q.length; i++) q[i] = -(q[i] ?? 0);
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (source[i] ?? 0);
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}
