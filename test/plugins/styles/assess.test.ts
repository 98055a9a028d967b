import { describe, expect, it } from 'vitest';
import { type SelectionFacts, STYLES } from '../../../contracts/training.ts';
import { assessStyle } from '../../../plugins/styles/assess.ts';
import { EXPECTATIONS } from '../../../plugins/styles/expectations.ts';
import { confidenceOf, type Expectations } from '../../../plugins/styles/expected-utility.ts';
import { STYLE_PLUGINS } from '../../../plugins/styles/index.ts';

const FACTS: SelectionFacts = {
  record_count: 500,
  labelled_record_count: 400,
  class_counts: { a: 200, b: 200 },
  turn_pair_count: 800,
  preferred_count: 200,
  rejected_count: 200,
  label_fields_count: 2,
  quality_score: { value: 0.9, reason: null },
  category: 'therapeutic',
  available_compute: 'medium',
  safety_level: 'moderate',
  training_objective: 'accuracy',
};
const NOTHING = {
  labelled_record_count: 0,
  class_counts: {},
  turn_pair_count: 0,
  preferred_count: 0,
  label_fields_count: 0,
};
const with_ = (own: Partial<SelectionFacts>): SelectionFacts => ({ ...FACTS, ...own });
/** A tenth of the way for each factor of ten in examples; 100 s and 200 MiB. */
const TABLE: Expectations = {
  supervised: { weights: [0, 0.1, 0, 0, 0], error: 0.05, trials: 9, seconds: [100, 0], rssMb: 200 },
};

