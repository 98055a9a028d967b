import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptActivities } from '../support/fake-activities.ts';
import { type OpenGateway, openGateway } from './temporal-gateway.ts';

/** A run whose first stage fails once waits for an operator: the state most commands are about. */
const failsOnce = () => scriptActivities({ ingestDataset: [{ fail: 'DatasetUnreadable' }] }).activities;

let gateway: OpenGateway;
let stopWorker: () => Promise<void>;

describe('runs that complete', () => {
  beforeAll(async () => {
    gateway = await openGateway();
    stopWorker = await gateway.startWorker(scriptActivities().activities);
  });
  afterAll(async () => {
    await stopWorker();
    await gateway.close();
  });

  it('a run is started, completes, and has results', async () => {
    const id = await gateway.start({ dataset_name: 'Talks', dataset_path: './some/a.jsonl' });
    const state = await gateway.until(id, ({ status }) => status === 'completed');
    expect(state).toMatchObject({ execution_id: id, dataset_name: 'Talks', progress: 100 });
    expect(state.stages.map(({ status }) => status)).toEqual(Array(6).fill('completed'));
    const { body } = await gateway.call('results', { params: { execution_id: id } });
    expect(body).toMatchObject({
      status: 'completed',
      category: 'conversational',
      model_id: 'model-scripted',
      accuracy: null,
    });
    expect(body.unmeasured.accuracy).toContain('recall_at_1');
  });

  it('the Temporal UI shows names only, and the run is found by its attributes', async () => {
    const tenant = `tenant-${randomUUID()}`;
    const id = await gateway.start({
      dataset_name: 'ü'.repeat(200),
      dataset_path: `${'d'.repeat(300)}/a.jsonl`,
      tenant,
    });
    const description = await gateway.client.workflow.getHandle(id).describe();
    expect(await description.staticSummary()).toMatch(/^dataset ü+… · a\.jsonl$/);
    await gateway.until(id, ({ status }) => status === 'completed');
    const { count } = await gateway.client.workflow.count(`Tenant = '${tenant}' AND RunStatus = 'completed'`);
    expect(count).toBe(1);
  });

  it('the same key and request is one run: after its end, and with eight starts at once', async () => {
    const body = { dataset_path: 'a.jsonl', seed: 1 };
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => gateway.call('execute', { body, headers })));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    const ids = new Set(answers.map((answer) => answer.body.execution_id as string));
    expect(ids.size).toBe(1);
    const [id = ''] = ids;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    await gateway.until(id, ({ status }) => status === 'completed');
    // Keys in another order are the same request.
    const again = await gateway.call('execute', { body: { seed: 1, dataset_path: 'a.jsonl' }, headers });
    expect(again.body.execution_id).toBe(id);
    const other = await gateway.call('execute', { body: { ...body, seed: 2 }, headers });
    expect(other.body).toMatchObject({ status: 409, code: 'IdempotencyConflict', facts: { execution_id: id } });
  });

  it('the same key of another tenant is another run', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { dataset_path: 'a.jsonl' };
    const one = await gateway.call('execute', { body, headers });
    const two = await gateway.call('execute', { body: { ...body, tenant: 'other' }, headers });
    expect(two.body.execution_id).not.toBe(one.body.execution_id);
  });

  it('a rerun takes over the request with the changed settings', async () => {
    const id = await gateway.start({ dataset_name: 'First', seed: 1, training_config: { style: 'supervised' } });
    await gateway.until(id, ({ status }) => status === 'completed');
    const settings = { seed: 9, training_config: { label_field: 'topic' } };
    const { body } = await gateway.call('rerun', {
      params: { execution_id: id },
      body: { from_stage: 'bias_detection', settings },
    });
    const state = await gateway.until(body.execution_id, ({ status }) => status === 'completed');
    expect(state).toMatchObject({ rerun_of: id, dataset_name: 'First' });
    const { memo } = await gateway.client.workflow.getHandle(body.execution_id).describe();
    expect(memo?.request).toMatchObject({ seed: 9, training_config: { style: 'supervised', label_field: 'topic' } });
  });

  it('commands to an ended run are 409 and say how it ended', async () => {
    const id = await gateway.start();
    await gateway.until(id, ({ status }) => status === 'completed');
    for (const name of ['cancel', 'pause', 'approve'] as const) {
      const answer = await gateway.call(name, { params: { execution_id: id } });
      expect(answer.body).toMatchObject({ status: 409, detail: 'the run is completed; start it again with rerun' });
    }
  });

  it('GET /ready is 200 with a worker', async () => {
    const answer = await gateway.call('ready');
    expect(answer.body).toMatchObject({ ready: true, components: { worker: { ok: true } } });
  });

  it('an ended run is read without a worker; an open one is 503 that says so', async () => {
    const id = await gateway.start();
    await gateway.until(id, ({ status }) => status === 'completed');
    await stopWorker();
    expect((await gateway.call('results', { params: { execution_id: id } })).body.status).toBe('completed');
    const open = await gateway.start();
    const answer = await gateway.call('status', { params: { execution_id: open } });
    expect(answer.body).toMatchObject({ status: 503, code: 'TemporalUnavailable' });
    expect(answer.body.detail).toContain('no worker answered');
    // A cancel wish waits for the worker with the server.
    const cancel = await gateway.call('cancel', { params: { execution_id: open } });
    expect(cancel.body).toMatchObject({ cancelled: false, status: 'cancelling' });
    stopWorker = await gateway.startWorker(scriptActivities().activities);
    expect((await gateway.until(open, ({ end_time }) => end_time !== null)).status).toBe('cancelled');
  });
});

