import { expect, it } from 'vitest';
import { OPERATIONS } from '../../contracts/operations.ts';
import { openDoor, refuse } from './door.ts';

it.each(['/', '/api', '/api/training', '/api/training/a/b/c', '/API/executions'])(
  'GET %s is 404 RouteNotFound',
  async (path) => {
    const { send } = await openDoor();
    const answer = await send({ path });
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'RouteNotFound', instance: path });
  },
);

it('an execution id that names no run is 404 RunNotFound', async () => {
  const { call } = await openDoor({ runs: { status: refuse('RunNotFound') } });
  const answer = await call('status');
  expect(answer.status).toBe(404);
  expect(answer.body.remedy).toContain('GET /api/executions');
});

it.each([...new Set(Object.values(OPERATIONS).map(({ path }) => path))])(
  '%s lists its methods for a wrong one',
  async (pattern) => {
    const { send } = await openDoor();
    const answer = await send({ method: 'PATCH', path: pattern.replace(/\{\w+\}/g, 'bias_detection') });
    expect(answer.status).toBe(405);
    const methods = Object.values(OPERATIONS)
      .filter(({ path }) => path === pattern)
      .map(({ method }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()));
    expect(answer.headers.allow).toBe([...methods, 'OPTIONS'].join(', '));
    const options = await send({ method: 'OPTIONS', path: pattern.replace(/\{\w+\}/g, 'bias_detection') });
    expect(options).toMatchObject({ status: 204, text: '', headers: { allow: answer.headers.allow } });
  },
);

it('HEAD answers as GET does, without the body', async () => {
  const { send } = await openDoor();
  const answer = await send({ method: 'HEAD', path: '/health' });
  expect(answer.status).toBe(200);
  expect(answer.body).toBeUndefined();
});
