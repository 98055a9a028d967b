import { describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import type { Task } from '../../../contracts/training.ts';
import { Random } from '../../../learning/random.ts';
import type { TrainingStyle } from '../../../plugins/kinds.ts';
import { fewShotStyle } from '../../../plugins/styles/few-shot.ts';
import { metaStyle } from '../../../plugins/styles/meta.ts';
import { readMeta } from '../../../plugins/styles/meta-model.ts';
import { selfSupervisedStyle } from '../../../plugins/styles/self-supervised.ts';
import { supervisedStyle } from '../../../plugins/styles/supervised.ts';
import { predict, readClassifier } from '../../../plugins/styles/supervised-model.ts';
import { unsupervisedStyle } from '../../../plugins/styles/unsupervised.ts';
import { makeRecords } from '../../support/datasets.ts';

const TASK: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: ['sleep', 'work'] };

const conversations = (count: number, seed: number) => makeRecords(count, { seed });
const open = (records: ConversationRecord[]) =>
  async function* () {
    yield* records;
  };

const taskOf = ({ id }: TrainingStyle): Task => (id === 'self_supervised' ? { kind: 'next_turn' } : TASK);

async function train(
  style: TrainingStyle,
  records: ConversationRecord[],
  options: { settings?: object; stopAt?: number; checkpoint?: { step: number; bytes: Uint8Array } | null } = {},
) {
  let saved: { step: number; bytes: Uint8Array } | null = null;
  const losses: number[] = [];
  const model = await style
    .train({
      train: open(records.slice(0, -20)),
      validation: open(records.slice(-20)),
      task: taskOf(style),
      settings: style.settings.parse(options.settings ?? {}),
      seed: 5,
      checkpoint: options.checkpoint ?? null,
      hooks: {
        onTotal: () => undefined,
        async afterStep(step, loss, state) {
          losses.push(loss);
          if (step === options.stopAt) {
            saved = { step, bytes: state() };
            throw new Error('stopped');
          }
        },
      },
    })
    .catch((error) => {
      if (saved === null) throw error;
      return null;
    });
  return { model, losses, saved: saved as { step: number; bytes: Uint8Array } | null };
}

describe.each([supervisedStyle, selfSupervisedStyle, fewShotStyle, unsupervisedStyle])('$id', (style) => {
  const records = conversations(200, 1);

  it('gives the same bytes for the same seed', async () => {
    const [one, two] = [await train(style, records), await train(style, records)];
    expect(one.model?.files).toEqual(two.model?.files);
  });

  it('goes on from a checkpoint to the bytes of an undisturbed training', async () => {
    const whole = await train(style, records);
    const { saved } = await train(style, records, { stopAt: 3 });
    expect(saved?.step).toBe(3);
    const resumed = await train(style, records, { checkpoint: saved });
    expect(resumed.model?.files).toEqual(whole.model?.files);
    expect(resumed.losses.length).toBe(whole.losses.length - 3);
  });

  it.runIf(style === supervisedStyle || style === selfSupervisedStyle)('lowers its loss', async () => {
    const { losses } = await train(style, records, { settings: style.id === 'supervised' ? {} : { num_epochs: 10 } });
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.95);
  });

  it('refuses settings it does not have, and says which', () => {
    expect(style.settings.safeParse({ mas_lambda: 0.15 }).error?.issues[0]).toMatchObject({
      code: 'unrecognized_keys',
      keys: ['mas_lambda'],
    });
  });
});

/** Every word of an answer gets an ending: question and answer then share no word, but still their topic. */
function answerInOtherWords(record: ConversationRecord): ConversationRecord {
  const messages = record.messages.map((message) =>
    message.role === 'user' ? message : { ...message, content: message.content.replace(/\w+/g, '$&xx') },
  );
  return { ...record, messages };
}

