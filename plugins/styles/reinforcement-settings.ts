import { z } from 'zod';
import { defineSettings } from './settings.ts';

const NO_EPISODES = 'an episode is one choice among candidates';
const NO_Q = 'the policy is learned itself, not by a Q function';

export const ReinforcementSettingsSchema = defineSettings(
  {
    policy_learning: z
      .enum(['reinforce', 'dpo'])
      .default('reinforce')
      .describe('reinforce: by the reward model; dpo: from the preferences directly'),
    reward_function: z
      .literal(
        'therapeutic_outcome',
        'only therapeutic_outcome: the reward is learned from the preferences of the dataset',
      )
      .default('therapeutic_outcome')
      .describe('What is rewarded: the preferences or outcomes of the dataset'),
    policy_type: z
      .literal('softmax', 'only softmax: the policy draws candidates by their scores')
      .default('softmax')
      .describe('How the policy draws a candidate'),
    num_updates: z.int().min(1).max(100_000).default(300).describe('Updates of the policy'),
    episode_batch_size: z.int().min(1).max(1024).default(32).describe('Choices among candidates in an update'),
    learning_rate: z.number().gt(0).max(10).default(0.05).describe('Learning rate of the policy (AdaGrad)'),
    exploration_rate: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Share of candidates drawn evenly at the start (0.1); for reinforce only'),
    exploration_decay: z
      .number()
      .gt(0)
      .max(1)
      .optional()
      .describe('Factor of that share from update to update (0.995); for reinforce only'),
    min_exploration_rate: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Least share of candidates drawn evenly (0.01); for reinforce only'),
    kl_weight: z
      .number()
      .min(0)
      .max(10)
      .default(0.1)
      .describe('Price of a nat of divergence from the start; in dpo the strength that holds the policy to it'),
    kl_max: z
      .number()
      .gt(0)
      .max(10)
      .default(0.5)
      .describe('Most divergence from the start, in nats; the policy is softened to it'),
    candidate_count: z.int().min(2).max(64).default(8).describe('Most candidates to choose among'),
    judge_share: z
      .number()
      .min(0.1)
      .max(0.6)
      .default(0.4)
      .describe('Share of the training conversations that only the judge sees'),
    max_features: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(10_000)
      .describe('Most words and word pairs in the vocabulary'),
    min_document_frequency: z.int().min(1).max(1000).default(2).describe('Texts a term must stand in'),
    l2: z
      .number()
      .min(0)
      .max(1000)
      .default(1)
      .describe('Strength of the squared penalty on the weights of reward and judge'),
  },
  {
    policy_update_frequency: 'the policy is updated after each batch of choices',
    experience_replay_size: 'choices are cheap to draw anew and are not kept',
    q_learning_rate: NO_Q,
    q_discount_factor: NO_Q,
    q_update_frequency: NO_Q,
    max_episode_length: NO_EPISODES,
    environment_type: NO_EPISODES,
  },
).superRefine((settings, context) => {
  if (settings.policy_learning !== 'dpo') return;
  for (const name of ['exploration_rate', 'exploration_decay', 'min_exploration_rate'] as const)
    if (settings[name] !== undefined)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'dpo learns from the preferences and explores nothing',
      });
});
