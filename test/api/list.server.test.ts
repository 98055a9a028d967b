import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listRuns } from '../../api/list-runs.ts';
import type { TemporalParts } from '../../api/temporal-calls.ts';
import { parseConfig } from '../../contracts/config.ts';
import { type OpenGateway, openGateway } from './temporal-gateway.ts';

const COUNT = 12;
const tenant = `list-${randomUUID()}`;
let gateway: OpenGateway;
/** In the order they were started. */
const started: string[] = [];

beforeAll(async () => {
  gateway = await openGateway();
  for (let i = 0; i < COUNT; i += 1)
    started.push(await gateway.start({ tenant, ...(i === 0 && { dataset_name: 'Talks' }) }));
  // Ended runs stand behind open ones in the server's list, whenever they started: the newest and one in the middle.
  for (const id of [started[5], started[COUNT - 1]]) await gateway.client.workflow.getHandle(String(id)).terminate();
  const ended = `Tenant = '${tenant}' AND ExecutionStatus = 'Terminated'`;
  while ((await gateway.client.workflow.count(ended)).count < 2) await delay(50);
});
afterAll(async () => {
  for (const id of started)
    await gateway.client.workflow
      .getHandle(id)
      .terminate()
      .catch(() => undefined);
  await gateway.close();
});

const list = async (query: string) => (await gateway.call('list', { query: `?tenant=${tenant}${query}` })).body;
const idsOf = ({ executions }: { executions: { execution_id: string }[] }) =>
  executions.map(({ execution_id }) => execution_id);

it('pages follow one another newest first, each run once, whatever ended meanwhile', async () => {
  const seen: string[] = [];
  let cursor = '';
  do {
    const page = await list(`&limit=5${cursor}`);
    expect(page.total).toBe(COUNT);
    seen.push(...idsOf(page));
    cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(started.toReversed());
});

it('a run is listed by the name of its dataset, else by that of its file', async () => {
  const { executions } = await list('');
  const names = executions.map(({ dataset_name }: { dataset_name: string }) => dataset_name);
  expect(names.slice(-2)).toEqual(['a.jsonl', 'Talks']);
});

it('a list too long to read whole is read by spans of time, with the same pages', async () => {
  const { client } = gateway;
  const parts: TemporalParts = { client, openOnly: client, config: parseConfig({}), pending: new Set() };
  for (const limit of [1, 3]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRuns(parts, { tenant, limit, cursor }, limit + 2);
      expect(page.executions.length).toBeLessThanOrEqual(limit);
      seen.push(...idsOf(page));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(started.toReversed());
  }
});

it('filters by tenant, status and start time', async () => {
  const all = await list('');
  expect(idsOf(await list('&status=failed')).sort()).toEqual([started[5], started[COUNT - 1]].map(String).sort());
  const { start_time } = all.executions[4];
  const after = idsOf(await list(`&started_after=${start_time}`));
  const before = idsOf(await list(`&started_before=${start_time}`));
  expect([...after, ...before]).toEqual(idsOf(all));
  expect(after).toContain(all.executions[4].execution_id);
  expect((await gateway.call('list', { query: '?tenant=nobody' })).body).toMatchObject({ executions: [], total: 0 });
});
