import type { Artifact, RecordSet, Shard } from './artifacts.ts';
import type { CleaningReport } from './cleaning.ts';
import type { ContractReport } from './data-contract.ts';
import type {
  BiasReport,
  Categorization,
  Category,
  ColumnInference,
  DatasetProfile,
  Finding,
  Rejected,
  SafetyLevel,
  SourceFacts,
} from './dataset.ts';
import type { CrisisPolicy, DeidentificationReport } from './deidentification.ts';
import type { Claim, DatasetMetadata, Recommendations } from './metadata.ts';
import type { SplitName } from './records.ts';
import type { DatasetEntry } from './registry.ts';
import type { RunError, RunRequest } from './run.ts';
import type { StageId } from './stages.ts';
import type { TargetFile, TargetFormatId } from './target-formats.ts';
import type { DatasetDescription, DescribeDatasetInput, ModelComparison, RegisterDatasetInput } from './tasks.ts';
import type {
  Evaluation,
  ExitEvidence,
  Splits,
  StyleSelection,
  Task,
  TrainingConfig,
  TrainingOutcome,
} from './training.ts';

/** Who asks: on every activity input, and no part of what the output depends on. */
export interface ActivityContext {
  execution_id: string;
  stage_id: StageId;
  /** Raised by every retry of the stage; shuts out what an older attempt still writes. */
  stage_attempt: number;
  /** True where the output is to be computed anew even if the store holds it. */
  fresh: boolean;
  /** Whether progress within the activity is reported to the run. */
  report_progress: boolean;
}

/** Records that broke a step one by one: found by bisection, kept out, counted. Never their text. */
export interface Quarantined {
  record_index: number;
  reason: string;
}

export interface Cacheable {
  /** True where the store held the output of the same input, settings and code version. */
  cached: boolean;
}

/** Lengths of the records of a split in tokens: words, numbers and signs. */
export interface TokenStatistics {
  token_count: number;
  turn_count: number;
  /** Tokens of a record: mean, middle, 95th percentile and most. */
  per_record: { mean: number; median: number; p95: number; max: number };
}

/** Records of which another split holds the same text, nearly the same one, or the subject. */
export interface Leakage {
  exact: number;
  near_duplicate: number;
  subject: number;
}

export interface SplitOutput {
  splits: Splits;
  leaked_record_count: number;
  /** Absent in outputs of versions before it was told apart, as are the token statistics. */
  leakage?: Leakage;
  token_statistics?: Record<SplitName, TokenStatistics>;
  augmented_record_count?: number;
  target_files?: TargetFile[];
}

export interface IngestOutput extends Cacheable {
  records: RecordSet;
  profile: DatasetProfile;
  source: SourceFacts;
  /** Absent in outputs of versions before it was inferred. */
  columns?: ColumnInference;
  rejected_count: number;
  rejected_first: Rejected[];
  /** Breaches of the data contract; null where none was given. */
  contract: ContractReport | null;
  /** Records that were left out because of consent, by reason. */
  excluded_counts?: Record<string, number>;
}

export interface TransformOutput extends Cacheable {
  records: RecordSet;
  counts: Record<string, number>;
  quarantined_count: number;
  quarantined_first: Quarantined[];
}

export interface DeidentifyOutput extends TransformOutput {
  report: DeidentificationReport;
}

export interface DeidentifyInput {
  context: ActivityContext;
  records: RecordSet;
  privacy_level: RunRequest['privacy_level'];
  privacy_override?: RunRequest['privacy_override'];
  /** Sets the least level; left out, none is demanded. */
  category?: Category;
  safety_level?: SafetyLevel;
}

/** The shard at a position, instead of the whole set: a set of many shards would travel once for each of them. */
export interface DeidentifyShardInput extends Omit<DeidentifyInput, 'records'> {
  shard: Shard;
  index: number;
  shard_count: number;
  /** The set the shard is of: doubtful spans are queued under it. */
  records_sha256: string;
}

export interface ShardOutput extends Cacheable {
  shard: Shard;
  counts: Record<string, number>;
  quarantined: Quarantined[];
}

export interface CleanOutput extends TransformOutput {
  report: CleaningReport;
}

