import type { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import type { Task } from '../../contracts/training.ts';
import { bradleyTerryLoss, linearScores, type PreferencePairs, pairAccuracy } from '../../learning/bradley-terry.ts';
import { climb, meanKl, reinforce, type Slate, scaleForKl } from '../../learning/candidate-policy.ts';
import { Random } from '../../learning/random.ts';
import type { SparseRows } from '../../learning/sparse.ts';
import { readTensors, writeTensors } from '../../learning/tensor-file.ts';
import type { TrainingStyle } from '../kinds.ts';
import { answerRows, fitAnswerTerms } from './answer-rows.ts';
import { assessStyle } from './assess.ts';
import { createPause } from './features.ts';
import { collectJudged, drawSlates, type JudgedTexts, lengthsOf, pickJudged, preferencePairs } from './judged-texts.ts';
import { minimize } from './minimize.ts';
import { judgePolicy } from './reinforcement-evaluation.ts';
import { trainJudge } from './reinforcement-judge.ts';
import { ReinforcementSettingsSchema } from './reinforcement-settings.ts';
import { REQUIREMENTS } from './requirements.ts';
import { templatesOf } from './templates.ts';

type Settings = z.infer<typeof ReinforcementSettingsSchema>;

const REWARD_ITERATIONS = 60;

/** A reward model from preferences, and a policy that ranks candidate answers by it without leaving its start too far. */
export const reinforcementStyle: TrainingStyle = {
  id: 'reinforcement',
  version: '5',
  description:
    'Bradley-Terry reward from preferences; softmax policy over candidate answers by REINFORCE or DPO, with a KL limit',
  settings: ReinforcementSettingsSchema,
  templates: templatesOf('reinforcement'),
  requirements: REQUIREMENTS.reinforcement,
  assess: (facts) => assessStyle('reinforcement', facts),

  async train({ train, task, settings, seed, checkpoint, hooks }) {
    const options = ReinforcementSettingsSchema.parse(settings);
    const pause = hooks.pause ?? createPause();
    const all = await collectJudged(train(), preferenceOf(task));
    const parts = shareOut(all, options.judge_share, seed);
    const pairs = preferencePairs(parts.reward, seed);
    const slates = drawSlates(parts.reward, { size: options.candidate_count, seed });
    if (pairs.better.length === 0 || slates.length === 0)
      throw new PipelineError(
        'StyleUnsupported',
        'reinforcement needs texts that were preferred and texts that were rejected',
      );
    const limits = { documentsMin: options.min_document_frequency, termsMax: options.max_features };
    const terms = await fitAnswerTerms(parts.reward, limits, pause);
    const rows = await answerRows(parts.reward, terms, pause);
    const rewardWeights = await minimize(bradleyTerryLoss(rows, pairs, options.l2), {
      length: rows.columnCount,
      iterationsMax: REWARD_ITERATIONS,
      pause,
    });
    const rewards = standardized(linearScores(rows, rewardWeights));
    const judge = await trainJudge(parts.judge, { limits, l2: options.l2, pause });

    hooks.onTotal(options.num_updates);
    const state = checkpoint ? restore(checkpoint.bytes) : begin(rows.columnCount, slates.length, seed);
    const update = options.policy_learning === 'dpo' ? dpoUpdate : reinforceUpdate;
    for (let step = checkpoint?.step ?? 0; step < options.num_updates; step++) {
      state.loss = update(state, { rows, rewards, pairs, slates, step, options });
      await hooks.afterStep(step + 1, state.loss, () => save(state));
    }
    const scores = linearScores(rows, state.weights);
    const scale = scaleForKl(slates, scores, { kl: options.kl_max, most: 1 });
    const policy = Float32Array.from(state.weights, (weight) => scale * weight);
    const meta = {
      format: 'preference-policy-1',
      terms: terms.vocabulary.terms,
      length: terms.length,
      candidate_count: options.candidate_count,
      train: {
        reward_pair_accuracy: pairAccuracy(linearScores(rows, rewardWeights), pairs),
        kl: meanKl(slates, scores, scale),
        kl_uncapped: meanKl(slates, scores),
        // A reward may not be better than longer or shorter: which of the two is preferred, training says.
        longer_is_better: pairAccuracy(lengthsOf(parts.reward), pairs) >= 0.5,
      },
    };
    const tensors = { idf: terms.vocabulary.idf, reward: Float32Array.from(rewardWeights), policy };
    return {
      files: { 'model.bin': writeTensors({ meta, tensors }), 'judge.bin': judge },
      steps: options.num_updates,
      lossFinal: Number.isFinite(state.loss) ? state.loss : null,
      parameterCount: rewardWeights.length + policy.length,
      counts: {
        train_examples: parts.reward.answers.length,
        judge_examples: parts.judge.answers.length,
        train_pairs: pairs.better.length,
        train_slates: slates.length,
        ...all.skipped,
      },
    };
  },

  async evaluate({ model, test, task, seed, pause = createPause() }) {
    const [bytes, judge] = [model['model.bin'], model['judge.bin']];
    if (!bytes || !judge) throw new Error('model.bin or judge.bin is missing');
    const { meta, tensors } = readTensors(bytes);
    const texts = await collectJudged(test(), preferenceOf(task));
    return judgePolicy({ meta, tensors, judge }, texts, { seed, pause });
  },
};

function preferenceOf(task: Task) {
  if (task.kind === 'preference') return task;
  throw new PipelineError(
    'StyleUnsupported',
    'reinforcement needs preferences; the dataset does not say which answers are better',
  );
}

/** Reward and judge share no conversation: a group is on one side as a whole. */
function shareOut(texts: JudgedTexts, judgeShare: number, seed: number): { reward: JudgedTexts; judge: JudgedTexts } {
  const groups = new Random(seed).shuffle([...new Set(texts.groups)]);
  const judging = new Set(groups.slice(0, Math.round(judgeShare * groups.length)));
  const [judge, reward]: [number[], number[]] = [[], []];
  texts.groups.forEach((group, i) => {
    (judging.has(group) ? judge : reward).push(i);
  });
  return { reward: pickJudged(texts, reward), judge: pickJudged(texts, judge) };
}

function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return values.map((value) => (value - mean) / spread);
}

