import { z } from 'zod';
import { defineSettings } from './settings.ts';

const NO_ORDER = 'what is learned is which turn, or which words, belong to a text; pretext says which';
const IN_BATCH = 'the negatives are the other answers of the batch: batch_size says how many';

export const SelfSupervisedSettingsSchema = defineSettings(
  {
    pretext: z
      .enum(['auto', 'next_turn', 'masked_terms'])
      .default('auto')
      .describe(
        'What is to be found among others: the turn that answers a turn, or the words taken out of a text; auto: the turn where turns are answered, else the words',
      ),
    masking_ratio: z
      .number()
      .gt(0)
      .max(0.8)
      .optional()
      .describe('Share of the words that is taken out of a text (0.15); for masked_terms only'),
    masking_strategy: z
      .enum(['random', 'span'])
      .optional()
      .describe('Which words are taken out: any (random), or some one after another; for masked_terms only'),
    num_epochs: z.int().min(1).max(1000).default(3).describe('Passes over the pairs'),
    batch_size: z
      .int()
      .min(2)
      .max(1024)
      .default(64)
      .describe('Pairs in a batch; the other answers of the batch are the negatives'),
    learning_rate: z.number().gt(0).max(1).default(0.001).describe('Learning rate of the term vectors (AdaGrad)'),
    term_learning_rate: z
      .number()
      .min(0)
      .max(10)
      .default(0.1)
      .describe('Learning rate of the weights of shared terms (AdaGrad); 0 leaves them as TF-IDF has them'),
    contrastive_temperature: z
      .number()
      .gt(0)
      .max(10)
      .default(0.07)
      .describe('Temperature of the softmax over similarities'),
    projection_dim: z.int().min(8).max(1024).default(128).describe('Dimensions of a term vector'),
    max_vocabulary: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(20_000)
      .describe('Most words and word pairs that have a vector'),
    min_document_frequency: z.int().min(1).max(1000).default(2).describe('Turns a term must stand in'),
  },
  {
    contrastive_weight: 'there is one loss: nothing to weigh it against',
    mlm_probability: 'masking_ratio says how much is taken out',
    nsp_probability: NO_ORDER,
    sop_probability: NO_ORDER,
    num_negatives: IN_BATCH,
    similarity_metric: 'texts are compared by a learned inner product of rows of length 1',
    augmentation_enabled: 'enable_augmentation of the request rewords training records',
    augmentation_strategies: 'enable_augmentation of the request rewords training records',
  },
).superRefine(({ pretext, ...settings }, context) => {
  for (const name of ['masking_ratio', 'masking_strategy'] as const)
    if (pretext !== 'masked_terms' && settings[name] !== undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'is used by the pretext masked_terms only' });
});
