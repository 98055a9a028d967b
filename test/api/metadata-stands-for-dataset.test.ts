import { expect, it } from 'vitest';
import type { TaskType } from '../../contracts/tasks.ts';
import { openDoor } from './door.ts';

const PATH = '/data/sets/a.jsonl';
/** As much of an answer's metadata as is looked at, and something of the rest. */
const METADATA = {
  dataset_id: 'ds-1',
  checksum: 'a'.repeat(64),
  record_count: 5,
  custom_metadata: { dataset_path: PATH },
};

/** A gateway that keeps what workers were asked, and lets the work go on. */
async function open() {
  const asked: { type: TaskType; input: Record<string, unknown> }[] = [];
  const door = await openDoor({
    tasks: {
      run: async ({ type, input }) => {
        asked.push({ type, input: input as Record<string, unknown> });
        return undefined;
      },
    },
  });
  return { ...door, asked };
}

it('metadata stands for the dataset it was measured from, with the goals beside it', async () => {
  const { call, asked } = await open();
  const training_goals = { objective: 'high_accuracy', available_compute: 'high' };
  await call('selectStyle', { body: { dataset_metadata: METADATA, training_goals } });
  await call('selectStyle', { body: { dataset_path: PATH, available_compute: 'low' } });
  expect(asked).toMatchObject([
    { input: { dataset_path: PATH, training_objective: 'high_accuracy', available_compute: 'high' } },
    { input: { dataset_path: PATH, training_objective: 'therapeutic_accuracy', available_compute: 'low' } },
  ]);
  expect(asked[0]?.input).not.toHaveProperty('dataset_metadata');
});

it.each(['validateDataset', 'datasetRecommendations'] as const)(
  '%s takes the metadata itself as its body',
  async (name) => {
    const { call, asked } = await open();
    expect((await call(name, { body: METADATA })).status).toBe(202);
    expect((await call(name, { body: { dataset_metadata: METADATA } })).status).toBe(202);
    expect(asked.map(({ input }) => input.dataset_path)).toEqual([PATH, PATH]);
  },
);

it('metadata that names no dataset, or one outside the roots, is refused', async () => {
  const { call } = await open();
  const nameless = await call('selectStyle', { body: { dataset_metadata: { record_count: 5 } } });
  expect(nameless).toMatchObject({ status: 400, body: { errors: [{ field: 'dataset_metadata.custom_metadata' }] } });
  expect(nameless.body.detail).toContain('names no dataset');
  const outside = { ...METADATA, custom_metadata: { dataset_path: '/etc/passwd' } };
  expect(await call('validateDataset', { body: outside })).toMatchObject({ status: 403, body: { code: 'NotAllowed' } });
  const twice = { dataset_path: PATH, dataset_metadata: METADATA };
  expect((await call('selectStyle', { body: twice })).status).toBe(400);
});

it('what a caller knows of a dataset by itself becomes names and claims, never a measurement', async () => {
  const { call, asked } = await open();
  const metadata = { name: 'Talks', description: 'of many', source_license: 'CC-BY-4.0' };
  await call('categorizeDataset', { body: { dataset_path: PATH, dataset_name: 'Other', metadata } });
  expect(asked[0]?.input).toMatchObject({
    ...{ dataset_name: 'Other', dataset_description: 'of many' },
    claims: [{ field: 'source_license', value: 'CC-BY-4.0', by: 'caller', at: null, reference: null }],
  });
  const measured = await call('categorizeDataset', { body: { dataset_path: PATH, metadata: { quality_score: '1' } } });
  expect(measured).toMatchObject({ status: 400, body: { errors: [{ field: 'metadata.quality_score' }] } });
});
