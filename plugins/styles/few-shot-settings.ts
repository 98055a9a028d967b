import { z } from 'zod';
import { defineSettings } from './settings.ts';
import { encoderSetting } from './static-table.ts';

const NO_INNER_LOOP = 'a head is solved to its end from its shots: there is no inner loop';

export const FewShotSettingsSchema = defineSettings(
  {
    num_shots: z.int().min(1).max(1000).default(5).describe('Labelled texts of each class that a head learns from'),
    num_queries: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('Texts of each class that an episode is judged on, at most'),
    support_set_size: z
      .int()
      .min(1)
      .max(10_000)
      .default(50)
      .describe('Labelled texts of each class that are kept to draw shots from'),
    shot_selection_strategy: z
      .enum(['random', 'diverse', 'representative'])
      .default('representative')
      .describe('How the shots of the final model are chosen: by chance, far from each other, or near the middle'),
    num_episodes: z.int().min(5).max(1000).default(10).describe('Episodes in training that choose between the heads'),
    head: z
      .enum(['auto', 'prototype', 'logistic'])
      .default('auto')
      .describe('Nearest mean of the shots, logistic regression, or the one that serves the training episodes better'),
    encoder: encoderSetting,
    l2: z.number().gt(0).max(1000).default(0.1).describe('Strength of the squared penalty of a logistic head'),
    max_features: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(5_000)
      .describe('Most words and word pairs in the vocabulary'),
    min_document_frequency: z.int().min(1).max(1000).default(2).describe('Texts a term must stand in'),
  },
  {
    query_complexity: 'queries are drawn by chance from texts that were not shown',
    meta_learning_rate: NO_INNER_LOOP,
    adaptation_steps: NO_INNER_LOOP,
    inner_loop_lr: NO_INNER_LOOP,
  },
).superRefine((settings, context) => {
  if (settings.num_shots >= settings.support_set_size)
    context.addIssue({
      code: 'custom',
      path: ['support_set_size'],
      message: `must be over num_shots (${settings.num_shots}): shots are drawn from it`,
    });
});
export type FewShotSettings = z.infer<typeof FewShotSettingsSchema>;
