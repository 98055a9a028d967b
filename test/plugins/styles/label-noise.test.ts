import { describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import { measureLabelNoise } from '../../../plugins/styles/label-noise.ts';
import { makeRecords } from '../../support/datasets.ts';
import { shuffleLabel } from '../../support/style-runs.ts';

const TASK = {
  kind: 'classification' as const,
  label_field: 'topic',
  text_from: 'all' as const,
  classes: ['sleep', 'work'],
};
const measure = (records: readonly ConversationRecord[]) => measureLabelNoise(records, TASK, async () => undefined);

/** Of each ten records, the first so many get the other label. */
const mislabelled = (records: readonly ConversationRecord[], ofTen: number) =>
  records.map((record, i) => {
    const wrong = i % 10 < ofTen;
    return wrong ? { ...record, labels: { topic: record.labels.topic === 'sleep' ? 'work' : 'sleep' } } : record;
  });

describe('the share of labels that are likely to be wrong', () => {
  it.each([0, 1, 2, 3])('is near the truth where %i labels of ten are', async (ofTen) => {
    const { value } = await measure(mislabelled(makeRecords(400, { seed: 3 }), ofTen));
    expect(Math.abs((value ?? 1) - ofTen / 10)).toBeLessThan(0.07);
  });

  it('is near that of a coin where labels are dealt out by chance', async () => {
    const { value } = await measure(shuffleLabel(makeRecords(400, { seed: 3 }), 'topic', 1));
    expect(value).toBeGreaterThan(0.35);
  });

  it('is the same for the same records', async () => {
    const records = mislabelled(makeRecords(200, { seed: 5 }), 2);
    expect(await measure(records)).toEqual(await measure(records));
  });

  it('is unknown, with the reason, for few texts and where there is no label', async () => {
    expect(await measure(makeRecords(30))).toEqual({ value: null, reason: '30 labelled texts; 40 are needed' });
    expect(await measureLabelNoise(makeRecords(60), undefined, async () => undefined)).toEqual({
      value: null,
      reason: 'there is no label to learn',
    });
  });
});
