import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../activities/define.ts';
import { createActivities } from '../../activities/index.ts';
import { readRecords } from '../../activities/records-io.ts';
import { createResultCache } from '../../activities/result-cache.ts';
import type { PipelineActivities } from '../../contracts/activities.ts';
import type { RecordSet } from '../../contracts/artifacts.ts';
import { ENCODERS_FOLDER } from '../../contracts/ids.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { StageId } from '../../contracts/stages.ts';
import { createOnnxEncoders } from '../../plugins/encoders/onnx.ts';
import { FORMATS } from '../../plugins/formats/index.ts';
import { LAYOUTS } from '../../plugins/layouts/index.ts';
import { READERS } from '../../plugins/readers/index.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { assessStyle } from '../../plugins/styles/assess.ts';
import { comparePredictions } from '../../plugins/styles/compare.ts';
import { confidenceOf } from '../../plugins/styles/expected-utility.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';
import { measureLabelNoise } from '../../plugins/styles/label-noise.ts';
import { createEmbeddedTrainer } from '../../plugins/trainers/embedded.ts';
import { VALIDATIONS } from '../../plugins/validation/index.ts';
import { DATASET_LIMITS } from './ingest.ts';

type Name = Exclude<keyof PipelineActivities, 'stopRun'>;
type Input<N extends Name> = Omit<Parameters<PipelineActivities[N]>[0], 'context'>;

/** Real activities with real storage and state, without a server: one activity at a time. */
export function createActivityStack(replace: Partial<Dependencies> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'activities-'));
  const root = join(folder, 'datasets');
  mkdirSync(root);
  const dataDir = join(folder, 'data');
  const state = createSqliteState(join(dataDir, 'state.db'));
  const storage = createLocalStorage(dataDir);
  const deps: Dependencies = {
    storage,
    results: createResultCache({ state, storage, tiers: [], clock: Date.now }),
    state,
    readers: READERS,
    styles: STYLE_PLUGINS,
    formats: FORMATS,
    layouts: LAYOUTS,
    detectors: [],
    subcategories: [],
    validations: VALIDATIONS,
    assessStyle,
    confidenceOf,
    measureLabelNoise,
    comparePredictions,
    openEncoder: createOnnxEncoders(storage.localPath(ENCODERS_FOLDER)),
    trainer: createEmbeddedTrainer(),
    pseudonymKey: Buffer.alloc(32, 3),
    datasetRoots: [root],
    shardRecords: 50,
    datasetLimits: DATASET_LIMITS,
    trainerMemoryMb: 512,
    trainerUnreachableSeconds: 5,
    cancelGraceSeconds: 1,
    report: async () => undefined,
    requestCancellation: async () => undefined,
    clock: Date.now,
    ...replace,
  };
  const activities = createActivities(deps);

  return {
    deps,
    state,
    dataDir,
    root,
    write: (name: string, text: string) => writeFileSync(join(root, name), text),
    /** Runs an activity as an attempt of a run; a new run where none is named. */
    run<N extends Name>(
      name: N,
      input: Input<N>,
      context: { execution_id?: string; stage_attempt?: number; attempt?: number; stage_id?: StageId } = {},
    ): ReturnType<PipelineActivities[N]> {
      const { execution_id = `run-${randomUUID()}`, stage_attempt = 1, attempt = 1 } = context;
      const environment = new MockActivityEnvironment({ attempt });
      const stage_id = context.stage_id ?? 'data_preprocessing';
      const full = {
        context: { execution_id, stage_id, stage_attempt, fresh: false, report_progress: false },
        ...input,
      };
      return environment.run(activities[name] as never, full as never) as ReturnType<PipelineActivities[N]>;
    },
    async ingest(name: string, context: { execution_id?: string } = {}) {
      return this.run('ingestDataset', { dataset_path: name, format: null }, context);
    },
    async read(set: RecordSet): Promise<ConversationRecord[]> {
      const records: ConversationRecord[] = [];
      for await (const record of readRecords(deps.storage, set)) records.push(record);
      return records;
    },
    /** Every file below the data folder with its bytes as text, the shards of ingestion left out where named. */
    files(without: readonly string[] = []): { name: string; text: string }[] {
      return readdirSync(dataDir, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(dataDir, name)).isFile() && !without.includes(name))
        .map((name) => ({ name, text: readFileSync(join(dataDir, name), 'latin1') }));
    },
    end(): void {
      state.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
