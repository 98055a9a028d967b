const NO_LANGUAGE_MODEL = 'the embedded trainer learns on features of texts and loads no language model';
const NO_GPU = 'the embedded trainer computes on processors, in floats of 32 and 64 bits';
const ONE_OPTIMISER = 'each style has the one optimiser that its loss asks for';
const ALWAYS_EVALUATED = 'every model is judged once, on the test split, by all figures of its task';
const BY_TIME = 'checkpoints are written by time, and the latest is kept';
const BY_EVENTS = 'every step is reported as an event of the run';
const BY_GATES = 'safety_requirements of the request and the limits of the category say it';

/**
 * Settings that training a language model has (the seed's common configuration) and no embedded style uses, each with
 * what stands in its place. A style that has a setting of the name takes it.
 */
export const UNUSED_SETTINGS: Readonly<Record<string, string>> = {
  model_name: NO_LANGUAGE_MODEL,
  model_type: NO_LANGUAGE_MODEL,
  tokenizer_name: NO_LANGUAGE_MODEL,
  max_sequence_length: 'texts are taken whole',
  num_epochs: 'training ends by itself; max_iterations bounds it where the style has that setting',
  batch_size: 'the whole training split is one batch',
  eval_batch_size: 'texts are judged one by one',
  gradient_accumulation_steps: 'batches fit in memory: there is nothing to accumulate',
  learning_rate: ONE_OPTIMISER,
  weight_decay: 'l2 says how strongly weights are held small, where the style has that setting',
  warmup_steps: ONE_OPTIMISER,
  max_grad_norm: ONE_OPTIMISER,
  optimizer: ONE_OPTIMISER,
  scheduler: ONE_OPTIMISER,
  loss_function: ONE_OPTIMISER,
  evaluation_strategy: ALWAYS_EVALUATED,
  eval_steps: ALWAYS_EVALUATED,
  metrics: ALWAYS_EVALUATED,
  save_strategy: BY_TIME,
  save_steps: BY_TIME,
  save_total_limit: BY_TIME,
  load_best_model_at_end: 'early_stopping_patience says it, where the style has that setting',
  logging_steps: BY_EVENTS,
  logging_dir: BY_EVENTS,
  report_to: BY_EVENTS,
  encoder: 'the style learns from the words of texts and takes no embedding of them',
  fp16: NO_GPU,
  bf16: NO_GPU,
  dataloader_num_workers: NO_GPU,
  pin_memory: NO_GPU,
  safety_threshold: BY_GATES,
  max_crisis_content_ratio: BY_GATES,
  demographic_balance_threshold: BY_GATES,
  toxicity_threshold: 'no embedded style writes text',
  seed: 'the seed of the request is that of the training',
};
