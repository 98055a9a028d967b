import { PipelineError } from '../../contracts/errors.ts';
import type { SettingsTrial, TrainingConfig, TrainingOutcome } from '../../contracts/training.ts';
import { Random } from '../../learning/random.ts';
import type { TrainInput, TrainingStyle } from '../kinds.ts';
import { SEARCH_SPACES } from '../styles/search-spaces.ts';
import { readSearch, writeSearch } from './job-files.ts';
import type { createPieceStores } from './piece-stores.ts';

const DRAWS_MAX = 50;

/**
 * A search as part of a job, where its configuration asks for one: each trial is kept in the folder as it ends, so that
 * another process of the job goes on after it. `check` throws where the job is no longer this process's.
 */
export async function searchInFolder(
  folder: string,
  style: TrainingStyle,
  {
    config,
    train,
    validation,
    openEncoder,
    madeOf,
    openStores,
    beat,
    check,
  }: {
    config: TrainingConfig;
    madeOf: Record<string, string>;
    openStores: () => ReturnType<typeof createPieceStores>;
    beat: () => Promise<void>;
    check: () => void;
  } & Pick<TrainInput, 'train' | 'validation' | 'openEncoder'>,
): Promise<TrainingOutcome['search']> {
  const { search } = config;
  if (search === undefined) return undefined;
  let stores = openStores();
  return searchSettings(style, {
    config: { ...config, search },
    train,
    validation,
    openEncoder,
    hooks: { onTotal: () => undefined, pause: beat, pieces: () => stores.create(), afterStep: beat },
    done: readSearch(folder, madeOf),
    onTrial(trials) {
      stores.remove();
      stores = openStores();
      check();
      writeSearch(folder, { made_of: madeOf, trials: [...trials] });
    },
  });
}

/**
 * Tries settings on the training split, each judged on the validation split by the style's main figure: first those of the
 * configuration, then some of the style's search space by chance (Bergstra and Bengio, JMLR 2012). What the caller set is
 * never changed. The test split is not looked at.
 *
 * The same seed tries the same, so a search that goes on after `done` trials ends as one that was not disturbed. Result:
 * the settings that came furthest, the earlier of equal ones; those of the configuration where no trial gave a figure.
 */
export async function searchSettings(
  style: TrainingStyle,
  {
    config,
    train,
    validation,
    hooks,
    openEncoder,
    done,
    onTrial,
  }: {
    config: TrainingConfig & { search: NonNullable<TrainingConfig['search']> };
    done: readonly SettingsTrial[];
    onTrial: (trials: readonly SettingsTrial[]) => void;
  } & Pick<TrainInput, 'train' | 'validation' | 'openEncoder' | 'hooks'>,
): Promise<{ settings: Record<string, unknown>; trials: SettingsTrial[] }> {
  const candidates = drawCandidates(style, config);
  const trials = [...done];
  for (const settings of candidates.slice(trials.length)) {
    const { task, seed } = config;
    const complete = style.settings.parse(settings);
    const score = await style
      .train({ train, validation, task, settings: complete, seed, checkpoint: null, openEncoder, hooks })
      .then(({ files }) => style.evaluate({ model: files, test: validation, task, seed, openEncoder }))
      .then(({ scores, primary_metric }) => scores[primary_metric] ?? null)
      .catch((error: unknown) => {
        // Settings that this data cannot be trained with are a trial that failed, not a search that failed.
        if (error instanceof PipelineError) return null;
        throw error;
      });
    trials.push({ settings, score });
    onTrial(trials);
  }
  const worth = ({ score }: SettingsTrial) => score ?? Number.NEGATIVE_INFINITY;
  const best = trials.reduce<SettingsTrial | undefined>(
    (found, trial) => (found === undefined || worth(trial) > worth(found) ? trial : found),
    undefined,
  );
  return { settings: style.settings.parse(best?.settings ?? config.settings), trials };
}

function drawCandidates(
  style: TrainingStyle,
  {
    settings,
    search,
    seed,
  }: { settings: Record<string, unknown>; search: NonNullable<TrainingConfig['search']>; seed: number },
): Record<string, unknown>[] {
  const random = new Random(seed);
  const space = Object.entries(SEARCH_SPACES[style.id]).filter(([name]) => !search.fixed.includes(name));
  const found = [settings];
  const seen = new Set([JSON.stringify(style.settings.parse(settings))]);
  for (let draw = 0; draw < DRAWS_MAX && found.length < search.trials; draw++) {
    const drawn = space.map(([name, values]) => [name, values[random.below(values.length)]] as const);
    const candidate = { ...settings, ...Object.fromEntries(drawn) };
    const parsed = style.settings.safeParse(candidate);
    const key = JSON.stringify(parsed.data);
    if (!parsed.success || seen.has(key)) continue;
    seen.add(key);
    found.push(candidate);
  }
  return found;
}
