import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import type { Task } from '../../../contracts/training.ts';
import type { OpenEncoder } from '../../../plugins/encoder-kinds.ts';
import { createOnnxEncoders } from '../../../plugins/encoders/onnx.ts';
import type { TrainingStyle } from '../../../plugins/kinds.ts';
import { comparePredictions } from '../../../plugins/styles/compare.ts';
import { fewShotStyle } from '../../../plugins/styles/few-shot.ts';
import { STYLE_PLUGINS } from '../../../plugins/styles/index.ts';
import { metaStyle } from '../../../plugins/styles/meta.ts';
import { supervisedStyle } from '../../../plugins/styles/supervised.ts';
import { transferStyle } from '../../../plugins/styles/transfer.ts';
import { unsupervisedStyle } from '../../../plugins/styles/unsupervised.ts';
import { searchSettings } from '../../../plugins/trainers/search-settings.ts';
import { installedRuntime, linkRuntime, MARKS, writeEncoder } from '../../support/onnx-model.ts';

/** Words of two topics under which the encoder knows more of their kind: what is tested on stands in no training text. */
const CLASSES = ['sleep', 'work', 'food', 'money'];
const letters = (value: number) =>
  [676, 26, 1].map((unit) => String.fromCharCode(97 + (Math.floor(value / unit) % 26)));
const wordsOf = (topic: number, from: number) =>
  Array.from({ length: 8 }, (_, i) => letters(((topic * 16 + from * 8 + i + 1) * 7919) % 17576).join(''));
const vectorOf = (topic: number) => CLASSES.map((_, c) => (c === topic ? 1 : 0));
const known = CLASSES.flatMap((_, topic) =>
  [0, 1].flatMap((from) => wordsOf(topic, from).map((word) => [word, topic])),
);
const PIECES = { ...MARKS, ...Object.fromEntries(known.map(([word, topic]) => [word, vectorOf(Number(topic))])) };
const TASK: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: CLASSES };

/** Each text has three of the eight words of its topic, and a word that all share. */
const records = (count: number, from: number): ConversationRecord[] =>
  Array.from({ length: count }, (_, i) => {
    const words = wordsOf(i % CLASSES.length, from);
    const content = ['the', ...[0, 1, 3].map((step) => words[(i + step) % 8]), `${i % 7}`].join(' ');
    const messages = [{ role: 'user' as const, content }];
    return { id: `r${from}-${i}`, messages, labels: { topic: CLASSES[i % CLASSES.length] ?? '' }, attributes: {} };
  }) as unknown as ConversationRecord[];
const open = (all: ConversationRecord[]) =>
  async function* () {
    yield* all;
  };

