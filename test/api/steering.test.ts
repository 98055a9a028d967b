import { expect, it } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import type { OperationName } from '../../contracts/operations.ts';
import { openDoor, STATE } from './door.ts';

const stage = 'bias_detection';

it.each<[OperationName, object | undefined, object]>([
  ['retryStage', { settings: { seed: 7 } }, { action: 'retry_stage', stage, settings: { seed: 7 }, by: 'operator' }],
  ['retryStage', undefined, { action: 'retry_stage', stage, by: 'operator' }],
  ['cancelStage', { reason: 'too slow', by: 'ann' }, { action: 'cancel_stage', stage, reason: 'too slow', by: 'ann' }],
  [
    'skipStage',
    { reason: 'measured before' },
    { action: 'skip_stage', stage, reason: 'measured before', by: 'operator' },
  ],
  ['pause', undefined, { action: 'pause', by: 'operator' }],
  ['resume', { by: 'ann' }, { action: 'resume', by: 'ann' }],
  ['approve', {}, { action: 'approve', by: 'operator' }],
])('%s with body %j sends one command and answers 202 with the state after it', async (name, body, command) => {
  const sent: unknown[] = [];
  const steer: Runs['steer'] = async (...args) => {
    sent.push(args);
    return STATE;
  };
  const { call } = await openDoor({ runs: { steer } });
  const answer = await call(name, { body, params: { stage } });
  expect(answer.status).toBe(202);
  expect(answer.body).toEqual(STATE);
  expect(sent).toEqual([['run-1', command]]);
});

it.each([
  ['cancelled', true],
  ['cancelling', false],
] as const)('DELETE of a run that is %s answers cancelled: %s', async (status, cancelled) => {
  const wishes: unknown[] = [];
  const cancel: Runs['cancel'] = async (_id, wish) => {
    wishes.push(wish);
    return status;
  };
  const { call } = await openDoor({ runs: { cancel } });
  const answer = await call('cancel', { query: '?reason=wrong%20file&by=ann' });
  expect(answer.body).toEqual({ execution_id: 'run-1', cancelled, status, timestamp: '2025-01-02T00:00:00.000Z' });
  expect(wishes).toEqual([{ by: 'ann', reason: 'wrong file' }]);
});

it('a rerun answers 202 with the id of the new run', async () => {
  const asked: unknown[] = [];
  const rerun: Runs['rerun'] = async (...args) => {
    asked.push(args);
    return { execution_id: 'run-2' };
  };
  const { call } = await openDoor({ runs: { rerun } });
  const answer = await call('rerun', { body: { from_stage: stage, settings: { seed: 1 } } });
  expect(answer.body).toMatchObject({ execution_id: 'run-2', status: 'started' });
  expect(asked).toEqual([['run-1', { from_stage: stage, settings: { seed: 1 } }, { idempotencyKey: undefined }]]);
});
