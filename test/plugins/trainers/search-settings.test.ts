import { describe, expect, it } from 'vitest';
import type { SettingsTrial, TrainingConfig } from '../../../contracts/training.ts';
import { STYLE_PLUGINS } from '../../../plugins/styles/index.ts';
import { SEARCH_SPACES } from '../../../plugins/styles/search-spaces.ts';
import { supervisedStyle } from '../../../plugins/styles/supervised.ts';
import { createEmbeddedTrainer } from '../../../plugins/trainers/embedded.ts';
import { searchSettings } from '../../../plugins/trainers/search-settings.ts';
import { makeRecords } from '../../support/datasets.ts';
import { makeJobs, untilResult } from './jobs.ts';

const TASK = {
  kind: 'classification' as const,
  label_field: 'topic',
  text_from: 'all' as const,
  classes: ['sleep', 'work'],
};
const records = makeRecords(140, { seed: 1 }).map((record, i) =>
  i % 4 === 0 ? { ...record, labels: { topic: i % 8 === 0 ? 'work' : 'sleep' } } : record,
);
const open = (part: typeof records) =>
  async function* () {
    yield* part;
  };

async function search(fixed: string[], { trials = 4, done = [] as SettingsTrial[], settings = {} } = {}) {
  const kept: number[] = [];
  const config: TrainingConfig & { search: NonNullable<TrainingConfig['search']> } = {
    style: 'supervised',
    task: TASK,
    settings: supervisedStyle.settings.parse(settings),
    optimization_strategy: 'balanced',
    seed: 5,
    memory_limit_mb: 512,
    search: { trials, fixed },
  };
  const found = await searchSettings(supervisedStyle, {
    config,
    train: open(records.slice(0, 100)),
    validation: open(records.slice(100)),
    hooks: { onTotal: () => undefined, afterStep: async () => undefined },
    done,
    onTrial: (so) => kept.push(so.length),
  });
  return { ...found, kept };
}

describe('a search for settings', () => {
  it('tries the given settings first and takes what serves the validation split best', async () => {
    const { settings, trials, kept } = await search([]);
    expect(kept).toEqual([1, 2, 3, 4]);
    expect(trials[0]?.settings).toEqual(supervisedStyle.settings.parse({}));
    const best = Math.max(...trials.map(({ score }) => score ?? -1));
    const first = trials.find(({ score }) => score === best);
    expect(settings).toEqual(supervisedStyle.settings.parse(first?.settings));
  });

  it('leaves alone what the caller set', async () => {
    const { trials } = await search(['l2', 'model'], { settings: { l2: 7 } });
    expect(trials.map(({ settings }) => [settings.l2, settings.model])).toEqual(trials.map(() => [7, 'logistic']));
    expect(new Set(trials.map(({ settings }) => JSON.stringify(settings))).size).toBe(4);
  });

  it('goes on after the trials that were made to the same end', async () => {
    const whole = await search([]);
    const { kept, ...resumed } = await search([], { done: whole.trials.slice(0, 2) });
    expect(kept).toEqual([3, 4]);
    expect(resumed.settings).toEqual(whole.settings);
    expect(resumed.trials).toEqual(whole.trials);
  });

  it.each(STYLE_PLUGINS)('$id: every value of its space is one that the style takes', ({ id, settings }) => {
    for (const [name, values] of Object.entries(SEARCH_SPACES[id]))
      for (const value of values) expect(settings.safeParse({ [name]: value }).error, name).toBeUndefined();
  });
});

describe('a training process that is asked to search', () => {
  it('tells what it tried and trains with the best', async () => {
    const trainer = createEmbeddedTrainer();
    const { makeJob, clear } = makeJobs();
    const job = makeJob();
    const config: TrainingConfig = {
      ...job.config,
      style: 'supervised',
      task: TASK,
      settings: supervisedStyle.settings.parse({}),
      search: { trials: 2, fixed: ['features'] },
    };
    const result = await untilResult(trainer, await trainer.submit({ ...job, config }));
    expect(result.search?.trials).toHaveLength(2);
    expect(result.search?.settings).toMatchObject({ features: 'tfidf_static' });
    await clear(trainer);
  });
});
