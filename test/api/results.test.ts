import { describe, expect, it } from 'vitest';
import { NO_RESULTS, toResultsAnswer } from '../../api/results.ts';
import { ResultsSchema } from '../../contracts/operations.ts';
import type { RunResults, RunState } from '../../contracts/run.ts';
import type { Evaluation, Task, TrainingConfig } from '../../contracts/training.ts';
import { STATE } from './door.ts';

const evaluation: Evaluation = {
  split: 'test',
  example_count: 10,
  primary_metric: 'macro_f1',
  scores: { accuracy: 0.5, macro_f1: 0.4, macro_precision: 0 },
  baselines: {},
  gain_over_baseline: null,
  per_class: [],
  confusion: null,
  unmeasured: { recall: 'a class has no example' },
  better_than_baseline: false,
};

const LABELS: Task = { kind: 'classification', label_field: 'topic', text_from: 'all', classes: ['a', 'b'] };

const configOf = (task: Task): TrainingConfig => ({
  style: task.kind === 'preference' ? 'reinforcement' : 'supervised',
  task,
  settings: {},
  optimization_strategy: 'balanced',
  seed: 1,
  memory_limit_mb: 512,
});

function answer(results: Partial<RunResults>, state: RunState = STATE) {
  const made = toResultsAnswer(state, { ...NO_RESULTS, ...results });
  expect(ResultsSchema.parse(made)).toEqual(made);
  return made;
}

describe('the flat metrics', () => {
  it('are what the evaluation measured, 0 included', () => {
    expect(answer({ evaluation })).toMatchObject({ accuracy: 0.5, f1_score: 0.4, precision: 0 });
  });

  it('are null with the reason of the evaluation where it has one', () => {
    expect(answer({ evaluation })).toMatchObject({ recall: null, unmeasured: { recall: 'a class has no example' } });
  });

  it('are null where the task is judged by something else', () => {
    const made = answer({ evaluation: { ...evaluation, scores: { recall_at_1: 0.1 }, primary_metric: 'recall_at_1' } });
    expect(made.accuracy).toBeNull();
    expect(made.unmeasured.accuracy).toContain('recall_at_1');
  });

  it('are null before the evaluation, and after a run that never got there', () => {
    expect(answer({}).unmeasured.accuracy).toBe('the model is not evaluated yet');
    const failed = {
      ...STATE,
      status: 'failed',
      end_time: STATE.start_time,
      failure: { type: 'DatasetUnreadable', message: '', remedy: '' },
    } as RunState;
    expect(answer({}, failed).unmeasured.accuracy).toBe('the run is failed and was not evaluated');
  });

  it.each(['empathy_score', 'therapeutic_appropriateness', 'safety_score'] as const)('%s is never made up', (name) => {
    const made = answer({ evaluation: { ...evaluation, scores: { [name]: 0.9 } }, config: configOf(LABELS) });
    expect(made[name]).toBeNull();
    expect(made.unmeasured[name]).toBe('a measure of models that choose among answers');
    expect(answer({}).unmeasured[name]).toBe('the model is not evaluated yet');
  });

  const chosen: Evaluation = {
    ...evaluation,
    primary_metric: 'preferred_share',
    scores: { preferred_share: 0.71 },
    baselines: { start: { preferred_share: 0.5 } },
    counts: { slates: 40 },
  };

  it.each([
    ['safety_score', 'label', ['Safe'], ['Unsafe']],
    ['therapeutic_appropriateness', 'appropriate', ['true'], ['false']],
    ['empathy_score', 'empathy', ['high'], ['low']],
  ] as const)('%s is the share of chosen answers that such a label speaks for', (name, label_field, good, bad) => {
    const task: Task = { kind: 'preference', label_field, preferred: [...good], rejected: [...bad] };
    const made = answer({ evaluation: chosen, config: configOf(task) });
    expect(made[name]).toBe(0.71);
    expect(made.evidence).toEqual({
      [name]: `share of its choices among held-out answers that the label "${label_field}" calls "${good[0]}", over 40 choices; drawn evenly, 0.500`,
    });
    expect(Object.keys(made.unmeasured)).not.toContain(name);
  });

  it('a preference of another kind says nothing of safety, and choices that were not judged say nothing at all', () => {
    const pairs: Task = {
      kind: 'preference',
      label_field: 'preference',
      preferred: ['chosen'],
      rejected: ['rejected'],
    };
    expect(answer({ evaluation: chosen, config: configOf(pairs) }).unmeasured.safety_score).toBe(
      'the label "preference" does not say which answers are safe',
    );
    const safe: Task = { ...pairs, label_field: 'safe' };
    const few = { ...chosen, scores: {}, unmeasured: { preferred_share: '3 choices' } };
    expect(answer({ evaluation: few, config: configOf(safe) }).unmeasured.safety_score).toBe('3 choices');
  });
});

it('model_path is the folder of the registered model', () => {
  const file = (uri: string) => ({ name: 'm.bin', uri, sha256: '0'.repeat(64), byte_count: 1, media_type: 'x/y' });
  const artifacts = [file('objects/aa/trained/m.bin'), file('objects/bb/registered/README.md')];
  expect(answer({ artifacts })).toMatchObject({ model_path: 'objects/bb/registered', checkpoint_path: null });
  expect(answer({})).toMatchObject({ model_path: null });
});
