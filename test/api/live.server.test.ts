import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../contracts/events.ts';
import { STAGE_IDS } from '../../contracts/stages.ts';
import { scriptActivities } from '../support/fake-activities.ts';
import { openSocket, openStream } from '../support/live-clients.ts';
import { type OpenGateway, openGateway } from './temporal-gateway.ts';

/** The first stage fails once: the run waits in the middle for the test. */
const failsOnce = () => scriptActivities({ ingestDataset: [{ fail: 'DatasetUnreadable' }] }).activities;
const ofType = (events: readonly LiveEvent[], type: string) => events.filter((event) => event.type === type);
const stagesOf = (events: readonly LiveEvent[]) =>
  ofType(events, 'stage_completed').map(({ data }) => 'stage' in data && data.stage);
const numbers = (events: readonly LiveEvent[]) => events.map(({ event }) => event);
const isRising = (values: readonly number[]) => values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0));

let gateway: OpenGateway;
let stopWorker: () => Promise<void>;
beforeAll(async () => {
  gateway = await openGateway();
  stopWorker = await gateway.startWorker(failsOnce());
});
afterAll(async () => {
  await stopWorker();
  await gateway.close();
});

describe('a watched run', () => {
  it('WebSocket and SSE tell the same events: failure, wait, every stage in order, one end; a cut loses nothing', async () => {
    const id = await gateway.start();
    const socket = await openSocket(gateway.url);
    socket.say({ type: 'subscribe', execution_id: id, after: 0, request_id: 'r1' });
    const first = await openStream(gateway.url, id, {}, '?after=0');
    await first.until(({ type }) => type === 'needs_attention');
    await socket.until(({ type }) => type === 'needs_attention');
    first.cut();
    await first.ended;
    await gateway.call('retryStage', {
      params: { execution_id: id, stage: 'dataset_ingestion' },
      body: {},
    });
    await socket.until(({ type }) => type === 'stage_completed');
    const second = await openStream(gateway.url, id, { 'last-event-id': first.lastId() });
    await second.ended;
    await socket.until(({ type }) => type === 'unsubscribed');

    const events = socket.events();
    expect(socket.heard[0]).toMatchObject({ type: 'subscribed', execution_id: id, request_id: 'r1' });
    expect(isRising(numbers(events))).toBe(true);
    expect(ofType(events, 'error')).toMatchObject([
      { data: { type: 'DatasetUnreadable', stage: 'dataset_ingestion', will_retry: false } },
    ]);
    expect(ofType(events, 'needs_attention')).toHaveLength(1);
    expect(stagesOf(events)).toEqual(STAGE_IDS);
    expect(events.at(-1)).toMatchObject({ type: 'completion', data: { status: 'completed', progress: 100 } });
    expect(ofType(events, 'completion')).toHaveLength(1);
    // Cut and taken up again, the stream told exactly what the socket was told without a cut.
    expect([...first.events(), ...second.events()]).toEqual(events);
    expect([...first.ids, ...second.ids]).toEqual(numbers(events).map(String));
    // After the end there is nothing to come back for: 204 ends the browser's coming back.
    const third = await openStream(gateway.url, id, { 'last-event-id': second.lastId() });
    expect(third.response.status).toBe(204);
    socket.close();
  });

  it('at another gateway, which saw nothing, the client goes on: no completed stage is lost or told twice', async () => {
    const own = await openGateway();
    const stop = await own.startWorker(scriptActivities({ splitDataset: [{ fail: 'Internal' }] }).activities);
    const id = await own.start();
    const before = await openStream(own.url, id, {}, '?after=0');
    await before.until(({ type }) => type === 'needs_attention');
    before.cut();
    const other = await openGateway({ TASK_QUEUE: own.taskQueue });
    await own.call('retryStage', { params: { execution_id: id, stage: 'data_standardization' }, body: {} });
    await own.until(id, ({ end_time }) => end_time !== null);
    const after = await openStream(other.url, id, { 'last-event-id': before.lastId() });
    await after.ended;
    expect([...stagesOf(before.events()), ...stagesOf(after.events())]).toEqual(STAGE_IDS);
    expect(isRising(numbers([...before.events(), ...after.events()]))).toBe(true);
    expect(ofType(after.events(), 'completion')).toHaveLength(1);
    // From nothing, everything that is still known.
    const anew = await openStream(other.url, id, {}, '?after=0');
    await anew.ended;
    expect(stagesOf(anew.events())).toEqual(STAGE_IDS);
    await stop();
    await other.close();
    await own.close();
  });

  it('a cancelled run tells its end, with its trainer gone', async () => {
    const own = await openGateway();
    const stop = await own.startWorker(failsOnce());
    const id = await own.start();
    const stream = await openStream(own.url, id);
    await own.until(id, ({ status }) => status === 'needs_attention');
    await own.call('cancel', { params: { execution_id: id } });
    await stream.ended;
    expect(stream.events().at(-1)).toMatchObject({
      type: 'completion',
      data: { status: 'cancelled', trainer_gone: true, failure: null },
    });
    await stop();
    await own.close();
  });

  it('a failed run tells its failure and ends', async () => {
    const own = await openGateway();
    const stop = await own.startWorker(failsOnce());
    const id = await own.start({ on_stage_failure: 'fail' });
    const stream = await openStream(own.url, id, {}, '?after=0');
    await stream.ended;
    expect(ofType(stream.events(), 'error').map(({ data }) => 'stage' in data && data.stage)).toContain(null);
    expect(stream.events().at(-1)).toMatchObject({
      type: 'completion',
      data: { status: 'failed', failure: { type: 'DatasetUnreadable' } },
    });
    await stop();
    await own.close();
  });

  it('while no worker answers, watchers hear so, and go on where they were once one does', async () => {
    const own = await openGateway();
    const stop = await own.startWorker(failsOnce());
    const id = await own.start();
    const socket = await openSocket(own.url);
    socket.say({ type: 'subscribe', execution_id: id, after: 0 });
    await socket.until(({ type }) => type === 'needs_attention');
    await stop();
    // The history grows without a worker, so the gateway looks, and nobody answers.
    await own.client.workflow.getHandle(id).signal('report', { stage_id: 'dataset_ingestion', stage_attempt: 0 });
    await expect(socket.until(({ type }) => type === 'interrupted')).resolves.toMatchObject({
      code: 'TemporalUnavailable',
      message: expect.stringContaining('no worker answered'),
    });
    const again = await own.startWorker(scriptActivities().activities);
    await socket.until(({ type }) => type === 'restored');
    await own.call('retryStage', { params: { execution_id: id, stage: 'dataset_ingestion' }, body: {} });
    await socket.until(({ type }) => type === 'completion');
    expect(stagesOf(socket.events())).toEqual(STAGE_IDS);
    socket.close();
    await again();
    await own.close();
  });
});

describe('what cannot be watched', () => {
  it('no run: 404, and a refusal on the WebSocket', async () => {
    const answer = await fetch(`${gateway.url}/api/executions/no-such-run/events`);
    expect(answer.status).toBe(404);
    const socket = await openSocket(gateway.url);
    socket.say({ type: 'subscribe', execution_id: 'no-such-run', request_id: 'x' });
    await expect(socket.until(({ type }) => type === 'refused')).resolves.toMatchObject({
      code: 'RunNotFound',
      execution_id: 'no-such-run',
      request_id: 'x',
    });
    socket.close();
  });
});
