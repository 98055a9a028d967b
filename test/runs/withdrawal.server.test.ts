import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import { makeConversations } from '../support/datasets.ts';
import { createStack, type Stack } from '../support/stack.ts';

describe('a subject who withdraws consent', () => {
  let stack: Stack;
  let gateway: Gateway;
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = body ? { method, headers, body: JSON.stringify(body) } : { method };
    const answer = await fetch(gateway.url + path, init);
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const request = {
    dataset_path: 'talks.jsonl',
    on_stage_failure: 'fail',
    consent: { status: 'verified', verified_by: 'privacy office', reference: 'invented' },
    training_config: { style: 'supervised', settings: { max_iterations: 5 } },
  };

  beforeAll(async () => {
    stack = createStack({ settings: { PORT: '0' } });
    const lines = makeConversations(200)
      .trim()
      .split('\n')
      .map((line, i) => JSON.stringify({ ...JSON.parse(line), patient_id: `P-${i % 20}` }));
    writeFileSync(join(stack.root, 'talks.jsonl'), lines.join('\n'));
    await stack.work();
    gateway = await startGateway(stack.config, { log: pino({ level: 'error' }) });
  });
  afterAll(async () => {
    await gateway.close();
    await stack.end();
  });

  it('blocks the model that was trained on them, and is left out of the next run', async () => {
    const first = await (await stack.start(request)).closed();
    expect(first.state, JSON.stringify(first.state)).toMatchObject({ status: 'completed' });
    const model = first.results.model_id;
    const predict = () => ask('POST', `/api/models/${model}/predict`, { texts: ['hello there'] });
    expect((await predict()).status).toBe(200);

    const wanted = { kind: 'subject', id: 'P-3' };
    const { body: impact } = await ask('POST', '/api/consent/impact', wanted);
    expect(impact).toMatchObject({
      datasets: [{ matching_records: 10 }],
      models: [{ model_id: model, status: 'in_use' }],
    });
    const { status, body: receipt } = await ask('POST', '/api/consent/withdrawals', {
      ...wanted,
      by: 'privacy office',
      reason: 'asked by letter',
    });
    expect(status).toBe(201);
    expect(JSON.stringify(receipt)).not.toContain('P-3');
    expect(await predict()).toMatchObject({ status: 409, body: { code: 'ModelBlocked' } });
    const { body: trail } = await ask('GET', '/api/audit?limit=2');
    expect(trail.entries).toMatchObject([
      { action: 'consent_withdrawn', by: 'privacy office' },
      { action: 'consent_impact_shown', detail: { kind: 'subject', dataset: null } },
    ]);
    expect(JSON.stringify(trail)).not.toContain('P-3');

    const second = await (await stack.start(request)).closed();
    expect(second.state).toMatchObject({ status: 'completed' });
    expect(second.results.model_id).not.toBe(model);
    expect(JSON.stringify(second.results.preprocessing)).toContain('"consent_withdrawn":10');
  });

  it('what no queue holds cannot be decided', async () => {
    expect((await ask('GET', '/api/reviews')).body).toMatchObject({ spans: expect.any(Array) });
    const decided = await ask('POST', `/api/reviews/${'0'.repeat(32)}`, { decision: 'accept', by: 'ann' });
    expect(decided).toMatchObject({ status: 404, body: { code: 'SpanNotFound' } });
  });
});
