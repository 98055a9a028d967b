import { z } from 'zod';
import { defineSettings } from './settings.ts';

const KNOWN_TASKS = 'where a task ends is known: tasks are groups of classes, or the values of task_field';

export const ContinualSettingsSchema = defineSettings(
  {
    num_tasks: z
      .int()
      .min(2)
      .max(50)
      .default(4)
      .describe('Tasks that the classes are cut into, in the order of their names'),
    task_field: z
      .string()
      .max(200)
      .optional()
      .describe('Label or attribute whose values, in their order, are the tasks; all tasks then share the classes'),
    num_epochs: z.int().min(1).max(1000).default(8).describe('Passes over the texts of each task'),
    batch_size: z.int().min(1).max(1024).default(32).describe('Texts in a batch'),
    learning_rate: z.number().gt(0).max(10).default(0.1).describe('Learning rate (AdaGrad)'),
    hidden_size: z.int().min(2).max(1024).default(32).describe('Units of the hidden layer'),
    max_features: z.int().min(100).max(1_000_000).default(5000).describe('Most words and word pairs in the vocabulary'),
    min_document_frequency: z.int().min(1).max(1000).default(2).describe('Texts a term must stand in'),
    experience_replay_enabled: z
      .boolean()
      .default(true)
      .describe('Whether texts of earlier tasks are kept and learned again'),
    memory_buffer_size: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(400)
      .describe('Texts kept of all earlier tasks, the same number of each class'),
    memory_selection_strategy: z
      .enum(['herding', 'random', 'uncertainty'])
      .default('herding')
      .describe(
        'Which texts are kept: those that together lie at the mean of their class, any, or those the network is least sure of',
      ),
    replay_frequency: z
      .int()
      .min(1)
      .max(10_000)
      .default(1)
      .describe('Every how many batches kept texts are learned again'),
    replay_sample_size: z.int().min(1).max(1024).default(32).describe('Kept texts in such a batch'),
    ewc_lambda: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .describe('How strongly weights that earlier tasks need are held (elastic weight consolidation); 0: not at all'),
    lwf_alpha: z
      .number()
      .min(0)
      .max(100)
      .default(0)
      .describe(
        'How strongly the answers of the network before the task are kept (learning without forgetting); 0: not at all',
      ),
  },
  {
    regularization_strength: 'ewc_lambda and lwf_alpha say how strongly what was learned is held',
    forgetting_rate: 'forgetting is measured, not set',
    mas_lambda: 'memory aware synapses are not offered; ewc_lambda is',
    task_boundary_detection: KNOWN_TASKS,
    task_similarity_threshold: KNOWN_TASKS,
  },
);
export type ContinualSettings = z.infer<typeof ContinualSettingsSchema>;
