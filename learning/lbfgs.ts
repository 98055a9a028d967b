/** Evaluates a function and its gradient, which is filled in place. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number | Promise<number>;

/** State of a minimisation between two iterations: all that is needed to go on as if it had not stopped. */
export interface LbfgsState {
  iteration: number;
  loss: number;
  point: Float64Array;
  gradient: Float64Array;
  /** Changes of point and gradient of the last iterations, oldest first: they only shape a direction, and 32 bits do. */
  pointSteps: Float32Array[];
  gradientSteps: Float32Array[];
  /** Products of both changes of each of these iterations. */
  curvatures: number[];
  /** Losses before the last iterations, oldest first: `SETTLED_OVER` at most. */
  losses: number[];
  /** True where it has settled: the loss or the slope is as good as it gets. */
  done: boolean;
  /** Arrays of no meaning that the next step fills: with large points, new ones at each step would be most of the memory. */
  spare: { point: Float64Array; gradient: Float64Array; direction: Float64Array };
}

export interface LbfgsTolerance {
  /** Mean relative change of the loss over the last iterations (`SETTLED_OVER`) below which it is done. */
  loss: number;
  /** Largest entry of the gradient at or below which it is done; left out, only 0 is. */
  gradient?: number;
}

/** With 6, twice the evaluations were needed on TF-IDF joined with an embedding (109 against 53); 20 gave no more. */
const MEMORY = 16;
/** One step can happen to gain next to nothing far from the minimum, and the next ones much. Our choice. */
const SETTLED_OVER = 5;
const ARMIJO = 1e-4;
const HALVINGS_MAX = 30;
const CURVATURE_MIN = 1e-12;

export async function startLbfgs(objective: Objective, point: Float64Array): Promise<LbfgsState> {
  const gradient = new Float64Array(point.length);
  const loss = await objective(point, gradient);
  return {
    ...{ iteration: 0, loss, point, gradient, pointSteps: [], gradientSteps: [], curvatures: [] },
    ...{ losses: [], done: false },
    spare: spareArrays(point.length),
  };
}

/** The arrays beside the state of a minimisation over so many numbers. */
export function spareArrays(length: number): LbfgsState['spare'] {
  const [point, gradient, direction] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  return { point, gradient, direction };
}

/**
 * One iteration of limited-memory BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization,
 * algorithm 7.4 with the Armijo rule). The state is changed in place, arrays and all: copy what is to outlive the step.
 */
export async function stepLbfgs(objective: Objective, state: LbfgsState, tolerance: LbfgsTolerance): Promise<void> {
  const { point, gradient, direction } = state.spare;
  fillDirection(direction, state);
  let slope = dot(direction, state.gradient);
  if (slope >= 0) {
    // Rounding made the direction useless: fall back to the gradient.
    for (let i = 0; i < direction.length; i++) direction[i] = -(state.gradient[i] ?? 0);
    slope = dot(direction, state.gradient);
  }
  let length = state.iteration === 0 ? Math.min(1, 1 / Math.sqrt(-slope || 1)) : 1;
  let loss = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < HALVINGS_MAX; tries++, length /= 2) {
    for (let i = 0; i < point.length; i++) point[i] = (state.point[i] ?? 0) + length * (direction[i] ?? 0);
    loss = await objective(point, gradient);
    if (loss <= state.loss + ARMIJO * length * slope) break;
  }
  state.iteration += 1;
  if (!(loss < state.loss)) {
    state.done = true;
    return;
  }
  keepStep(state);
  const { losses } = state;
  losses.push(state.loss);
  if (losses.length > SETTLED_OVER) losses.shift();
  const change = losses.length < SETTLED_OVER ? Number.POSITIVE_INFINITY : ((losses[0] ?? 0) - loss) / SETTLED_OVER;
  state.spare = { point: state.point, gradient: state.gradient, direction };
  Object.assign(state, { point, gradient, loss });
  state.done = change <= tolerance.loss * Math.max(1, Math.abs(loss)) || largest(gradient) <= (tolerance.gradient ?? 0);
}

/** Keeps how point and gradient change from those of the state to the spare ones, in the arrays of the oldest change. */
function keepStep({ point, gradient, pointSteps, gradientSteps, curvatures, spare }: LbfgsState): void {
  const full = pointSteps.length === MEMORY;
  const fill = (steps: Float32Array[], to: Float64Array, from: Float64Array) => {
    const step = (full ? steps.shift() : undefined) ?? new Float32Array(to.length);
    for (let i = 0; i < to.length; i++) step[i] = (to[i] ?? 0) - (from[i] ?? 0);
    steps.push(step);
    return step;
  };
  if (full) curvatures.shift();
  const curvature = dotOfSteps(fill(pointSteps, spare.point, point), fill(gradientSteps, spare.gradient, gradient));
  curvatures.push(curvature);
  // Without curvature along the step it would make the next direction no descent.
  if (curvature <= CURVATURE_MIN) for (const steps of [pointSteps, gradientSteps, curvatures]) steps.pop();
}

/**
 * Minus the inverse Hessian, as the last steps tell it, times the gradient. With large points most of the time goes to
 * reading memory: each pass does all that can be done of it.
 */
function fillDirection(q: Float64Array, { gradient, pointSteps, gradientSteps, curvatures }: LbfgsState): void {
  const last = pointSteps.length - 1;
  const [newest, change] = [pointSteps[last], gradientSteps[last]];
  if (!newest || !change) {
    for (let i = 0; i < q.length; i++) q[i] = -(gradient[i] ?? 0);
    return;
  }
  q.set(gradient);
  const factors: number[] = [];
  const scale = (curvatures[last] ?? 0) / dotOfSteps(change, change);
  let product = dotWithStep(newest, q);
  for (let m = last; m >= 0; m--) {
    factors[m] = product / (curvatures[m] ?? 1);
    const terms = { source: gradientSteps[m] ?? change, factor: -(factors[m] ?? 0), scale: m === 0 ? scale : 1 };
    product = advance(q, terms, m === 0 ? (gradientSteps[0] ?? change) : (pointSteps[m - 1] ?? newest));
  }
  for (let m = 0; m <= last; m++) {
    const factor = (factors[m] ?? 0) - product / (curvatures[m] ?? 1);
    const terms = { source: pointSteps[m] ?? newest, factor, scale: m === last ? -1 : 1 };
    product = advance(q, terms, gradientSteps[m + 1] ?? change);
  }
}

/** Adds to q a source times its factor, multiplies it, and answers its product with the next. */
function advance(
  q: Float64Array,
  { source, factor, scale }: { source: Float32Array; factor: number; scale: number },
  next: Float32Array,
): number {
  let sum = 0;
  for (let i = 0; i < q.length; i++) {
    const value = ((q[i] ?? 0) + factor * (source[i] ?? 0)) * scale;
    q[i] = value;
    sum += value * (next[i] ?? 0);
  }
  return sum;
}

// One function for each kind of array: over several kinds the same loop takes a multiple of the time.
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function dotWithStep(step: Float32Array, q: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < q.length; i++) sum += (step[i] ?? 0) * (q[i] ?? 0);
  return sum;
}

function dotOfSteps(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
