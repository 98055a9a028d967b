import type { StyleId } from '../../contracts/training.ts';

/** Values that a search tries for the settings of a style, where the caller leaves them out. Our choice: around the defaults. */
export const SEARCH_SPACES: Record<StyleId, Readonly<Record<string, readonly (string | number)[]>>> = {
  supervised: {
    l2: [0.05, 0.1, 0.25, 0.5, 1, 2],
    min_document_frequency: [1, 2, 3],
    label_smoothing: [0, 0.05, 0.1],
    class_weights: ['balanced', 'none'],
    model: ['logistic', 'logistic', 'mlp'],
  },
  few_shot: {
    head: ['prototype', 'logistic'],
    l2: [0.03, 0.1, 0.3],
    shot_selection_strategy: ['diverse', 'representative'],
  },
  self_supervised: { num_epochs: [2, 3, 5], learning_rate: [0.0005, 0.001, 0.003], projection_dim: [64, 128, 256] },
  unsupervised: { num_clusters: [5, 8, 10, 15, 20], dimensionality_reduction: ['none', 'pca'] },
  reinforcement: { l2: [0.3, 1, 3], kl_weight: [0.05, 0.1, 0.2], policy_learning: ['reinforce', 'dpo'] },
  transfer_learning: { l2: [0.1, 0.25, 0.5, 1], hidden_size: [32, 64] },
  meta_learning: { shrinkage: [0.5, 1, 2, 4], num_tasks: [100, 400] },
  continual_learning: { hidden_size: [16, 32, 64], learning_rate: [0.05, 0.1], num_epochs: [4, 8] },
};
