import { expect, it } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import { openDoor, refuse, STATE } from './door.ts';

/** A run that steps on with each command, as a real one does. */
function openRun() {
  let state = STATE;
  const steer: Runs['steer'] = async () => {
    state = { ...state, message: `${state.message}.` };
    return state;
  };
  return openDoor({ runs: { status: async () => state, steer, cancel: async () => 'cancelled' } });
}

it('the status has an ETag; who has it already is answered 304 without a body', async () => {
  const { call, send } = await openRun();
  const first = await call('status');
  const etag = String(first.headers.etag);
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  const again = await send({ path: '/api/training/run-1/status', headers: { 'if-none-match': etag } });
  expect(again).toMatchObject({ status: 304, text: '', headers: { etag } });
  await call('pause');
  const changed = await call('status', { headers: { 'if-none-match': etag } });
  expect(changed.status).toBe(200);
  expect(changed.headers.etag).not.toBe(etag);
});

it('a command on a state that is no longer so is 412 StateChanged and does nothing', async () => {
  const { call } = await openRun();
  const seen = String((await call('status')).headers.etag);
  expect((await call('pause', { headers: { 'if-match': seen } })).status).toBe(202);
  const late = await call('resume', { headers: { 'if-match': seen } });
  expect(late).toMatchObject({ status: 412, body: { code: 'StateChanged' } });
  const now = String((await call('status')).headers.etag);
  expect((await call('cancel', { headers: { 'if-match': `"other", ${now}` } })).status).toBe(202);
});

it.each(['*', undefined])('If-Match %s asks for no particular state', async (tag) => {
  const { call } = await openRun();
  expect((await call('pause', { headers: tag === undefined ? {} : { 'if-match': tag } })).status).toBe(202);
});

it('If-Match of a run that is not there is 404', async () => {
  const { call } = await openDoor({ runs: { status: refuse('RunNotFound') } });
  expect((await call('pause', { headers: { 'if-match': '*' } })).status).toBe(404);
});
