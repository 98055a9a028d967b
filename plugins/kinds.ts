import type { z } from 'zod';
import type { Category, DeclaredFacts } from '../contracts/dataset.ts';
import type { IdentifierSpan } from '../contracts/privacy.ts';
import type { ConversationRecord, SourcePosition, SplitName } from '../contracts/records.ts';
import type { TargetFormatId } from '../contracts/target-formats.ts';
import type {
  ComputeLevel,
  Evaluation,
  ExitEvidence,
  Prediction,
  SelectionFacts,
  StyleAssessment,
  StyleId,
  StyleTemplate,
  Task,
  TrainingJob,
  TrainingOutcome,
  TrainingProgress,
} from '../contracts/training.ts';
import type { PieceStore } from '../learning/feature-blocks.ts';
import type { OpenEncoder } from './encoder-kinds.ts';

/** What a reader yields: a parsed value; the place and reason of one it could not parse; a part it passes over. */
export type ReadEvent =
  | { kind: 'value'; value: unknown; position: SourcePosition; byte_offset: number }
  | { kind: 'rejected'; reason: string; position: SourcePosition; byte_offset: number }
  | { kind: 'ignored'; name: string; reason: string };

export interface ReaderLimits {
  /** Longest single line, row or JSON value taken, in bytes. A longer one is rejected with its line. */
  recordBytesMax: number;
  /** Deepest nesting of a value taken. */
  depthMax: number;
  /** Longest single text within a value, in UTF-16 units. */
  fieldCharsMax: number;
  /** Most bytes a file may hold, decompressed. */
  bytesMax: number;
  /** Most bytes that one compressed byte may become, once a file is past its first 16 MiB. */
  ratioMax: number;
  /** Longest time the library of a binary format may take for a piece of a file, in seconds. */
  answerSecondsMax: number;
}

/** One file as a reader sees it. */
export interface ReaderSource {
  /** The file's bytes from the first on. Taken once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  readonly limits: ReaderLimits;
  /** Where the file lies on this machine: always there for a reader that says `needsFile`. */
  readonly path?: string;
  /** The format the caller asked for, for a reader that holds another format inside. */
  readonly format?: string | null;
  /** The parts the caller asked for, where a file holds several: tables, groups. Left out, the reader chooses. */
  readonly tables?: readonly string[];
}

/** Reads one file format as a stream. Memory does not grow with the file. */
export interface Reader {
  readonly name: string;
  readonly formats: readonly string[];
  /** File name endings the format goes by, lower-case, without the dot. */
  readonly extensions: readonly string[];
  /** True where the format cannot be read from first byte to last: the reader opens `path` itself. */
  readonly needsFile?: boolean;
  /** 0 to 1: how surely the first bytes (64 KiB at most) are of this format. */
  detect(head: Uint8Array, fileName: string): number;
  /** Throws a PipelineError `DatasetUnreadable` or `DatasetTooLarge` where the whole file cannot be read. */
  read(source: ReaderSource): AsyncIterable<ReadEvent>;
}

/** A folder as a layout sees it. */
export interface LayoutFolder {
  /** The files in it, at any depth: names relative to it, with forward slashes, sorted. */
  names(): Promise<readonly string[]>;
  /** The one file the caller named, where a file and not the folder was named. */
  readonly entry: string | null;
  /** Text of a small file of the folder; null where there is none of that name, or it is longer than a MiB. */
  text(name: string): Promise<string | null>;
  /** The parts the caller asked for, such as a configuration of a dataset. */
  readonly tables: readonly string[];
}

export interface LaidOutFile {
  name: string;
  split: SplitName | null;
  /** What positions and reports call the file, where its own name may be that of a person. */
  shown?: string;
}

/** What a layout says of a folder. Files it neither names nor ignores are ignored as not named by it. */
export interface LaidOut {
  files: LaidOutFile[];
  ignored: { name: string; reason: string }[];
  /** What the layout's own metadata file declares: not measured, and kept apart from what is. */
  declared: DeclaredFacts | null;
}