describe.skipIf(installedRuntime() === undefined)('a model on the vectors of an encoder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'encoders-'));
  const openEncoder: OpenEncoder = createOnnxEncoders(folder);
  beforeAll(() => {
    linkRuntime(folder);
    writeEncoder(join(folder, 'tiny'), { pieces: PIECES });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const input = (style: TrainingStyle, settings: object) => ({
    train: open(records(200, 0)),
    validation: open(records(80, 0)),
    task: TASK,
    settings: style.settings.parse(settings),
    seed: 5,
    checkpoint: null,
    openEncoder,
    hooks: { onTotal: () => undefined, afterStep: async () => undefined },
  });
  const train = async (style: TrainingStyle, settings: object = { encoder: 'tiny' }) =>
    (await style.train(input(style, settings))).files;

  it.each([
    { style: supervisedStyle, settings: { model: 'logistic' } },
    { style: supervisedStyle, settings: { model: 'mlp' } },
    { style: supervisedStyle, settings: { features: 'static' } },
    { style: fewShotStyle, settings: { num_shots: 8 } },
    { style: metaStyle, settings: { num_ways: 2 } },
    { style: unsupervisedStyle, settings: { num_clusters: 4 } },
    { style: transferStyle, settings: { source: 'pretrained' } },
  ])('of $style.id, $settings, is the same twice, is judged and predicts by it', async ({ style, settings }) => {
    const [files, again] = [
      await train(style, { ...settings, encoder: 'tiny' }),
      await train(style, { ...settings, encoder: 'tiny' }),
    ];
    expect(files).toEqual(again);
    const test = records(80, 1);
    const { scores } = await style.evaluate({ model: files, test: open(test), task: TASK, seed: 1, openEncoder });
    // Words that no training text holds are judged rightly: the encoder alone can tell.
    const figure = scores.accuracy ?? scores.mutual_information ?? 0;
    expect(figure).toBeGreaterThan(0.9);
    const texts = [test[0], test[1]].map((record) => record?.messages[0]?.content ?? '');
    const said = await style.predict?.({ model: files, task: TASK, texts, candidates: null, openEncoder });
    expect(said?.[0]?.best).not.toBe(said?.[1]?.best);
    await expect(style.predict?.({ model: files, task: TASK, texts, candidates: null })).rejects.toMatchObject({
      type: 'ConfigInvalid',
    });
  });

  it('goes on from a checkpoint to the same bytes', async () => {
    let saved: { step: number; bytes: Uint8Array } | null = null;
    const whole = input(supervisedStyle, { encoder: 'tiny' });
    const hooks = {
      ...whole.hooks,
      async afterStep(step: number, _loss: number, state: () => Uint8Array) {
        if (step !== 2) return;
        saved = { step, bytes: state() };
        throw new Error('stopped');
      },
    };
    await expect(supervisedStyle.train({ ...whole, hooks })).rejects.toThrow('stopped');
    const resumed = await supervisedStyle.train({ ...whole, checkpoint: saved });
    expect(resumed.files).toEqual(await train(supervisedStyle));
  });

  it('is searched settings for, and compared with one on the static table', async () => {
    const config = {
      ...{ style: 'supervised' as const, task: TASK, seed: 5, memory_limit_mb: 512 },
      ...{ optimization_strategy: 'balanced' as const, settings: { encoder: 'tiny' } },
      search: { trials: 2, fixed: ['encoder'] },
    };
    const { settings, trials } = await searchSettings(supervisedStyle, {
      ...{ ...input(supervisedStyle, {}), config, done: [], onTrial: () => undefined },
    });
    expect(trials.every(({ score }) => (score ?? 0) > 0.9)).toBe(true);
    expect(settings).toMatchObject({ encoder: 'tiny' });
    const side = async (given: object) => ({
      style: supervisedStyle,
      model: await train(supervisedStyle, given),
      task: TASK,
    });
    const compared = await comparePredictions({
      ...{ a: await side({}), b: await side({ encoder: 'tiny' }), test: open(records(80, 1)), seed: 1, openEncoder },
    });
    expect(compared).toMatchObject({ significant: true, score_b: 1 });
  });

  it('is refused where the encoder has other files', async () => {
    writeEncoder(join(folder, 'other'), { pieces: PIECES });
    const { id } = await openEncoder('other');
    const files = await train(supervisedStyle, { encoder: id });
    writeEncoder(join(folder, 'other'), { pieces: PIECES, maxTokens: 30 });
    const asked = supervisedStyle.predict?.({ model: files, task: TASK, texts: ['a'], candidates: null, openEncoder });
    await expect(asked).rejects.toMatchObject({ type: 'ConfigInvalid', message: expect.stringContaining(id) });
  });
});

it('no style takes an encoder that it does not use', () => {
  const refusedBy = (style: TrainingStyle, settings: object = {}) =>
    style.settings.safeParse({ ...settings, encoder: 'tiny' }).error?.issues[0]?.message;
  const refusing = STYLE_PLUGINS.filter((style) => refusedBy(style) !== undefined).map(({ id }) => id);
  expect(refusing.sort()).toEqual(['continual_learning', 'reinforcement', 'self_supervised']);
  expect(refusedBy(supervisedStyle, { features: 'tfidf' })).toContain('static and tfidf_static only');
  expect(refusedBy(transferStyle, { source: 'words' })).toContain('pretrained');
  expect(supervisedStyle.settings.safeParse({ encoder: '../tiny' }).success).toBe(false);
});