/** What the workflow asks of the workers. Workflows and activities meet here and nowhere else. */
export interface PipelineActivities {
  ingestDataset(input: {
    context: ActivityContext;
    dataset_path: string;
    format: NonNullable<RunRequest['format']> | null;
    /** These three are left out by runs that began before the request had them. */
    tables?: string[];
    columns?: RunRequest['columns'];
    data_contract?: RunRequest['data_contract'];
  }): Promise<IngestOutput>;
  categorizeDataset(input: {
    context: ActivityContext;
    records: RecordSet;
    sample_size: number;
    /** What a metadata file beside the data says; absent in histories of before it was weighed. */
    declared?: SourceFacts['declared'];
  }): Promise<{ categorization: Categorization } & Cacheable>;
  validateDataset(input: {
    context: ActivityContext;
    /** For rules that look at records; absent in histories of before there were any. */
    records?: RecordSet;
    profile: DatasetProfile;
    categorization: Categorization;
    consent: NonNullable<RunRequest['consent']> | null;
    safety_level: SafetyLevel;
    source: SourceFacts;
    contract: ContractReport | null;
    claims: Claim[];
    request: Pick<RunRequest, 'dataset_name' | 'dataset_description' | 'available_compute' | 'training_objective'>;
  }): Promise<
    {
      findings: Finding[];
      approval_reason: string | null;
      metadata: DatasetMetadata;
      recommendations: Recommendations;
    } & Cacheable
  >;
  deidentifyRecords(input: DeidentifyInput): Promise<DeidentifyOutput>;
  /** One shard of what `deidentifyRecords` makes, ahead of it, on whatever worker is free. */
  deidentifyShard(input: DeidentifyShardInput): Promise<ShardOutput>;
  cleanRecords(input: {
    context: ActivityContext;
    records: RecordSet;
    /** Chooses the steps of the category; left out, only those of all data. */
    category?: Category;
    crisis_policy?: CrisisPolicy;
  }): Promise<CleanOutput>;
  deduplicateRecords(input: { context: ActivityContext; records: RecordSet }): Promise<TransformOutput>;
  measureBias(input: {
    context: ActivityContext;
    records: RecordSet;
    categorization: Categorization;
    safety_level: SafetyLevel;
  }): Promise<{ report: BiasReport; findings: Finding[] } & Cacheable>;
  standardizeRecords(input: { context: ActivityContext; records: RecordSet }): Promise<TransformOutput>;
  splitDataset(input: {
    context: ActivityContext;
    records: RecordSet;
    seed: number;
    /** Adds reworded records to the training split. */
    enable_augmentation?: boolean;
    /** Forms to write the splits in besides, as files. */
    target_formats?: TargetFormatId[];
  }): Promise<SplitOutput & Cacheable>;
  selectTrainingStyle(input: {
    context: ActivityContext;
    splits: Splits;
    profile: DatasetProfile;
    categorization: Categorization;
    request: Pick<
      RunRequest,
      | 'available_compute'
      | 'safety_requirements'
      | 'training_objective'
      | 'training_config'
      | 'task'
      | 'time_limit_seconds'
    >;
  }): Promise<{ selection: StyleSelection } & Cacheable>;
  configureTraining(input: {
    context: ActivityContext;
    selection: StyleSelection;
    request: Pick<RunRequest, 'optimization_strategy' | 'training_config' | 'seed'>;
  }): Promise<{ config: TrainingConfig } & Cacheable>;
  dispatchTraining(input: {
    context: ActivityContext;
    splits: Splits;
    config: TrainingConfig;
  }): Promise<{ outcome: TrainingOutcome } & Cacheable>;
  evaluateModel(input: {
    context: ActivityContext;
    splits: Splits;
    model: Artifact[];
    config: Pick<TrainingConfig, 'style' | 'seed'> & { task: Task };
  }): Promise<{ evaluation: Evaluation } & Cacheable>;
  registerModel(input: {
    context: ActivityContext;
    lineage: ModelLineage;
  }): Promise<{ model_id: string; artifacts: Artifact[] } & Cacheable>;
  describeDataset(input: {
    context: ActivityContext;
    request: DescribeDatasetInput;
    ingest: IngestOutput;
    categorization: Categorization;
  }): Promise<DatasetDescription>;
  registerDataset(input: {
    context: ActivityContext;
    request: RegisterDatasetInput;
    measured: DatasetDescription;
  }): Promise<DatasetEntry & Cacheable>;
  compareModels(input: { context: ActivityContext; model_a: string; model_b: string }): Promise<ModelComparison>;
  /** Ends what a run may have left: shuts its fence, stops its trainer, removes partial outputs. Repeats until it is so. */
  stopRun(input: {
    execution_id: string;
    cancel_grace_seconds: number;
    /** Ask the server to mark the workflow as cancelled, so that every view of Temporal shows it as such. */
    request_cancellation: boolean;
  }): Promise<{ exit_evidence: ExitEvidence; removed: string[] }>;
}

/** Everything the model card tells and a later reader needs to trace a model to its data. */
export interface ModelLineage {
  dataset_name: string | null;
  source: SourceFacts;
  profile: DatasetProfile;
  categorization: Categorization;
  findings: Finding[];
  preprocessing: Record<string, number>;
  /** How identifiers were treated, and what was left of planted ones; absent in lineages of versions before it stood here. */
  privacy?: Pick<DeidentificationReport, 'privacy_level' | 'least_level' | 'residual' | 'k_anonymity'>;
  bias: BiasReport | null;
  splits: Splits;
  selection: StyleSelection;
  config: TrainingConfig;
  outcome: TrainingOutcome;
  evaluation: Evaluation;
}

/** What an activity tells its run between start and end. Bounded in number by the sender: history keeps every one. */
export interface ActivityReport {
  stage_id: StageId;
  /** The stage attempt the sender belongs to; reports of an older attempt are ignored. */
  stage_attempt: number;
  activity: string;
  kind: 'progress' | 'attempt_started' | 'attempt_failed' | 'stalled' | 'moving' | 'unreachable' | 'reachable';
  /** Share of the activity's work done, 0 to 1. */
  share_done?: number;
  message: string;
  /** Seconds the activity still needs by its measured rate, with the bounds of its slowest and fastest recent rate. */
  remaining_seconds?: { expected: number; low: number; high: number };
  error?: RunError;
}
