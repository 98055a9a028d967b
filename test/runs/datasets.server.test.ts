import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../api/gateway.ts';
import type { DatasetEntry } from '../../contracts/registry.ts';
import { createStack, type Stack } from '../support/stack.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

describe('registered datasets', () => {
  let stack: Stack;
  let gateway: Gateway;
  const ask = async (method: string, path: string, init: RequestInit = {}) => {
    const answer = await fetch(gateway.url + path, { method, ...init });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
    return { status: answer.status, text, body: (isJson ? JSON.parse(text) : undefined) as any };
  };
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    ask('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  const upload = (query: string, body: string) => ask('POST', `/api/datasets/upload?${query}`, { body });

  beforeAll(async () => {
    stack = createStack({ settings: { DATASET_ROOTS: EXAMPLES, PORT: '0', UPLOAD_BYTES_MAX: '2000000' } });
    await stack.work();
    gateway = await startGateway(stack.config, { log: pino({ level: 'silent' }) });
  });
  afterAll(async () => {
    await gateway.close();
    await stack.end();
  });

  it('a path is read, measured and described by a card and by Croissant, without text of a record', async () => {
    const { status, body } = await post('/api/datasets', {
      dataset_path: 'counselling/conversations.jsonl',
      name: 'Counselling',
      by: 'ann',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Counselling', version: 1, registered_by: 'ann', uploaded: false });
    const { body: listed } = await ask('GET', '/api/datasets');
    expect(listed.datasets.map(({ dataset_id }: DatasetEntry) => dataset_id)).toContain(body.dataset_id);
    const { body: measured } = await ask('GET', `/api/datasets/${body.dataset_id}/metadata`);
    expect(measured).toMatchObject({ source: { sha256: body.sha256 }, profile: { record_count: 320 } });
    const card = await ask('GET', `/api/datasets/${body.dataset_id}/card`);
    expect(card.text).toContain('| records | 320 taken, 0 rejected |');
    const { body: croissant } = await ask('GET', `/api/datasets/${body.dataset_id}/croissant`);
    expect(croissant).toMatchObject({
      conformsTo: 'http://mlcommons.org/croissant/1.0',
      distribution: [{ sha256: body.sha256 }],
    });
    const first = JSON.parse(
      readFileSync(join(EXAMPLES, 'counselling/conversations.jsonl'), 'utf8').split('\n')[0] ?? '',
    );
    const said = JSON.stringify(first.messages[0].content).slice(1, 40);
    for (const { text } of [card, { text: JSON.stringify({ measured, croissant }) }]) expect(text).not.toContain(said);
  });

  it('an uploaded file trains by its id, and other bytes under the id are a new version', async () => {
    const file = readFileSync(join(EXAMPLES, 'counselling/conversations.jsonl'), 'utf8');
    const first = await upload('file_name=talks.jsonl', file);
    expect(first).toMatchObject({ status: 201, body: { name: 'talks.jsonl', uploaded: true, version: 1 } });
    const { dataset_id } = first.body;
    const { status, body } = await post('/api/training/execute', {
      dataset_id,
      on_stage_failure: 'fail',
      training_config: { style: 'supervised', settings: { max_iterations: 5 } },
    });
    expect(status).toBe(202);
    await expect
      .poll(async () => (await ask('GET', `/api/training/${body.execution_id}/status`)).body.status, {
        timeout: 120_000,
      })
      .toBe('completed');

    const shorter = file.split('\n').slice(0, 200).join('\n');
    const second = await upload(`file_name=talks.jsonl&dataset_id=${dataset_id}`, shorter);
    expect(second.body).toMatchObject({
      dataset_id,
      version: 2,
      earlier_versions: [{ version: 1, sha256: first.body.sha256 }],
    });
    expect(second.body.sha256).not.toBe(first.body.sha256);
    const again = await upload(`file_name=talks.jsonl&dataset_id=${dataset_id}`, shorter);
    expect(again.body).toMatchObject({ version: 2 });
  });

  it('questions about a dataset are answered without a run, by path or by id', async () => {
    const asked = { dataset_path: 'counselling/conversations.jsonl' };
    const categorized = await post('/api/datasets/categorize', asked);
    expect(categorized).toMatchObject({ status: 200, body: { metadata: { record_count: 320 }, rejected_count: 0 } });
    expect(categorized.body.analysis_summary).toContain(categorized.body.category);
    const { body: validated } = await post('/api/datasets/validate', { ...asked, safety_requirements: 'strict' });
    expect(validated.category_info.category).toBe(categorized.body.category);
    expect(validated.valid).toBe(validated.errors.length === 0);
    const { body: recommended } = await post('/api/datasets/recommendations', asked);
    expect(recommended.training_styles).toHaveLength(8);
    const { body: selected } = await post('/api/training/styles/select', asked);
    expect(selected.ranking).toHaveLength(8);
    expect(selected.selected_style).toBe(selected.ranking[0].style);
    // As callers go on from one question to the next: by the metadata of the answer before.
    const { metadata: dataset_metadata } = categorized.body;
    const on = { dataset_metadata, training_goals: { objective: 'high_accuracy', available_compute: 'high' } };
    const goesOn = (await post('/api/training/styles/select', on)).body;
    expect(goesOn.style_info).toMatchObject({ style: goesOn.selected_style });
    expect(goesOn.config_template).not.toEqual({});
    expect((await post('/api/datasets/validate', dataset_metadata)).body.category).toBe(categorized.body.category);
    expect((await post('/api/datasets/recommendations', dataset_metadata)).body.training_styles).toHaveLength(8);
    const [entry] = (await ask('GET', '/api/datasets')).body.datasets;
    const byId = await post('/api/datasets/categorize', { dataset_id: entry.dataset_id });
    expect(byId.body.source.sha256).toBe(entry.sha256);
    expect(await post('/api/datasets/categorize', {})).toMatchObject({ status: 400 });
  });

  it('the same key and request is one task, also after its end; another request under the key is 409', async () => {
    const key = { 'idempotency-key': 'once', prefer: 'respond-async' };
    const asked = { dataset_path: 'counselling/conversations.jsonl', sample_size: 20 };
    const first = await post('/api/datasets/categorize', asked, key);
    expect(first.status).toBe(202);
    const again = await post('/api/datasets/categorize', asked, { 'idempotency-key': 'once' });
    const { body: task } = await ask('GET', `/api/tasks/${first.body.task_id}`);
    expect(again).toMatchObject({ status: 200, body: task.result });
    const other = await post('/api/datasets/categorize', { ...asked, sample_size: 30 }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'IdempotencyConflict' } });
  });

  it('deleting takes uploaded bytes away only when no other dataset stands on them', async () => {
    const line = (n: number) => JSON.stringify({ text: `a short note number ${n}`, label: n % 2 ? 'a' : 'b' });
    const text = Array.from({ length: 30 }, (_, n) => line(n)).join('\n');
    const [a, b] = [await upload('file_name=a.jsonl', text), await upload('file_name=b.jsonl', text)];
    const remove = (entry: DatasetEntry) => ask('DELETE', `/api/datasets/${entry.dataset_id}`);
    expect((await remove(a.body)).body).toMatchObject({ deleted: true, removed_bytes: false });
    expect((await remove(b.body)).body).toMatchObject({ deleted: true, removed_bytes: true });
    expect(await remove(b.body)).toMatchObject({ status: 404, body: { code: 'DatasetNotFound' } });
  });

  it('what is no dataset, too large or empty is refused, and nothing of it stays', async () => {
    const before = stack.files('uploads').length;
    expect(await upload('file_name=a.jsonl', 'x'.repeat(2_000_001))).toMatchObject({
      status: 413,
      body: { code: 'PayloadTooLarge' },
    });
    expect(await upload('file_name=a.jsonl', '\u0000\u0001 no dataset')).toMatchObject({
      status: 422,
      body: { code: 'DatasetUnreadable' },
    });
    expect(await upload('file_name=a.jsonl', '')).toMatchObject({ status: 400, body: { code: 'InvalidInput' } });
    expect(await upload('file_name=..%2Fa.jsonl', 'x')).toMatchObject({ status: 400 });
    expect(stack.files('uploads')).toHaveLength(before);
    expect(stack.files('staging')).toEqual([]);
    expect(await post('/api/datasets', { dataset_path: '../secret.jsonl' })).toMatchObject({ status: 403 });
    expect(await post('/api/datasets', { dataset_path: 'none.jsonl' })).toMatchObject({
      status: 404,
      body: { code: 'DatasetNotFound' },
    });
    expect(await post('/api/training/execute', { dataset_id: `dataset-${'0'.repeat(16)}` })).toMatchObject({
      status: 404,
    });
    expect(await post('/api/training/execute', {})).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'dataset_path' }] },
    });
  });
});
