import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentifierIdSchema } from '../../contracts/privacy.ts';
import type { RunResults } from '../../contracts/run.ts';
import { hasRealData, REAL_DATA } from '../support/datasets.ts';
import { allText } from '../support/history-text.ts';
import { createStack, type Stack } from '../support/stack.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

/** Published data: what its people agreed to stands with its publisher, and we answer for having looked. */
const consent = { status: 'verified', verified_by: 'the tests', reference: 'the licence the data was published under' };

async function complete(stack: Stack, request: object) {
  const close = await (await stack.start({ on_stage_failure: 'fail', consent, ...request })).closed();
  expect(close.state, JSON.stringify(close.state)).toMatchObject({ status: 'completed' });
  return close.results;
}

describe('the examples', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = createStack({ settings: { DATASET_ROOTS: EXAMPLES } });
    await stack.work();
  });
  afterAll(() => stack.end());

  it('the counselling conversations give a topic classifier that beats the majority, and nothing planted is left anywhere', async () => {
    const run = await stack.start({
      dataset_path: 'counselling/conversations.jsonl',
      on_stage_failure: 'fail',
      safety_requirements: 'moderate',
      privacy_level: 'maximum',
    });
    const { results } = await run.closed();
    expect(results.config).toMatchObject({ style: 'supervised', task: { label_field: 'topic' } });
    expectBetterThanMajority(results);

    const planted = readFileSync(join(EXAMPLES, 'counselling/planted.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const identifiers = planted
      .filter(({ kind }) => IdentifierIdSchema.safeParse(kind).success)
      .map(({ value }) => String(value));
    expect(identifiers.length).toBeGreaterThan(20);
    const history = allText(await run.handle.fetchHistory());
    // Ingestion keeps the file as it is; from de-identification on nothing may hold what was planted.
    const files = stack
      .files('objects')
      .map((name) => ({ name, text: readFileSync(join(stack.dataDir, 'objects', name), 'latin1') }));
    const ingested = new Set((await ingestedShards(run)).map((uri) => uri.replace(/^objects\//, '')));
    for (const value of identifiers) {
      expect(history).not.toContain(value);
      for (const { name, text } of files)
        if (!ingested.has(name))
          expect(text, `${name} holds a planted ${value.length}-character identifier`).not.toContain(value);
    }
  });

  it('the support dialogues run from CSV to a model', async () => {
    const results = await complete(stack, { dataset_path: 'support/dialogues.csv' });
    expect(results.evaluation?.example_count).toBeGreaterThan(5);
    expect(results.artifacts.map(({ name }) => name).sort()).toEqual([
      'README.md',
      'calibration.svg',
      'config.json',
      'confusion-matrix.svg',
      'learning-curve.svg',
      'lineage.json',
      'metrics.json',
      'model.bin',
      ...['test', 'train', 'validation'].map((split) => `${split}.chatml.jsonl`),
    ]);
  });
});

describe.skipIf(!hasRealData)('real data', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = createStack({ settings: { DATASET_ROOTS: REAL_DATA } });
    await stack.work();
  });
  afterAll(() => stack.end());

  it('counsel-chat gives a topic classifier, judged on questions it never saw', async () => {
    const results = await complete(stack, { dataset_path: 'counsel-chat/counsel_chat.csv' });
    expect(results.preprocessing).toMatchObject({ rejected_count: 0 });
    expect(results.standardization).toMatchObject({ leaked_record_count: 0 });
    expect(results.config).toMatchObject({ style: 'supervised', task: { label_field: 'topic' } });
    expectBetterThanMajority(results);
  });

  it('vera-mh, ChatML without labels, trains on its turns', async () => {
    const results = await complete(stack, { dataset_path: 'vera-mh-dev/conversations.jsonl' });
    expect(results.config?.style).toBe('self_supervised');
    expect(results.evaluation?.primary_metric).toBe('recall_at_1_of_10');
  });

  it('a wrapped JSON object with nested pairs is read', async () => {
    const results = await complete(stack, { dataset_path: 'medquad-mental/medquad.json' });
    expect(results.preprocessing?.record_count).toBeGreaterThan(100);
  });
});

function expectBetterThanMajority({ evaluation }: RunResults): void {
  expect(evaluation?.scores.f1_score).toBeGreaterThan(evaluation?.baselines.majority_class?.f1_score ?? 1);
}

/** The shards that ingestion wrote, from the history of the run. */
async function ingestedShards(run: { handle: { fetchHistory(): Promise<unknown> } }): Promise<string[]> {
  const { events = [] } = (await run.handle.fetchHistory()) as {
    events?: { activityTaskCompletedEventAttributes?: { result?: { payloads?: { data?: Uint8Array }[] } } }[];
  };
  for (const event of events) {
    const data = event.activityTaskCompletedEventAttributes?.result?.payloads?.[0]?.data;
    if (data)
      return JSON.parse(Buffer.from(data).toString('utf8')).records.shards.map(({ uri }: { uri: string }) => uri);
  }
  return [];
}
