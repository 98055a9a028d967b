import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { ingestDataset } from '../../activities/1-ingestion/ingest-dataset.ts';
import type { Dependencies } from '../../activities/define.ts';
import { createResultCache } from '../../activities/result-cache.ts';
import type { IngestOutput, PipelineActivities } from '../../contracts/activities.ts';
import { ENCODERS_FOLDER } from '../../contracts/ids.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { createOnnxEncoders } from '../../plugins/encoders/onnx.ts';
import { LAYOUTS } from '../../plugins/layouts/index.ts';
import { READERS } from '../../plugins/readers/index.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { assessStyle } from '../../plugins/styles/assess.ts';
import { comparePredictions } from '../../plugins/styles/compare.ts';
import { confidenceOf } from '../../plugins/styles/expected-utility.ts';
import { measureLabelNoise } from '../../plugins/styles/label-noise.ts';
import { createEmbeddedTrainer } from '../../plugins/trainers/embedded.ts';
import { VALIDATIONS } from '../../plugins/validation/index.ts';

type Input = Parameters<PipelineActivities['ingestDataset']>[0];

export const DATASET_LIMITS: Dependencies['datasetLimits'] = {
  recordBytesMax: 8_388_608,
  depthMax: 64,
  fieldCharsMax: 2_097_152,
  bytesMax: 107_374_182_400,
  rowsMax: 100_000_000,
  filesMax: 10_000,
  ratioMax: 200,
  answerSecondsMax: 60,
};

/** Runs the ingestion activity as a worker would, without a server: real files, storage and state below `root`. */
export function createIngestion(root: string, replace: Partial<Dependencies> = {}) {
  const data = mkdtempSync(join(tmpdir(), 'ingest-'));
  const state = createSqliteState(join(data, 'state.db'));
  const storage = createLocalStorage(data);
  const deps: Dependencies = {
    storage,
    results: createResultCache({ state, storage, tiers: [], clock: Date.now }),
    state,
    readers: READERS,
    layouts: LAYOUTS,
    styles: [],
    formats: [],
    assessStyle,
    confidenceOf,
    measureLabelNoise,
    comparePredictions,
    openEncoder: createOnnxEncoders(storage.localPath(ENCODERS_FOLDER)),
    detectors: [],
    subcategories: [],
    validations: VALIDATIONS,
    trainer: createEmbeddedTrainer(),
    pseudonymKey: Buffer.alloc(32, 3),
    datasetRoots: [root],
    shardRecords: 5000,
    datasetLimits: DATASET_LIMITS,
    trainerMemoryMb: 512,
    trainerUnreachableSeconds: 60,
    cancelGraceSeconds: 1,
    report: async () => undefined,
    requestCancellation: async () => undefined,
    clock: Date.now,
    ...replace,
  };
  let runs = 0;
  return {
    data,
    async ingest(
      path: string,
      input: Partial<Input> = {},
      environment = new MockActivityEnvironment({ attempt: 1 }),
    ): Promise<IngestOutput> {
      runs += 1;
      const context = {
        execution_id: `run-${runs}`,
        stage_id: 'dataset_ingestion',
        stage_attempt: 1,
        fresh: false,
        report_progress: false,
      } as const;
      const activity = ingestDataset(deps);
      return environment.run(activity, {
        context,
        dataset_path: path,
        format: null,
        ...input,
      }) as Promise<IngestOutput>;
    },
    async records({ records }: IngestOutput): Promise<ConversationRecord[]> {
      const texts = await Promise.all(records.shards.map(({ uri }) => readFile(deps.storage.localPath(uri), 'utf8')));
      return texts.flatMap((text) =>
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as ConversationRecord),
      );
    },
    /** Closes it and removes what it wrote. */
    discard(): void {
      state.close();
      rmSync(data, { recursive: true });
    },
  };
}
