import { expect, it } from 'vitest';
import { openDoor, STATE } from './door.ts';

it('more requests at work than the gateway takes are 503 at once; those at work are answered', async () => {
  const gate = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const status = async () => {
    entered.resolve();
    await gate.promise;
    return STATE;
  };
  const { call } = await openDoor({ runs: { status }, config: { REQUESTS_AT_WORK_MAX: 1 } });
  const first = call('status');
  await entered.promise;
  const refused = await call('status');
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'Overloaded' } });
  expect((await call('health')).status).toBe(200);
  gate.resolve();
  expect((await first).status).toBe(200);
  // Its place is free again once it is answered.
  expect((await call('status')).status).toBe(200);
});
