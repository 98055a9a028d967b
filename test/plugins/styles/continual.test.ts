import { describe, expect, it } from 'vitest';
import type { Task } from '../../../contracts/training.ts';
import { continualStyle as style } from '../../../plugins/styles/continual.ts';
import { makeRareWords, RARE_WORD_TOPICS } from '../../support/rare-words.ts';
import { openRecords, shuffleLabel, trainAndJudge, trainUntil, trainWhole } from '../../support/style-runs.ts';

const TOPICS: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: RARE_WORD_TOPICS };
const HUES: Task = { kind: 'classification', label_field: 'hue', text_from: 'all', classes: ['blue', 'red'] };
const FAST = { max_features: 500, hidden_size: 8, num_epochs: 6, memory_buffer_size: 80 };
const train = makeRareWords(900, { seed: 1, topics: 6 });
const test = makeRareWords(300, { seed: 3, topics: 6 });
const run = (settings: object, options: { task?: Task; records?: typeof train } = {}) => ({
  style,
  task: options.task ?? TOPICS,
  settings: { ...FAST, ...settings },
  train: options.records ?? train,
});

describe('the continual style', () => {
  it.each([{}, { ewc_lambda: 5 }, { lwf_alpha: 0.5, memory_selection_strategy: 'random' }])(
    'gives the same bytes for the same seed, and from a checkpoint at any step: %o',
    async (own) => {
      const settings = { ...own, num_epochs: 2, hidden_size: 4 };
      const whole = await trainWhole(run(settings));
      expect((await trainWhole(run(settings))).files).toEqual(whole.files);
      const quarter = Math.floor(whole.steps / 4);
      for (const step of [3, quarter, 2 * quarter, 3 * quarter, whole.steps - 1, whole.steps]) {
        const resumed = await trainWhole(run(settings), await trainUntil(run(settings), step));
        expect(resumed.files).toEqual(whole.files);
      }
    },
  );

  it.each(['herding', 'random', 'uncertainty'])(
    'forgets less than a naive sequence, below a joint training: %s',
    async (memory_selection_strategy) => {
      const { scores, baselines, ...evaluation } = await trainAndJudge(run({ memory_selection_strategy }), test);
      expect(evaluation.better_than_baseline).toBe(true);
      expect(scores.forgetting).toBeLessThan((baselines.naive_sequential?.forgetting ?? 0) - 0.2);
      expect(scores.joint_ceiling_f1_score).toBeGreaterThan(scores.f1_score ?? 1);
      expect(evaluation.unmeasured.forward_transfer).toContain('new classes');
    },
  );

  it('without replay and without holding anything is the naive sequence', async () => {
    const { scores, baselines } = await trainAndJudge(run({ experience_replay_enabled: false }), test);
    // Not the same numbers: the order of the texts is drawn anew.
    expect(Math.abs((scores.forgetting ?? 0) - (baselines.naive_sequential?.forgetting ?? 1))).toBeLessThan(0.25);
    expect(scores.forgetting).toBeGreaterThan(0.5);
  });

  it('tells the accuracy on each task after each task', async () => {
    const { scores } = await trainAndJudge(run({ num_tasks: 2 }), test);
    expect(scores.accuracy_after_task_1_on_task_1).toBeGreaterThan(0.6);
    expect(scores.accuracy_after_task_1_on_task_2).toBe(0);
    const fall = (scores.accuracy_after_task_1_on_task_1 ?? 0) - (scores.accuracy_after_task_2_on_task_1 ?? 0);
    expect(scores.forgetting).toBeCloseTo(fall);
    expect(scores.backward_transfer).toBeCloseTo(-fall);
  });

  it('takes the values of a field as tasks that share their classes, and measures forward transfer', async () => {
    const settings = { task_field: 'noise' };
    const { scores, counts } = await trainAndJudge(run(settings, { task: HUES }), test);
    expect(counts).toMatchObject({ tasks: 2 });
    // x and y are the same data: what was learned on x serves y.
    expect(scores.forward_transfer).toBeGreaterThan(0.2);
  });

  it('finds a field by itself where there are too few classes to group, and never one that tells the label', async () => {
    const { counts, model } = await trainWhole(run({}, { task: HUES })).then((found) => ({
      counts: found.counts,
      model: found,
    }));
    expect(counts.tasks).toBe(2);
    const evaluation = await style.evaluate({ model: model.files, test: openRecords(test), task: HUES, seed: 1 });
    // Of topic and noise only noise goes with both hues.
    expect(evaluation.scores.accuracy_after_task_1_on_task_2).toBeGreaterThan(0.5);
    const alone = train.map((record) => ({ ...record, labels: { hue: record.labels.hue ?? '' } }));
    await expect(trainWhole(run({}, { task: HUES, records: alone }))).rejects.toMatchObject({
      type: 'StyleUnsupported',
      message: expect.stringContaining('needs three classes'),
    });
  });

  it('finds no gain where the labels are shuffled', async () => {
    for (const seed of [1, 2, 3]) {
      const shuffled = run({}, { records: shuffleLabel(train, 'topic', seed) });
      const evaluation = await trainAndJudge(shuffled, shuffleLabel(test, 'topic', seed));
      expect(evaluation.better_than_baseline).toBe(false);
    }
  });

  it('refuses settings it does not use, and says why', () => {
    const messageOf = (settings: object) => style.settings.safeParse(settings).error?.issues[0]?.message;
    expect(messageOf({ mas_lambda: 0.1 })).toContain('ewc_lambda is');
    expect(messageOf({ task_boundary_detection: 'automatic' })).toContain('groups of classes');
    expect(messageOf({ forgetting_rate: 0.01 })).toContain('measured, not set');
  });

  it.each([
    ['num_tasks', 2],
    ['num_epochs', 1],
    ['batch_size', 8],
    ['learning_rate', 0.5],
    ['hidden_size', 4],
    ['max_features', 100],
    ['min_document_frequency', 5],
    ['experience_replay_enabled', false],
    ['memory_buffer_size', 20],
    ['memory_selection_strategy', 'uncertainty'],
    ['replay_frequency', 3],
    ['replay_sample_size', 4],
    ['ewc_lambda', 5],
    ['lwf_alpha', 1],
  ])('the setting %s changes the model', async (name, value) => {
    const usual = await trainWhole(run({ num_epochs: 2 }));
    expect((await trainWhole(run({ num_epochs: 2, [name]: value }))).files).not.toEqual(usual.files);
  });
});
