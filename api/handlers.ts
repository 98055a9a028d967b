import type { Readable } from 'node:stream';
import type { Config } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { OPERATIONS, OperationInput, OperationName, OperationOutput } from '../contracts/operations.ts';
import type { RunRequest } from '../contracts/run.ts';
import { createCacheHandlers } from './cache-handlers.ts';
import { createCatalogueHandlers } from './catalogue-handlers.ts';
import { createDatasetHandlers, resolveDataset } from './dataset-handlers.ts';
import { assertDatasetPathAllowed } from './dataset-path.ts';
import { createModelHandlers, type Registry } from './model-handlers.ts';
import { createPrivacyHandlers } from './privacy-handlers.ts';
import type { Runs } from './runs.ts';
import type { FileAnswer } from './stored-files.ts';
import type { Tasks } from './tasks.ts';

/** What an operation knows of its request besides the input. */
export interface Call {
  readonly idempotencyKey: string | undefined;
  /** The Prefer header, empty where there is none: how long the caller wishes to wait. Left out at doors without headers. */
  readonly prefer?: string | undefined;
  /** The body of an operation that takes bytes; left out where there is none. */
  readonly body?: Readable | undefined;
}

/** One handler for each operation: a missing one, or one that answers another shape, does not compile. */
export type Handlers = {
  readonly [N in OperationName]: (input: OperationInput<N>, call: Call) => Promise<Answer<N>>;
};
type Answer<N extends OperationName> = (typeof OPERATIONS)[N] extends { answers: 'bytes' }
  ? FileAnswer
  : OperationOutput<N>;

export interface HandlerParts {
  readonly runs: Runs;
  readonly tasks: Tasks;
  readonly registry: Registry;
  readonly config: Partial<Config> & Pick<Config, 'DATASET_ROOTS' | 'TEMPORAL_NAMESPACE' | 'UPLOAD_BYTES_MAX'>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly version: string;
  readonly temporalUiUrl: string | null;
}

export function createHandlers(parts: HandlerParts): Handlers {
  const { runs, registry, config, clock, version, temporalUiUrl } = parts;
  const now = () => new Date(clock()).toISOString();
  const checkPath = (path: string | undefined, field?: string) => {
    if (path !== undefined) assertDatasetPathAllowed(path, { roots: config.DATASET_ROOTS, ...(field && { field }) });
  };
  const started = (execution_id: string): OperationOutput<'execute'> => ({
    execution_id,
    pipeline_id: execution_id,
    status: 'started',
    estimated_duration: null,
    links: {
      status: `/api/training/${execution_id}/status`,
      results: `/api/training/${execution_id}/results`,
      temporal_ui: runUiUrl({ temporalUiUrl, config }, execution_id),
    },
  });

  return {
    health: async () => ({ status: 'healthy', timestamp: now(), service: 'dataset-training-pipeline', version }),

    async ready() {
      const components = await runs.readiness();
      const missing = Object.entries(components).filter(([, component]) => !component.ok);
      if (missing.length === 0) return { ready: true, components };
      const onlyStorage = missing.every(([name]) => name === 'storage');
      throw new PipelineError(
        onlyStorage ? 'StorageUnavailable' : 'TemporalUnavailable',
        `not ready: ${missing.map(([name, { detail }]) => `${name}: ${detail}`).join('; ')}`,
        { facts: { components } },
      );
    },

    async execute({ dataset_path, dataset_id, ...rest }, { idempotencyKey }) {
      const { path, entry } = resolveDataset({ dataset_path, dataset_id }, { state: registry.state, checkPath });
      const registered = entry && { dataset_id: entry.dataset_id, dataset_name: rest.dataset_name ?? entry.name };
      const request: RunRequest = { ...rest, dataset_path: path, ...registered, ...(await pinEncoder(rest, registry)) };
      const { execution_id } = await runs.start(request, { idempotencyKey });
      return started(execution_id);
    },

    status: ({ execution_id }) => runs.status(execution_id),

    results: ({ execution_id }) => runs.results(execution_id),

    async cancel({ execution_id, by, reason }) {
      const status = await runs.cancel(execution_id, { by, reason });
      return { execution_id, cancelled: status === 'cancelled', status, timestamp: now() };
    },

    async retryStage({ execution_id, stage, settings, by }) {
      checkPath(settings?.dataset_path, 'settings.dataset_path');
      return runs.steer(execution_id, { action: 'retry_stage', stage, by, ...(settings && { settings }) });
    },

    cancelStage: ({ execution_id, stage, reason, by }) =>
      runs.steer(execution_id, { action: 'cancel_stage', stage, by, ...(reason !== undefined && { reason }) }),

    skipStage: ({ execution_id, stage, reason, substitute, by }) =>
      runs.steer(execution_id, { action: 'skip_stage', stage, reason, by, ...(substitute && { substitute }) }),

    pause: ({ execution_id, by }) => runs.steer(execution_id, { action: 'pause', by }),

    resume: ({ execution_id, by }) => runs.steer(execution_id, { action: 'resume', by }),

    approve: ({ execution_id, by }) => runs.steer(execution_id, { action: 'approve', by }),

    async rerun({ execution_id, from_stage, settings }, { idempotencyKey }) {
      checkPath(settings?.dataset_path, 'settings.dataset_path');
      const rerun = await runs.rerun(execution_id, { from_stage, settings }, { idempotencyKey });
      return started(rerun.execution_id);
    },

    list: async (filter) => ({ ...(await runs.list(filter)), timestamp: now() }),

    ...createCatalogueHandlers({ ...parts, checkPath }),
    ...createDatasetHandlers({ ...parts, checkPath, uploadBytesMax: config.UPLOAD_BYTES_MAX }),
    ...createPrivacyHandlers(parts),
    ...createCacheHandlers(parts),
    ...createModelHandlers(parts),
  };
}

/**
 * The encoder that a request names, with the hash of its files: refused before anything starts where it cannot be used, and
 * the same files for a rerun and for whoever reproduces the model.
 */
async function pinEncoder({ training_config }: Pick<RunRequest, 'training_config'>, { openEncoder }: Registry) {
  const encoder = training_config?.settings?.encoder;
  if (typeof encoder !== 'string' || !openEncoder) return {};
  const { id } = await openEncoder(encoder);
  return { training_config: { ...training_config, settings: { ...training_config?.settings, encoder: id } } };
}

/** The address of a run in the Temporal Web UI, or null where that UI is not known. */
export function runUiUrl(
  { temporalUiUrl, config }: Pick<HandlerParts, 'temporalUiUrl' | 'config'>,
  executionId: string,
) {
  const namespace = encodeURIComponent(config.TEMPORAL_NAMESPACE);
  return temporalUiUrl && `${temporalUiUrl}/namespaces/${namespace}/workflows/${executionId}`;
}
