import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ModelEntry } from '../../contracts/registry.ts';
import type { TrainingStyle } from '../../plugins/kinds.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { supervisedStyle } from '../../plugins/styles/supervised.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { openDoor } from './door.ts';

const id = (n: number) => `model-${String(n).padStart(16, '0')}`;
const HASH = 'a'.repeat(64);

function entry(n: number, more: Partial<ModelEntry> = {}): ModelEntry {
  return {
    model_id: id(n),
    created_at: '2025-01-02T00:00:00.000Z',
    execution_id: 'run-1',
    style: 'supervised',
    task: { kind: 'classification', label_field: 'topic', text_from: 'user', classes: ['a', 'b'] },
    dataset: { name: null, file: 'a.jsonl', sha256: HASH, category: 'conversational' },
    primary_metric: 'f1_score',
    scores: { f1_score: 0.7 },
    gain_over_baseline: { baseline: 'majority_class', value: 0.2, interval_95: [0.1, 0.3] },
    stage: 'training',
    gates: [
      { gate: 'gain_over_baseline', level: 'training', measured: 0.1, limit: 0, outcome: 'passed', message: '' },
      { gate: 'fairness_score', level: 'production', measured: 0.6, limit: 0.7, outcome: 'failed', message: '0.6' },
    ],
    promotions: [],
    blocked: null,
    artifacts: [
      { name: 'README.md', uri: 'objects/README.md', sha256: HASH, byte_count: 12, media_type: 'text/markdown' },
    ],
    ...more,
  };
}

async function openRegistry(entries: readonly ModelEntry[], styles: readonly TrainingStyle[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'objects'));
  writeFileSync(join(folder, 'objects', 'README.md'), '# the card\n');
  const state = createSqliteState(join(folder, 'state.db'));
  for (const model of entries) state.putDocument('model', model.model_id, model);
  return openDoor({
    registry: {
      state,
      storage: createLocalStorage(folder),
      styles,
      readers: [],
      pseudonymKey: new Uint8Array(32),
      results: NO_CACHE,
    },
  });
}

