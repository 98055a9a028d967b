import { z } from 'zod';
import { defineSettings } from './settings.ts';
import { encoderSetting } from './static-table.ts';

const SPLIT_BEFORE = 'the stage data_standardization makes the splits: by conversation, the same for every style';

export const SupervisedSettingsSchema = defineSettings(
  {
    model: z
      .enum(['logistic', 'mlp'])
      .default('logistic')
      .describe('Multinomial logistic regression by L-BFGS, or a network of one hidden layer by AdaGrad'),
    features: z
      .enum(['tfidf', 'static', 'tfidf_static'])
      .default('tfidf_static')
      .describe('TF-IDF of words and word pairs, a sentence embedding (static, or that of encoder), or both joined'),
    encoder: encoderSetting,
    max_iterations: z
      .int()
      .min(1)
      .max(10_000)
      .default(200)
      .describe('Most iterations of L-BFGS, or passes of an mlp over the texts'),
    max_features: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(20_000)
      .describe('Most words and word pairs in the vocabulary'),
    vocabulary: z
      .enum(['auto', 'by_name', 'hashed'])
      .default('auto')
      .describe(
        'How terms are counted: by name, by a hash in memory that does not grow, or by hash past 300 000 terms',
      ),
    character_ngrams: z
      .int()
      .min(0)
      .max(6)
      .refine((longest) => longest === 0 || longest >= 3, 'is 0 or from 3 to 6')
      .default(0)
      .describe('Longest run of characters within a word that is a term as well, from 3 on; 0: none'),
    min_document_frequency: z.int().min(1).max(1000).default(2).describe('Texts a term must stand in'),
    l2: z.number().min(0).max(1000).default(0.25).describe('Strength of the squared penalty on the weights'),
    label_smoothing: z
      .number()
      .min(0)
      .max(0.5)
      .default(0)
      .describe('Part of each target that is spread over all classes'),
    class_weights: z
      .union([z.enum(['balanced', 'none']), z.record(z.string(), z.number().gt(0).max(1e6))])
      .default('balanced')
      .describe('balanced: each class counts the same in the loss; or a weight for each class, 1 where none is given'),
    tolerance: z
      .number()
      .min(0)
      .max(0.1)
      .default(5e-5)
      .describe(
        'Mean relative change of the loss over the last five iterations, of an mlp from pass to pass, below which training ends',
      ),
    early_stopping_patience: z
      .int()
      .min(0)
      .max(1000)
      .optional()
      .describe(
        'Iterations without a better validation loss before training ends with the best weights; 0: never. Left out, 0 for logistic and 3 for mlp',
      ),
    early_stopping_threshold: z
      .number()
      .min(0)
      .max(10)
      .default(0)
      .describe('How much lower the validation loss has to be to count as better'),
    hidden_size: z.int().min(2).max(1024).optional().describe('Units of the hidden layer (64); for mlp only'),
    batch_size: z.int().min(1).max(1024).optional().describe('Texts in a batch (32); for mlp only'),
    learning_rate: z.number().gt(0).max(10).optional().describe('Learning rate (0.1); for mlp only'),
  },
  {
    validation_split: SPLIT_BEFORE,
    test_split: SPLIT_BEFORE,
    stratify_by: SPLIT_BEFORE,
  },
).superRefine(({ model, ...settings }, context) => {
  if (settings.features === 'tfidf' && settings.encoder !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['encoder'],
      message: 'is used with features static and tfidf_static only',
    });
  if (model === 'mlp') return;
  for (const name of ['hidden_size', 'batch_size', 'learning_rate'] as const)
    if (settings[name] !== undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'is used by the model mlp only' });
});
export type SupervisedSettings = z.infer<typeof SupervisedSettingsSchema>;