async function judge(
  style: TrainingStyle,
  trained: ConversationRecord[],
  test: ConversationRecord[],
  settings: object = {},
) {
  const { model } = await train(style, trained, { settings });
  return style.evaluate({
    model: model?.files ?? {},
    test: open(test),
    task: taskOf(style),
    seed: 1,
  });
}

describe('the supervised style', () => {
  const records = conversations(200, 1);

  it.each([1, 4, 9])(
    'resumed after step %i ends at the step where an undisturbed training stops early',
    async (stopAt) => {
      const settings = { early_stopping_patience: 1, l2: 0.001 };
      const whole = await train(supervisedStyle, records, { settings });
      const { saved } = await train(supervisedStyle, records, {
        settings,
        stopAt: Math.min(stopAt, whole.losses.length),
      });
      const resumed = await train(supervisedStyle, records, { settings, checkpoint: saved });
      expect(resumed.model?.steps).toBe(whole.model?.steps);
      expect(resumed.model?.files).toEqual(whole.model?.files);
    },
  );

  it('counts the records that are no example, by reason', async () => {
    const [first, ...rest] = records;
    if (!first) throw new Error('no records');
    const nothing = { ...first, messages: [{ role: 'user' as const, content: '' }] };
    const { model } = await train(supervisedStyle, [first, { ...first, labels: {} }, nothing, ...rest, ...rest]);
    expect(model?.counts).toMatchObject({ skipped_without_label: 1, skipped_without_text: 1 });
    expect(model?.counts.skipped_repeated).toBeGreaterThan(100);
  });

  it('predicts probabilities that sum to 1', async () => {
    const { model } = await train(supervisedStyle, records);
    const [sleep] = await predict(await readClassifier(model?.files ?? {}), [
      'awake all night, tired in bed, no dream',
    ]);
    expect((sleep?.[0] ?? 0) + (sleep?.[1] ?? 0)).toBeCloseTo(1);
    expect(sleep?.[0]).toBeGreaterThan(0.5);
  });

  it.each([
    ['features', 'tfidf'],
    ['max_iterations', 1],
    ['max_features', 100],
    ['min_document_frequency', 9],
    ['l2', 5],
    ['label_smoothing', 0.2],
    ['class_weights', 'none'],
    ['tolerance', 0.1],
    ['early_stopping_patience', 1],
  ])('the setting %s changes the model or the steps to it', async (name, value) => {
    // More of one class than of the other, and a label that is wrong now and then: nothing is settled at once.
    const uneven = records.filter((_, i) => i % 2 === 0 || i % 3 === 0);
    const noisy = uneven.map((record, i) => (i % 7 === 0 ? { ...record, labels: { topic: 'work' } } : record));
    const [usual, other] = [{}, { [name]: value }].map((settings) => train(supervisedStyle, noisy, { settings }));
    const [a, b] = [(await usual)?.model, (await other)?.model];
    expect([b?.files, b?.steps]).not.toEqual([a?.files, a?.steps]);
  });
});

describe('the judgement of a classifier', () => {
  it('finds a gain over the majority where there is one to find', async () => {
    const evaluation = await judge(supervisedStyle, conversations(300, 1), conversations(100, 2));
    expect(evaluation.scores.f1_score).toBeGreaterThan(0.9);
    expect(evaluation.baselines.majority_class?.accuracy).toBe(0.5);
    expect(evaluation.per_class.map(({ support }) => support)).toEqual([50, 50]);
  });

  it('finds none when the labels are shuffled', async () => {
    const random = new Random(9);
    const shuffled = (records: ConversationRecord[]) =>
      records.map((record) => ({ ...record, labels: { topic: random.below(2) ? 'sleep' : 'work' } }));
    const evaluation = await judge(supervisedStyle, shuffled(conversations(300, 1)), shuffled(conversations(100, 2)));
    expect(evaluation.better_than_baseline).toBe(false);
    expect(Math.abs((evaluation.scores.accuracy ?? 0) - 0.5)).toBeLessThan(0.2);
  });

  it('tells no gain from a handful of examples', async () => {
    const evaluation = await judge(supervisedStyle, conversations(100, 1), conversations(5, 2));
    expect(evaluation).toMatchObject({
      example_count: 5,
      gain_over_baseline: null,
      better_than_baseline: false,
      unmeasured: { gain_over_baseline: expect.stringContaining('20 are needed') },
    });
  });

  it('says that it cannot tell from nothing', async () => {
    const evaluation = await judge(supervisedStyle, conversations(100, 1), []);
    expect(evaluation).toMatchObject({
      scores: {},
      gain_over_baseline: null,
      better_than_baseline: false,
      unmeasured: { f1_score: expect.any(String) },
    });
  });
});