describe('registered models', () => {
  it('are listed newest first, page by page, without one lost or shown twice', async () => {
    const all = Array.from({ length: 7 }, (_, n) => entry(n, { stage: n % 2 ? 'staging' : 'training' }));
    const { call } = await openRegistry(all);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('models', { query: `?limit=2${cursor && `&cursor=${cursor}`}` });
      seen.push(...body.models.map(({ model_id }: ModelEntry) => model_id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(all.map(({ model_id }) => model_id).reverse());
    const { body } = await call('models', { query: '?stage=staging&limit=2' });
    expect(body.models.map(({ model_id }: ModelEntry) => model_id)).toEqual([id(5), id(3)]);
    const { body: rest } = await call('models', { query: `?stage=staging&limit=2&cursor=${body.next_cursor}` });
    expect(rest).toMatchObject({ models: [{ model_id: id(1) }], next_cursor: null });
  });

  it('a cursor that no answer held is 400', async () => {
    const { call } = await openRegistry([]);
    expect(await call('models', { query: '?cursor=abc' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'cursor' }] },
    });
  });

  it('an unknown one is 404 on every operation that names one', async () => {
    const { call } = await openRegistry([]);
    const params = { model_id: id(1) };
    for (const [name, body] of [
      ['model', undefined],
      ['modelCard', undefined],
      ['predict', { texts: ['x'] }],
      ['promoteModel', { stage: 'staging', by: 'ann', reason: 'r' }],
    ] as const) {
      expect(await call(name, { params, ...(body && { body }) })).toMatchObject({
        status: 404,
        body: { code: 'ModelNotFound' },
      });
    }
    const compared = await call('compareModels', { body: { model_a: id(1), model_b: id(2) } });
    expect(compared.body.code).toBe('ModelNotFound');
  });

  it('the card is a file with the hash of its bytes, whole, by range and by condition', async () => {
    const { send } = await openRegistry([entry(1)]);
    const path = `/api/models/${id(1)}/card`;
    const whole = await send({ path });
    expect(whole).toMatchObject({ status: 200, text: '# the card\n' });
    expect(whole.headers).toMatchObject({ etag: `"${HASH}"`, 'content-type': 'text/markdown; charset=utf-8' });
    expect(await send({ path, headers: { range: 'bytes=2-4' } })).toMatchObject({ status: 206, text: 'the' });
    expect(await send({ path, headers: { 'if-none-match': `"${HASH}"` } })).toMatchObject({ status: 304 });
  });

  it('goes up only through its gates, and down always', async () => {
    const { call } = await openRegistry([entry(1)]);
    const promote = (stage: string) =>
      call('promoteModel', { params: { model_id: id(1) }, body: { stage, by: 'ann', reason: 'looked at' } });
    expect(await promote('staging')).toMatchObject({ status: 200, body: { stage: 'staging' } });
    const refused = await promote('production');
    expect(refused).toMatchObject({ status: 422, body: { code: 'ModelGateFailed' } });
    expect(refused.body.detail).toContain('fairness_score');
    const down = await promote('rejected');
    expect(down.body.promotions.map(({ stage, by }: { stage: string; by: string }) => [stage, by])).toEqual([
      ['staging', 'ann'],
      ['rejected', 'ann'],
    ]);
  });

  it('a blocked one answers nothing', async () => {
    const blocked = { reason: 'consent was withdrawn', at: '2025-01-02T00:00:00.000Z' };
    const { call } = await openRegistry([entry(1, { blocked }), entry(2)], [supervisedStyle]);
    const params = { model_id: id(1) };
    for (const answer of [
      await call('predict', { params, body: { texts: ['x'] } }),
      await call('promoteModel', { params, body: { stage: 'staging', by: 'ann', reason: 'r' } }),
      await call('compareModels', { body: { model_a: id(2), model_b: id(1) } }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'ModelBlocked' } });
    }
  });

  it.each([
    [true, undefined, 422],
    [true, ['a', 'b'], 200],
    [false, undefined, 200],
    [false, ['a', 'b'], 422],
  ])('a model that ranks replies (%s) asked with candidates %j answers %s', async (ranks, candidates, status) => {
    const style: TrainingStyle = {
      ...supervisedStyle,
      ...(ranks && { ranksReplies: true }),
      predict: async ({ texts }) => texts.map(() => ({ best: 'a', scores: [{ name: 'a', score: 1 }] })),
    };
    const { call } = await openRegistry([entry(1)], [style]);
    const body = { texts: ['x'], ...(candidates && { candidates }) };
    expect(await call('predict', { params: { model_id: id(1) }, body })).toMatchObject({ status });
  });

  it('a text to predict stands in no log line', async () => {
    const style: TrainingStyle = {
      ...supervisedStyle,
      predict: async ({ texts }) => texts.map(() => ({ best: 'a', scores: [{ name: 'a', score: 1 }] })),
    };
    const { call, lines } = await openRegistry([entry(1)], [style]);
    const answer = await call('predict', { params: { model_id: id(1) }, body: { texts: ['a very private text'] } });
    expect(answer.body.predictions).toEqual([{ best: 'a', scores: [{ name: 'a', score: 1 }] }]);
    expect(lines.join('')).not.toContain('private');
  });
});

describe('work that takes longer than a caller waits', () => {
  it('is 202 with the task to ask for', async () => {
    const asked: number[] = [];
    const folder = createSqliteState(':memory:');
    for (const n of [1, 2]) folder.putDocument('model', id(n), entry(n));
    const { call } = await openDoor({
      registry: {
        state: folder,
        storage: createLocalStorage('/nowhere'),
        styles: [],
        readers: [],
        pseudonymKey: new Uint8Array(32),
        results: NO_CACHE,
      },
      tasks: {
        async run({ waitMs }) {
          asked.push(waitMs);
          return undefined;
        },
      },
    });
    const answer = await call('compareModels', {
      body: { model_a: id(1), model_b: id(2) },
      headers: { prefer: 'respond-async' },
    });
    expect(answer.status).toBe(202);
    expect(answer.headers.location).toBe(answer.body.links.task);
    await call('compareModels', { body: { model_a: id(1), model_b: id(2) }, headers: { prefer: 'wait=3' } });
    // Nothing, or nothing that is understood, is no wish; a wish is kept up to a limit.
    for (const headers of [{}, { prefer: '1&X.(>' }, { prefer: 'wait=600' }] as Record<string, string>[])
      await call('compareModels', { body: { model_a: id(1), model_b: id(2) }, headers });
    expect(asked).toEqual([0, 3000, 9000, 9000, 20_000]);
  });
});
