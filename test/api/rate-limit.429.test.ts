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