describe('the judgement of an encoder', () => {
  it('finds a gain over TF-IDF where turns share topics but no words', async () => {
    const [trained, test] = [conversations(300, 1), conversations(100, 2)].map((part) => part.map(answerInOtherWords));
    const settings = { num_epochs: 10, learning_rate: 0.01 };
    const evaluation = await judge(selfSupervisedStyle, trained ?? [], test ?? [], settings);
    expect(evaluation.baselines.chance?.recall_at_1_of_10).toBeCloseTo(0.1);
    expect(evaluation.gain_over_baseline?.value).toBeGreaterThan(0.02);
    expect(evaluation.better_than_baseline).toBe(true);
  });

  it('finds none where the answers belong to other turns', async () => {
    const swapped = (records: ConversationRecord[]) =>
      records.map((record, i) => ({
        ...record,
        messages: record.messages.map((message, turn) =>
          message.role === 'user' ? message : (records[(i * 7 + 3) % records.length]?.messages[turn] ?? message),
        ),
      }));
    const evaluation = await judge(selfSupervisedStyle, swapped(conversations(200, 1)), swapped(conversations(60, 2)));
    expect(evaluation.better_than_baseline).toBe(false);
  });

  it.each([
    ['num_epochs', 1],
    ['batch_size', 32],
    ['learning_rate', 0.01],
    ['term_learning_rate', 0],
    ['contrastive_temperature', 0.2],
    ['projection_dim', 16],
    ['max_vocabulary', 100],
    ['min_document_frequency', 9],
  ])('the setting %s changes the model', async (name, value) => {
    const records = conversations(120, 1);
    const [usual, other] = [{}, { [name]: value }].map((settings) => train(selfSupervisedStyle, records, { settings }));
    expect((await other)?.model?.files).not.toEqual((await usual)?.model?.files);
  });

  it('finds what was taken out of texts that it never saw, better than chance and TF-IDF', async () => {
    const random = new Random(4);
    // Five topics of eighty words each: a word is told by the topic of the rest, not by itself.
    const texts = (count: number) =>
      conversations(count, 1).map((record, i) => {
        const content = Array.from({ length: 14 }, () => `topic${i % 5}word${random.below(80)}`).join(' ');
        return { ...record, messages: [{ role: 'user' as const, content }] };
      });
    const settings = { pretext: 'masked_terms', num_epochs: 10, learning_rate: 0.01 };
    const evaluation = await judge(selfSupervisedStyle, texts(300), texts(150), settings);
    expect(evaluation.scores.recall_at_1_of_10).toBeGreaterThan(0.25);
    expect(evaluation.better_than_baseline).toBe(true);
  });

  it.each([{ masking_ratio: 0.4 }, { masking_strategy: 'span' }])('%j changes what is taken out', async (own) => {
    const records = conversations(80, 1);
    const [usual, other] = [{}, own].map((each) =>
      train(selfSupervisedStyle, records, { settings: { pretext: 'masked_terms', ...each } }),
    );
    expect((await other)?.model?.files).not.toEqual((await usual)?.model?.files);
  });

  it('takes words out of texts where no turn is answered, and says what only that uses', async () => {
    const alone = conversations(80, 1).map((record) => ({ ...record, messages: record.messages.slice(0, 1) }));
    const { model } = await train(selfSupervisedStyle, alone);
    expect(model?.counts.train_pairs).toBe(60);
    await expect(train(selfSupervisedStyle, alone, { settings: { pretext: 'next_turn' } })).rejects.toMatchObject({
      type: 'StyleUnsupported',
    });
    const { error } = selfSupervisedStyle.settings.safeParse({ masking_ratio: 0.2 });
    expect(error?.issues[0]?.message).toBe('is used by the pretext masked_terms only');
  });

  it('says that too few pairs tell nothing', async () => {
    const evaluation = await judge(selfSupervisedStyle, conversations(60, 1), conversations(5, 2));
    expect(evaluation).toMatchObject({
      scores: {},
      unmeasured: { recall_at_1_of_10: expect.stringContaining('20 are needed') },
    });
  });
});

