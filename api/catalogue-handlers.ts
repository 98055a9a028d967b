import { z } from 'zod';
import { strategySettings } from '../activities/5-selection/strategy-settings.ts';
import { toStyleInfo } from '../activities/5-selection/style-info.ts';
import { type Config, ConfigSchema } from '../contracts/config.ts';
import { CATEGORIES } from '../contracts/dataset.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { OperationInput, OperationName } from '../contracts/operations.ts';
import type { CATALOGUE_OPERATIONS } from '../contracts/operations-catalogue.ts';
import { DescribeDatasetInputSchema, type TaskType } from '../contracts/tasks.ts';
import { CATEGORY_INFO, categoryInfo } from '../contracts/taxonomy.ts';
import { STYLES } from '../contracts/training.ts';
import type { TrainingStyle } from '../plugins/kinds.ts';
import { resolveDataset } from './dataset-handlers.ts';
import type { Call, Handlers } from './handlers.ts';
import type { Registry } from './model-handlers.ts';
import { startTask } from './start-task.ts';
import type { Tasks } from './tasks.ts';

interface Parts {
  readonly tasks: Tasks;
  readonly registry: Registry;
  readonly config: Partial<Config>;
  readonly checkPath: (path: string) => void;
  readonly clock: () => number;
}

type CatalogueHandlers = Pick<Handlers, Extract<OperationName, keyof typeof CATALOGUE_OPERATIONS>>;
type Question = OperationInput<'validateDataset'> &
  Pick<OperationInput<'categorizeDataset'>, 'metadata'> &
  Pick<OperationInput<'selectStyle'>, 'training_goals'>;

/** Handlers of what the pipeline knows, and of questions about a dataset, which workers answer. */
export function createCatalogueHandlers({ tasks, registry, config, checkPath, clock }: Parts): CatalogueHandlers {
  const { styles, state, storage } = registry;
  const now = () => new Date(clock()).toISOString();

  const ask = (type: TaskType) => async (question: Question, call: Call) => {
    const { dataset_id, dataset_path, dataset_metadata, metadata = {}, training_goals = {}, ...rest } = question;
    const { path, entry } = resolveDataset({ dataset_id, dataset_path, dataset_metadata }, { state, checkPath });
    const { objective, ...goals } = training_goals;
    const { name, description, ...facts } = metadata;
    const said = Object.entries(facts).map(([field, value]) => ({ field, value, ...BY_CALLER }));
    const input = DescribeDatasetInputSchema.parse({
      ...{ ...rest, ...goals, dataset_path: path },
      ...(objective !== undefined && { training_objective: objective }),
      dataset_name: rest.dataset_name ?? name ?? entry?.name,
      dataset_description: rest.dataset_description ?? description,
      ...(said.length > 0 && { claims: [...(rest.claims ?? []), ...said] }),
    });
    return startTask(tasks, call, { type, input });
  };

  const find = (name: string): TrainingStyle => {
    const style = styles.find(({ id }) => id === name);
    if (style) return style;
    const known = STYLES.some((id) => id === name) ? 'cannot be trained here' : 'is no training style';
    throw new PipelineError('NotInCatalogue', `${name} ${known}; there are ${styles.map(({ id }) => id).join(', ')}`);
  };

  return {
    categorizeDataset: ask('categorizeDataset'),
    validateDataset: ask('validateDataset'),
    datasetRecommendations: ask('datasetRecommendations'),
    selectStyle: ask('selectStyle'),

    async configureTraining({ style: name, config: given, optimize, optimization_strategy: asked }) {
      const style = find(name);
      const strategy = asked === 'fast_training' ? 'fast' : asked;
      const settings = optimize ? strategySettings(strategy, style, given) : {};
      const parsed = style.settings.safeParse({ ...settings, ...given });
      const errors = parsed.error?.issues ?? [];
      return {
        style: style.id,
        config: parsed.data ?? null,
        valid: parsed.success,
        validation_errors: errors.map(({ path, message }) => ({ field: path.map(String).join('.'), message })),
        optimization_applied: optimize,
        optimization_strategy: strategy,
        configuration_timestamp: now(),
      };
    },

    styles: async () => ({ styles: styles.map(toStyleInfo), total_styles: styles.length, styles_timestamp: now() }),

    async style({ style: name }) {
      const style = find(name);
      const settings_schema = z.toJSONSchema(style.settings, { io: 'input', unrepresentable: 'any' });
      return {
        style: style.id,
        info: toStyleInfo(style),
        config_template: style.settings.parse({}),
        settings_schema: settings_schema as Record<string, unknown>,
        templates: [...(style.templates ?? [])],
      };
    },

    async styleConfig({ style: name }) {
      const style = find(name);
      return { style: style.id, config: style.settings.parse({}) };
    },

    taxonomy: async () => ({
      categories: [...CATEGORIES],
      category_info: CATEGORY_INFO,
      total_categories: CATEGORIES.length,
      taxonomy_timestamp: now(),
    }),

    async taxonomyCategory({ category: name }) {
      const category = CATEGORIES.find((known) => known === name);
      if (category) return categoryInfo(category);
      throw new PipelineError('NotInCatalogue', `${name} is no category; there are ${CATEGORIES.join(', ')}`);
    },

    datasetCategories: async () => ({ categories: CATEGORY_INFO }),

    plugins: async () => ({
      plugins: [
        ...registry.readers.map(({ name, formats }) => ({ kind: 'reader' as const, name, detail: formats.join(', ') })),
        ...styles.map(({ id, version, description }) => ({
          kind: 'style' as const,
          name: id,
          detail: `version ${version}: ${description}`,
        })),
        { kind: 'storage' as const, name: storage.name, detail: 'where shards, models and uploads lie' },
      ],
    }),

    config: async () => ({ config: withoutSecrets(config) }),
  };
}

/** A claim without a word on who makes it is that of who asks. */
const BY_CALLER = { by: 'caller', at: null, reference: null };

const SECRETS = new Set(['API_TOKEN', 'PSEUDONYM_KEY_FILE']);

function withoutSecrets(config: Partial<Config>): Record<string, unknown> {
  const names = Object.keys(ConfigSchema.shape) as (keyof Config)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      SECRETS.has(name) ? (config[name] === undefined ? null : 'set') : (config[name] ?? null),
    ]),
  );
}
