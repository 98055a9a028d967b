import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import { createStack, type Stack } from '../support/stack.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));
const DATASET = 'counselling/conversations.jsonl';

describe('models of real runs', () => {
  let stack: Stack;
  let gateway: Gateway;
  const models: string[] = [];
  let executionId: string;
  const get = (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
  const post = (path: string, body: object, headers = {}) =>
    get(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });

  beforeAll(async () => {
    stack = createStack({ settings: { DATASET_ROOTS: EXAMPLES, PORT: '0' } });
    await stack.work();
    gateway = await startGateway(stack.config, { log: pino({ level: 'silent' }) });
    // The second sees a hundred words only.
    for (const settings of [{ max_iterations: 40 }, { max_features: 100, features: 'tfidf' }]) {
      const training_config = { style: 'supervised', settings };
      const run = await stack.start({ dataset_path: DATASET, training_config, on_stage_failure: 'fail' });
      const { state, results } = await run.closed();
      expect(state).toMatchObject({ status: 'completed' });
      executionId = state.execution_id;
      models.push(String(results.model_id));
    }
  });
  afterAll(async () => {
    await gateway.close();
    await stack.end();
  });

  it('are in the registry with gates and scores, the newest first', async () => {
    const { models: listed } = (await (await get('/api/models')).json()) as { models: Record<string, unknown>[] };
    expect(listed.map(({ model_id }) => model_id)).toEqual(models.toReversed());
    expect(listed[1]).toMatchObject({ style: 'supervised', dataset: { file: 'conversations.jsonl' } });
  });

  it('label a text they never saw, with probabilities', async () => {
    const text = 'I cannot sleep, I lie awake until four every night and I am so tired';
    const answer = await post(`/api/models/${models[0]}/predict`, { texts: [text, 'hello'] });
    const { predictions } = (await answer.json()) as {
      predictions: { best: string; scores: { name: string; score: number }[] }[];
    };
    expect(predictions).toHaveLength(2);
    for (const { best, scores } of predictions) {
      expect(scores[0]?.name).toBe(best);
      expect(scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
    }
    expect(predictions[0]?.best).toBe('sleep');
  });

  it('every file of the run can be fetched and has the hash it is listed with', async () => {
    const listing = (await (await get(`/api/training/${executionId}/artifacts`)).json()) as {
      artifacts: { name: string; href: string; sha256: string; byte_count: number }[];
    };
    expect(listing.artifacts.map(({ name }) => name)).toContain('model.bin');
    for (const { href, sha256, byte_count } of listing.artifacts) {
      const bytes = Buffer.from(await (await get(href)).arrayBuffer());
      expect(bytes.length).toBe(byte_count);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    expect(await (await get(`/api/training/${executionId}/artifacts/none.bin`)).json()).toMatchObject({
      code: 'ArtifactNotFound',
    });
  });

  it('are compared on the records both held out', async () => {
    const compared = await (await post('/api/models/compare', { model_a: models[1], model_b: models[0] })).json();
    expect(compared).toMatchObject({ metric: 'f1_score', cached: false });
    const { difference, interval_95, example_count } = compared as {
      difference: number;
      interval_95: [number, number];
      example_count: number;
    };
    expect(example_count).toBeGreaterThan(20);
    expect(interval_95[0]).toBeLessThanOrEqual(difference);
    expect(interval_95[1]).toBeGreaterThanOrEqual(difference);
    expect(difference).toBeGreaterThan(0);
  });

  it('a comparison nobody waits for is a task that can be read later', async () => {
    const accepted = await post(
      '/api/models/compare',
      { model_a: models[0], model_b: models[1] },
      { prefer: 'respond-async' },
    );
    expect(accepted.status).toBe(202);
    const location = String(accepted.headers.get('location'));
    await expect
      .poll(async () => (await get(location)).json(), { timeout: 120_000 })
      .toMatchObject({ status: 'completed', result: { model_a: models[0], metric: 'f1_score' } });
    expect((await get('/api/tasks/task-00000000-0000-0000-0000-000000000000')).status).toBe(404);
  });
});
