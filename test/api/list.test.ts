import { expect, it } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import { openDoor } from './door.ts';

it('GET /api/executions hands the filter on, with numbers read from the query', async () => {
  const filters: unknown[] = [];
  const list: Runs['list'] = async (filter) => {
    filters.push(filter);
    return { executions: [], total: 7, next_cursor: null };
  };
  const { call } = await openDoor({ runs: { list } });
  const answer = await call('list', { query: '?status=failed&limit=2' });
  expect(answer.body).toEqual({ executions: [], total: 7, next_cursor: null, timestamp: '2025-01-02T00:00:00.000Z' });
  expect(filters).toEqual([{ status: 'failed', limit: 2 }]);
});

it.each([
  '?limit=0',
  '?limit=501',
  '?limit=',
  '?limit=ten',
  '?status=gone',
  "?category=x'%20OR%201=1",
  '?page=2',
  '?cursor=abc',
  '?started_after=yesterday',
  '?tenant=A%20B',
  '?limit=1&limit=2',
])('GET /api/executions refuses %s', async (query) => {
  const { call } = await openDoor();
  expect((await call('list', { query })).status).toBe(400);
});