/** Everything the policy's training consists of between two updates. */
interface State {
  weights: Float64Array;
  sums: Float64Array;
  /** Slates in the order of this pass. */
  order: Uint32Array;
  random: Random;
  loss: number;
}

interface Update {
  rows: SparseRows;
  rewards: Float64Array;
  pairs: PreferencePairs;
  slates: readonly Slate[];
  step: number;
  options: Settings;
}

/** One update by the reward of drawn candidates. Result: the mean reward forgone, the best candidate's less the policy's. */
function reinforceUpdate(state: State, { rows, rewards, slates, step, options }: Update): number {
  const scores = linearScores(rows, state.weights);
  const factors = new Float64Array(rows.rowCount);
  const { exploration_rate = 0.1, exploration_decay = 0.995, min_exploration_rate = 0.01 } = options;
  const exploration = Math.max(min_exploration_rate, exploration_rate * exploration_decay ** step);
  const size = Math.min(options.episode_batch_size, slates.length);
  let regret = 0;
  for (let k = 0; k < size; k++) {
    const at = (step * size + k) % slates.length;
    if (at === 0) state.random.shuffle(state.order);
    const slate = slates[state.order[at] ?? 0] ?? [];
    const gradient = reinforce(
      slate,
      { scores, rewards },
      { exploration, klWeight: options.kl_weight, random: state.random },
    );
    slate.forEach((row, c) => {
      factors[row] = (factors[row] ?? 0) + (gradient[c] ?? 0) / size;
    });
    regret += regretOf(slate, scores, rewards) / size;
  }
  climb(state, { rows, factors }, options.learning_rate);
  return regret;
}

/** One update by direct preference optimisation (Rafailov et al., 2023); the reference scores all candidates the same. */
function dpoUpdate(state: State, { rows, pairs, options }: Update): number {
  const scores = linearScores(rows, state.weights);
  const factors = new Float64Array(rows.rowCount);
  const size = options.episode_batch_size;
  const strength = Math.max(options.kl_weight, 1e-6);
  let loss = 0;
  for (let k = 0; k < size; k++) {
    const pair = state.random.below(pairs.better.length);
    const [b, w] = [pairs.better[pair] ?? 0, pairs.worse[pair] ?? 0];
    const margin = strength * ((scores[b] ?? 0) - (scores[w] ?? 0));
    loss += (Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin)) / size;
    const pull = strength / (1 + Math.exp(margin)) / size;
    factors[b] = (factors[b] ?? 0) + pull;
    factors[w] = (factors[w] ?? 0) - pull;
  }
  climb(state, { rows, factors }, options.learning_rate);
  return loss;
}

function regretOf(slate: Slate, scores: Float64Array, rewards: Float64Array): number {
  let [best, total, expected] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const row of slate) {
    const weight = Math.exp(scores[row] ?? 0);
    const reward = rewards[row] ?? 0;
    best = Math.max(best, reward);
    total += weight;
    expected += weight * reward;
  }
  return best - expected / total;
}

const begin = (columns: number, slates: number, seed: number): State => ({
  weights: new Float64Array(columns),
  sums: new Float64Array(columns),
  order: Uint32Array.from({ length: slates }, (_, i) => i),
  random: new Random(seed),
  loss: Number.NaN,
});

function save({ weights, sums, order, random, loss }: State): Uint8Array {
  return writeTensors({ meta: { loss }, tensors: { weights, sums, order, random: random.save() } });
}

function restore(bytes: Uint8Array): State {
  const { meta, tensors } = readTensors(bytes);
  const { weights, sums, order, random } = tensors;
  if (
    !(weights instanceof Float64Array && sums instanceof Float64Array) ||
    !(order instanceof Uint32Array && random instanceof Uint32Array)
  )
    throw new Error('the checkpoint lacks an array');
  return { weights, sums, order, random: new Random(random), loss: (meta as { loss: number }).loss };
}
