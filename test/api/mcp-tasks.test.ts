import { expect, it } from 'vitest';
import type { RunState } from '../../contracts/run.ts';
import { NOTHING } from '../support/results.ts';
import { type DoorOptions, openDoor, refuse, STATE } from './door.ts';

type Door = Awaited<ReturnType<typeof openDoor>>;

const TASKS = 'io.modelcontextprotocol/tasks';
const dataset = { dataset_path: '/data/sets/a.jsonl' };

/** Revision 2026-07-28 by hand: the client package knows no tasks yet, so this is what stands on the wire. */
async function ask(
  door: Door,
  method: string,
  { params = {}, declares = true }: { params?: Record<string, unknown>; declares?: boolean } = {},
) {
  const capabilities = declares ? { extensions: { [TASKS]: {} } } : {};
  const name = params.name ?? params.taskId;
  const answer = await fetch(`${door.url}/mcp`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': method },
      ...(typeof name === 'string' && { 'mcp-name': name }),
    },
    body: JSON.stringify({
      ...{ jsonrpc: '2.0', id: 1, method },
      params: {
        ...params,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
          'io.modelcontextprotocol/clientCapabilities': capabilities,
        },
      },
    }),
  });
  return (await answer.json()) as { result?: Record<string, unknown>; error?: { code: number; data?: unknown } };
}

const open = (runs: DoorOptions['runs']) =>
  openDoor({ runs: { start: async () => ({ execution_id: 'run-1' }), status: async () => STATE, ...runs } });
const call = (name: string, given: object) => ({ params: { name, arguments: given } });
const task = { params: { taskId: 'run-1' } };

it('a start by a client that knows tasks answers with one, whose id is the execution id', async () => {
  const door = await open({});
  const { result } = await ask(door, 'tools/call', call('training_execute', dataset));
  expect(result).toMatchObject({ resultType: 'task', taskId: 'run-1', status: 'working', ttlMs: null });
  expect(result).toMatchObject({ createdAt: STATE.start_time, pollIntervalMs: expect.any(Number) });
  expect(result).not.toHaveProperty('result');
});

it('a start by any other client answers with the execution id as before', async () => {
  const door = await open({});
  const { result } = await ask(door, 'tools/call', { ...call('pipeline_execute', dataset), declares: false });
  expect(result).toMatchObject({ resultType: 'complete', structuredContent: { execution_id: 'run-1' } });
  expect(result).not.toHaveProperty('taskId');
});

it('a tool that starts no run makes no task', async () => {
  const door = await open({});
  const { result } = await ask(door, 'tools/call', call('pipeline_status', { execution_id: 'run-1' }));
  expect(result).toMatchObject({ resultType: 'complete' });
});

it('another gateway knows the task: it asks the run', async () => {
  const asked: string[] = [];
  const status = async (id: string) => {
    asked.push(id);
    return STATE;
  };
  const { result } = await ask(await open({ status }), 'tasks/get', task);
  expect(result).toMatchObject({ resultType: 'complete', taskId: 'run-1', status: 'working' });
  expect(asked).toEqual(['run-1']);
});

const ENDED = { ...STATE, end_time: '2025-01-02T00:00:00.000Z' };
it.each<[string, RunState, string, object]>([
  [
    'completed with its results',
    { ...ENDED, status: 'completed' },
    'completed',
    { result: { structuredContent: { execution_id: 'run-1', results: NOTHING } } },
  ],
  [
    'failed as a tool that answered with an error',
    {
      ...ENDED,
      status: 'failed',
      failure: { type: 'BiasGateFailed', message: 'too far', remedy: 'look', facts: {} },
    },
    'completed',
    { result: { isError: true } },
  ],
  ['cancelled', { ...ENDED, status: 'cancelled', exit_evidence: { trainer: 'not_started' } as never }, 'cancelled', {}],
])('a run that is %s', async (_title, state, status, more) => {
  const door = await open({ status: async () => state, results: async () => NOTHING });
  const { result } = await ask(door, 'tasks/get', task);
  expect(result).toMatchObject({ status, lastUpdatedAt: ENDED.end_time, ...more });
  expect('result' in (result ?? {})).toBe('result' in more);
});

it('tasks/cancel cancels the run, and one that has ended is no fault', async () => {
  const cancelled: unknown[] = [];
  const cancel = async (id: string, wish: object) => {
    cancelled.push([id, wish]);
    return 'cancelling' as const;
  };
  const { result } = await ask(await open({ cancel }), 'tasks/cancel', task);
  expect(result).toMatchObject({ resultType: 'complete' });
  expect(result).not.toHaveProperty('status');
  expect(cancelled).toEqual([['run-1', { by: 'mcp', reason: undefined }]]);
  const ended = await open({ cancel: refuse('RunStateConflict', 'it has ended') });
  expect((await ask(ended, 'tasks/cancel', task)).result).toMatchObject({ resultType: 'complete' });
});

it.each(['tasks/get', 'tasks/update', 'tasks/cancel'])('%s refuses', async (method) => {
  const unknown = refuse('RunNotFound', 'no run has the execution id run-1');
  const door = await open({ status: unknown, cancel: unknown });
  const missing = await ask(door, method, { ...task, declares: false });
  expect(missing.error).toMatchObject({
    code: -32021,
    data: { requiredCapabilities: { extensions: { [TASKS]: {} } } },
  });
  const given = { params: { ...task.params, ...(method === 'tasks/update' && { inputResponses: {} }) } };
  expect((await ask(door, method, given)).error).toMatchObject({ code: -32602, data: { code: 'RunNotFound' } });
});

it('says that it has the extension', async () => {
  const { result } = await ask(await open({}), 'server/discover');
  expect(result).toMatchObject({ capabilities: { extensions: { [TASKS]: {} } } });
});
