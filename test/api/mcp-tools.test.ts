import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, it, onTestFinished } from 'vitest';
import { createProfile } from '../../analysis/profile.ts';
import type { Runs } from '../../api/runs.ts';
import type { Tasks } from '../../api/tasks.ts';
import { MCP_TOOLS } from '../../contracts/mcp-tools.ts';
import type { ModelEntry } from '../../contracts/registry.ts';
import type { TaskType } from '../../contracts/tasks.ts';
import { categoryInfo } from '../../contracts/taxonomy.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';
import { categorize } from '../support/categorizer.ts';
import { REVISIONS, type Revision, speaking } from '../support/mcp-revisions.ts';
import { makeMetadata } from '../support/metadata.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { makeRecord } from '../support/records.ts';
import { NOTHING } from '../support/results.ts';
import { type DoorOptions, openDoor, STATE } from './door.ts';

const RECORDS = Array.from({ length: 20 }, (_, index) => makeRecord(index));
const PROFILE = createProfile();
for (const record of RECORDS) PROFILE.add(record);
const CATEGORIZATION = categorize(RECORDS);
const { category, confidence, uncertain, recommended_subcategories } = CATEGORIZATION;
const AT = '2025-01-02T00:00:00.000Z';

/** What a worker answers about a dataset, measured from records as it would be. */
const ANSWERS: Partial<Record<TaskType, unknown>> = {
  categorizeDataset: {
    ...{ category, confidence, uncertain, recommended_subcategories, analysis_summary: '', cached: false },
    categorization: CATEGORIZATION,
    metadata: makeMetadata({ profile: PROFILE.result(), categorization: CATEGORIZATION }),
    source: { file: 'a.jsonl', sha256: 'a'.repeat(64), byte_count: 1, format: 'jsonl' },
    ...{ rejected_count: 0, rejected_first: [] },
  },
  validateDataset: {
    ...{ valid: true, errors: [], findings: [], category, cached: false, validation_timestamp: AT },
    category_info: categoryInfo(category),
  },
  datasetRecommendations: {
    ...{ training_styles: [], preprocessing_steps: [], quality_improvements: [], cached: false },
    recommendation_timestamp: AT,
  },
  selectStyle: {
    ...{ selected_style: null, confidence: null, refusal: 'no style fits', ranking: [], cached: false },
    selection_timestamp: AT,
  },
};

const REGISTRY = {
  ...{ state: createSqliteState(':memory:'), storage: createLocalStorage('/nowhere'), styles: STYLE_PLUGINS },
  ...{ readers: [], pseudonymKey: new Uint8Array(32), results: NO_CACHE },
};