/** Tells which files of a folder are data, and what the folder says of them. */
export interface DatasetLayout {
  readonly name: string;
  /** Null where the folder is not laid out like this. Throws `DatasetUnreadable` where it is, and wrongly. */
  resolve(folder: LayoutFolder): Promise<LaidOut | null>;
}

/** Writes one file of standardized records in a form that other programs take. */
export interface TargetWriter {
  /** Takes the next record and answers how many rows it became: none where the format has no place for it. */
  add(record: ConversationRecord): Promise<number>;
  close(): Promise<void>;
}

/** A form in which the splits of a run can be written, beside the records the pipeline itself goes on with. */
export interface TargetFormat {
  readonly id: TargetFormatId;
  /** Ending of its files, without the dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly description: string;
  open(path: string): TargetWriter;
}

export interface TrainInput {
  /** Opens the records anew at each call, always in the same order. */
  readonly train: () => AsyncIterable<ConversationRecord>;
  readonly validation: () => AsyncIterable<ConversationRecord>;
  readonly task: Task;
  readonly settings: Record<string, unknown>;
  readonly seed: number;
  /** State of an earlier process of the same job, or null for a fresh start. */
  readonly checkpoint: { step: number; bytes: Uint8Array } | null;
  /** Left out where there are no encoders. */
  readonly openEncoder?: OpenEncoder | undefined;
  readonly hooks: {
    onTotal(totalSteps: number): void;
    /** Awaited every few hundred texts while loading, so that a long preparation can be watched and stopped as well. */
    pause?(): Promise<void>;
    /** Makes a store of the trainer, which keeps pieces of bytes in memory while there is room and else on a disk. */
    pieces?(): PieceStore;
    /** Awaited between steps: reports, saves a checkpoint when one is due, and rejects when the job is to stop. */
    afterStep(step: number, loss: number, checkpoint: () => Uint8Array): Promise<void>;
  };
}

export interface TrainedModel {
  /** File name to bytes; the same input gives the same bytes. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly steps: number;
  readonly lossFinal: number | null;
  readonly parameterCount: number;
  /** Examples used and records left out, by name: train_examples, skipped_without_label, ... */
  readonly counts: Readonly<Record<string, number>>;
}

/** One way to learn. A style is pure: bytes in, bytes out; processes, files and time belong to the trainer. */
export interface TrainingStyle {
  readonly id: StyleId;
  /** Part of every stage key: raise it when the same input would give other bytes. */
  readonly version: string;
  readonly description: string;
  readonly settings: z.ZodType<Record<string, unknown>>;
  /** Settings under a name. Left out, there are none. */
  readonly templates?: readonly StyleTemplate[];
  readonly requirements: {
    recordsMin: number;
    recordsMax: number | null;
    needs: 'labels' | 'preferences' | 'turns' | 'text';
    categories: readonly Category[];
    compute: ComputeLevel;
  };
  /** True where a training with these settings reads its records as a stream, so that memory does not grow with them. */
  streams?(settings: Record<string, unknown>): boolean;
  assess(facts: SelectionFacts): Omit<StyleAssessment, 'available'>;
  train(input: TrainInput): Promise<TrainedModel>;
  /** Scores a model on records it never saw, beside baselines. `pause` is awaited on the way, and rejects to stop it. */
  evaluate(input: {
    model: Readonly<Record<string, Uint8Array>>;
    test: () => AsyncIterable<ConversationRecord>;
    task: Task;
    seed: number;
    pause?: () => Promise<void>;
    openEncoder?: OpenEncoder | undefined;
  }): Promise<Evaluation>;
  /** True where its models rank replies to a text, and so need them to say anything. */
  readonly ranksReplies?: true;
  /** What a model says of texts, one answer a text. Left out where a style has nothing to say of a text by itself. */
  predict?(input: {
    model: Readonly<Record<string, Uint8Array>>;
    task: Task;
    texts: readonly string[];
    /** Replies to rank, for styles that rank; null where the caller gave none. */
    candidates: readonly string[] | null;
    openEncoder?: OpenEncoder | undefined;
  }): Promise<Prediction[]>;
}

