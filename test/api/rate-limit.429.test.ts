import { expect, it } from 'vitest';
import { PipelineError } from '../../contracts/errors.ts';
import { openDoor } from './door.ts';

it('a Temporal server that asks to wait is 429 with the time to wait', async () => {
  const status = async () => {
    throw new PipelineError('RateLimited', 'the Temporal server asks to wait');
  };
  const { call } = await openDoor({ runs: { status } });
  const answer = await call('status');
  expect(answer).toMatchObject({ status: 429, body: { code: 'RateLimited' } });
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});

it('an address that sends too much is 429 until its bucket has filled; the answer says when', async () => {
  let now = Date.UTC(2025, 0, 2);
  const { call } = await openDoor({ config: { REQUESTS_PER_SECOND_MAX: 2 }, clock: () => now });
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await call('styles')).status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await call('styles');
  expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' }, body: { code: 'RateLimited' } });
  // Whether the gateway lives is told all the same.
  expect((await call('health')).status).toBe(200);
  now += 500;
  expect((await call('styles')).status).toBe(200);
  expect((await call('styles')).status).toBe(429);
});

it('guesses of a token are counted too', async () => {
  const { call } = await openDoor({ config: { REQUESTS_PER_SECOND_MAX: 1 }, token: 'a-token-of-some-length' });
  expect((await call('styles')).status).toBe(401);
  expect((await call('styles')).status).toBe(429);
});
