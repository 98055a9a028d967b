import { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import type { AddedSubcategory } from '../analysis/taxonomy/subcategories.ts';
import type { ActivityContext, ActivityReport } from '../contracts/activities.ts';
import type { Measure } from '../contracts/dataset.ts';
import { ERRORS, PipelineError } from '../contracts/errors.ts';
import { activityFence, objectName, runFence, stageFence, stagingPrefix } from '../contracts/ids.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import type { ModelComparison } from '../contracts/tasks.ts';
import type { SelectionFacts, StyleAssessment, StyleId, Task } from '../contracts/training.ts';
import type { OpenEncoder } from '../plugins/encoder-kinds.ts';
import type {
  DatasetLayout,
  IdentifierDetector,
  Reader,
  ReaderLimits,
  Storage,
  TargetFormat,
  Trainer,
  TrainingStyle,
} from '../plugins/kinds.ts';
import type { CacheOutcome, Fence, StateStore } from '../plugins/state-kinds.ts';
import type { ValidationPlugin } from '../plugins/validation-kinds.ts';
import { startPulse } from './pulse.ts';
import { type Found, keyOfOutput, type ResultCache, type Wanted } from './result-cache.ts';
import { isRetried, toFailure } from './to-failure.ts';

/** A model whose files were read. */
interface ModelInHand {
  style: TrainingStyle;
  model: Readonly<Record<string, Uint8Array>>;
  task: Task;
}

/** Everything the activities need from outside, handed in by the worker. */
export interface Dependencies {
  readonly storage: Storage;
  readonly state: StateStore;
  /** The outputs of activities, by key. */
  readonly results: ResultCache;
  readonly readers: readonly Reader[];
  /** What tells the data files of a folder; the first that knows it is taken. */
  readonly layouts: readonly DatasetLayout[];
  readonly styles: readonly TrainingStyle[];
  /** Detectors of identifiers that look beside the built-in one. */
  readonly detectors: readonly IdentifierDetector[];
  /** Subcategories that plugins add to the taxonomy. */
  readonly subcategories: readonly AddedSubcategory[];
  /** The rules that datasets are held against. */
  readonly validations: readonly ValidationPlugin[];
  readonly trainer: Trainer;
  readonly openEncoder: OpenEncoder;
  /** The secret that pseudonyms, invented names and date offsets follow from. */
  readonly pseudonymKey: Uint8Array;
  /** How well a style fits the facts, for every style of the catalogue, installed or not. */
  readonly assessStyle: (style: StyleId, facts: SelectionFacts) => Omit<StyleAssessment, 'available'>;
  /** Two models on the same held-out records, or why they cannot be compared. */
  readonly comparePredictions: (input: {
    a: ModelInHand;
    b: ModelInHand;
    test: () => AsyncIterable<ConversationRecord>;
    seed: number;
    pause: () => Promise<void>;
  }) => Promise<Omit<ModelComparison, 'model_a' | 'model_b' | 'cached'> | string>;
  /** Share of the labels of a task that are likely to be wrong; null with the reason where that cannot be told. */
  readonly measureLabelNoise: (
    records: readonly ConversationRecord[],
    task: Extract<Task, { kind: 'classification' }> | undefined,
    pause: () => Promise<void>,
  ) => Promise<Measure>;
  /** How surely a style with such a lead over the second is the best one. */
  readonly confidenceOf: (lead: number) => number;
  readonly formats: readonly TargetFormat[];
  /** Folders that dataset paths may lie in, absolute. */
  readonly datasetRoots: readonly string[];
  readonly shardRecords: number;
  /** What a dataset may hold at most; the reader's own limits among them. */
  readonly datasetLimits: ReaderLimits & { rowsMax: number; filesMax: number };
  readonly trainerMemoryMb: number;
  readonly trainerUnreachableSeconds: number;
  readonly cancelGraceSeconds: number;
  /** Tells the run; a report that cannot be sent is dropped, the heartbeat still carries it. */
  readonly report: (executionId: string, report: ActivityReport) => Promise<void>;
  /** Asks the server to mark a run's workflow as cancelled. */
  readonly requestCancellation: (executionId: string) => Promise<unknown>;
  readonly clock: () => number;
}

/** What an activity's body gets besides its input and its dependencies. */
export interface ActivityIo {
  readonly signal: AbortSignal;
  /** Which attempt this is, over all retries of the stage: later is higher. */
  readonly token: number;
  /** Storage name the outputs will have once published; empty where only the run can tell the key (`KeyedLate`). */
  readonly objectName: string;
  /** The folder to write outputs into. Files of an earlier, killed attempt may lie there if the activity resumes. */
  folder(): Promise<string>;
  /** Throws where the attempt was cancelled or replaced: called before every visible step. */
  guard(): void;
  /** Share of the work done, 0 to 1; `position` is where a next attempt could start. Lets other work of the worker run. */
  progress(share: number, message: string, position?: unknown): Promise<void>;
  /** Lets other work of the worker run where the last time was a while ago; rejects once the attempt is cancelled. */
  pause(): Promise<void>;
  tell(kind: ActivityReport['kind'], message: string): void;
}

export interface ActivityDefinition<I extends { context: ActivityContext }, O extends object> {
  name: string;
  /** Part of the output's key: raise it when the same input would give another output. */
  version: number;
  /**
   * What the output depends on, besides the code. The context is never part of it. Undefined where it is not known
   * before the work is done: then `run` answers with `KeyedLate`.
   */
  keyOf(input: I, deps: Dependencies, io: Pick<ActivityIo, 'signal' | 'progress'>): unknown | Promise<unknown>;
  /** True where an attempt can go on from the files of a killed one. */
  resumes?: boolean;
  /** Where several calls of one stage run at a time: what tells them apart, and the activity whose progress they make. */
  parts?: { of: string; name(input: I): string };
  run(input: I, deps: Dependencies, io: ActivityIo): Promise<O | KeyedLate<O>>;
}

/**
 * An output of which only its making could tell the key, such as the hash of a file that is read once. Where the store
 * holds the output of the key, that one is taken and the new files are dropped.
 */
export class KeyedLate<O> {
  readonly keyed: unknown;
  /** The output, once the name of its files is known. */
  readonly named: (objectName: string) => O;

  constructor(keyed: unknown, named: (objectName: string) => O) {
    this.keyed = keyed;
    this.named = named;
  }
}

/**
 * Makes an activity of a definition: looks its output up in the store, beats by its own clock, fences out older
 * attempts, publishes output and files in one step, removes partial ones when it fails or is cancelled.
 */
export function defineActivity<I extends { context: ActivityContext }, O extends object>(
  definition: ActivityDefinition<I, O>,
) {
  return (deps: Dependencies) =>
    async (input: I): Promise<O & { cached: boolean }> => {
      const { context } = input;
      const temporal = Context.current();
      const { attempt } = temporal.info;
      const token = context.stage_attempt * ATTEMPTS_MAX + attempt;
      const own = definition.parts ? `${definition.name}-${definition.parts.name(input)}` : definition.name;
      const fences = fencesOf(context, own, token);
      const pulse = startPulse(definition.parts?.of ?? definition.name, context, deps, temporal);
      const parent = `${stagingPrefix(context.execution_id)}/${own}`;
      const staged = `${parent}/${token}`;
      let land = () => {};
      try {
        deps.state.claim(fences);
        if (attempt > 1) pulse.tell('attempt_started', `${definition.name}: attempt ${attempt}`);
        const io = { signal: temporal.cancellationSignal, progress: pulse.progress };
        const keyed = await definition.keyOf(input, deps, io);
        const wantedOf = (keyed: unknown): Wanted => ({
          ...{ run_id: context.execution_id, stage: context.stage_id, keyed },
          ...{ activity: definition.name, version: definition.version },
        });
        const serve = (key: string, found: Found<O> & { hit: true }) => {
          deps.state.recordUse({ run_id: context.execution_id, key, activity: definition.name });
          tellCache(found.outcome, found.reason);
          return { ...found.output, cached: true };
        };
        const tellCache = (outcome: CacheOutcome, reason: string) => {
          deps.results.note(wantedOf(keyed), outcome, reason);
          const message = `${definition.name}: ${outcome === 'miss' ? 'computed' : 'from the cache'}, ${reason}`;
          temporal.log.debug(message, { outcome });
          if (context.report_progress) pulse.tell('progress', message);
        };
        const early = keyed === undefined ? undefined : keyOfOutput(wantedOf(keyed));
        let missed: Found<O> & { hit: false } = { ...KEYED_LATE, replaces: context.fresh };
        if (early !== undefined) {
          // A retried attempt waits for nobody: it has files or a job of its own to go on from.
          const isFirst = attempt === 1 && context.stage_attempt === 1;
          const claimed = await deps.results.claim<O>(wantedOf(keyed), {
            ...{ fresh: context.fresh, waits: isFirst && !context.fresh },
            ...{ signal: temporal.cancellationSignal, cancelled: temporal.cancelled },
          });
          if (claimed.hit) return serve(early, claimed);
          missed = claimed;
          land = claimed.land;
        }

        const guard = () => {
          if (temporal.cancellationSignal.aborted) throw new CancelledFailure(`${definition.name} cancelled`);
          deps.state.assert(fences);
        };
        const folder = once(async () => {
          guard();
          if (!(definition.resumes === true && (await adoptEarlier(deps.storage, parent, staged)))) {
            await deps.storage.discard(parent);
          }
          return deps.storage.stage(staged);
        });
        const given = early === undefined ? '' : objectName(early);
        const made = await definition.run(input, deps, {
          ...io,
          token,
          objectName: given,
          folder,
          guard,
          pause: pulse.pause,
          tell: pulse.tell,
        });
        guard();
        const wanted = wantedOf(made instanceof KeyedLate ? made.keyed : keyed);
        const key = keyOfOutput(wanted);
        const name = objectName(key);
        if (made instanceof KeyedLate && !context.fresh) {
          const found = await deps.results.find<O>(wanted);
          if (found.hit) {
            await deps.storage.discard(parent);
            return serve(key, found);
          }
          missed = found;
        }
        const output = made instanceof KeyedLate ? made.named(name) : made;
        if (await deps.storage.exists(staged)) {
          await deps.storage.publish(staged, name, { replace: missed.replaces });
          await deps.storage.discard(parent);
        }
        deps.state.recordUse({ run_id: context.execution_id, key, activity: definition.name });
        deps.results.put(wanted, output, fences);
        tellCache('miss', missed.reason);
        return { ...output, cached: false };
      } catch (error) {
        if (error instanceof PipelineError && error.type === 'StaleAttempt') {
          const at = new Date(deps.clock()).toISOString();
          deps.state.recordLate({ run_id: context.execution_id, activity: definition.name, at, detail: error.message });
        }
        const cancelled = temporal.cancellationSignal.aborted;
        // A resuming activity keeps its files for the next attempt; the end of the run removes them.
        if (!definition.resumes) await deps.storage.discard(staged).catch(() => false);
        const failure = cancelled ? new CancelledFailure(`${definition.name} cancelled`) : error;
        if (isRetried(failure)) {
          const type = error instanceof PipelineError ? error.type : 'Internal';
          const message = error instanceof Error ? error.message : String(error);
          pulse.fail({ type, message, remedy: ERRORS[type].remedy });
        }
        throw toFailure(failure);
      } finally {
        land();
        pulse.stop();
      }
    };
}

/** More attempts of one activity than any retry policy allows, so that a stage's next attempt is always higher. */
const ATTEMPTS_MAX = 1_000_000;

function fencesOf(context: ActivityContext, activity: string, token: number): Fence[] {
  return [
    { scope: runFence(context.execution_id), token: 0 },
    { scope: stageFence(context.execution_id, context.stage_id), token: context.stage_attempt },
    { scope: activityFence(context.execution_id, context.stage_id, activity), token },
  ];
}

const KEYED_LATE = { hit: false, reason: 'its key is known only once it is made', replaces: false } as const;

/** Takes over the files of the newest earlier attempt, which then can no longer write under its own path. */
async function adoptEarlier(storage: Storage, parent: string, staged: string): Promise<boolean> {
  const earlier = (await storage.list(parent)).filter((name) => name !== staged);
  const newest = earlier.sort((a, b) => Number(a.split('/').at(-1)) - Number(b.split('/').at(-1))).pop();
  for (const name of earlier) await storage.discard(name);
  return newest !== undefined && storage.adopt(newest, staged);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
