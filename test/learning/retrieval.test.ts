import { describe, expect, it } from 'vitest';
import { logLoss } from '../../learning/metrics.ts';
import { drawCandidates, firstShare, placesOf, retrievalScores } from '../../learning/retrieval.ts';
import { SparseBuilder } from '../../learning/sparse.ts';
import { tokenize } from '../../learning/tokenize.ts';

describe('retrieval', () => {
  const ids = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

  it('recall and reciprocal rank are those computed by hand', () => {
    const places = [
      { above: 0, equal: 0 },
      { above: 1, equal: 0 },
      { above: 4, equal: 0 },
    ];
    expect(retrievalScores(places).recall_at_1_of_10).toBeCloseTo(1 / 3);
    expect(retrievalScores(places).mrr).toBeCloseTo((1 + 1 / 2 + 1 / 5) / 3);
  });

  it('a model that scores everything the same is as good as chance, no better and no worse', () => {
    const candidates = drawCandidates({ firstIds: ids(40), secondIds: ids(40) }, { size: 10, seed: 1 }) ?? [];
    const scores = retrievalScores(placesOf(candidates, () => 0));
    expect(scores.recall_at_1_of_10).toBeCloseTo(0.1);
    expect(scores.mrr).toBeCloseTo((1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6 + 1 / 7 + 1 / 8 + 1 / 9 + 1 / 10) / 10);
    expect(firstShare({ above: 0, equal: 1 })).toBe(0.5);
  });

  it('the true answer comes first among the candidates, the others differ in text and answer another turn', () => {
    const pairs = {
      firstIds: Uint32Array.from({ length: 60 }, (_, i) => Math.floor(i / 3)),
      secondIds: Uint32Array.from({ length: 60 }, (_, i) => i % 30),
    };
    const candidates = drawCandidates(pairs, { size: 10, seed: 4 }) ?? [];
    expect(candidates).toEqual(drawCandidates(pairs, { size: 10, seed: 4 }));
    expect(candidates).not.toEqual(drawCandidates(pairs, { size: 10, seed: 5 }));
    candidates.forEach((drawn, i) => {
      expect(drawn[0]).toBe(i);
      expect(new Set(drawn.map((j) => pairs.secondIds[j])).size).toBe(10);
      for (const j of drawn.slice(1)) expect(pairs.firstIds[j]).not.toBe(pairs.firstIds[i]);
    });
  });

  it('is not measured among fewer different answers than candidates', () => {
    const few = { firstIds: ids(30), secondIds: Uint32Array.from({ length: 30 }, (_, i) => i % 9) };
    expect(drawCandidates(few, { size: 10, seed: 1 })).toBeUndefined();
  });
});

it('log-loss is the mean of -ln p, with a floor under 0', () => {
  expect(
    logLoss(
      [0, 1],
      [
        [0.5, 0.5],
        [0.75, 0.25],
      ],
    ),
  ).toBeCloseTo((Math.log(2) + Math.log(4)) / 2);
  expect(logLoss([0], [[0, 1]])).toBeCloseTo(-Math.log(1e-15));
});

it('sparse rows keep their entries in order of the column, however many there are', () => {
  const rows = new SparseBuilder(5000);
  rows.add(
    new Map([
      [7, 1],
      [2, 3],
    ]),
  );
  rows.add(new Map());
  rows.add(new Map(Array.from({ length: 3000 }, (_, i) => [i, i])));
  const { starts, columns, values, rowCount } = rows.finish();
  expect(rowCount).toBe(3);
  expect([...starts]).toEqual([0, 2, 2, 3002]);
  expect([...columns.slice(0, 2), ...values.slice(0, 2)]).toEqual([2, 7, 3, 1]);
  expect(values.at(-1)).toBe(2999);
});

it('a word is the same in either form of its accents and apostrophes', () => {
  expect(tokenize('Don’t [EMAIL] cafe\u0301 a 42')).toEqual(["don't", 'email', 'caf\u00e9', '42']);
});

it('characters of scripts without blanks between words are words of their own', () => {
  expect(tokenize('I feel 很难过, 眠い')).toEqual(['feel', '很', '难', '过', '眠', 'い']);
});
