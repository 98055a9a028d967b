import { describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import type { Evaluation } from '../../../contracts/training.ts';
import { selfSupervisedStyle } from '../../../plugins/styles/self-supervised.ts';
import { withProbe } from '../../../plugins/styles/self-supervised-probe.ts';
import { makeRecords } from '../../support/datasets.ts';
import { shuffleLabel, trainAndJudge, trainWhole } from '../../support/style-runs.ts';

const records = (count: number, seed: number) => makeRecords(count, { seed });
const run = (train: readonly ConversationRecord[]) => ({
  style: selfSupervisedStyle,
  train,
  task: { kind: 'next_turn' as const },
});

describe('the probe of an encoder', () => {
  it('tells how well a label is learned from what the training made, beside the TF-IDF rows it started from', async () => {
    const evaluation = await trainAndJudge(run(records(200, 1)), records(100, 2));
    const { scores, baselines, unmeasured } = evaluation;
    expect(scores.probe_f1_score).toBeGreaterThan(0.9);
    expect(baselines.tfidf_cosine?.probe_f1_score).toBeGreaterThan(0.9);
    expect(scores.probe_gain).toBeCloseTo((scores.probe_f1_score ?? 0) - (baselines.tfidf_cosine?.probe_f1_score ?? 0));
    expect(scores.probe_gain_low).toBeLessThanOrEqual(scores.probe_gain ?? 0);
    expect(scores.probe_gain_high).toBeGreaterThanOrEqual(scores.probe_gain ?? 0);
    expect(unmeasured).not.toHaveProperty('probe_f1_score');
  });

  it('learns nothing from a label that is dealt out by chance', async () => {
    const shuffled = (count: number, seed: number) => shuffleLabel(records(count, seed), 'topic', seed);
    const { scores } = await trainAndJudge(run(shuffled(200, 1)), shuffled(200, 2));
    expect(scores.probe_f1_score).toBeLessThan(0.62);
    expect(scores.probe_gain_low).toBeLessThanOrEqual(0);
  });

  it('is not made where no record has a label, and says so', async () => {
    const unlabelled = (count: number, seed: number) =>
      records(count, seed).map((record) => ({ ...record, labels: {} }));
    const { files } = await trainWhole(run(unlabelled(100, 1)));
    expect(Object.keys(files)).toEqual(['model.bin']);
    const evaluation = await trainAndJudge(run(unlabelled(100, 1)), unlabelled(60, 2));
    expect(evaluation.scores).not.toHaveProperty('probe_f1_score');
    expect(evaluation.scores).toHaveProperty('recall_at_1_of_10');
    expect(evaluation.unmeasured.probe_f1_score).toBe('the training split has no label that could be learned');
  });

  it('says that too few labelled texts tell nothing', async () => {
    const test = records(60, 2).map((record, i) => (i < 10 ? record : { ...record, labels: {} }));
    const evaluation = await trainAndJudge(run(records(100, 1)), test);
    expect(evaluation.unmeasured.probe_f1_score).toBe(
      'the test split holds 10 texts with a label topic; 20 are needed',
    );
  });

  const judged = { scores: {}, baselines: {}, unmeasured: {}, better_than_baseline: true } as unknown as Evaluation;

  it.each([
    { interval: [-0.2, -0.05] as [number, number], better: false },
    { interval: [-0.2, 0.05] as [number, number], better: true },
    { interval: [0.05, 0.2] as [number, number], better: true },
  ])('a retrieval that gained is better: $better where the label changes by $interval', ({ interval, better }) => {
    expect(withProbe(judged, { before: 0.6, after: 0.5, interval }).better_than_baseline).toBe(better);
  });
});
