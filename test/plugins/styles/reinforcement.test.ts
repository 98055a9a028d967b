import { describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import type { Task } from '../../../contracts/training.ts';
import { Random } from '../../../learning/random.ts';
import { reinforcementStyle as style } from '../../../plugins/styles/reinforcement.ts';
import { shuffleLabel, trainAndJudge, trainUntil, trainWhole } from '../../support/style-runs.ts';

const TASK: Task = { kind: 'preference', label_field: 'helpful', preferred: ['yes'], rejected: ['no'] };
const KIND = ['understand', 'together', 'listen', 'support', 'gently', 'safe'];
const COLD = ['whatever', 'stop', 'nonsense', 'boring', 'obviously', 'weak'];
const SHARED = ['you', 'the', 'work', 'day', 'sleep', 'and', 'it', 'was', 'then', 'feel', 'home', 'long'];

/** Answers of eight words: now and then a kind word in those that helped, a cold one in the others; some are labelled wrongly. */
function answers(count: number, seed: number, prompts = count): ConversationRecord[] {
  const random = new Random(seed);
  const pick = (words: string[]) => words[random.below(words.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    const helpful = random.below(2) === 0;
    const said = random.below(10) === 0 ? !helpful : helpful;
    const words = Array.from({ length: 8 }, () => (random.below(4) === 0 ? pick(helpful ? KIND : COLD) : pick(SHARED)));
    return {
      record_id: `r${seed}-${i}`,
      group_id: `g${seed}-${i}`,
      messages: [
        { role: 'user', content: `question ${i % prompts} about my day` },
        { role: 'assistant', content: `${words.join(' ')} ${i}` },
      ],
      labels: { helpful: said ? 'yes' : 'no' },
      attributes: {},
      consent_status: null,
      split: null,
      tags: [],
      source: { file: 'f', line: null, index: i },
    };
  });
}
const run = (settings: object = {}, train = answers(300, 1)) => ({ style, train, task: TASK, settings });

describe('the reinforcement style', () => {
  it.each([{}, { policy_learning: 'dpo' }])(
    'gives the same bytes for the same seed, and from a checkpoint: %o',
    async (settings) => {
      const whole = await trainWhole(run(settings));
      expect((await trainWhole(run(settings))).files).toEqual(whole.files);
      for (const step of [1, 40]) {
        const resumed = await trainWhole(run(settings), await trainUntil(run(settings), step));
        expect(resumed.files).toEqual(whole.files);
      }
    },
  );

  it.each([
    ['answers to many prompts', 'reinforce', undefined],
    ['answers to many prompts', 'dpo', undefined],
    ['many answers to few prompts', 'reinforce', 5],
  ])('chooses what was preferred, in the eyes of people and judge: %s, %s', async (_name, policy_learning, prompts) => {
    const evaluation = await trainAndJudge(
      run({ policy_learning }, answers(400, 1, prompts)),
      answers(200, 2, prompts),
    );
    expect(evaluation.better_than_baseline).toBe(true);
    expect(evaluation.scores.win_rate_low).toBeGreaterThan(0.5);
    expect(evaluation.scores.reward_pair_accuracy).toBeGreaterThan(
      (evaluation.baselines.length_only?.reward_pair_accuracy ?? 1) + 0.2,
    );
  });

  it('stays within the divergence it may have from its start', async () => {
    const far = await trainAndJudge(run({ kl_max: 10 }), answers(200, 2));
    const near = await trainAndJudge(run({ kl_max: 0.05 }), answers(200, 2));
    expect(near.scores.train_kl).toBeLessThanOrEqual(0.05);
    expect(far.scores.kl_to_start).toBeGreaterThan((near.scores.kl_to_start ?? 1) * 2);
  });

  it('finds no gain where the outcomes are shuffled', async () => {
    for (const seed of [1, 2, 3]) {
      const shuffled = shuffleLabel(answers(400, seed), 'helpful', seed);
      const evaluation = await trainAndJudge(run({}, shuffled), shuffleLabel(answers(200, seed + 10), 'helpful', seed));
      expect(evaluation.better_than_baseline).toBe(false);
    }
  });

  it('finds no gain where only the length tells', async () => {
    const byLength = (records: ConversationRecord[]) =>
      records.map((record, i) => {
        const long = i % 2 === 0;
        const content = Array.from({ length: long ? 12 : 6 }, (_, k) => SHARED[(i * 7 + k * 5) % SHARED.length]).join(
          ' ',
        );
        const messages = [...record.messages.slice(0, 1), { role: 'assistant' as const, content: `${content} ${i}` }];
        return { ...record, messages, labels: { helpful: long ? 'yes' : 'no' } };
      });
    const evaluation = await trainAndJudge(run({}, byLength(answers(400, 1))), byLength(answers(200, 2)));
    expect(evaluation.better_than_baseline).toBe(false);
    expect(evaluation.gain_over_baseline?.baseline).toBe('length_only');
  });

  it('shows reward and judge different conversations', async () => {
    const { counts } = await trainWhole(run({ judge_share: 0.25 }));
    expect(counts).toMatchObject({ train_examples: 225, judge_examples: 75 });
  });

  it('tells nothing from a handful of answers', async () => {
    const evaluation = await trainAndJudge(run(), answers(20, 2));
    expect(evaluation).toMatchObject({ gain_over_baseline: null, better_than_baseline: false });
    expect(evaluation.unmeasured.win_rate).toContain('10 are needed');
  });

  it('refuses settings it does not use, and says why', () => {
    const messageOf = (settings: object) => style.settings.safeParse(settings).error?.issues[0]?.message;
    expect(messageOf({ q_learning_rate: 0.001 })).toBe(
      'q_learning_rate is not a setting of this trainer: the policy is learned itself, not by a Q function',
    );
    expect(messageOf({ policy_type: 'ucb' })).toContain('only softmax');
    expect(messageOf({ policy_learning: 'dpo', exploration_rate: 0.2 })).toContain('explores nothing');
    expect(messageOf({ nonsense: 1 })).toBe('nonsense is not a setting of this trainer');
  });

  it.each([
    ['num_updates', 5],
    ['episode_batch_size', 4],
    ['learning_rate', 0.5],
    ['exploration_rate', 0.9],
    ['exploration_decay', 0.5],
    ['min_exploration_rate', 0.1],
    ['kl_weight', 1],
    ['kl_max', 0.1],
    ['candidate_count', 3],
    ['judge_share', 0.3],
    ['max_features', 100],
    ['min_document_frequency', 20],
    ['l2', 20],
  ])('the setting %s changes the model', async (name, value) => {
    const usual = await trainWhole(run());
    expect((await trainWhole(run({ [name]: value }))).files).not.toEqual(usual.files);
  });
});
