import { type FeatureBlocks, toBlocks } from '../../learning/feature-blocks.ts';
import { type LbfgsState, spareArrays, startLbfgs, stepLbfgs } from '../../learning/lbfgs.ts';
import { type LogisticProblem, logisticObjective, pointLength, weightsOf } from '../../learning/logistic.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { Examples } from './supervised-examples.ts';
import type { Fit, Fitted } from './supervised-fit.ts';

/** Where training stands between two iterations. */
interface Progress {
  state: LbfgsState;
  /** The point of the best validation loss, where training is to stop early; null before the first. */
  best: { point: Float64Array; loss: number; iteration: number } | null;
}

/** Largest slope at which the loss has settled, as in scikit-learn: the mean loss of a text changes by no more. */
export const SLOPE_MIN = 1e-4;

/** Multinomial logistic regression by L-BFGS; a step is an iteration. */
export async function fitLogistic({
  examples,
  held,
  options,
  checkpoint,
  hooks,
  pause,
}: Fit<Pick<Examples, 'blocks' | 'dim'>>): Promise<Fitted> {
  const { blocks, dim, classWeights, classCount } = examples;
  const problem: LogisticProblem = {
    blocks,
    classCount,
    classWeights,
    l2: options.l2,
    labelSmoothing: options.label_smoothing,
  };
  const objective = logisticObjective(problem, pause);
  hooks.onTotal(options.max_iterations);
  const progress = checkpoint
    ? restore(checkpoint.bytes)
    : { state: await startLbfgs(objective, new Float64Array(pointLength(problem))), best: null };
  const { state } = progress;
  // The loss is convex: weights it has settled at are the model. Those of the best validation loss on the way are what a
  // small validation split picks by chance (counsel-chat, 5 folds by question: macro-F1 .194, with patience 10, against
  // .219), so early stopping is off unless asked for: training settles in some 35 iterations by itself.
  const patience = held.labels.length === 0 ? 0 : (options.early_stopping_patience ?? 0);
  const heldLoss = patience === 0 ? null : validationLoss(toBlocks(held.rows, held.labels), classCount);
  // Asked before a step, not after it: a training that resumes here must not take a step that an undisturbed one did not.
  const worthwhile = () =>
    !state.done &&
    state.iteration < options.max_iterations &&
    (patience === 0 || state.iteration - (progress.best?.iteration ?? 0) < patience);
  while (worthwhile()) {
    await stepLbfgs(objective, state, { loss: options.tolerance, gradient: SLOPE_MIN });
    if (heldLoss !== null) {
      const loss = await heldLoss(state.point);
      if (loss < (progress.best?.loss ?? Number.POSITIVE_INFINITY) - options.early_stopping_threshold)
        progress.best = { point: state.point.slice(), loss, iteration: state.iteration };
    }
    await hooks.afterStep(state.iteration, state.loss, () => save(progress));
  }
  const point = state.done ? state.point : (progress.best?.point ?? state.point);
  const weights = weightsOf(point, { ...problem, dim });
  return { head: { kind: 'logistic', weights }, steps: state.iteration, lossFinal: state.loss };
}

/** Mean cross-entropy of held-out examples at a point. */
function validationLoss(blocks: FeatureBlocks, classCount: number): (point: Float64Array) => Promise<number> {
  const problem = { blocks, classCount, classWeights: new Float64Array(classCount).fill(1), l2: 0, labelSmoothing: 0 };
  const objective = logisticObjective(problem);
  const gradient = new Float64Array(pointLength(problem));
  return async (point) => objective(point, gradient);
}

function save({ state, best }: Progress): Uint8Array {
  const { iteration, loss, done, point, gradient, pointSteps, gradientSteps, curvatures, losses } = state;
  const steps = Object.fromEntries(
    pointSteps.flatMap((step, i) => [
      [`s${i}`, step],
      [`y${i}`, gradientSteps[i] ?? step],
    ]),
  );
  return writeTensors({
    meta: {
      ...{ iteration, loss, losses, done, curvatures },
      best: best && { loss: best.loss, iteration: best.iteration },
    },
    tensors: { point, gradient, ...(best && { best: best.point }), ...steps },
  });
}

function restore(bytes: Uint8Array): Progress {
  const { meta, tensors } = readTensors(bytes);
  const { best, ...rest } = meta as Pick<LbfgsState, 'iteration' | 'loss' | 'losses' | 'done' | 'curvatures'> & {
    best: { loss: number; iteration: number } | null;
  };
  const array = (name: string) => tensors[name] as Float64Array;
  const steps = (name: string) => rest.curvatures.map((_, i) => tensors[`${name}${i}`] as Float32Array);
  return {
    state: {
      ...rest,
      point: array('point'),
      gradient: array('gradient'),
      pointSteps: steps('s'),
      gradientSteps: steps('y'),
      spare: spareArrays(array('point').length),
    },
    best: best && { ...best, point: array('best') },
  };
}