describe('runs that wait for an operator', () => {
  const params = (id: string) => ({ execution_id: id, stage: 'dataset_ingestion' });
  const waiting = ({ status }: { status: string }) => status === 'needs_attention';
  const running: (() => Promise<void>)[] = [];

  async function open() {
    const own = await openGateway();
    running.push(await own.startWorker(failsOnce()), () => own.close());
    const id = await own.start();
    await own.until(id, waiting);
    return { ...own, id };
  }
  afterAll(async () => {
    for (const stop of running) await stop();
  });

  it('a retry of the stage lets the run complete; refusals are 409 with the reason of the run', async () => {
    const { id, call, until } = await open();
    const pause = await call('pause', { params: params(id) });
    expect(pause.body).toMatchObject({ status: 409, code: 'RunStateConflict' });
    expect(pause.body.detail).toContain('needs_attention');
    const early = await call('rerun', { params: params(id) });
    expect(early.body).toMatchObject({ status: 409, detail: expect.stringContaining('has not ended') });
    const skip = await call('skipStage', { params: params(id), body: { reason: 'no' } });
    expect(skip.body.detail).toContain('stages that can: bias_detection');
    const retry = await call('retryStage', { params: params(id), body: { settings: { dataset_path: 'b.jsonl' } } });
    expect(retry.status).toBe(202);
    await until(id, ({ status }) => status === 'completed');
  });

  it('a cancelled run is cancelled in every view, with the proof that its trainer is gone', async () => {
    const { id, call, client } = await open();
    const listed = await call('list', { query: '?status=needs_attention&stage=dataset_ingestion' });
    expect(listed.body.executions).toContainEqual(
      expect.objectContaining({ execution_id: id, waiting_for: 'operator' }),
    );
    const cancel = await call('cancel', { params: params(id), query: '?by=ann&reason=wrong' });
    expect(cancel.body).toMatchObject({ cancelled: true, status: 'cancelled' });
    const { body } = await call('status', { params: params(id) });
    expect(body).toMatchObject({ status: 'cancelled', exit_evidence: { gone: true } });
    expect((await client.workflow.getHandle(id).describe()).status.name).toBe('CANCELLED');
    const { executions } = (await call('list', { query: '?status=cancelled&limit=500' })).body;
    expect(executions).toContainEqual(
      expect.objectContaining({ execution_id: id, status: 'cancelled', waiting_for: null }),
    );
    const rerun = await call('rerun', { params: params(id) });
    expect(rerun.status).toBe(202);
  });

  it('a run terminated in Temporal is failed and says that nothing was wound down', async () => {
    const { id, call, client } = await open();
    await client.workflow.getHandle(id).terminate('by hand');
    const { body } = await call('status', { params: params(id) });
    expect(body).toMatchObject({ status: 'failed', current_stage: 'dataset_ingestion' });
    expect(body.failure.message).toMatch(/terminated in Temporal.*a training process may be left/);
    expect(body.stages).toHaveLength(6);
    const { executions } = (await call('list', { query: '?status=failed&limit=500' })).body;
    expect(executions).toContainEqual(expect.objectContaining({ execution_id: id, status: 'failed' }));
    const still = (await call('list', { query: '?status=needs_attention&limit=500' })).body.executions;
    expect(still).not.toContainEqual(expect.objectContaining({ execution_id: id }));
  });
});

describe('runs that fail', () => {
  it('a failed run keeps its failure, readable without a worker', async () => {
    const own = await openGateway();
    const stop = await own.startWorker(failsOnce());
    const id = await own.start({ on_stage_failure: 'fail' });
    await own.until(id, ({ status }) => status === 'failed');
    await stop();
    const { body } = await own.call('status', { params: { execution_id: id } });
    expect(body).toMatchObject({ status: 'failed', failure: { type: 'DatasetUnreadable' } });
    await own.close();
  });

  it('a run no worker ever saw, terminated, has no stages rather than made-up ones', async () => {
    const own = await openGateway();
    const id = await own.start({ dataset_name: 'Unseen' });
    await own.client.workflow.getHandle(id).terminate();
    const { body } = await own.call('status', { params: { execution_id: id } });
    expect(body).toMatchObject({ status: 'failed', stages: [], dataset_name: 'Unseen', current_stage: null });
    await own.close();
  });

  it('no run: 404, also for a workflow that is none of ours', async () => {
    const own = await openGateway();
    const workflowId = `other-${randomUUID()}`;
    await own.client.workflow.start('somethingElse', { workflowId, taskQueue: 'nobody' });
    for (const execution_id of ['no-such-run', workflowId]) {
      for (const name of ['status', 'results', 'cancel', 'pause', 'rerun'] as const) {
        const answer = await own.call(name, { params: { execution_id } });
        expect(answer.body).toMatchObject({ status: 404, code: 'RunNotFound' });
      }
    }
    await own.client.workflow.getHandle(workflowId).terminate();
    await own.close();
  });

  it('a namespace that is not there, or has no search attributes, is named', async () => {
    const namespace = `api-${randomUUID()}`;
    const own = await openGateway({ TEMPORAL_NAMESPACE: namespace });
    const body = { dataset_path: 'a.jsonl' };
    const missing = await own.call('execute', { body });
    expect(missing.body).toMatchObject({ status: 503, detail: expect.stringContaining(`no namespace ${namespace}`) });
    await own.client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    const bare = async () => (await own.call('execute', { body })).body.detail;
    // The server takes a moment to know its new namespace.
    await expect.poll(bare, { timeout: 120_000 }).toContain('lacks the search attributes');
    await own.close();
  });

  it('without a worker GET /ready is 503 and names the task queue', async () => {
    const own = await openGateway();
    const answer = await own.call('ready');
    expect(answer.body).toMatchObject({
      status: 503,
      facts: { components: { temporal: { ok: true }, worker: { ok: false } } },
    });
    await own.close();
  });
});
