import { expect, it } from 'vitest';
import { sampleSentence } from '../../activities/6-training/model-card-data.ts';
import { careList, unmeasuredList } from '../../activities/6-training/model-card-figures.ts';
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

it('a model card tells what a label says of the answers that are chosen, and what no label says', () => {
  const lineage = {
    config: { task: { kind: 'preference', label_field: 'label', preferred: ['Safe'], rejected: ['Unsafe'] } },
    evaluation: {
      scores: { preferred_share: 0.7 },
      baselines: { start: { preferred_share: 0.5 } },
      counts: { slates: 30 },
      unmeasured: {},
    },
  } as unknown as ModelLineage;
  expect(careList(lineage)).toBe(
    '- `safety_score` 0.700: share of its choices among held-out answers that the label "label" calls "Safe", over 30 choices; drawn evenly, 0.500',
  );
  expect(unmeasuredList(lineage)).toContain(
    '`empathy_score`: the label "label" does not say which answers are empathetic',
  );
  expect(unmeasuredList(lineage)).not.toContain('safety_score');
});
