import { describe, expect, it } from 'vitest';
import { Random } from '../../../learning/random.ts';
import { createGroupScores, createRobustness } from '../../../plugins/styles/robustness.ts';
import { VARIANTS } from '../../../plugins/styles/variants.ts';

describe('a text written otherwise', () => {
  it('with typos has the same words but for two inner letters of some, and the same ones for the same seed', () => {
    const text = 'Yesterday everything around felt heavier than usual somehow '.repeat(20);
    const typed = VARIANTS.typos(text, new Random(1));
    expect(typed).not.toBe(text);
    expect(typed).toBe(VARIANTS.typos(text, new Random(1)));
    const sorted = (words: string) => words.split(' ').map((word) => [...word].sort().join(''));
    expect(sorted(typed)).toEqual(sorted(text));
    const changed = typed.split(' ').filter((word, i) => word !== text.split(' ')[i]).length;
    expect(changed / 160).toBeGreaterThan(0.03);
    expect(changed / 160).toBeLessThan(0.2);
  });

  it('of the other gender keeps capitals and grammar', () => {
    expect(VARIANTS.gender_swap('He told her that his sister likes her brother. Shepherd')).toBe(
      'She told him that her brother likes his sister. Shepherd',
    );
  });
});

describe('robustness', () => {
  const texts = ['he is perhaps late', 'she is late', 'it is dark'];
  const labels = [0, 1, 1];
  /** A classifier that looks at nothing but a pronoun. */
  const byPronoun = async (given: string[]) => given.map((text) => (/\bhe\b/.test(text) ? 0 : 1));

  it('tells which share of the changed texts is judged anew', async () => {
    const robustness = createRobustness(byPronoun, 1);
    // As in a stream: two texts, then one.
    await robustness.add(texts.slice(0, 2), labels.slice(0, 2));
    await robustness.add(texts.slice(2), labels.slice(2));
    const rows = robustness.rows(labels, 2);
    expect(rows.find(({ variant }) => variant === 'gender_swap')).toEqual({
      variant: 'gender_swap',
      changed_texts: 2,
      changed_predictions: 1,
      f1_score: expect.closeTo(0.25, 12),
    });
    expect(rows.find(({ variant }) => variant === 'synonyms')).toEqual({
      ...{ variant: 'synonyms', changed_texts: 1, changed_predictions: 0, f1_score: 1 },
    });
  });

  it('has no figure where no text changes', async () => {
    const robustness = createRobustness(byPronoun, 1);
    await robustness.add(['it is', 'it was'], [0, 1]);
    expect(robustness.rows([0, 1], 2)).toContainEqual({
      variant: 'gender_swap',
      changed_texts: 0,
      changed_predictions: null,
      f1_score: null,
    });
  });
});

describe('scores by group', () => {
  it('are of the groups that attributes name, and absent where a group is small', () => {
    const attributes = Array.from({ length: 50 }, (_, i) => ({
      gender: i < 25 ? 'f' : i < 47 ? 'male' : 'they',
      mood: 'x',
    }));
    const labels = Uint16Array.from({ length: 50 }, (_, i) => i % 2);
    const predicted = labels.map((label, i) => (i < 25 ? label : 0));
    const groups = createGroupScores();
    for (const own of attributes) groups.add(own);
    expect(groups.rows({ labels, predicted, classCount: 2 })).toEqual([
      { attribute: 'gender', group: 'female', count: 25, accuracy: 1, f1_score: 1, reason: null },
      {
        attribute: 'gender',
        group: 'male',
        count: 22,
        accuracy: 0.5,
        f1_score: expect.closeTo(1 / 3, 12),
        reason: null,
      },
      {
        ...{ attribute: 'gender', group: 'nonbinary', count: 3, accuracy: null, f1_score: null },
        reason: 'fewer than 20 examples',
      },
    ]);
  });
});
