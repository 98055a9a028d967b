import { describe, expect, it } from 'vitest';
import type { Task } from '../../../contracts/training.ts';
import { transferStyle as style } from '../../../plugins/styles/transfer.ts';
import { makeRareWords } from '../../support/rare-words.ts';
import { makeRecord } from '../../support/records.ts';
import { shuffleLabel, trainAndJudge, trainUntil, trainWhole } from '../../support/style-runs.ts';

const TASK: Task = { kind: 'classification', label_field: 'hue', text_from: 'all', classes: ['blue', 'red'] };
const FAST = { max_features: 500, hidden_size: 16, source_epochs: 8 };
const FROM_TOPIC = { ...FAST, source_field: 'topic', target_examples: 30 };
const data = { train: makeRareWords(600, { seed: 1 }), validation: makeRareWords(100, { seed: 2 }) };
const test = makeRareWords(200, { seed: 3 });
const run = (settings: object, { train, validation } = data) => ({ style, task: TASK, settings, train, validation });

describe('the transfer style', () => {
  it.each(['feature_extraction', 'fine_tuning', 'adapter_tuning'])(
    'gives the same bytes for the same seed, and from a checkpoint at any step: %s',
    async (transfer_method) => {
      const settings = {
        ...FAST,
        hidden_size: 4,
        source_epochs: 1,
        transfer_method,
        target_examples: 40,
        target_epochs: 2,
      };
      const whole = await trainWhole(run(settings));
      expect((await trainWhole(run(settings))).files).toEqual(whole.files);
      // In the middle, at the end of a source (18 batches each of noise, topic and words), and in the phases on the target.
      for (const step of [7, 18, 36, 37, whole.steps]) {
        const resumed = await trainWhole(run(settings), await trainUntil(run(settings), step));
        expect(resumed.files).toEqual(whole.files);
        expect(resumed.steps).toBe(whole.steps);
      }
    },
  );

  it.each(['feature_extraction', 'fine_tuning', 'adapter_tuning'])(
    'learns more from few labels where another label was learned first: %s',
    async (transfer_method) => {
      const evaluation = await trainAndJudge(run({ ...FROM_TOPIC, transfer_method }), test);
      expect(evaluation.better_than_baseline).toBe(true);
      expect(evaluation.gain_over_baseline?.baseline).toMatch(/from_scratch/);
      expect(evaluation.counts).toMatchObject({ target_examples: 30 });
    },
  );

  it('takes the source that serves the validation split best', async () => {
    const noisy = await trainAndJudge(run({ ...FROM_TOPIC, source_field: 'noise' }), test);
    const chosen = await trainAndJudge(run({ ...FROM_TOPIC, source_field: undefined }), test);
    expect(noisy.better_than_baseline).toBe(false);
    expect(chosen.scores.f1_score).toBeGreaterThan((noisy.scores.f1_score ?? 1) + 0.1);
  });

  it('finds no gain where the labels of the target are shuffled', async () => {
    for (const seed of [1, 2, 3]) {
      const [train, validation] = [shuffleLabel(data.train, 'hue', seed), shuffleLabel(data.validation, 'hue', seed)];
      const evaluation = await trainAndJudge(run(FROM_TOPIC, { train, validation }), shuffleLabel(test, 'hue', seed));
      expect(evaluation.better_than_baseline).toBe(false);
    }
  });

  it('refuses a source that is not there, and the target as its own source', async () => {
    await expect(trainWhole(run({ source_field: 'mood' }))).rejects.toMatchObject({
      type: 'StyleUnsupported',
      message: expect.stringContaining('no label mood'),
    });
    await expect(trainWhole(run({ source_field: 'hue' }))).rejects.toMatchObject({ type: 'ConfigInvalid' });
  });

  it('refuses settings it does not use, and says why', () => {
    const messageOf = (settings: object) => style.settings.safeParse(settings).error?.issues[0]?.message;
    expect(messageOf({ layers_to_freeze: 2 })).toContain('transfer_method says whether it is frozen');
    expect(messageOf({ fine_tuning_lr_multiplier: 0.1 })).toBe('is used by fine_tuning only');
    expect(messageOf({ adapter_dim: 4 })).toBe('is used by adapter_tuning only');
    expect(messageOf({ source: 'words', source_field: 'topic' })).toBe('the source is words, not a label');
    expect(messageOf({ source: 'pretrained', source_field: 'topic' })).toBe('the source is pretrained, not a label');
    expect(messageOf({ source: 'pretrained', transfer_method: 'fine_tuning' })).toContain('embeddings are frozen');
  });

  describe('from embeddings that a sentence model gave', () => {
    const settings = { source: 'pretrained', min_document_frequency: 1 };
    const known = {
      animals: ['dog', 'horse', 'rabbit', 'sheep', 'lion'],
      meals: ['bread', 'soup', 'cheese', 'rice', 'pasta'],
    };
    const unknown = {
      animals: ['cow', 'wolf', 'goat', 'tiger', 'pig', 'donkey', 'kitten', 'puppy', 'mouse', 'fox', 'bear', 'camel'],
      meals: ['pizza', 'salad', 'butter', 'noodles', 'stew', 'beans', 'cake', 'jam', 'pie', 'bacon', 'honey', 'toast'],
    };
    const sentences = (words: Record<string, string[]>) =>
      Object.entries(words).flatMap(([hue, own]) =>
        own.map((word, i) => makeRecord(i, { text: `we spoke about the ${word}`, labels: { hue } })),
      );
    const task = { ...TASK, classes: ['animals', 'meals'] };
    const of = { style, task, settings, train: sentences(known), validation: sentences(known) };

    it('tells words apart that no label named, which words alone cannot', async () => {
      const evaluation = await trainAndJudge(of, sentences(unknown));
      expect(evaluation.baselines.from_scratch?.f1_score).toBeLessThan(0.6);
      expect(evaluation.scores.f1_score).toBeGreaterThan(0.8);
      expect(evaluation.better_than_baseline).toBe(true);
    });

    it('says of a text how likely each class is', async () => {
      const { files: model } = await trainWhole(of);
      const said = await style.predict?.({ model, task, texts: ['the wolf', 'a pizza'], candidates: null });
      expect(said?.map(({ best }) => best)).toEqual(['animals', 'meals']);
      for (const { scores } of said ?? []) expect(scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1);
    });
  });

  it.each(['feature_extraction', 'fine_tuning', 'adapter_tuning'])(
    'says of texts what its evaluation counted: %s',
    async (transfer_method) => {
      const { files: model } = await trainWhole(run({ ...FROM_TOPIC, transfer_method }));
      const texts = test.map(({ messages }) => messages.map(({ content }) => content).join('\n'));
      const said = (await style.predict?.({ model, task: TASK, texts, candidates: null })) ?? [];
      const right = said.filter(({ best }, i) => best === test[i]?.labels.hue).length;
      const evaluation = await trainAndJudge(run({ ...FROM_TOPIC, transfer_method }), test);
      expect(right / texts.length).toBeCloseTo(evaluation.scores.accuracy ?? 0, 2);
    },
  );

  it.each([
    ['source', 'words'],
    ['target_examples', 60],
    ['source_epochs', 2],
    ['batch_size', 8],
    ['learning_rate', 0.5],
    ['hidden_size', 8],
    ['max_features', 200],
    ['min_document_frequency', 4],
    ['l2', 5],
  ])('the setting %s changes the model', async (name, value) => {
    const settings = { ...FAST, source_epochs: 1 };
    const usual = await trainWhole(run(settings));
    expect((await trainWhole(run({ ...settings, [name]: value }))).files).not.toEqual(usual.files);
  });

  it.each([
    ['fine_tuning', 'target_epochs', 2],
    ['fine_tuning', 'fine_tuning_lr_multiplier', 1],
    ['adapter_tuning', 'adapter_dim', 2],
  ])('with %s the setting %s changes the model', async (transfer_method, name, value) => {
    const settings = { ...FROM_TOPIC, source_epochs: 1, transfer_method };
    const usual = await trainWhole(run(settings));
    expect((await trainWhole(run({ ...settings, [name]: value }))).files).not.toEqual(usual.files);
  });
});
