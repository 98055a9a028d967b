import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { Dependencies } from '../activities/define.ts';
import { createActivities } from '../activities/index.ts';
import { createResultCache } from '../activities/result-cache.ts';
import type { Config } from '../contracts/config.ts';
import { ENCODERS_FOLDER, SIGNAL_REPORT, UPLOADS_FOLDER } from '../contracts/ids.ts';
import { createCacheTiers } from '../plugins/cache/tiers.ts';
import { createPresidioDetector } from '../plugins/detectors/presidio.ts';
import { createOnnxEncoders } from '../plugins/encoders/onnx.ts';
import { FORMATS } from '../plugins/formats/index.ts';
import { LAYOUTS } from '../plugins/layouts/index.ts';
import { readPseudonymKey } from '../plugins/pseudonym-key.ts';
import { READERS } from '../plugins/readers/index.ts';
import { createSqliteState } from '../plugins/state/sqlite.ts';
import { createLocalStorage } from '../plugins/storage/local.ts';
import { assessStyle } from '../plugins/styles/assess.ts';
import { comparePredictions } from '../plugins/styles/compare.ts';
import { confidenceOf } from '../plugins/styles/expected-utility.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { measureLabelNoise } from '../plugins/styles/label-noise.ts';
import { createEmbeddedTrainer } from '../plugins/trainers/embedded.ts';
import { VALIDATIONS } from '../plugins/validation/index.ts';
import { createWorkerConnection, dataConverter } from '../temporal/connection.ts';
import { memoryHere, trainerMemoryMb } from './trainer-memory.ts';

export interface RunningWorker {
  /** Resolves when the worker has stopped; rejects where it broke. */
  readonly stopped: Promise<void>;
  /** Stops taking work; running training saves its checkpoint and goes on elsewhere. */
  stop(): Promise<void>;
}

/** What the activities need, put together from the configuration. */
export async function createDependencies(
  config: Config,
  client: Client,
): Promise<{ deps: Dependencies; close: () => Promise<void> }> {
  const dataDir = resolve(config.DATA_DIR);
  mkdirSync(dataDir, { recursive: true });
  const state = createSqliteState(join(dataDir, 'state.db'));
  const storage = createLocalStorage(dataDir);
  const tiers = await createCacheTiers(config);
  const openEncoder = createOnnxEncoders(storage.localPath(ENCODERS_FOLDER));
  const deps: Dependencies = {
    storage,
    state,
    results: createResultCache({ state, storage, tiers, clock: Date.now }),
    readers: READERS,
    layouts: LAYOUTS,
    styles: STYLE_PLUGINS,
    formats: FORMATS,
    openEncoder,
    comparePredictions: (input) => comparePredictions({ ...input, openEncoder }),
    detectors: config.PRESIDIO_URL
      ? [createPresidioDetector({ url: config.PRESIDIO_URL, timeoutSeconds: config.PRESIDIO_TIMEOUT_SECONDS })]
      : [],
    subcategories: [],
    validations: VALIDATIONS,
    assessStyle,
    confidenceOf,
    measureLabelNoise,
    trainer: createEmbeddedTrainer(),
    datasetRoots: [...config.DATASET_ROOTS, join(dataDir, UPLOADS_FOLDER)].map((root) => resolve(root)),
    pseudonymKey: readPseudonymKey(resolve(config.PSEUDONYM_KEY_FILE ?? join(dataDir, 'pseudonym.key'))),
    shardRecords: config.SHARD_RECORDS,
    datasetLimits: {
      recordBytesMax: config.RECORD_BYTES_MAX,
      depthMax: config.RECORD_DEPTH_MAX,
      fieldCharsMax: config.FIELD_CHARS_MAX,
      bytesMax: config.DATASET_BYTES_MAX,
      rowsMax: config.DATASET_ROWS_MAX,
      filesMax: config.DATASET_FILES_MAX,
      ratioMax: config.DECOMPRESSION_RATIO_MAX,
      answerSecondsMax: config.READER_ANSWER_SECONDS_MAX,
    },
    trainerMemoryMb: config.TRAINER_MEMORY_MB ?? trainerMemoryMb(memoryHere()),
    trainerUnreachableSeconds: config.TRAINER_UNREACHABLE_SECONDS,
    cancelGraceSeconds: config.CANCEL_GRACE_SECONDS,
    report: (executionId, report) => client.workflow.getHandle(executionId).signal(SIGNAL_REPORT, report),
    requestCancellation: (executionId) => client.workflow.getHandle(executionId).cancel(),
    clock: Date.now,
  };
  const close = async () => {
    state.close();
    await Promise.all(tiers.map((tier) => tier.close()));
  };
  return { deps, close };
}

/** Starts a worker. Tests hand in other parts by `replace`. */
export async function startWorker(config: Config, replace: Partial<Dependencies> = {}): Promise<RunningWorker> {
  const address = config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
  const target = { address, namespace: config.TEMPORAL_NAMESPACE };
  const connection = await createWorkerConnection(target);
  const client = new Client({ connection, namespace: target.namespace, dataConverter });
  const parts = config.WORKER_TASKS === 'workflows' ? undefined : await createDependencies(config, client);
  const worker = await Worker.create({
    connection,
    namespace: target.namespace,
    taskQueue: config.TASK_QUEUE,
    ...(config.WORKER_TASKS !== 'activities' && {
      workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    }),
    ...(parts && { activities: createActivities({ ...parts.deps, ...replace }) }),
    dataConverter,
    maxConcurrentActivityTaskExecutions: config.MAX_CONCURRENT_ACTIVITIES,
    // A cancellation reaches an activity with the answer to its heartbeat, so beats must not be held back.
    maxHeartbeatThrottleInterval: '1s',
    shutdownGraceTime: '1s',
  });
  const stopped = worker.run().finally(async () => {
    await parts?.close();
    await connection.close();
  });
  // Whoever awaits `stopped` hears of a failure; nobody awaiting it yet must not end the process.
  stopped.catch(() => undefined);

  return {
    stopped,
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await stopped;
    },
  };
}
