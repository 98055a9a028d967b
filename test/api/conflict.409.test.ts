import { expect, it } from 'vitest';
import { openDoor, refuse } from './door.ts';

it.each([
  ['pause', { steer: refuse('RunStateConflict', 'the run is paused already') }],
  ['cancel', { cancel: refuse('RunStateConflict', 'the run is completed') }],
  ['rerun', { rerun: refuse('RunStateConflict', 'the run has not ended') }],
] as const)('%s of a run in another state is 409 with the reason', async (name, runs) => {
  const { call } = await openDoor({ runs });
  const answer = await call(name);
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'RunStateConflict', title: 'Run state conflict' });
  expect(answer.body.detail).toContain('the run');
});

it('a key that belongs to another request is 409 IdempotencyConflict', async () => {
  const { call } = await openDoor({ runs: { start: refuse('IdempotencyConflict') } });
  const answer = await call('execute', { body: { dataset_path: 'a' }, headers: { 'idempotency-key': 'k' } });
  expect(answer.status).toBe(409);
  expect(answer.body.code).toBe('IdempotencyConflict');
});
