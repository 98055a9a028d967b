import { describe, expect, it } from 'vitest';
import { chooseStyle, rankStyles } from '../../analysis/choose-style.ts';
import type { StyleAssessment } from '../../contracts/training.ts';

const entry = (style: StyleAssessment['style'], own: Partial<StyleAssessment> = {}): StyleAssessment => ({
  style,
  eligible: true,
  available: true,
  trainable: true,
  score: 0.5,
  reasons: [],
  missing: [],
  ...own,
});
const short = { eligible: false, score: 0.05, missing: ['40 more labelled examples'] };

describe('the choice of a style', () => {
  it('is the best that fits and can be trained here, with its lead', () => {
    const ranking = rankStyles([
      entry('few_shot', { score: 0.9, available: false }),
      entry('supervised', { score: 0.4 }),
      entry('self_supervised', { score: 0.1 }),
      entry('transfer_learning', short),
    ]);
    expect(ranking.map(({ style }) => style)).toEqual([
      'supervised',
      'self_supervised',
      'few_shot',
      'transfer_learning',
    ]);
    const choice = chooseStyle(ranking, undefined);
    expect(choice).toMatchObject({ selected: { style: 'supervised' }, warnings: [] });
    expect('lead' in choice && choice.lead).toBeCloseTo(0.3);
  });

  it('has no lead where only one fits', () => {
    expect(chooseStyle(rankStyles([entry('supervised'), entry('few_shot', short)]), undefined)).toMatchObject({
      lead: null,
    });
  });

  it("is the caller's, with what speaks against it", () => {
    const ranking = rankStyles([entry('supervised'), entry('transfer_learning', short)]);
    expect(chooseStyle(ranking, 'transfer_learning')).toMatchObject({
      selected: { style: 'transfer_learning' },
      warnings: [
        'transfer_learning would need 40 more labelled examples',
        'supervised ranks higher: 0.50 against 0.05',
      ],
    });
    expect(chooseStyle(ranking, 'supervised')).toMatchObject({ warnings: [] });
  });

  it("is not the caller's where there is nothing to learn from, or nothing to train it", () => {
    const without = entry('reinforcement', { ...short, trainable: false, missing: ['preferences'] });
    const ranking = rankStyles([entry('supervised'), without, entry('few_shot', { available: false })]);
    expect(chooseStyle(ranking, 'reinforcement')).toMatchObject({
      refusal: 'the asked style does not fit: reinforcement needs preferences',
    });
    expect(chooseStyle(ranking, 'few_shot')).toMatchObject({
      refusal: expect.stringContaining('a trainer that can train it'),
    });
  });

  it('is none where none fits, and says what would make each fit', () => {
    const choice = chooseStyle(
      rankStyles([entry('supervised', short), entry('few_shot', { available: false })]),
      undefined,
    );
    expect(choice).toMatchObject({
      refusal: 'no style fits. supervised needs 40 more labelled examples',
      facts: {
        styles: expect.arrayContaining([
          { style: 'supervised', missing: ['40 more labelled examples'] },
          { style: 'few_shot', missing: ['a trainer that can train it'] },
        ]),
      },
    });
  });
});
