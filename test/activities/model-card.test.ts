import { expect, it } from 'vitest';
import { sampleSentence } from '../../activities/6-training/model-card-data.ts';
import type { ModelLineage } from '../../contracts/activities.ts';

it('a model card says where a style trained on a sample, and why', () => {
  const of = (counts: Record<string, number>) =>
    sampleSentence({
      outcome: { counts },
      splits: { train: { record_count: 1000 } },
      config: { memory_limit_mb: 256 },
    } as unknown as ModelLineage);
  expect(of({ train_records_not_sampled: 400 })).toContain('600 of the 1000 records');
  expect(of({ train_records_not_sampled: 400 })).toContain('256 MiB');
  expect(of({ train_records_not_sampled: 0 })).toBe('');
  expect(of({})).toBe('');
});
