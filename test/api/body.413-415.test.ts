import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openDoor, STATE } from './door.ts';

const json = { 'content-type': 'application/json' };

it('a body over 1 MiB is 413', async () => {
  const { call } = await openDoor();
  const answer = await call('execute', { body: { dataset_path: 'a', dataset_description: 'x'.repeat(1024 * 1024) } });
  expect(answer.status).toBe(413);
  expect(answer.body).toMatchObject({ code: 'PayloadTooLarge', facts: { limit_bytes: 1_048_576 } });
});

it.each([
  ['no content type', {}],
  ['text', { 'content-type': 'text/plain' }],
  ['what curl -d sends by itself', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['another charset', { 'content-type': 'application/json; charset=klingon' }],
])('a body with %s is 415', async (_what, headers) => {
  const { call } = await openDoor();
  const answer = await call('execute', { body: '{"dataset_path":"a"}', headers: headers as Record<string, string> });
  expect(answer.status).toBe(415);
  expect(answer.body.code).toBe('UnsupportedMediaType');
});

it('a compressed body is 415: it could grow without bound', async () => {
  const { call } = await openDoor();
  const answer = await call('execute', { body: gzipSync('{}'), headers: { ...json, 'content-encoding': 'gzip' } });
  expect(answer.status).toBe(415);
});

it('no body is an empty one: curl -X POST …/pause needs no header', async () => {
  const { call } = await openDoor({ runs: { steer: async () => STATE } });
  expect((await call('pause')).status).toBe(202);
  expect((await call('pause', { body: '', headers: { 'content-length': '0' } })).status).toBe(202);
});

it('a media type with parameters is JSON all the same', async () => {
  const { call } = await openDoor({ runs: { steer: async () => STATE } });
  const headers = { 'content-type': 'application/json; charset=UTF-8' };
  expect((await call('pause', { body: '{}', headers })).status).toBe(202);
});
