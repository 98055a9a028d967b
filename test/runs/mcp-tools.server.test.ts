import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../contracts/config.ts';
import { MCP_TOOLS } from '../../contracts/mcp-tools.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { makeConversations } from '../support/datasets.ts';
import { REVISIONS, speaking } from '../support/mcp-revisions.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcp-tools-'));
const root = join(folder, 'datasets');
let stack: Stack;

beforeAll(async () => {
  mkdirSync(root);
  writeFileSync(join(root, 'a.jsonl'), makeConversations(200, { turns: 4 }));
  const settings = { DATA_DIR: join(folder, 'data'), DATASET_ROOTS: root, CANCEL_GRACE_SECONDS: '2' };
  const ports = { PORT: '0', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0', LOG_LEVEL: 'error' };
  stack = await startStack(parseConfig({ ...settings, ...ports }), () => undefined);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it.each(REVISIONS)(
  'a client of revision %s calls each of the thirteen tools with success',
  async (revision) => {
    const client = new Client({ name: 'every-tool', version: '1.0.0' }, speaking(revision));
    await client.connect(new StreamableHTTPClientTransport(new URL(`${stack.gatewayUrl}/mcp`)));
    onTestFinished(() => client.close());
    // The client holds an answer to the output schema only once it has listed the tools.
    const { tools } = await client.listTools();
    const called: string[] = [];
    const call = async (name: keyof typeof MCP_TOOLS, given: Record<string, unknown>) => {
      let answer = await client.callTool({ name, arguments: given });
      // On a busy machine a worker may take longer than the gateway waits: a client asks again.
      for (let again = 0; again < 3 && isUnavailable(answer); again++)
        answer = await client.callTool({ name, arguments: given });
      expect(answer.isError, `${name}: ${JSON.stringify(answer.content)}`).toBeFalsy();
      called.push(name);
      return answer.structuredContent as Record<string, unknown>;
    };

    const dataset = { dataset_path: 'a.jsonl' };
    await call('dataset_categorize', dataset);
    await call('dataset_validate', dataset);
    await call('dataset_recommendations', dataset);
    await call('training_style_select', dataset);
    await call('training_style_configure', { style: 'few_shot' });
    await call('taxonomy_info', { category: 'conversational' });
    await call('style_info', { style: 'few_shot' });
    const start = { ...dataset, idempotency_key: `once-${revision}` };
    const { execution_id } = await call('training_execute', start);
    // The same key from the other tool and from HTTP: one store, one run.
    expect(await call('pipeline_execute', start)).toMatchObject({ execution_id });
    const again = await fetch(`${stack.gatewayUrl}/api/training/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `once-${revision}` },
      body: JSON.stringify(dataset),
    });
    expect(await again.json()).toMatchObject({ execution_id });
    const run = { execution_id };
    await call('training_monitor', run);
    await call('pipeline_status', run);
    await call('training_results', run);
    await call('pipeline_cancel', run);

    expect(called.sort()).toEqual(Object.keys(MCP_TOOLS).sort());
    expect(tools.map(({ name }) => name).sort()).toEqual(called);
  },
  120_000,
);

const isUnavailable = ({ isError, content }: { isError?: boolean | undefined; content: unknown }) =>
  isError === true && JSON.stringify(content).includes('TemporalUnavailable');

it('a run started as a task is read from Temporal, and cancelled by its task id', async () => {
  const ask = async (method: string, params: Record<string, unknown>) => {
    const name = String(params.name ?? params.taskId);
    const answer = await fetch(`${stack.gatewayUrl}/mcp`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, 'mcp-name': name },
      },
      body: JSON.stringify({
        ...{ jsonrpc: '2.0', id: 1, method },
        params: {
          ...params,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
            'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
          },
        },
      }),
    });
    const { result } = (await answer.json()) as { result: Record<string, unknown> };
    return result;
  };
  // Its file is not there: the run waits for an operator, and is there to be cancelled.
  const created = await ask('tools/call', { name: 'training_execute', arguments: { dataset_path: 'late.jsonl' } });
  expect(created).toMatchObject({ resultType: 'task', status: 'working' });
  const { taskId } = created;
  const described = await fetch(`${stack.gatewayUrl}/api/training/${taskId}/status`);
  expect(await described.json()).toMatchObject({ execution_id: taskId });
  expect(await ask('tasks/get', { taskId })).toMatchObject({ taskId, status: 'working' });
  expect(await ask('tasks/cancel', { taskId })).toMatchObject({ resultType: 'complete' });
  await expect.poll(async () => (await ask('tasks/get', { taskId })).status, { timeout: 120_000 }).toBe('cancelled');
});
