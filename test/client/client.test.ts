import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCaller, GatewayError, GatewayUnreachable } from '../../client/http.ts';
import { DatasetTrainingPipeline } from '../../client/pipeline.ts';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  key: string | undefined;
  authorization: string | undefined;
}

/** A server that answers by script, one entry a request, the last one again and again. */
async function scripted(answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, key: headers['idempotency-key'] as string, authorization: headers.authorization });
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const json =
  (status: number, body: object, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const problem = (status: number, code: string) =>
  json(
    status,
    {
      type: `urn:dataset-training-pipeline:error:${code}`,
      title: code,
      status,
      detail: 'as the test wants it',
      instance: '/',
      code,
      remedy: 'none',
      request_id: 'r',
    },
    { 'retry-after': '0.01' },
  );
const STARTED = { execution_id: 'run-1', pipeline_id: 'run-1', status: 'started', estimated_duration: null };

describe('the caller', () => {
  it('sends a start again with the same key while the gateway is away, and so starts one run', async () => {
    const { url, asked } = await scripted([
      problem(503, 'TemporalUnavailable'),
      (request) => void request.socket.destroy(),
      json(202, STARTED),
    ]);
    const pipeline = new DatasetTrainingPipeline({ url, token: 'secret' });
    expect(await pipeline.executeTrainingPipeline({ dataset_path: 'a.jsonl' })).toEqual(STARTED);
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/api/training/execute', authorization: 'Bearer secret' });
  });

  it('asks a question about a dataset again under its key, and an upload, whose stream is gone, not', async () => {
    const { url, asked } = await scripted([problem(503, 'TemporalUnavailable'), json(200, {})]);
    await new DatasetTrainingPipeline({ url }).categorizeDataset({ dataset_path: 'a.jsonl' });
    expect(asked.map(({ key }) => key)).toEqual([asked[0]?.key, asked[0]?.key]);
    const away = await scripted([problem(503, 'TemporalUnavailable')]);
    const upload = createCaller({ url: away.url })(
      'uploadDataset',
      { file_name: 'a.jsonl' },
      { body: Buffer.from('{}') },
    );
    await expect(upload).rejects.toThrow(GatewayError);
    expect(away.asked).toHaveLength(1);
  });

  it('lists what has not ended from every page', async () => {
    const run = (execution_id: string, end_time: string | null) => ({ execution_id, end_time });
    const { url, asked } = await scripted([
      json(200, { executions: [run('c', null), run('b', '2025-01-02T00:00:00.000Z')], next_cursor: 'next' }),
      json(200, { executions: [run('a', null)], next_cursor: null }),
    ]);
    const active = await new DatasetTrainingPipeline({ url }).listActiveExecutions();
    expect(active.map(({ execution_id }) => execution_id)).toEqual(['c', 'a']);
    expect(asked.map((request) => request.url)).toEqual([
      '/api/executions?limit=500',
      '/api/executions?limit=500&cursor=next',
    ]);
  });

  it('does not repeat what may have been done: a retry of a stage is sent once', async () => {
    const { url, asked } = await scripted([problem(503, 'TemporalUnavailable')]);
    const call = createCaller({ url });
    const wish = call('retryStage', { execution_id: 'run-1', stage: 'bias_detection' });
    await expect(wish).rejects.toThrow(GatewayError);
    expect(asked).toHaveLength(1);
  });

  it('gives the problem of the gateway to the caller', async () => {
    const { url } = await scripted([problem(404, 'RunNotFound')]);
    const refused = new DatasetTrainingPipeline({ url }).getPipelineStatus('no such/run');
    await expect(refused).rejects.toMatchObject({ problem: { code: 'RunNotFound', status: 404 } });
  });

  it('puts fields into path and query by the table', async () => {
    const { url, asked } = await scripted([json(200, {})]);
    const call = createCaller({ url });
    await call('cancel', { execution_id: 'a b', by: 'ann & co' });
    await call('list', { status: 'running', limit: 5 });
    expect(asked.map((request) => request.url)).toEqual([
      '/api/training/a%20b?by=ann+%26+co',
      '/api/executions?status=running&limit=5',
    ]);
  });

  it('says what is wrong where nobody, or somebody else, answers', async () => {
    const { url } = await scripted([
      (_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>proxy</h1>'),
    ]);
    await expect(createCaller({ url })('health', {})).rejects.toThrow(GatewayUnreachable);
    const nobody = createCaller({ url: 'http://127.0.0.1:1', retries: 0 })('health', {});
    await expect(nobody).rejects.toThrow(/127\.0\.0\.1:1 does not answer/);
  });

  it('waits for work that was accepted, and throws the failure of work that failed', async () => {
    const id = 'task-00000000-0000-0000-0000-000000000000';
    const accepted = json(202, { task_id: id, status: 'running', links: { task: `/api/tasks/${id}` } });
    const models = { model_a: `model-${'0'.repeat(16)}`, model_b: `model-${'1'.repeat(16)}` };
    const good = await scripted([accepted, json(200, { task_id: id, status: 'completed', result: { metric: 'f1' } })]);
    expect(await createCaller({ url: good.url })('compareModels', models)).toEqual({ metric: 'f1' });
    const error = { type: 'ModelsNotComparable', message: 'other labels', remedy: 'none' };
    const bad = await scripted([accepted, json(200, { task_id: id, status: 'failed', error })]);
    const failed = createCaller({ url: bad.url })('compareModels', models);
    await expect(failed).rejects.toMatchObject({ problem: { code: 'ModelsNotComparable', status: 422 } });
  });

  it('stops at once when it is aborted', async () => {
    const { url } = await scripted([() => undefined]);
    const stop = new AbortController();
    const asking = createCaller({ url })('health', {}, { signal: stop.signal });
    stop.abort();
    await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the events of a run', () => {
  const event = (number: number, type: string, data: object) =>
    `id: ${number}\ndata: ${JSON.stringify({ event: number, execution_id: 'run-1', type, timestamp: '2025-01-02T00:00:00.000Z', data })}\n\n`;
  const progress = (value: number) => ({
    progress: value,
    stage: 'model_training',
    stage_progress: null,
    activity: null,
    message: '',
    estimated_completion: null,
    estimated_completion_interval: null,
  });
  const stream = (text: string) => (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(text);

  it('go on after a cut where they were: none is lost or given twice', async () => {
    const { url, asked } = await scripted([
      stream(event(100, 'progress_update', progress(10)) + event(200, 'progress_update', progress(20))),
      stream(event(300, 'progress_update', progress(30))),
      (_request, response) => void response.writeHead(204).end(),
    ]);
    const seen: number[] = [];
    for await (const told of new DatasetTrainingPipeline({ url }).events('run-1')) seen.push(told.event);
    expect(seen).toEqual([100, 200, 300]);
    expect(asked.map((request) => new URL(request.url ?? '', url).searchParams.get('after'))).toEqual([
      '0',
      '200',
      '300',
    ]);
  });

  it('of an unknown run are the refusal of the gateway', async () => {
    const { url } = await scripted([problem(404, 'RunNotFound')]);
    const events = new DatasetTrainingPipeline({ url }).events('run-1');
    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ problem: { code: 'RunNotFound' } });
  });
});
