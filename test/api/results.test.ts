import { describe, expect, it } from 'vitest';
import { NO_RESULTS, toResultsAnswer } from '../../api/results.ts';
import { ResultsSchema } from '../../contracts/operations.ts';
import type { RunResults, RunState } from '../../contracts/run.ts';
import type { Evaluation } from '../../contracts/training.ts';
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
    const made = answer({ evaluation: { ...evaluation, scores: { [name]: 0.9 } } });
    expect(made[name]).toBeNull();
    expect(made.unmeasured[name]).toBe('no measure of it was shown to agree with clinicians');
  });
});

it('model_path is the folder of the registered model', () => {
  const file = (uri: string) => ({ name: 'm.bin', uri, sha256: '0'.repeat(64), byte_count: 1, media_type: 'x/y' });
  const artifacts = [file('objects/aa/trained/m.bin'), file('objects/bb/registered/README.md')];
  expect(answer({ artifacts })).toMatchObject({ model_path: 'objects/bb/registered', checkpoint_path: null });
  expect(answer({})).toMatchObject({ model_path: null });
});