describe.each([fewShotStyle, unsupervisedStyle])('the judgement of $id', (style) => {
  it('learns what there is to learn', async () => {
    const evaluation = await judge(style, conversations(200, 1), conversations(100, 2), SMALL[style.id]);
    expect(evaluation.gain_over_baseline).not.toBeNull();
    // Topics that share no word are nothing to TF-IDF either: few shots are as good as it here, clusters beat chance.
    if (style === fewShotStyle) expect(evaluation.scores.episode_f1_score).toBeGreaterThan(0.7);
    else expect(evaluation.better_than_baseline).toBe(true);
  });

  it('finds none when the labels are shuffled', async () => {
    const random = new Random(9);
    const shuffled = (records: ConversationRecord[]) =>
      records.map((record) => ({ ...record, labels: { topic: random.below(2) ? 'sleep' : 'work' } }));
    const [trained, test] = [shuffled(conversations(200, 1)), shuffled(conversations(100, 2))];
    const evaluation = await judge(style, trained, test, SMALL[style.id]);
    expect(evaluation.better_than_baseline).toBe(false);
  });

  it('tells no gain from a handful of texts', async () => {
    const evaluation = await judge(style, conversations(100, 1), conversations(5, 2), SMALL[style.id]);
    expect(evaluation).toMatchObject({ scores: {}, gain_over_baseline: null, better_than_baseline: false });
    expect(Object.values(evaluation.unmeasured)[0]).toContain('20 are needed');
  });

  it('says what too little data lacks', async () => {
    await expect(train(style, conversations(23, 1), {})).rejects.toMatchObject({ type: 'StyleUnsupported' });
  });

  it('says why it does not use a setting that others have', () => {
    const name = style === fewShotStyle ? 'inner_loop_lr' : 'pattern_types';
    const message = style.settings.safeParse({ [name]: 1 }).error?.issues[0]?.message;
    expect(message).toContain(`${name} is not a setting of this trainer: `);
  });
});

/** Settings that suit two topics. */
const SMALL: Partial<Record<TrainingStyle['id'], object>> = {
  unsupervised: { num_clusters: 2 },
  few_shot: { num_shots: 1 },
};

describe('few shots', () => {
  it.each([
    ['num_shots', 2],
    ['support_set_size', 8],
    ['shot_selection_strategy', 'diverse'],
    ['shot_selection_strategy', 'random'],
    ['num_episodes', 7],
    ['head', 'logistic'],
  ])('the setting %s = %s changes the model', async (name, value) => {
    const records = conversations(120, 1);
    const [usual, other] = [
      await train(fewShotStyle, records),
      await train(fewShotStyle, records, { settings: { [name]: value } }),
    ];
    expect(other.model?.files).not.toEqual(usual.model?.files);
  });

  it('refuses more shots than there are texts to draw them from', () => {
    const { error } = fewShotStyle.settings.safeParse({ num_shots: 50, support_set_size: 50 });
    expect(error?.issues[0]?.message).toBe('must be over num_shots (50): shots are drawn from it');
  });
});

