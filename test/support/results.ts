import type { OperationOutput } from '../../contracts/operations.ts';
import type { Task } from '../../contracts/training.ts';

type Results = OperationOutput<'results'>;

/** Results of a run that has none yet. */
export const NOTHING: Results = {
  execution_id: 'run-1',
  status: 'running',
  category: null,
  categorization: null,
  metadata: null,
  recommendations: null,
  findings: [],
  preprocessing: null,
  bias: null,
  standardization: null,
  selection: null,
  config: null,
  training: null,
  evaluation: null,
  model_id: null,
  artifacts: [],
  accuracy: null,
  precision: null,
  recall: null,
  f1_score: null,
  empathy_score: null,
  therapeutic_appropriateness: null,
  safety_score: null,
  unmeasured: {},
  model_path: null,
  checkpoint_path: null,
};

const HASH = 'a1'.repeat(32);

/** Results of a completed run in which every text that comes from data, file or operator is `text`. */
export function resultsWith(text: string): Results {
  const task: Task = { kind: 'classification', label_field: text, text_from: 'all', classes: [text, `${text}2`] };
  return {
    ...NOTHING,
    status: 'completed',
    category: 'clinical',
    categorization: {
      category: 'clinical',
      confidence: 0.7,
      uncertain: false,
      category_scores: { clinical: 0.7, conversational: 0.1, therapeutic: 0.1, synthetic: 0.05, multimodal: 0.05 },
      recommended_subcategories: [],
      subcategories: [],
      domains: {},
      approaches: {},
      languages: {},
      signals: {},
      relevance: { value: null, reason: text },
      sampled_records: 100,
      evidence: [{ signal: text, weight: 0.5, share_of_records: 0.4, record_indexes: [1] }],
    },
    findings: [
      { rule: text, severity: 'warning', measured: text, limit: 3, message: text, remedy: text },
      { rule: 'quality', severity: 'info', measured: 0.5, limit: 0.7, message: 'low', remedy: 'look' },
    ],
    preprocessing: {
      source: { file: text, sha256: HASH, byte_count: 2048, format: 'jsonl' },
      record_count: 1200,
      rejected_count: 2,
      rejected_first: [{ position: { file: text, line: 7, index: 6 }, reason: text }],
      processed_record_count: 1190,
      counts: { masked_email: 12, [`masked_${text}`]: 3, text_normalized: 5 },
      quarantined_count: 0,
    },
    bias: {
      record_count: 1190,
      dimensions: [
        {
          dimension: 'gender',
          record_counts: { female: 10, male: 8 },
          records_with_mention: 18,
          balance: { value: 0.99, reason: null },
          label_parity: { value: null, reason: text },
        },
      ],
      fairness_score: { value: null, reason: text },
      indicators: [text],
      requires_correction: false,
    },
    standardization: {
      standardized_record_count: 1190,
      leaked_record_count: 0,
      split: { train: 952, validation: 119, test: 119 },
    },
    selection: {
      selected_style: 'supervised',
      task,
      confidence: 0.4,
      chosen_by: 'ranking',
      ranking: [{ style: 'supervised', eligible: true, available: true, score: 0.9, reasons: [text] }],
      facts: {
        record_count: 952,
        labelled_record_count: 952,
        class_counts: {},
        turn_pair_count: 0,
        quality_score: { value: 0.9, reason: null },
        category: 'clinical',
        available_compute: 'medium',
        safety_level: 'moderate',
        training_objective: text,
      },
    },
    config: {
      style: 'supervised',
      task,
      settings: { [text]: text, deep: { [text]: [text] } },
      optimization_strategy: 'balanced',
      seed: 42,
      memory_limit_mb: 512,
    },
    training: {
      steps: 3,
      loss_final: 0.4,
      loss_curve: [
        { step: 1, loss: 2.5 },
        { step: 2, loss: 0.9 },
        { step: 3, loss: 0.4 },
      ],
      training_seconds: 12.5,
      resumed_from_step: null,
      rss_mb_max: 130.2,
      parameter_count: 4200,
    },
    evaluation: {
      split: 'test',
      example_count: 119,
      primary_metric: 'f1_score',
      scores: { f1_score: 0.83, accuracy: 0.85 },
      baselines: { [text]: { f1_score: 0.2 } },
      gain_over_baseline: { baseline: text, value: 0.63, interval_95: [0.5, 0.7] },
      per_class: [
        { label: text, precision: 0.8, recall: 0.9, f1: 0.85, support: 60 },
        { label: `${text}2`, precision: 0.9, recall: 0.7, f1: 0.79, support: 59 },
      ],
      confusion: {
        labels: [text, `${text}2`],
        counts: [
          [54, 6],
          [18, 41],
        ],
      },
      unmeasured: { empathy: text },
      better_than_baseline: true,
    },
    model_id: text,
    artifacts: [{ name: text, uri: text, sha256: HASH, byte_count: 10, media_type: 'text/plain' }],
  };
}
