import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { Dependencies } from '../activities/define.ts';
import { createActivities } from '../activities/index.ts';
import type { Config } from '../contracts/config.ts';
import { SIGNAL_REPORT } from '../contracts/ids.ts';
import { READERS } from '../plugins/readers/index.ts';
import { createSqliteState } from '../plugins/state/sqlite.ts';
import { createLocalStorage } from '../plugins/storage/local.ts';
import { STYLE_PLUGINS } from '../plugins/styles/index.ts';
import { assessByRequirements } from '../plugins/styles/requirements.ts';
import { createEmbeddedTrainer } from '../plugins/trainers/embedded.ts';
import { createWorkerConnection, dataConverter } from '../temporal/connection.ts';
import { readPseudonymKey } from './pseudonym-key.ts';

export interface RunningWorker {
  /** Resolves when the worker has stopped; rejects where it broke. */
  readonly stopped: Promise<void>;
  /** Stops taking work; running training saves its checkpoint and goes on elsewhere. */
  stop(): Promise<void>;
}

/** What the activities need, put together from the configuration. */
export function createDependencies(config: Config, client: Client): { deps: Dependencies; close: () => void } {
  const dataDir = resolve(config.DATA_DIR);
  mkdirSync(dataDir, { recursive: true });
  const state = createSqliteState(join(dataDir, 'state.db'));
  const deps: Dependencies = {
    storage: createLocalStorage(dataDir),
    state,
    readers: READERS,
    styles: STYLE_PLUGINS,
    assessStyle: assessByRequirements,
    trainer: createEmbeddedTrainer(),
    pseudonymKey: readPseudonymKey(resolve(config.PSEUDONYM_KEY_FILE ?? join(dataDir, 'pseudonym.key'))),
    datasetRoots: config.DATASET_ROOTS.map((root) => resolve(root)),
    shardRecords: config.SHARD_RECORDS,
    recordBytesMax: config.RECORD_BYTES_MAX,
    trainerMemoryMb: config.TRAINER_MEMORY_MB,
    trainerUnreachableSeconds: config.TRAINER_UNREACHABLE_SECONDS,
    cancelGraceSeconds: config.CANCEL_GRACE_SECONDS,
    report: (executionId, report) => client.workflow.getHandle(executionId).signal(SIGNAL_REPORT, report),
    requestCancellation: (executionId) => client.workflow.getHandle(executionId).cancel(),
    clock: Date.now,
  };
  return { deps, close: () => state.close() };
}

/** Starts a worker. Tests hand in other parts by `replace`. */
export async function startWorker(config: Config, replace: Partial<Dependencies> = {}): Promise<RunningWorker> {
  const address = config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
  const target = { address, namespace: config.TEMPORAL_NAMESPACE };
  const connection = await createWorkerConnection(target);
  const client = new Client({ connection, namespace: target.namespace, dataConverter });
  const { deps, close } = createDependencies(config, client);
  const worker = await Worker.create({
    connection,
    namespace: target.namespace,
    taskQueue: config.TASK_QUEUE,
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    activities: createActivities({ ...deps, ...replace }),
    dataConverter,
    maxConcurrentActivityTaskExecutions: config.MAX_CONCURRENT_ACTIVITIES,
    // A cancellation reaches an activity with the answer to its heartbeat, so beats must not be held back.
    maxHeartbeatThrottleInterval: '1s',
    shutdownGraceTime: '1s',
  });
  const stopped = worker.run().finally(async () => {
    close();
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
