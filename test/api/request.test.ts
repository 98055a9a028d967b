import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openDoor } from './door.ts';

it('the request id of the caller comes back; an unfit one is replaced', async () => {
  const { call } = await openDoor();
  expect((await call('health', { headers: { 'x-request-id': 'abc-1' } })).headers['x-request-id']).toBe('abc-1');
  const replaced = (await call('health', { headers: { 'x-request-id': 'a b"c' } })).headers['x-request-id'];
  expect(replaced).toMatch(/^[0-9a-f-]{36}$/);
});

it('each request is logged by its route, never by path, query or body', async () => {
  const { call, log, lines } = await openDoor();
  await call('cancel', { params: { execution_id: 'patient-jane' }, query: '?reason=secret' });
  await call('execute', { body: { dataset_path: '../secret' } });
  await delay(20);
  expect(log().filter(({ msg }) => msg === 'request')).toMatchObject([
    { method: 'DELETE', route: '/api/training/{execution_id}', status: 500, ms: 0, request_id: expect.any(String) },
    { method: 'POST', route: '/api/training/execute', status: 403 },
  ]);
  expect(lines.join('')).not.toMatch(/secret|jane/);
});

it('answers are not stored, not sniffed, not framed, and do not name the server', async () => {
  const { call } = await openDoor();
  const { headers } = await call('health');
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});
