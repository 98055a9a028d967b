import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { PipelineError } from '../contracts/errors.ts';
import type { OperationInput, OperationName } from '../contracts/operations.ts';
import type { DATASET_OPERATIONS } from '../contracts/operations-datasets.ts';
import type { DatasetEntry } from '../contracts/registry.ts';
import { RegisterDatasetInputSchema, RegisteredDatasetSchema } from '../contracts/tasks.ts';
import type { Call, Handlers } from './handlers.ts';
import { sha256Of } from './idempotency.ts';
import type { Registry } from './model-handlers.ts';
import { toPage } from './page.ts';
import { invalidInput } from './problem.ts';
import { startTask } from './start-task.ts';
import { openArtifact } from './stored-files.ts';
import type { Tasks } from './tasks.ts';
import { removeUpload, storeUpload } from './uploads.ts';

interface Parts {
  readonly tasks: Tasks;
  readonly registry: Registry;
  readonly checkPath: (path: string | undefined) => void;
  readonly uploadBytesMax: number;
}

type DatasetHandlers = Pick<Handlers, Extract<OperationName, keyof typeof DATASET_OPERATIONS>>;
type Known = Pick<OperationInput<'registerDataset'>, 'by'> &
  Partial<Omit<OperationInput<'registerDataset'>, 'dataset_path' | 'by'>>;

/** Handlers of registered datasets. */
export function createDatasetHandlers({ tasks, registry, checkPath, uploadBytesMax }: Parts): DatasetHandlers {
  const { state, storage } = registry;

  const register = (path: string, { known, uploaded, call }: { known: Known; uploaded: boolean; call: Call }) => {
    if (known.dataset_id !== undefined) findDataset(state, known.dataset_id);
    const input = RegisterDatasetInputSchema.parse({
      dataset_path: path,
      format: known.format,
      tables: known.tables,
      columns: known.columns,
      dataset_id: known.dataset_id ?? newDatasetId(call),
      name: known.name ?? basename(path),
      description: known.description ?? null,
      uploaded,
      by: known.by,
    });
    return startTask(tasks, call, { type: 'registerDataset', input });
  };

  return {
    async registerDataset({ dataset_path, ...known }, call) {
      checkPath(dataset_path);
      return register(dataset_path, { known, uploaded: false, call });
    },

    async uploadDataset({ file_name, ...known }, call) {
      if (known.dataset_id !== undefined) findDataset(state, known.dataset_id);
      const path = await storeUpload(storage, bodyOf(call), { fileName: file_name, bytesMax: uploadBytesMax });
      return register(path, { known: { name: file_name, ...known }, uploaded: true, call }).catch(async (error) => {
        // What is no dataset is not kept either.
        if (!isRegistered(state, path)) await removeUpload(storage, path);
        throw error;
      });
    },

    async datasets({ limit, cursor }) {
      const { entries, next_cursor } = toPage(
        { limit, cursor },
        {
          read: (page) => state.listDocuments('dataset', page),
          parse: (value) => RegisteredDatasetSchema.parse(value).entry,
          keep: () => true,
        },
      );
      return { datasets: entries, next_cursor };
    },

    dataset: async ({ dataset_id }) => findDataset(state, dataset_id).entry,

    datasetMetadata: async ({ dataset_id }) => findDataset(state, dataset_id).measured,

    datasetCard: async ({ dataset_id }) => file(dataset_id, 'README.md'),

    datasetCroissant: async ({ dataset_id }) => file(dataset_id, 'croissant.json'),

    async deleteDataset({ dataset_id }) {
      const { entry } = findDataset(state, dataset_id);
      state.removeDocument('dataset', dataset_id);
      const removed_bytes =
        entry.uploaded && !isRegistered(state, entry.dataset_path) && (await removeUpload(storage, entry.dataset_path));
      return { dataset_id, deleted: true, removed_bytes };
    },
  };

  function file(datasetId: string, name: string) {
    return openArtifact(storage, findDataset(state, datasetId).entry.artifacts, { name, of: datasetId });
  }
}

/** Equal bytes are stored once, so several datasets may stand on them. */
function isRegistered(state: Registry['state'], path: string): boolean {
  let before: number | undefined;
  for (;;) {
    const rows = state.listDocuments('dataset', { limit: 500, before });
    if (rows.some(({ value }) => RegisteredDatasetSchema.parse(value).entry.dataset_path === path)) return true;
    if (rows.length < 500) return false;
    before = rows.at(-1)?.position;
  }
}

/** The same key gives the same id, so that a request sent again is the same request. */
const newDatasetId = ({ idempotencyKey: key }: Call) =>
  `dataset-${key === undefined ? randomBytes(8).toString('hex') : sha256Of(`dataset\0${key}`).slice(0, 16)}`;

/** Errors: DatasetNotFound. */
function findDataset(state: Registry['state'], datasetId: string) {
  const found = state.findDocument('dataset', datasetId);
  if (found === undefined) throw new PipelineError('DatasetNotFound', `no dataset has the id ${datasetId}`);
  return RegisteredDatasetSchema.parse(found);
}

interface DatasetName {
  dataset_path?: string | undefined;
  dataset_id?: string | undefined;
  dataset_metadata?: { custom_metadata: { dataset_path: string } } | undefined;
}

/**
 * The path of a dataset that a caller names by path, by id or by metadata, and its entry where it is registered.
 *
 * Errors: InvalidInput (not by one of them), NotAllowed (outside the roots), DatasetNotFound.
 */
export function resolveDataset(
  { dataset_path, dataset_id, dataset_metadata }: DatasetName,
  { state, checkPath }: { state: Registry['state']; checkPath: (path: string) => void },
): { path: string; entry?: DatasetEntry } {
  const given = [dataset_path, dataset_id, dataset_metadata].filter((name) => name !== undefined);
  if (given.length === 1) {
    if (dataset_id !== undefined) {
      const { entry } = findDataset(state, dataset_id);
      return { path: entry.dataset_path, entry };
    }
    const path = dataset_path ?? dataset_metadata?.custom_metadata.dataset_path;
    if (path !== undefined) {
      // An upload lies outside the roots; whoever has its metadata was let in to it before.
      if (dataset_metadata === undefined || !isRegistered(state, path)) checkPath(path);
      return { path };
    }
  }
  const message = 'give the dataset by dataset_path or by dataset_id, one of the two';
  throw invalidInput([{ field: 'dataset_path', message }]);
}

function bodyOf({ body }: Call): Readable {
  if (body) return body;
  throw invalidInput([{ field: '', message: 'the body must be the bytes of the file; it is empty' }]);
}
