import { expect, it } from 'vitest';
import { PipelineError } from '../../contracts/errors.ts';
import { openDoor, refuse } from './door.ts';

it('a defect is 500 without its message or stack, and the log holds both under the request id', async () => {
  const status = async () => {
    throw new TypeError('secret detail of the defect');
  };
  const { call, log } = await openDoor({ runs: { status } });
  const answer = await call('status', { headers: { 'x-request-id': 'req-7' } });
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ code: 'Internal', request_id: 'req-7' });
  expect(JSON.stringify(answer.body)).not.toMatch(/secret|\bat .*\.ts/);
  const entry = log().find(({ msg }) => msg === 'defect');
  expect(entry).toMatchObject({
    request_id: 'req-7',
    err: { message: 'secret detail of the defect', stack: expect.stringContaining('defect.500-503.test.ts') },
  });
});

it('a thrown value that is no error is a defect too', async () => {
  const status = async () => Promise.reject('text');
  const { call } = await openDoor({ runs: { status } });
  expect((await call('status')).status).toBe(500);
});

it('Temporal away is 503 and says when to come again', async () => {
  const { call } = await openDoor({ runs: { status: refuse('TemporalUnavailable') } });
  const answer = await call('status');
  expect(answer.status).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
});

it('an error that names its waiting time has it as Retry-After', async () => {
  const list = async () => {
    throw new PipelineError('TemporalUnavailable', 'busy', { facts: { retry_after_seconds: 30 } });
  };
  const { call } = await openDoor({ runs: { list } });
  expect((await call('list')).headers['retry-after']).toBe('30');
});
