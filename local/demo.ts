import { access, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { parseConfig } from '../contracts/config.ts';
import { PipelineError } from '../contracts/errors.ts';
import type { OperationOutput, ResultsSchema } from '../contracts/operations.ts';
import type { RunState } from '../contracts/run.ts';
import { isTerminalRun } from '../contracts/transitions.ts';
import { createProgressView, formatResults } from './demo-view.ts';
import { startStack } from './stack.ts';

const EXAMPLE = fileURLToPath(new URL('../examples/counselling/conversations.jsonl', import.meta.url));

/**
 * `npm run demo [-- PATH [FIELDS]]`: one run, from the file to the judged model, with live progress. FIELDS is JSON with
 * further fields of the request, such as a consent. Exits 0 when it completed.
 */
async function demo(path: string, fields = '{}'): Promise<number> {
  const file = resolve(path);
  await access(file).catch(() => {
    throw new PipelineError(
      'DatasetNotFound',
      `${path} does not exist; give the path of a file or folder of a format in docs/datasets.md`,
    );
  });
  const more = parseFields(fields);
  // Its own port and task queue: a demo beside a running pipeline, or a second demo, disturbs nobody.
  const config = parseConfig({
    ...process.env,
    HOST: '127.0.0.1',
    PORT: '0',
    API_TOKEN: undefined,
    TASK_QUEUE: `demo-${process.pid}`,
    DATASET_ROOTS: dirname(file),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
  });
  const log = (line: string) => console.error(line);
  const stack = await startStack(config, log);
  let executionId: string | undefined;
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  try {
    log(stack.temporal);
    const started = await call<OperationOutput<'execute'>>(stack.gatewayUrl, 'POST', '/api/training/execute', {
      dataset_path: file,
      dataset_name: basename(file),
      on_stage_failure: 'fail',
      ...more,
    });
    executionId = started.execution_id;
    const uiLink = stack.uiUrl && `${stack.uiUrl}/namespaces/${config.TEMPORAL_NAMESPACE}/workflows/${executionId}`;
    log(
      `run ${executionId}\nrun page ${stack.gatewayUrl}/runs/${executionId}${uiLink ? `\nTemporal UI ${uiLink}` : ''}`,
    );
    const state = await follow(stack.gatewayUrl, executionId, interrupted.signal);
    const results = await call<z.infer<typeof ResultsSchema>>(
      stack.gatewayUrl,
      'GET',
      `/api/training/${executionId}/results`,
    );
    console.log(formatResults(state, results, resolve(config.DATA_DIR)));
    const report = await saveReport(stack.gatewayUrl, {
      executionId,
      folder: join(resolve(config.DATA_DIR), 'reports'),
    });
    console.log(`report           ${report} (open it in a browser)`);
    if (uiLink) console.log(`Temporal UI      ${uiLink} (while a server is up: npm run dev)`);
    return state.status === 'completed' ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

function parseFields(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Told below, as any other value that is no object.
  }
  throw new PipelineError(
    'InvalidInput',
    `the second argument is no JSON object with fields of the request; give for example '{"seed": 7}'`,
  );
}

/** The gateway ends with the demo; the report of the run page stays as a file. */
async function saveReport(gateway: string, { executionId, folder }: { executionId: string; folder: string }) {
  const response = await fetch(`${gateway}/runs/${executionId}/report.html`);
  if (!response.ok) throw new Error(`the report answered ${response.status}`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${executionId}.html`);
  await writeFile(path, await response.text());
  return path;
}

async function follow(gateway: string, executionId: string, interrupted: AbortSignal): Promise<RunState> {
  const view = createProgressView(process.stderr);
  let cancelled = false;
  for (;;) {
    const state = await call<RunState>(gateway, 'GET', `/api/training/${executionId}/status`).catch(
      (error: unknown) => {
        // The worker is too busy to answer just now; the run goes on.
        if (error instanceof Unavailable) return null;
        throw error;
      },
    );
    if (state === null) {
      await delay(POLL_MS);
      continue;
    }
    view.show(state);
    if (isTerminalRun(state.status)) return state;
    if (interrupted.aborted && !cancelled) {
      cancelled = true;
      console.error('\ncancelling the run');
      await call(gateway, 'DELETE', `/api/training/${executionId}?by=demo`);
    }
    await delay(POLL_MS, undefined, { signal: cancelled ? undefined : interrupted }).catch(() => undefined);
  }
}

async function call<T>(gateway: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(gateway + path, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T & { title?: string; detail?: string; remedy?: string };
  if (response.ok) return answer;
  throw new (response.status === 503 ? Unavailable : Error)(`${answer.title}: ${answer.detail} ${answer.remedy ?? ''}`);
}

class Unavailable extends Error {}

const POLL_MS = 300;

try {
  process.exitCode = await demo(process.argv[2] ?? EXAMPLE, process.argv[3]);
} catch (error) {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
}
