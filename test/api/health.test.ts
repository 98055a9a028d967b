import { expect, it } from 'vitest';
import { openDoor } from './door.ts';

const ok = { ok: true, detail: 'there' };
const away = { ok: false, detail: 'away' };

it('GET /health answers while Temporal is away: it asks nobody', async () => {
  const { call } = await openDoor();
  expect((await call('health')).body).toEqual({
    status: 'healthy',
    timestamp: '2025-01-02T00:00:00.000Z',
    service: 'dataset-training-pipeline',
    version: '1.2.3',
  });
});

it('GET /ready answers 200 where every component is there', async () => {
  const readiness = async () => ({ temporal: ok, storage: ok, worker: ok });
  const { call } = await openDoor({ runs: { readiness } });
  expect((await call('ready')).body).toEqual({ ready: true, components: await readiness() });
});

it.each([
  ['worker', 'TemporalUnavailable'],
  ['temporal', 'TemporalUnavailable'],
  ['storage', 'StorageUnavailable'],
])('GET /ready without %s answers 503 %s and shows every component', async (missing, code) => {
  const components = { temporal: ok, storage: ok, worker: ok, [missing]: away };
  const { call } = await openDoor({ runs: { readiness: async () => components } });
  const answer = await call('ready');
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ code, detail: `not ready: ${missing}: away`, facts: { components } });
});
