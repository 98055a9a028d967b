import { z } from 'zod';
import { defineSettings } from './settings.ts';
import { encoderSetting } from './static-table.ts';

const ONE_LAYER = 'the network has one hidden layer: transfer_method says whether it is frozen';
const NO_DOMAINS = 'source and target are texts of the same dataset';
const NO_TEACHER = 'the source network has no outputs of the target to distil';

export const TransferSettingsSchema = defineSettings(
  {
    transfer_method: z
      .enum(['feature_extraction', 'fine_tuning', 'adapter_tuning'])
      .default('feature_extraction')
      .describe('What is learned on the target: a head on frozen features; all layers; or an adapter and a head'),
    source: z
      .enum(['auto', 'label', 'words', 'pretrained'])
      .default('auto')
      .describe(
        'What is learned first: another label, the words of the texts, nothing here but what the sentence embeddings learned elsewhere (the static table, or encoder), or the one of these that serves the validation split best',
      ),
    source_field: z
      .string()
      .max(200)
      .optional()
      .describe('The label to learn first; left out, any other label of the records'),
    encoder: encoderSetting,
    target_examples: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(100)
      .describe('Labels of the target that are used, drawn by chance; 0: all'),
    source_epochs: z.int().min(1).max(1000).default(10).describe('Passes over the texts of the source'),
    target_epochs: z
      .int()
      .min(1)
      .max(1000)
      .default(20)
      .describe('Passes over the labels of the target where layers are trained'),
    batch_size: z.int().min(1).max(1024).default(32).describe('Texts in a batch'),
    learning_rate: z.number().gt(0).max(10).default(0.1).describe('Learning rate (AdaGrad)'),
    fine_tuning_lr_multiplier: z
      .number()
      .gt(0)
      .max(10)
      .optional()
      .describe('Factor of the learning rate for the layer that was learned first (0.1); for fine_tuning only'),
    adapter_dim: z.int().min(1).max(256).optional().describe('Dimensions of the adapter (8); for adapter_tuning only'),
    hidden_size: z.int().min(2).max(1024).default(64).describe('Units of the hidden layer'),
    max_features: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(10_000)
      .describe('Most words and word pairs in the vocabulary'),
    min_document_frequency: z.int().min(1).max(1000).default(2).describe('Texts a term must stand in'),
    l2: z.number().min(0).max(1000).default(0.25).describe('Strength of the squared penalty on the weights of a head'),
  },
  {
    source_model:
      'pretrained sources are the table that comes with the product and encoder: source says whether one is used',
    target_domain: NO_DOMAINS,
    layers_to_freeze: ONE_LAYER,
    layer_selection_strategy: ONE_LAYER,
    domain_adaptation_enabled: NO_DOMAINS,
    domain_adaptation_weight: NO_DOMAINS,
    adversarial_training: NO_DOMAINS,
    knowledge_distillation_enabled: NO_TEACHER,
    temperature: NO_TEACHER,
    alpha: NO_TEACHER,
  },
).superRefine((settings, context) => {
  const only = (name: 'fine_tuning_lr_multiplier' | 'adapter_dim', method: string) => {
    if (settings[name] !== undefined && settings.transfer_method !== method)
      context.addIssue({ code: 'custom', path: [name], message: `is used by ${method} only` });
  };
  only('fine_tuning_lr_multiplier', 'fine_tuning');
  only('adapter_dim', 'adapter_tuning');
  const { source, source_field, transfer_method } = settings;
  if (source_field !== undefined && (source === 'words' || source === 'pretrained'))
    context.addIssue({ code: 'custom', path: ['source_field'], message: `the source is ${source}, not a label` });
  if (source === 'pretrained' && transfer_method !== 'feature_extraction')
    context.addIssue({
      code: 'custom',
      path: ['source'],
      message: `embeddings are frozen: pretrained goes with feature_extraction, not with ${transfer_method}`,
    });
  if (settings.encoder !== undefined && !usesPretrained(settings))
    context.addIssue({
      code: 'custom',
      path: ['encoder'],
      message:
        'is used where the source may be pretrained: source auto or pretrained, no source_field, feature_extraction',
    });
});
export type TransferSettings = z.infer<typeof TransferSettingsSchema>;

/** Whether pretrained embeddings may be the source. */
export function usesPretrained({
  source,
  source_field,
  transfer_method,
}: Pick<TransferSettings, 'source' | 'source_field' | 'transfer_method'>): boolean {
  return (
    source === 'pretrained' ||
    (source === 'auto' && source_field === undefined && transfer_method === 'feature_extraction')
  );
}