async function connect(options: DoorOptions, revision: Revision = '2025-11-25') {
  const door = await openDoor({ registry: REGISTRY, ...options });
  const client = new Client({ name: 'test', version: '1.0.0' }, speaking(revision));
  await client.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`)));
  onTestFinished(() => client.close());
  return { client, door };
}

const dataset = { dataset_path: '/data/sets/a.jsonl' };
const run = { execution_id: 'run-1' };
const GIVEN: Record<keyof typeof MCP_TOOLS, Record<string, unknown>> = {
  ...{ dataset_categorize: dataset, dataset_validate: dataset, dataset_recommendations: dataset },
  ...{ training_style_select: dataset, training_style_configure: { style: 'few_shot' } },
  ...{ training_execute: dataset, pipeline_execute: dataset },
  ...{ training_monitor: run, pipeline_status: run, training_results: run, pipeline_cancel: run },
  ...{ taxonomy_info: { category: 'clinical' }, style_info: { style: 'supervised' } },
};

it.each(Object.keys(MCP_TOOLS) as (keyof typeof MCP_TOOLS)[])('%s answers what its schema says', async (name) => {
  const { client } = await connect({
    runs: {
      start: async () => ({ execution_id: 'run-1' }),
      status: async () => STATE,
      results: async () => NOTHING,
      cancel: async () => 'cancelling',
    },
    tasks: { run: async ({ type }) => ANSWERS[type] },
  });
  // The client holds an answer to the output schema only once it has listed the tools.
  await client.listTools();
  const answer = await client.callTool({ name, arguments: GIVEN[name] });
  expect(answer.isError, JSON.stringify(answer.content)).toBeFalsy();
  expect(Object.keys(answer.structuredContent as object).length).toBeGreaterThan(0);
});

it('a field that does not fit is a refusal with code, detail and remedy like any other', async () => {
  const { client } = await connect({});
  const cases = { pipeline_status: {}, training_style_configure: { style: 'nope' }, taxonomy_info: { colour: 1 } };
  for (const [name, given] of Object.entries(cases)) {
    const { isError, content } = await client.callTool({ name, arguments: given });
    const problem = JSON.parse((content as { text: string }[])[0]?.text ?? '');
    expect({ isError, code: problem.code }).toEqual({ isError: true, code: 'InvalidInput' });
    expect(problem.detail).toMatch(/execution_id|style|colour/);
    expect(problem.remedy).toBe('Correct the named field.');
  }
});

it('a defect says nothing to the agent and stands in the log', async () => {
  const status = async () => {
    throw new Error('secret inside');
  };
  const { client, door } = await connect({ runs: { status } });
  const answer = await client.callTool({ name: 'pipeline_status', arguments: run });
  expect(answer.isError).toBe(true);
  expect(JSON.stringify(answer)).not.toContain('secret inside');
  await expect(client.readResource({ uri: 'pipeline://run/run-1' })).rejects.toThrow(/Internal: (?!.*secret)/);
  expect(door.log().filter(({ msg }) => msg === 'defect')).toHaveLength(2);
});

it('the card of a model is a resource', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'objects'));
  writeFileSync(join(folder, 'objects', 'README.md'), '# the card\n');
  const state = createSqliteState(join(folder, 'state.db'));
  const model_id = `model-${'0'.repeat(16)}`;
  const card = {
    ...{ name: 'README.md', uri: 'objects/README.md', sha256: 'a'.repeat(64), byte_count: 11 },
    media_type: 'text/markdown',
  };
  const entry: ModelEntry = {
    ...{ model_id, created_at: AT, execution_id: 'run-1', style: 'supervised', artifacts: [card] },
    task: { kind: 'classification', label_field: 'topic', text_from: 'user', classes: ['a', 'b'] },
    dataset: { name: null, file: 'a.jsonl', sha256: 'a'.repeat(64), category: 'conversational' },
    ...{ primary_metric: 'f1_score', scores: { f1_score: 0.7 }, gain_over_baseline: null },
    ...{ stage: 'training', gates: [], promotions: [], blocked: null },
  };
  state.putDocument('model', model_id, entry);
  const { client } = await connect({ registry: { ...REGISTRY, state, storage: createLocalStorage(folder) } });
  const { contents } = await client.readResource({ uri: `pipeline://card/${model_id}` });
  expect(contents).toMatchObject([{ mimeType: 'text/markdown', text: '# the card\n' }]);
  const unknown = client.readResource({ uri: `pipeline://card/model-${'1'.repeat(16)}` });
  await expect(unknown).rejects.toThrow(/ModelNotFound/);
});

it('texts of a dataset come only where an agent asks for samples', async () => {
  const { client } = await connect({ runs: { results: async () => NOTHING } });
  const plain = await client.callTool({ name: 'training_results', arguments: run });
  expect(plain.structuredContent).toMatchObject({ samples: null });
  // The run has standardized nothing: that is what an agent is told, and not that there are none.
  const asked = await client.callTool({ name: 'training_results', arguments: { ...run, samples: 2 } });
  expect(asked).toMatchObject({ isError: true });
  expect(JSON.stringify(asked.content)).toContain('ArtifactNotFound');
});

it.each(['training_execute', 'pipeline_execute'])(
  '%s hands its key on, and not as a field of the run',
  async (name) => {
    const starts: unknown[] = [];
    const start: Runs['start'] = async (request, options) => {
      starts.push({ options, names: Object.keys(request) });
      return { execution_id: 'run-1' };
    };
    const { client } = await connect({ runs: { start } });
    await client.callTool({ name, arguments: { ...dataset, idempotency_key: 'once' } });
    expect(starts).toEqual([
      { options: { idempotencyKey: 'once' }, names: expect.not.arrayContaining(['idempotency_key']) },
    ]);
    const refused = await client.callTool({ name, arguments: { ...dataset, idempotency_key: 'two words' } });
    expect(JSON.stringify(refused)).toContain('idempotency_key');
    expect(starts).toHaveLength(1);
  },
);

it('the task of a question about a dataset follows from its key', async () => {
  const ids: string[] = [];
  const run: Tasks['run'] = async ({ id, type }) => {
    ids.push(id);
    return ANSWERS[type];
  };
  const { client } = await connect({ tasks: { run } });
  for (const idempotency_key of ['one', 'one', 'two']) {
    await client.callTool({ name: 'dataset_validate', arguments: { ...dataset, idempotency_key } });
  }
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

it.each(REVISIONS)('a call that takes longer tells how long, revision %s', async (revision) => {
  const run: Tasks['run'] = async ({ type }) => {
    await sleep(2500);
    return ANSWERS[type];
  };
  const { client } = await connect({ tasks: { run } }, revision);
  const told: { progress: number; message?: string | undefined }[] = [];
  const onprogress = (progress: (typeof told)[number]) => void told.push(progress);
  const answer = await client.callTool({ name: 'dataset_validate', arguments: dataset }, { onprogress });
  expect(answer.isError).toBeFalsy();
  expect(told.map(({ progress }) => progress)).toEqual([1, 2]);
  expect(told[0]?.message).toBe('a worker is at it for 1 s');
});
