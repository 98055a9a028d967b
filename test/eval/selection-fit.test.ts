import { describe, expect, it } from 'vitest';
import type { StyleId } from '../../contracts/training.ts';
import { type Choice, calibrate, crossChoices, fitExpectations, type Measured } from '../../eval/selection-fit.ts';
import { Random } from '../../learning/random.ts';

const random = new Random(3);

/** Supervised gains with the labels there are; self-supervised does not. They meet at some 300 labels. */
function trials(): Measured[] {
  return Array.from({ length: 8 }, (_, f) => f).flatMap((f) =>
    [100, 200, 400, 1600].flatMap((records) =>
      (['supervised', 'self_supervised'] as StyleId[]).map((style): Measured => {
        const noise = 0.02 * random.normal();
        const utility = style === 'supervised' ? 0.25 * Math.log10(records) - 0.42 : 0.2;
        return {
          folder: `f${f}`,
          seed: 1,
          records,
          labelled: 1,
          noise: 0,
          style,
          version: '1',
          utility: utility + noise,
          primary_metric: 'f1_score',
          better_than_baseline: true,
          seconds: 1 + records / 1000,
          rss_mb: 150,
          failure: null,
          facts: {
            record_count: records,
            labelled_record_count: records,
            class_counts: { a: records / 2, b: records / 2 },
            turn_pair_count: 10 * records,
            quality_score: { value: 1, reason: null },
            category: 'conversational',
            available_compute: 'medium',
            safety_level: 'moderate',
            training_objective: 'accuracy',
          },
        };
      }),
    ),
  );
}

describe('what the trials teach', () => {
  it('predicts the better style of datasets it never saw', () => {
    const choices = crossChoices(trials());
    expect(choices).toHaveLength(32);
    const right = choices.filter(({ predicted, best }) => predicted === best).length;
    expect(right / choices.length).toBeGreaterThan(0.85);
    expect(choices.every(({ regret, regretOfHabit }) => regret >= 0 && regretOfHabit >= 0)).toBe(true);
    const total = (pick: (choice: Choice) => number) => choices.reduce((sum, choice) => sum + pick(choice), 0);
    expect(total(({ regret }) => regret)).toBeLessThan(total(({ regretOfHabit }) => regretOfHabit) / 2);
  });

  it('tells how far off it is, and what a training takes', () => {
    const { supervised } = fitExpectations(trials());
    expect(supervised).toMatchObject({ trials: 32, rssMb: 150 });
    expect(supervised?.error).toBeLessThan(0.05);
    expect(supervised?.seconds[0]).toBeCloseTo(1);
    expect(supervised?.seconds[1]).toBeCloseTo(0.001);
  });

  it('is surer where the lead is larger, and never the other way round', () => {
    const choice = (lead: number, right: boolean): Choice => ({
      folder: 'f',
      scenario: '',
      predicted: 'supervised',
      best: right ? 'supervised' : 'few_shot',
      place: right ? 0 : 1,
      regret: 0,
      lead,
      regretOfHabit: 0,
      habitRight: false,
    });
    const rising = [0.01, 0.02, 0.1, 0.2, 0.5, 0.6].map((lead, i) => choice(lead, i > 2));
    expect(calibrate(rising)).toEqual([
      { leadMin: -1, right: 0.25 },
      { leadMin: 0.1, right: 0.5 },
      { leadMin: 0.5, right: 0.75 },
    ]);
    const falling = [0.01, 0.02, 0.1, 0.2, 0.5, 0.6].map((lead, i) => choice(lead, i < 3));
    expect(calibrate(falling)).toEqual([{ leadMin: -1, right: 0.5 }]);
  });
});
