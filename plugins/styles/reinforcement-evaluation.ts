import type { Evaluation } from '../../contracts/training.ts';
import { linearScores, pairAccuracy } from '../../learning/bradley-terry.ts';
import { chances, meanKl, type Slate, scaleForKl } from '../../learning/candidate-policy.ts';
import { pairedBootstrap } from '../../learning/metrics.ts';
import type { TensorFile } from '../../learning/tensor-file.ts';
import { answerRows } from './answer-rows.ts';
import type { Pause } from './features.ts';
import { drawSlates, type JudgedTexts, lengthsOf, preferencePairs } from './judged-texts.ts';
import { judgedScores } from './reinforcement-judge.ts';

/** With fewer choices an interval says nothing. Our choice. */
const SLATES_MIN = 10;

interface PolicyMeta {
  terms: string[];
  length: { mean: number; spread: number };
  candidate_count: number;
  train: { kl: number; kl_uncapped: number; longer_is_better: boolean };
}

/**
 * What the policy chooses among held-out answers, beside what its start would have chosen, and beside a policy that goes by
 * length alone and strays as far from the start.
 *
 * The first metric is how often the choice is one that people preferred, because no model can be fooled by that; the
 * second is the win rate against the start by an independent judge. Both have to be better for the policy to be better.
 */
export async function judgePolicy(
  { meta, tensors, judge }: TensorFile & { judge: Uint8Array },
  texts: JudgedTexts,
  { seed, pause }: { seed: number; pause: Pause },
): Promise<Evaluation> {
  const { terms, length, candidate_count, train } = meta as PolicyMeta;
  const { idf, reward, policy } = tensors;
  if (!(idf instanceof Float32Array && reward instanceof Float32Array && policy instanceof Float32Array))
    throw new Error('model.bin lacks a tensor');
  const slates = drawSlates(texts, { size: candidate_count, seed });
  const base = {
    split: 'test' as const,
    example_count: texts.answers.length,
    primary_metric: 'preferred_share',
    per_class: [],
    confusion: null,
    counts: { ...texts.skipped, slates: slates.length },
  };
  if (slates.length < SLATES_MIN) {
    const reason = `the test split allows ${slates.length} choices among answers; ${SLATES_MIN} are needed`;
    return {
      ...base,
      scores: {},
      baselines: {},
      gain_over_baseline: null,
      unmeasured: { preferred_share: reason, win_rate: reason },
      better_than_baseline: false,
    };
  }
  const rows = await answerRows(texts, { vocabulary: { terms, idf }, length }, pause);
  const pairs = preferencePairs(texts, seed);
  const [rewards, choice] = [linearScores(rows, reward), linearScores(rows, policy)];
  const verdicts = await judgedScores(judge, texts, pause);
  const lengths = lengthsOf(texts).map((value) => (train.longer_is_better ? value : -value));
  const kl = meanKl(slates, choice);
  const byLength = scaleForKl(slates, lengths, { kl, most: 1000 });

  const shares = {
    policy: slates.map((slate) => preferredShare(slate, chances(slate, choice), texts)),
    start: slates.map((slate) => preferredShare(slate, chances(slate, choice, 0), texts)),
    length_only: slates.map((slate) => preferredShare(slate, chances(slate, lengths, byLength), texts)),
  };
  const wins = slates.map((slate) => winRate(slate, chances(slate, choice), verdicts));
  const winsByLength = slates.map((slate) => winRate(slate, chances(slate, lengths, byLength), verdicts));
  const scores = {
    preferred_share: mean(shares.policy),
    win_rate: mean(wins),
    kl_to_start: kl,
    reward_pair_accuracy: pairAccuracy(rewards, pairs),
    judge_pair_accuracy: pairAccuracy(verdicts, pairs),
  };
  const baselines = {
    start: { preferred_share: mean(shares.start), win_rate: 0.5, kl_to_start: 0, reward_pair_accuracy: 0.5 },
    length_only: {
      preferred_share: mean(shares.length_only),
      win_rate: mean(winsByLength),
      kl_to_start: meanKl(slates, lengths, byLength),
      reward_pair_accuracy: pairAccuracy(lengths, pairs),
    },
  };
  const strongest = baselines.length_only.preferred_share > baselines.start.preferred_share ? 'length_only' : 'start';
  const rival = shares[strongest];
  const interval = await pairedBootstrap(
    slates.length,
    (drawn) => meanAt(shares.policy, drawn) - meanAt(rival, drawn),
    {
      ...{ seed, pause },
    },
  );
  const winInterval = await pairedBootstrap(slates.length, (drawn) => meanAt(wins, drawn) - 0.5, { seed, pause });
  return {
    ...base,
    scores: { ...scores, win_rate_low: 0.5 + winInterval[0], win_rate_high: 0.5 + winInterval[1], train_kl: train.kl },
    baselines,
    gain_over_baseline: {
      baseline: strongest,
      value: scores.preferred_share - baselines[strongest].preferred_share,
      interval_95: interval,
    },
    unmeasured: {},
    better_than_baseline:
      interval[0] > 0 && winInterval[0] > 0 && scores.reward_pair_accuracy > baselines.length_only.reward_pair_accuracy,
  };
}

function preferredShare(slate: Slate, probabilities: Float64Array, { outcomes }: JudgedTexts): number {
  return slate.reduce((sum, row, c) => sum + (probabilities[c] ?? 0) * (outcomes[row] ?? 0), 0);
}

/** How likely the judge puts the policy's choice above one that is drawn evenly from the same slate; a tie counts half. */
function winRate(slate: Slate, probabilities: Float64Array, verdicts: Float64Array): number {
  let sum = 0;
  slate.forEach((row, c) => {
    for (const other of slate) {
      const margin = (verdicts[row] ?? 0) - (verdicts[other] ?? 0);
      sum += ((probabilities[c] ?? 0) / slate.length) * (margin > 0 ? 1 : margin === 0 ? 0.5 : 0);
    }
  });
  return sum;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanAt = (values: readonly number[], indexes: Uint32Array) =>
  indexes.reduce((sum, i) => sum + (values[i] ?? 0), 0) / indexes.length;
