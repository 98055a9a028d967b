import { expect, it } from 'vitest';
import type { Tasks } from '../../api/tasks.ts';
import { OPERATIONS, type OperationName, takesIdempotencyKey } from '../../contracts/operations.ts';
import { openDoor } from './door.ts';

function recordTasks() {
  const asked: Parameters<Tasks['run']>[0][] = [];
  const run: Tasks['run'] = async (task) => {
    asked.push(task);
    return undefined;
  };
  return { asked, tasks: { run } };
}

it('work that starts a workflow takes a key; the same key names the same work, another key other work', async () => {
  const { asked, tasks } = recordTasks();
  const { call } = await openDoor({ tasks });
  const send = (key: string, name: OperationName = 'categorizeDataset') =>
    call(name, { body: { dataset_path: 'a.jsonl' }, headers: { 'idempotency-key': key } });
  const answers = [await send('k-1'), await send('k-1'), await send('k-2'), await send('k-1', 'validateDataset')];
  const [first, again, other, elsewhere] = answers.map(({ body }) => body.task_id);
  expect(first).toMatch(/^task-[0-9a-f-]{36}$/);
  expect(again).toBe(first);
  expect(new Set([first, other, elsewhere]).size).toBe(3);
  expect(asked).toHaveLength(4);
});

it('a registration that is sent again registers the same dataset, not a second one', async () => {
  const { asked, tasks } = recordTasks();
  const { call } = await openDoor({ tasks });
  const send = (headers = {}) => call('registerDataset', { body: { dataset_path: 'a.jsonl' }, headers });
  await send({ 'idempotency-key': 'k' });
  await send({ 'idempotency-key': 'k' });
  await send();
  await send();
  const ids = asked.map(({ input }) => (input as { dataset_id: string }).dataset_id);
  expect(ids[0]).toBe(ids[1]);
  expect(new Set(ids).size).toBe(3);
});

const KEYED = (Object.keys(OPERATIONS) as OperationName[]).filter((name) => takesIdempotencyKey(OPERATIONS[name]));

it('every operation that starts work is one of them', () => {
  expect(KEYED).toEqual(expect.arrayContaining(['execute', 'rerun', 'registerDataset', 'compareModels']));
});