describe('the assessment of a style', () => {
  it.each(STYLES)('gives %s a score with its reasons', (style) => {
    const { score, reasons } = assessStyle(style, FACTS);
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThanOrEqual(1);
    expect(reasons.length).toBeGreaterThanOrEqual(4);
  });

  it('expects what was measured, and says so with its error', () => {
    const { score, expected_utility, reasons } = assessStyle('supervised', FACTS, TABLE);
    expect(expected_utility).toBeCloseTo(0.26, 2);
    expect(score).toBeCloseTo(0.26, 2);
    expect(reasons).toContain(
      'expected to come 0.26 of the way from no learning to perfect on data of mean difficulty, give or take 0.05, in 100 s (9 trials)',
    );
    expect(assessStyle('few_shot', FACTS, TABLE)).toMatchObject({ expected_utility: null });
  });

  it.each(STYLE_PLUGINS)('says of $id what was measured, or that nothing was', ({ id }) => {
    const { reasons, expected_utility } = assessStyle(id, FACTS);
    const measured = EXPECTATIONS[id] !== undefined;
    expect(expected_utility !== null).toBe(measured);
    expect(reasons.some((reason) => reason.includes('was not measured here'))).toBe(!measured);
  });

  it.each([
    ['supervised', 'a label with two classes'],
    ['reinforcement', 'preferences'],
    ['continual_learning', 'a label with two classes'],
  ] as const)('says what %s lacks where there is nothing to learn from', (style, lack) => {
    const found = assessStyle(style, with_(NOTHING));
    expect(found).toMatchObject({ eligible: false, trainable: false });
    expect(found.missing?.[0]).toContain(lack);
  });

  it('ranks no self-supervised training without answered turns, and allows one on request: texts are enough for it', () => {
    const found = assessStyle('self_supervised', with_(NOTHING));
    expect(found).toMatchObject({ eligible: false, trainable: true, missing: ['200 more pairs of turns'] });
    const empty = assessStyle('self_supervised', with_({ ...NOTHING, record_count: 0 }));
    expect(empty).toMatchObject({ trainable: false });
    expect(empty.missing?.[0]).toContain('user turns that an assistant turn answers');
  });

  it('asks for a sequence of tasks where two classes are all there is', () => {
    const bare = with_({ label_fields_count: 1, labelled_record_count: 900 });
    expect(assessStyle('continual_learning', bare)).toMatchObject({ trainable: false });
    expect(assessStyle('continual_learning', { ...bare, label_fields_count: 2 })).toMatchObject({ trainable: true });
  });

  it('says how many more are needed where there are too few', () => {
    const few = with_({ labelled_record_count: 60, class_counts: { a: 30, b: 30 } });
    expect(assessStyle('supervised', few)).toMatchObject({
      eligible: false,
      trainable: true,
      missing: ['40 more labelled examples'],
    });
  });

  it('counts a class by its examples', () => {
    expect(assessStyle('supervised', with_({ class_counts: { a: 300, b: 7 } })).trainable).toBe(false);
  });

  it('keeps the limits on time and memory', () => {
    const limited = with_({ time_limit_seconds: 60, memory_limit_mb: 128 });
    expect(assessStyle('supervised', limited, TABLE)).toMatchObject({
      eligible: false,
      missing: ['a time limit of 100 s; it is 60 s', 'a memory limit of 200 MiB; it is 128 MiB'],
    });
    expect(assessStyle('supervised', with_({ time_limit_seconds: 101, memory_limit_mb: 200 }), TABLE).eligible).toBe(
      true,
    );
  });

  it.each([
    ['reinforcement', { training_objective: 'align with preferences' }, 'greater'],
    ['self_supervised', { training_objective: 'align with preferences' }, 'less'],
    ['supervised', { quality_score: { value: 0.4, reason: null } }, 'less'],
    ['self_supervised', { quality_score: { value: 0.4, reason: null } }, 'same'],
    ['reinforcement', { safety_level: 'strict' }, 'less'],
    ['supervised', { safety_level: 'strict' }, 'same'],
    ['supervised', { category: 'multimodal' }, 'less'],
    ['meta_learning', { available_compute: 'very_high', record_count: 2000, labelled_record_count: 2000 }, 'greater'],
  ] as const)('%s with %o scores %s', (style, own, direction) => {
    const [usual, other] = [
      assessStyle(style, FACTS).score,
      assessStyle(style, with_(own as Partial<SelectionFacts>)).score,
    ];
    if (direction === 'same') expect(other).toBe(usual);
    else expect(direction === 'less' ? usual - other : other - usual).toBeGreaterThan(0);
  });

  describe('tells what the facts say', () => {
    const LABELS: Partial<SelectionFacts> = {
      class_counts: { a: 350, b: 50 },
      class_balance: { value: 0.54, reason: null },
      label_noise: { value: 0.2, reason: null },
    };
    const NOISE_MATTERS: Expectations = {
      supervised: { weights: [0.5, 0, 0, 0, 0, -0.1, -0.5], error: 0.05, trials: 9, seconds: [1, 0], rssMb: 200 },
    };

    it('of labels, with what was measured of their effect', () => {
      const found = assessStyle('supervised', with_(LABELS), NOISE_MATTERS);
      expect(found.reasons).toContain(
        'class balance 0.54: the largest of 2 classes holds 88 % of the examples (-0.05 of what is expected)',
      );
      expect(found.reasons).toContain('up to 20 % of the labels look wrong (-0.10 of what is expected)');
      expect(found.score).toBeCloseTo(0.5 - 0.046 - 0.1);
    });

    it('of labels, to styles that learn from them alone', () => {
      const reasons = (style: (typeof STYLES)[number]) => assessStyle(style, with_(LABELS)).reasons.join('; ');
      expect(reasons('few_shot')).toContain('20 % of the labels look wrong');
      for (const style of ['self_supervised', 'unsupervised', 'reinforcement'] as const)
        expect(reasons(style)).not.toContain('labels look wrong');
      const unknown = with_({ label_noise: { value: null, reason: '12 labelled texts; 40 are needed' } });
      expect(assessStyle('supervised', unknown).reasons).toContain(
        'label noise is not known: 12 labelled texts; 40 are needed',
      );
    });

    it.each([
      ['supervised', { zh: 0.9, en: 0.1 }, true],
      ['supervised', { en: 0.8, es: 0.2 }, false],
      ['supervised', { unknown: 1 }, false],
      ['continual_learning', { zh: 0.9, en: 0.1 }, false],
    ] as const)('of languages: English word vectors of %s are told on %o: %s', (style, languages, told) => {
      const { score, reasons } = assessStyle(style, with_({ languages }));
      expect(reasons.some((reason) => reason.includes('90 % of the texts are in another language, most in zh'))).toBe(
        told,
      );
      // What was not measured moves no score.
      expect(score).toBe(assessStyle(style, FACTS).score);
    });

    it('of the domains that the objective names', () => {
      const facts = with_({ training_objective: 'support in grief and anxiety', domains: { grief: 0.02 } });
      expect(assessStyle('supervised', facts).reasons).toContain(
        'of the domains that the objective names, the texts speak so often: anxiety 0 %, grief 2 %',
      );
      expect(assessStyle('supervised', with_({ domains: { grief: 0.02 } })).reasons.join()).not.toContain('domains');
    });
  });

  it('is surer the larger the lead', () => {
    const sure = [-0.5, 0, 0.05, 0.2, 0.8].map(confidenceOf);
    expect(sure).toEqual([...sure].sort((a, b) => a - b));
    expect(sure.every((value) => value > 0 && value < 1)).toBe(true);
  });
});
