import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import type { Tasks } from '../../api/tasks.ts';
import { MCP_CAPABILITIES, MCP_TOOLS } from '../../contracts/mcp-tools.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { NOTHING } from '../support/results.ts';
import { openDoor, refuse, STATE } from './door.ts';

async function connect(runs: Partial<Runs> = {}, tasks: Partial<Tasks> = {}) {
  const door = await openDoor({
    runs,
    tasks,
    registry: {
      state: createSqliteState(':memory:'),
      storage: createLocalStorage('/nowhere'),
      styles: STYLE_PLUGINS,
      readers: [],
      pseudonymKey: new Uint8Array(32),
      results: NO_CACHE,
    },
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`)));
  onTestFinished(() => client.close());
  const call = async (name: string, given: Record<string, unknown> = {}) => {
    const answer = await client.callTool({ name, arguments: given });
    const [first] = answer.content as { text: string }[];
    return { ...answer, body: JSON.parse(first?.text ?? 'null') };
  };
  return { client, call, door };
}

describe('MCP', () => {
  it('shows the thirteen tools of the table with schemas and hints, and constant descriptions', async () => {
    const { client } = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(MCP_TOOLS).sort());
    expect(tools).toHaveLength(13);
    for (const { name, description, inputSchema, outputSchema, annotations } of tools) {
      const row = MCP_TOOLS[name as keyof typeof MCP_TOOLS];
      expect(description).toBe(row.description);
      expect([inputSchema.type, outputSchema?.type]).toEqual(['object', 'object']);
      expect(annotations?.readOnlyHint).toBe(row.readOnlyHint);
    }
    expect(Object.values(MCP_CAPABILITIES).flat().sort()).toEqual(Object.keys(MCP_TOOLS).sort());
  });

  it('starts, watches and cancels runs, each answer held to its schema by the client', async () => {
    const started: unknown[] = [];
    const { call } = await connect({
      start: async (request) => {
        started.push(request);
        return { execution_id: 'run-1' };
      },
      status: async () => STATE,
      results: async () => NOTHING,
      cancel: async () => 'cancelling',
    });
    for (const tool of ['training_execute', 'pipeline_execute']) {
      const answer = await call(tool, { dataset_path: '/data/sets/a.jsonl' });
      expect(answer.structuredContent).toMatchObject({ execution_id: 'run-1', status: 'started' });
    }
    expect(started).toHaveLength(2);
    for (const tool of ['training_monitor', 'pipeline_status']) {
      const answer = await call(tool, { execution_id: 'run-1' });
      expect(answer.structuredContent).toEqual({ result: STATE });
    }
    expect((await call('training_results', { execution_id: 'run-1' })).structuredContent).toEqual({
      ...NOTHING,
      samples: null,
    });
    const cancelled = await call('pipeline_cancel', { execution_id: 'run-1' });
    expect(cancelled.structuredContent).toMatchObject({ cancelled: false, status: 'cancelling' });
  });

  it('knows categories and styles, one of them in full where named', async () => {
    const { call } = await connect();
    expect((await call('taxonomy_info')).body).toMatchObject({ total_categories: 5, category: null });
    expect((await call('taxonomy_info', { category: 'clinical' })).body.category.privacy_level).toBe('maximum');
    const { body } = await call('style_info', { style: 'supervised' });
    expect(body).toMatchObject({ total_styles: 8, style: { style: 'supervised' } });
    const configured = await call('training_style_configure', { style: 'few_shot' });
    expect(configured.body).toMatchObject({ style: 'few_shot', valid: true });
  });

  it('asks a worker about datasets, and says so where that takes longer', async () => {
    const recommended = {
      ...{ training_styles: [], preprocessing_steps: [], quality_improvements: [], cached: false },
      recommendation_timestamp: '2025-01-02T00:00:00.000Z',
    };
    const { call } = await connect({}, { run: async ({ type }) => (type === 'selectStyle' ? undefined : recommended) });
    const given = { dataset_path: '/data/sets/a.jsonl' };
    expect((await call('dataset_recommendations', given)).structuredContent).toEqual(recommended);
    expect(await call('training_style_select', given)).toMatchObject({ isError: true, body: { code: 'TaskUnderWay' } });
  });

  it('a refusal tells the agent code, reason and remedy', async () => {
    const { call } = await connect({ status: refuse('RunNotFound', 'no run has the execution id run-9') });
    const answer = await call('pipeline_status', { execution_id: 'run-9' });
    expect(answer).toMatchObject({ isError: true, body: { code: 'RunNotFound' } });
    expect(answer.body.remedy).toContain('GET /api/executions');
    const outside = await call('dataset_categorize', { dataset_path: '/etc/passwd' });
    expect(outside).toMatchObject({ isError: true, body: { code: 'NotAllowed' } });
  });

  it('has resources and prompts', async () => {
    const { client } = await connect({ status: async () => STATE });
    const read = async (uri: string) => {
      const { contents } = await client.readResource({ uri });
      return JSON.parse((contents[0] as { text: string }).text);
    };
    const capabilities = await read('pipeline://capabilities');
    expect(capabilities.map(({ capability }: { capability: string }) => capability)).toEqual(
      Object.keys(MCP_CAPABILITIES),
    );
    expect(await read('pipeline://run/run-1')).toEqual(STATE);
    expect(await read('pipeline://models')).toEqual({ models: [], next_cursor: null });
    const { messages } = await client.getPrompt({ name: 'train_on_dataset', arguments: { dataset_path: 'a.jsonl' } });
    expect(JSON.stringify(messages)).toContain('a.jsonl');
  });

  it('a page of another site is refused', async () => {
    const { door } = await connect();
    const answer = await door.send({
      method: 'POST',
      path: '/mcp',
      body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(answer.status).toBe(403);
  });
});
