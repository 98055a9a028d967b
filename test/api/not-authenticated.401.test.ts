import { expect, it } from 'vitest';
import { OPERATIONS, type OperationName } from '../../contracts/operations.ts';
import { openDoor, STATE } from './door.ts';

const token = 'a-token-of-the-test';
const names = Object.keys(OPERATIONS) as OperationName[];

it.each(names.filter((name) => OPERATIONS[name].role !== 'public'))('%s without the token is 401', async (name) => {
  const { call } = await openDoor({ token });
  const answer = await call(name);
  expect(answer.status).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer realm="dataset-training-pipeline"');
});

it.each(['Bearer wrong', `Basic ${token}`, `Bearer ${token}x`, 'Bearer', ''])(
  '%j does not let in',
  async (authorization) => {
    const { call } = await openDoor({ token });
    expect((await call('status', { headers: { authorization } })).status).toBe(401);
  },
);

it('the token lets in, from any host name', async () => {
  const { call } = await openDoor({ token, runs: { status: async () => STATE } });
  const headers = { authorization: `Bearer ${token}`, host: 'training.example.org' };
  expect((await call('status', { headers })).status).toBe(200);
});

it('health is open: a probe has no token', async () => {
  const { call } = await openDoor({ token });
  expect((await call('health', { headers: { host: '10.0.0.7:8000' } })).status).toBe(200);
});

it('the body is not read before the token: a broken one is 401, not 400', async () => {
  const { call } = await openDoor({ token });
  const answer = await call('execute', { body: '{', headers: { 'content-type': 'application/json' } });
  expect(answer.status).toBe(401);
});
