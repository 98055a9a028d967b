import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import type { IdentifierDetector } from '../../plugins/kinds.ts';
import { findWords } from '../analysis/deidentify/fake-detector.ts';
import { makeConversations } from '../support/datasets.ts';
import { stageOf } from '../support/pipeline.ts';
import { createStack, type Stack } from '../support/stack.ts';

const DOUBT = 0.4321;

const find = findWords({
  teapot: { identifier: 'organization', confidence: DOUBT },
  lantern: { identifier: 'place', confidence: DOUBT },
});
/** Doubts of our choosing: which spans the built-in detector doubts is measured elsewhere. */
const doubting: IdentifierDetector = {
  name: 'doubts',
  version: '1',
  detect: async (texts) => texts.map((text) => find(text).map((span) => ({ ...span, source: 'plugin' as const }))),
};

describe('a run at strict safety', () => {
  let stack: Stack;
  let gateway: Gateway;
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(gateway.url + path, body ? { method, headers, body: JSON.stringify(body) } : { method });
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
    return { status: answer.status, body: (await answer.json()) as any };
  };

  beforeAll(async () => {
    stack = createStack({ settings: { PORT: '0' } });
    const lines = makeConversations(300)
      .trim()
      .split('\n')
      .map((line, i) => {
        const record = JSON.parse(line);
        if (i === 7) record.messages[0].content += ' and the teapot fell';
        if (i === 8) record.messages[0].content += ' and the lantern fell';
        return JSON.stringify(record);
      });
    writeFileSync(join(stack.root, 'talks.jsonl'), lines.join('\n'));
    await stack.work({ detectors: [doubting] });
    gateway = await startGateway(stack.config, { log: pino({ level: 'error' }) });
  });
  afterAll(async () => {
    await gateway.close();
    await stack.end();
  });

  it('waits for the review queue and the approval, follows what a person decides by the API, and goes on', async () => {
    const run = await stack.start({
      dataset_path: 'talks.jsonl',
      safety_requirements: 'strict',
      consent: { status: 'verified', verified_by: 'privacy office', reference: 'invented' },
      on_stage_failure: 'wait',
      require_approval: true,
      training_config: { style: 'supervised', settings: { max_iterations: 5 } },
    });
    const stopped = await run.until(
      (state) => stageOf(state, 'data_preprocessing')?.status === 'needs_attention',
      'preprocessing to need attention',
    );
    expect(stageOf(stopped, 'data_preprocessing')?.error?.type).toBe('ReviewPending');

    const { body: queue } = await ask('GET', `/api/reviews?execution_id=${run.id}&status=waiting`);
    // The built-in detector may have doubts of its own: a person says no to those.
    const ours = queue.spans.filter(({ confidence }: { confidence: number }) => confidence === DOUBT);
    expect(ours).toHaveLength(2);
    for (const { span_id, identifier, confidence, context } of queue.spans) {
      expect(context).not.toMatch(/teapot|lantern/);
      const decision = identifier === 'organization' && confidence === DOUBT ? 'accept' : 'reject';
      expect((await ask('POST', `/api/reviews/${span_id}`, { decision, by: 'dr. a' })).status).toBe(200);
    }
    const retried = await ask('POST', `/api/training/${run.id}/stages/data_preprocessing/retry`, { by: 'dr. a' });
    expect(retried.status, JSON.stringify(retried.body)).toBeLessThan(300);
    await run.until(({ status }) => status === 'awaiting_approval', 'the run to wait for an approval');
    const approved = await ask('POST', `/api/training/${run.id}/approve`, { by: 'dr. a' });
    expect(approved.status, JSON.stringify(approved.body)).toBe(202);

    const { state, results } = await run.closed();
    expect(state, JSON.stringify(state)).toMatchObject({ status: 'completed' });
    const { privacy } = results.preprocessing as { privacy: { review: object; residual: object[] } };
    expect(privacy.review).toEqual({ waiting: 0, accepted: 1, rejected: queue.total - 1 });
    for (const gate of privacy.residual) expect(gate).toMatchObject({ outcome: 'pass' });

    const { body: trail } = await ask('GET', '/api/audit?limit=50');
    const decisions = trail.entries.filter(({ action }: { action: string }) => action === 'review_span');
    expect(decisions).toHaveLength(queue.total);
    expect(trail.entries).toContainEqual(
      expect.objectContaining({
        action: 'review_contexts_shown',
        detail: { execution_id: run.id, shown: queue.total },
      }),
    );
    expect(
      decisions.filter(({ detail }: { detail: { status: string } }) => detail.status === 'accepted'),
    ).toMatchObject([{ by: 'dr. a' }]);
    // What was accepted is gone from everything after ingestion; what was rejected is a word like any other.
    const texts = stack
      .files('objects')
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(stack.dataDir, 'objects', name), 'utf8'));
    expect(texts.filter((text) => text.includes('teapot'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('lantern')).length).toBeGreaterThan(1);
  });
});