/** Names a submitted job well enough to find it again from another process. Plain data: it travels in heartbeats. */
export interface TrainingHandle {
  trainer: string;
  job_id: string;
  attempt: number;
  host: string;
  pid: number | null;
  job_folder: string;
}

export type TrainingStatus =
  | { state: 'running'; progress: TrainingProgress | null }
  | { state: 'succeeded'; progress: TrainingProgress | null; result: TrainingResultFile }
  | { state: 'failed'; failure: TrainingFailure; progress: TrainingProgress | null };

export interface TrainingFailure {
  type: 'TrainingDiverged' | 'TrainerOutOfMemory' | 'TrainerLost' | 'StyleUnsupported' | 'ConfigInvalid' | 'Defect';
  message: string;
  exit_code: number | null;
  signal: string | null;
  rss_mb_max: number | null;
}

/** result.json of a job that succeeded; model files lie in model/ beside it. */
export interface TrainingResultFile {
  model_files: string[];
  steps: number;
  loss_final: number | null;
  loss_curve: { step: number; loss: number }[];
  training_seconds: number;
  resumed_from_step: number | null;
  rss_mb_max: number;
  parameter_count: number;
  counts: Record<string, number>;
  search?: TrainingOutcome['search'];
}

/** Runs training jobs somewhere. Asking (`poll`) may fail without the job having failed. */
export interface Trainer {
  readonly name: string;
  readonly styles: readonly StyleId[];
  /** Starts the job, or attaches to it where it already runs with the same attempt. A higher attempt ends a lower one first. */
  submit(job: TrainingJob): Promise<TrainingHandle>;
  /** Throws where the trainer does not answer; that says nothing of the job. */
  poll(handle: TrainingHandle): Promise<TrainingStatus>;
  /** Asks the job to stop, then makes it stop after the grace, and answers what was seen. Safe to call for a job that never was. */
  cancel(job: { job_id: string; job_folder: string }, graceSeconds: number): Promise<ExitEvidence>;
}

/** Looks for identifiers beside the built-in detector. What either of them finds is treated. */
export interface IdentifierDetector {
  readonly name: string;
  /** Part of the key of de-identified outputs: raise it when the same text would give other spans. */
  readonly version: string;
  /**
   * Spans of each text, in order of position, offsets in UTF-16 code units, source `plugin`. Throws a PipelineError
   * `DetectorUnavailable` where it cannot look: an empty answer would say that there is nothing.
   */
  detect(texts: readonly string[], signal: AbortSignal): Promise<IdentifierSpan[][]>;
}

/** Keeps bytes under names. Names use forward slashes and never leave the root. */
export interface Storage {
  readonly name: string;
  /** Makes a folder on this machine where files are written before they are published. */
  stage(name: string): Promise<string>;
  /** Takes over a staged folder under a new name in one step; false where there is none. */
  adopt(from: string, to: string): Promise<boolean>;
  /**
   * Moves a staged folder to its final name in one step. A name that exists keeps what it has unless `replace` is given.
   */
  publish(staged: string, name: string, options?: { replace: boolean }): Promise<void>;
  /** Removes what a name holds; absent is fine. Says whether there was anything. */
  discard(name: string): Promise<boolean>;
  exists(name: string): Promise<boolean>;
  /** A path on this machine with the bytes of the name. */
  localPath(name: string): string;
  /** Names directly below a prefix. */
  list(prefix: string): Promise<string[]>;
}

/** An output with the revision the state had for it when it was taken. */
export interface CacheEntry {
  revision: string;
  output: unknown;
}

/**
 * A cache in front of the store of outputs. It decides nothing: whether an output may be served the state says at each
 * hit. Reading and writing never throw; a tier that is away holds nothing.
 */
export interface CacheTier {
  readonly name: 'memory' | 'redis';
  get(key: string): Promise<CacheEntry | undefined>;
  set(key: string, entry: CacheEntry): Promise<void>;
  /** Throws where the entries may still be there. */
  drop(keys: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