describe('clusters', () => {
  it('show no term of a small cluster, and none that few texts hold', async () => {
    const evaluation = await judge(unsupervisedStyle, conversations(200, 1), conversations(60, 2), {
      num_clusters: 2,
      min_cluster_size: 1000,
    });
    expect(evaluation.clusters).toHaveLength(2);
    expect(evaluation.clusters?.every(({ typical_terms }) => typical_terms.length === 0)).toBe(true);
  });
});

describe('a learned distance', () => {
  /** Six classes by number, of two kinds of talk each. */
  const spread = (records: ConversationRecord[]) =>
    records.map((record, i) => ({ ...record, labels: { topic: `${record.labels.topic} ${i % 3}` } }));
  const classes = ['sleep 0', 'sleep 1', 'sleep 2', 'work 0', 'work 1', 'work 2'];
  const settings = { num_tasks: 6, num_ways: 2, num_shots: 1, num_queries: 2 };
  const input = (records: ConversationRecord[], checkpoint: { step: number; bytes: Uint8Array } | null) => ({
    train: open(spread(records)),
    validation: open([]),
    task: { ...TASK, classes },
    settings: metaStyle.settings.parse(settings),
    seed: 5,
    checkpoint,
  });

  it('goes on from a checkpoint to the bytes of an undisturbed training, and is judged on classes it did not see', async () => {
    const records = conversations(150, 1);
    let saved: { step: number; bytes: Uint8Array } | null = null;
    const hooks = {
      onTotal: () => undefined,
      async afterStep(step: number, _loss: number, state: () => Uint8Array) {
        if (step === 3) saved ??= { step, bytes: state() };
      },
    };
    const whole = await metaStyle.train({ ...input(records, null), hooks });
    expect(saved).not.toBeNull();
    const resumed = await metaStyle.train({ ...input(records, saved), hooks });
    expect(resumed.files).toEqual(whole.files);
    const evaluation = await metaStyle.evaluate({
      model: whole.files,
      test: open(spread(conversations(90, 2))),
      task: { ...TASK, classes },
      seed: 1,
    });
    expect(evaluation.counts).toMatchObject({ unseen_classes: 2 });
    expect(Object.keys(evaluation.baselines)).toEqual([
      'guess_by_share',
      'raw_prototypes',
      'tfidf_prototypes',
      'joined_prototypes',
      'majority_class',
    ]);
    const best = Math.max(...Object.values(evaluation.baselines).map(({ episode_f1_score }) => episode_f1_score ?? 0));
    const { baseline = '' } = evaluation.gain_over_baseline ?? {};
    expect(evaluation.baselines[baseline]?.episode_f1_score).toBe(best);
  });

  it('names texts by all classes, those it did not learn from too', async () => {
    const hooks = { onTotal: () => undefined, afterStep: async () => undefined };
    const { files } = await metaStyle.train({ ...input(conversations(150, 1), null), hooks });
    const texts = ['my bed and the night, insomnia again', 'the boss, the office and a deadline'];
    const task = { ...TASK, classes };
    const said = (await metaStyle.predict?.({ model: files, task, texts, candidates: null })) ?? [];
    expect(said.map(({ best }) => best.split(' ')[0])).toEqual(['sleep', 'work']);
    expect(said[0]?.scores.map(({ name }) => name).sort()).toEqual(classes);
  });

  it('holds out classes that the validation split can judge, where there are such', async () => {
    const few = spread(conversations(60, 3)).filter(({ labels }) => ['sleep 1', 'work 0'].includes(labels.topic ?? ''));
    const hooks = { onTotal: () => undefined, afterStep: async () => undefined };
    const { files } = await metaStyle.train({ ...input(conversations(150, 1), null), validation: open(few), hooks });
    expect((await readMeta(files)).heldOut.map((c) => classes[c]).sort()).toEqual(['sleep 1', 'work 0']);
  });

  it('says how many classes it lacks', async () => {
    await expect(train(metaStyle, conversations(100, 1))).rejects.toMatchObject({
      type: 'StyleUnsupported',
      message: expect.stringContaining('are needed'),
    });
  });
});
