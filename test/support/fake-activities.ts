import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityContext, PipelineActivities } from '../../contracts/activities.ts';
import type { RecordSet } from '../../contracts/artifacts.ts';
import type { CleaningReport } from '../../contracts/cleaning.ts';
import type { DatasetProfile } from '../../contracts/dataset.ts';
import type { DeidentificationReport } from '../../contracts/deidentification.ts';
import type { ErrorType } from '../../contracts/errors.ts';
import type { StageActivityName } from '../../contracts/stages.ts';
import { makeMetadata } from './metadata.ts';

/** What a scripted activity does at one call: by default it answers at once. */
export type Step = 'answer' | 'hang' | { fail: ErrorType | 'Defect'; retried?: boolean };

export interface Script {
  activities: PipelineActivities;
  /** Calls seen, by activity. */
  calls: Map<string, ActivityContext[]>;
  /** Activities that were cancelled while hanging, in order. */
  cancelled: string[];
  stops: number;
}

/**
 * Activities that answer with small true-to-type outputs and follow a script: the nth call of an activity does the nth
 * step. They stand in for the real ones where only the workflow's own behaviour is looked at.
 */
export function scriptActivities(steps: Partial<Record<StageActivityName, Step[]>> = {}): Script {
  const calls = new Map<string, ActivityContext[]>();
  const cancelled: string[] = [];
  const script: Script = { calls, cancelled, stops: 0, activities: {} as PipelineActivities };

  const act =
    <I extends { context: ActivityContext }, O>(name: StageActivityName, answer: (input: I) => O) =>
    async (input: I): Promise<O & { cached: boolean }> => {
      const seen = calls.get(name) ?? [];
      calls.set(name, [...seen, input.context]);
      const step = steps[name]?.[seen.length] ?? 'answer';
      if (step === 'hang') await hang(name);
      if (typeof step === 'object') {
        throw ApplicationFailure.create({
          type: step.fail,
          message: `scripted ${step.fail}`,
          nonRetryable: step.retried !== true,
        });
      }
      return { ...answer(input), cached: false };
    };

  async function hang(name: string): Promise<never> {
    const context = Context.current();
    const timer = setInterval(() => context.heartbeat(), 100);
    try {
      return await context.cancelled;
    } catch (error) {
      if (error instanceof CancelledFailure) cancelled.push(name);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  const transformed = () => ({ records: SET, counts: {}, quarantined_count: 0, quarantined_first: [] });
  script.activities = {
    describeDataset: unscripted,
    registerDataset: unscripted,
    compareModels: unscripted,
    deidentifyShard: unscripted,
    ingestDataset: act('ingestDataset', () => ({
      records: SET,
      profile: PROFILE,
      source: { file: 'a.jsonl', sha256: HASH, byte_count: 1, format: 'jsonl' },
      rejected_count: 0,
      rejected_first: [],
      contract: null,
    })),
    categorizeDataset: act('categorizeDataset', () => ({
      categorization: {
        category: 'conversational' as const,
        confidence: 0.6,
        uncertain: false,
        category_scores: { clinical: 0.1, conversational: 0.6, therapeutic: 0.1, synthetic: 0.1, multimodal: 0.1 },
        recommended_subcategories: [],
        subcategories: [],
        domains: {},
        approaches: {},
        languages: {},
        signals: {},
        relevance: { value: null, reason: 'scripted' },
        sampled_records: 1,
        evidence: [],
      },
    })),
    validateDataset: act('validateDataset', (input) => ({
      findings: [],
      approval_reason: null,
      metadata: makeMetadata(input),
      recommendations: { styles: [], preprocessing: [], quality_improvements: [] },
    })),
    deidentifyRecords: act('deidentifyRecords', () => ({ ...transformed(), report: PRIVACY })),
    cleanRecords: act('cleanRecords', () => ({ ...transformed(), report: CLEANING })),
    deduplicateRecords: act('deduplicateRecords', transformed),
    measureBias: act('measureBias', () => ({
      report: {
        record_count: 1,
        dimensions: [],
        fairness_score: { value: null, reason: 'scripted' },
        indicators: [],
        requires_correction: false,
      },
      findings: [],
    })),
    standardizeRecords: act('standardizeRecords', transformed),
    splitDataset: act('splitDataset', () => ({
      splits: { train: SET, validation: SET, test: SET },
      leaked_record_count: 0,
    })),
    selectTrainingStyle: act('selectTrainingStyle', () => ({
      selection: {
        selected_style: 'self_supervised' as const,
        task: { kind: 'next_turn' as const },
        confidence: 1,
        chosen_by: 'ranking' as const,
        ranking: [],
        facts: {
          record_count: 1,
          labelled_record_count: 0,
          class_counts: {},
          turn_pair_count: 1,
          quality_score: { value: null, reason: 'scripted' },
          category: 'conversational' as const,
          available_compute: 'medium' as const,
          safety_level: 'moderate' as const,
          training_objective: 'accuracy',
        },
      },
    })),
    configureTraining: act('configureTraining', () => ({
      config: {
        style: 'self_supervised' as const,
        task: { kind: 'next_turn' as const },
        settings: {},
        optimization_strategy: 'balanced' as const,
        seed: 1,
        memory_limit_mb: 512,
      },
    })),
    dispatchTraining: act('dispatchTraining', () => ({
      outcome: {
        model: [],
        steps: 1,
        loss_final: null,
        loss_curve: [],
        training_seconds: 0,
        resumed_from_step: null,
        rss_mb_max: 1,
        parameter_count: 1,
      },
    })),
    evaluateModel: act('evaluateModel', () => ({
      evaluation: {
        split: 'test' as const,
        example_count: 1,
        primary_metric: 'recall_at_1',
        scores: {},
        baselines: {},
        gain_over_baseline: null,
        per_class: [],
        confusion: null,
        unmeasured: {},
        better_than_baseline: false,
      },
    })),
    registerModel: act('registerModel', () => ({ model_id: 'model-scripted', artifacts: [] })),
    async stopRun({ execution_id, request_cancellation }) {
      script.stops += 1;
      if (request_cancellation) await Context.current().client.workflow.getHandle(execution_id).cancel();
      return {
        exit_evidence: {
          gone: true,
          exit_code: 143,
          signal: null,
          observed_at: new Date().toISOString(),
          how: 'exit_seen',
        },
        removed: [],
      };
    },
  };
  return script;
}

const HASH = '0'.repeat(64);
const SET: RecordSet = { shards: [], sha256: HASH, record_count: 1, byte_count: 1 };
const CLEANING: CleaningReport = {
  crisis: { policy: 'tag', record_count: 0, by_type: {}, routed: null },
  templatedness: null,
  modality: null,
  findings: [],
};
const PRIVACY: DeidentificationReport = {
  privacy_level: 'basic',
  least_level: null,
  override: null,
  identifiers: [],
  records_dropped: 0,
  withdrawn_excluded: 0,
  review: { waiting: 0, accepted: 0, rejected: 0 },
  residual: [],
  k_anonymity: {
    k: null,
    reason: 'scripted',
    attributes: [],
    subject_count: 0,
    class_count: 0,
    share_of_subjects_below_5: null,
  },
};
const PROFILE: DatasetProfile = {
  record_count: 1,
  message_count: 1,
  size_bytes: 1,
  record_length_chars: null,
  turns_per_record: null,
  share_with_turns: 0,
  label_fields: {},
  group_count: 1,
  worded_share: 1,
  exact_duplicate_share: 0,
  crisis: { share_of_records: 0, by_type: {} },
  pii_mentions: {},
  completeness_score: { value: null, reason: 'scripted' },
  consistency_score: { value: null, reason: 'scripted' },
  quality_score: { value: null, reason: 'scripted' },
  has_consent_field: false,
  consent_verified_share: null,
};

async function unscripted(): Promise<never> {
  throw new Error('no script for work outside a run');
}
