import { describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import type { Task } from '../../../contracts/training.ts';
import { supervisedStyle } from '../../../plugins/styles/supervised.ts';
import { SupervisedSettingsSchema } from '../../../plugins/styles/supervised-settings.ts';
import { makeRecords } from '../../support/datasets.ts';

const TASK: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: ['sleep', 'work'] };
const MLP = { model: 'mlp', max_iterations: 6, hidden_size: 16 };
const open = (records: ConversationRecord[]) =>
  async function* () {
    yield* records;
  };

/** Uneven, and one label in seven is wrong: nothing is settled at once. */
const records = makeRecords(120, { seed: 1 })
  .filter((_, i) => i % 2 === 0 || i % 3 === 0)
  .map((record, i) => (i % 7 === 0 ? { ...record, labels: { topic: 'work' } } : record));

async function train(settings: object, options: { stopAt?: number; checkpoint?: Checkpoint | null } = {}) {
  let saved: Checkpoint | null = null;
  const model = await supervisedStyle
    .train({
      train: open(records.slice(0, -15)),
      validation: open(records.slice(-15)),
      task: TASK,
      settings: SupervisedSettingsSchema.parse(settings),
      seed: 5,
      checkpoint: options.checkpoint ?? null,
      hooks: {
        onTotal: () => undefined,
        async afterStep(step, _loss, state) {
          if (step !== options.stopAt) return;
          saved = { step, bytes: state() };
          throw new Error('stopped');
        },
      },
    })
    .catch((error) => {
      if (saved === null) throw error;
      return null;
    });
  return { model, saved };
}

interface Checkpoint {
  step: number;
  bytes: Uint8Array;
}

describe('a network as the supervised model', () => {
  it.each([1, 4, 9])('resumed after step %i has the bytes of an undisturbed training', async (stopAt) => {
    const whole = await train(MLP);
    const { saved } = await train(MLP, { stopAt });
    const resumed = await train(MLP, { checkpoint: saved });
    expect(resumed.model?.files).toEqual(whole.model?.files);
    expect(resumed.model?.steps).toBe(whole.model?.steps);
  });

  it.each([
    ['hidden_size', 8],
    ['batch_size', 8],
    ['learning_rate', 0.01],
    ['l2', 50],
    ['label_smoothing', 0.3],
    ['class_weights', { sleep: 5 }],
    ['max_iterations', 1],
    ['tolerance', 0.1],
    ['early_stopping_patience', 1],
    ['early_stopping_threshold', 5],
  ])('the setting %s changes the model or the steps to it', async (name, value) => {
    const [usual, other] = [await train(MLP), await train({ ...MLP, [name]: value })];
    expect([other.model?.files, other.model?.steps]).not.toEqual([usual.model?.files, usual.model?.steps]);
  });

  it('is judged and predicts as the regression does', async () => {
    const { model } = await train(MLP);
    const files = model?.files ?? {};
    const test = open(makeRecords(100, { seed: 2 }));
    const evaluation = await supervisedStyle.evaluate({ model: files, test, task: TASK, seed: 1 });
    expect(evaluation.scores.f1_score).toBeGreaterThan(0.9);
    expect(evaluation.calibration?.ece).toBeLessThan(0.5);
    const texts = ['awake all night, tired in bed, no dream'];
    const [said] = (await supervisedStyle.predict?.({ model: files, task: TASK, texts, candidates: null })) ?? [];
    expect(said?.best).toBe('sleep');
    expect(said?.scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1);
  });
});

describe('settings of the supervised style', () => {
  const messageOf = (settings: object) =>
    SupervisedSettingsSchema.safeParse(settings)
      .error?.issues.map(({ message }) => message)
      .join('; ') ?? '';

  it.each(['hidden_size', 'batch_size', 'learning_rate'])('%s is refused where no network is trained', (name) => {
    expect(messageOf({ [name]: 8 })).toContain('used by the model mlp only');
    expect(messageOf({ model: 'mlp', [name]: 8 })).toBe('');
  });

  it.each([
    ['validation_split', 0.2, 'makes the splits'],
    ['stratify_by', 'topic', 'makes the splits'],
    ['model_name', 'a/b', 'loads no language model'],
    ['optimizer', 'adamw', 'one optimiser'],
    ['seed', 1, 'seed of the request'],
  ])('%s of the usual configuration is refused with what stands in its place', (name, value, reason) => {
    expect(messageOf({ [name]: value })).toContain(`${name} is not a setting of this trainer: `);
    expect(messageOf({ [name]: value })).toContain(reason);
  });

  it('two settings that exclude each other are named together', () => {
    expect(messageOf({ fp16: true, bf16: true })).toContain('fp16 and bf16 exclude each other');
    expect(messageOf({ fp16: true, bf16: false })).not.toContain('exclude');
  });

  it('a weight for a class that the task does not have is refused', async () => {
    await expect(train({ class_weights: { sleepy: 2 } })).rejects.toMatchObject({ type: 'ConfigInvalid' });
  });
});
