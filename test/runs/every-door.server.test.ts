import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../contracts/config.ts';
import { WORKFLOW_TYPE } from '../../contracts/ids.ts';
import { STAGE_IDS } from '../../contracts/stages.ts';
import { type Stack, startStack } from '../../local/stack.ts';
import { makeConversations } from '../support/datasets.ts';
import { openSocket } from '../support/live-clients.ts';

const CLI = fileURLToPath(new URL('../../client/cli/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'doors-'));
const root = join(folder, 'datasets');
let stack: Stack;

beforeAll(async () => {
  mkdirSync(root);
  const settings = { DATA_DIR: join(folder, 'data'), DATASET_ROOTS: root, CANCEL_GRACE_SECONDS: '2' };
  const ports = { PORT: '0', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0', LOG_LEVEL: 'error' };
  stack = await startStack(parseConfig({ ...settings, ...ports }), () => undefined);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('one run: started over MCP, watched by WebSocket, retried by REST, cancelled by the command line, seen in Temporal', async () => {
  const { gatewayUrl, uiUrl } = stack;
  const mcp = new Client({ name: 'every-door', version: '1.0.0' });
  await mcp.connect(new StreamableHTTPClientTransport(new URL(`${gatewayUrl}/mcp`)));
  onTestFinished(() => mcp.close());
  const tool = async (name: string, fields: Record<string, unknown>) => {
    const { structuredContent } = await mcp.callTool({ name, arguments: fields });
    return structuredContent as Record<string, unknown>;
  };

  const started = await tool('training_execute', {
    dataset_path: 'late.jsonl',
    training_config: { style: 'self_supervised', settings: { num_epochs: 60 } },
  });
  const id = String(started.execution_id);

  const watcher = await openSocket(gatewayUrl);
  onTestFinished(watcher.close);
  watcher.say({ type: 'subscribe', execution_id: id, after: 0 });
  // The dataset is not there yet: the run waits for somebody.
  const waits = await watcher.until(({ type }) => type === 'needs_attention');
  expect(waits).toMatchObject({ data: { stage: 'dataset_ingestion', error: { type: 'DatasetNotFound' } } });

  writeFileSync(join(root, 'late.jsonl'), makeConversations(400, { turns: 6 }));
  const retried = await fetch(`${gatewayUrl}/api/training/${id}/stages/dataset_ingestion/retry`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ by: 'operator at the door' }),
  });
  expect(retried.status).toBe(202);
  const training = (heard: unknown) =>
    (heard as { data?: { stage_progress?: number; stage?: string } }).data?.stage === 'model_training';
  await watcher.until((heard) => heard.type === 'progress_update' && training(heard));
  expect(await tool('training_monitor', { execution_id: id })).toMatchObject({
    result: { status: 'running', current_stage: 'model_training' },
  });

  const words = ['cancel', id, '--reason', 'seen enough', '--by', 'operator', '--json'];
  const env = { ...process.env, PIPELINE_URL: gatewayUrl };
  const cancelled = await promisify(execFile)(process.execPath, [CLI, ...words], { env });
  expect(JSON.parse(cancelled.stdout)).toMatchObject({ execution_id: id });
  const end = await watcher.until(({ type }) => type === 'completion');
  expect(end).toMatchObject({ data: { status: 'cancelled', trainer_gone: true } });
  const done = watcher.events().flatMap(({ type, data }) => (type === 'stage_completed' ? [data.stage] : []));
  expect(done).toEqual(STAGE_IDS.slice(0, -1));

  // Whatever door a command came by, it stands in the one audit trail.
  const audit = (await (await fetch(`${gatewayUrl}/api/audit`)).json()) as { entries: Record<string, unknown>[] };
  const kept = audit.entries.toReversed().map(({ action, by, detail }) => ({ action, by, detail }));
  expect(kept).toMatchObject([
    { action: 'start_run', by: 'operator', detail: { execution_id: id } },
    { action: 'retry_stage', by: 'operator at the door', detail: { execution_id: id, stage: 'dataset_ingestion' } },
    { action: 'cancel_run', by: 'operator', detail: { execution_id: id, reason: 'seen enough' } },
  ]);
  const verified = await promisify(execFile)(process.execPath, [CLI, 'audit', 'verify', '--json'], { env });
  expect(JSON.parse(verified.stdout)).toMatchObject({ intact: true, entries: 3 });

  // As the Temporal UI asks for it: by its page, its search attributes, its state.
  expect(started.links).toMatchObject({ temporal_ui: `${uiUrl}/namespaces/default/workflows/${id}` });
  expect((await fetch(`${uiUrl}/namespaces/default/workflows/${id}`)).status).toBe(200);
  const asked = `WorkflowType="${WORKFLOW_TYPE}" AND RunStatus="cancelled" AND Stage="model_training"`;
  const row = await untilListed(`${uiUrl}/api/v1/namespaces/default/workflows?query=${encodeURIComponent(asked)}`, id);
  expect(row).toMatchObject({ status: 'WORKFLOW_EXECUTION_STATUS_CANCELED', type: { name: WORKFLOW_TYPE } });
  const attributes = row.searchAttributes.indexedFields;
  const texts = Object.entries(attributes).map(([name, { data }]) => [name, JSON.parse(atob(data))]);
  expect(Object.fromEntries(texts)).toMatchObject({
    Tenant: 'default',
    WaitingFor: 'nothing',
    Stage: 'model_training',
  });
  const listed = await fetch(`${gatewayUrl}/api/executions?status=cancelled&stage=model_training`);
  expect(((await listed.json()) as { executions: unknown }).executions).toMatchObject([
    { execution_id: id, status: 'cancelled' },
  ]);
});

interface ListedRun {
  execution: { workflowId: string };
  searchAttributes: { indexedFields: Record<string, { data: string }> };
}

/** Visibility is told a moment after the run itself. */
async function untilListed(url: string, id: string): Promise<ListedRun> {
  for (let tries = 0; tries < 50; tries++) {
    const answer = (await (await fetch(url)).json()) as { executions?: ListedRun[] };
    const found = answer.executions?.find(({ execution }) => execution.workflowId === id);
    if (found) return found;
    await delay(200);
  }
  throw new Error('the run did not become listed');
}
