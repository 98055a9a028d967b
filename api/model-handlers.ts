import type { ResultCache } from '../activities/result-cache.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { OperationName } from '../contracts/operations.ts';
import type { REGISTRY_OPERATIONS } from '../contracts/operations-registry.ts';
import { MODEL_STAGES, type ModelEntry, ModelEntrySchema, mayEnter } from '../contracts/registry.ts';
import type { OpenEncoder } from '../plugins/encoder-kinds.ts';
import type { Reader, Storage, TrainingStyle } from '../plugins/kinds.ts';
import type { StateStore } from '../plugins/state-kinds.ts';
import type { Handlers } from './handlers.ts';
import { toPage } from './page.ts';
import type { Runs } from './runs.ts';
import { startTask } from './start-task.ts';
import { createModelFiles, openArtifact } from './stored-files.ts';
import type { Tasks } from './tasks.ts';

/** What the doors read besides Temporal: the registry, the stored files, and the styles that read models. */
export interface Registry {
  readonly state: StateStore;
  /** The outputs of activities, as far as this process holds or drops them. */
  readonly results: Pick<ResultCache, 'tiers' | 'drop'>;
  /** The secret that codes of withdrawn subjects follow from. */
  readonly pseudonymKey: Uint8Array;
  readonly storage: Storage;
  readonly styles: readonly TrainingStyle[];
  /** Left out where there are no encoders. */
  readonly openEncoder?: OpenEncoder;
  readonly readers: readonly Pick<Reader, 'name' | 'formats'>[];
}

interface Parts {
  readonly runs: Pick<Runs, 'results'>;
  readonly tasks: Tasks;
  readonly registry: Registry;
  readonly clock: () => number;
}

type RegistryHandlers = Pick<Handlers, Extract<OperationName, keyof typeof REGISTRY_OPERATIONS>>;

/** Handlers of models and of the files that runs leave behind. */
export function createModelHandlers({ runs, tasks, registry, clock }: Parts): RegistryHandlers {
  const { state, storage, styles, openEncoder } = registry;
  const filesOf = createModelFiles(storage);

  return {
    async artifacts({ execution_id }) {
      const { artifacts } = await runs.results(execution_id);
      const base = `/api/training/${execution_id}/artifacts`;
      return { execution_id, artifacts: newest(artifacts).map((file) => ({ ...file, href: `${base}/${file.name}` })) };
    },

    async artifact({ execution_id, name }) {
      const { artifacts } = await runs.results(execution_id);
      return openArtifact(storage, newest(artifacts), { name, of: `run ${execution_id}` });
    },

    async models({ stage, limit, cursor }) {
      const { entries, next_cursor } = toPage(
        { limit, cursor },
        {
          read: (page) => state.listDocuments('model', page),
          parse: (value) => ModelEntrySchema.parse(value),
          keep: (entry) => stage === undefined || entry.stage === stage,
        },
      );
      return { models: entries, next_cursor };
    },

    model: async ({ model_id }) => findModel(state, model_id),

    async modelCard({ model_id }) {
      const { artifacts } = findModel(state, model_id);
      return openArtifact(storage, artifacts, { name: 'README.md', of: model_id });
    },

    async predict({ model_id, texts, candidates }) {
      const entry = findModel(state, model_id);
      assertNotBlocked(entry);
      const style = styles.find(({ id }) => id === entry.style);
      if (!style?.predict) {
        throw new PipelineError('StyleUnsupported', `style ${entry.style} says nothing of single texts`);
      }
      if (style.ranksReplies && candidates === undefined) {
        throw new PipelineError('StyleUnsupported', 'the model ranks replies to a text; give candidates');
      }
      if (!style.ranksReplies && candidates !== undefined) {
        throw new PipelineError('StyleUnsupported', 'the model ranks no replies; leave candidates out');
      }
      const model = await filesOf(entry);
      const { task } = entry;
      const predictions = await style.predict({ model, task, texts, candidates: candidates ?? null, openEncoder });
      return { model_id, style: entry.style, stage: entry.stage, predictions };
    },

    async promoteModel({ model_id, stage, reason, by }) {
      const entry = findModel(state, model_id);
      assertNotBlocked(entry);
      const isUp = MODEL_STAGES.indexOf(stage) > MODEL_STAGES.indexOf(entry.stage);
      if (isUp && !mayEnter(entry.gates, stage)) {
        const failed = entry.gates.filter(({ outcome }) => outcome === 'failed');
        throw new PipelineError(
          'ModelGateFailed',
          `${model_id} may not enter ${stage}: ${failed.map(({ gate, level, message }) => `${gate} (${level}): ${message}`).join('; ')}`,
          { facts: { gates: failed } },
        );
      }
      const at = new Date(clock()).toISOString();
      const promoted: ModelEntry = { ...entry, stage, promotions: [...entry.promotions, { stage, by, reason, at }] };
      state.putDocument('model', model_id, promoted);
      return promoted;
    },

    async compareModels({ model_a, model_b }, call) {
      for (const id of [model_a, model_b]) assertNotBlocked(findModel(state, id));
      return startTask(tasks, call, { type: 'compareModels', input: { model_a, model_b } });
    },

    task: ({ task_id }) => tasks.read(task_id),
  };
}

function findModel(state: Registry['state'], modelId: string): ModelEntry {
  const found = state.findDocument('model', modelId);
  if (found === undefined) throw new PipelineError('ModelNotFound', `no model has the id ${modelId}`);
  return ModelEntrySchema.parse(found);
}

function assertNotBlocked({ model_id, blocked }: ModelEntry): void {
  if (blocked) throw new PipelineError('ModelBlocked', `${model_id} is blocked since ${blocked.at}: ${blocked.reason}`);
}

/** A run lists what training wrote and then what was registered, under the same names: the later is the whole model. */
function newest<T extends { name: string }>(artifacts: readonly T[]): T[] {
  return [...new Map(artifacts.map((file) => [file.name, file])).values()];
}
