import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../contracts/config.ts';
import { MCP_TOOLS } from '../../contracts/mcp-tools.ts';
import { startStack } from '../../local/stack.ts';
import { makeConversations } from '../support/datasets.ts';
import { REVISIONS, type Revision } from '../support/mcp-revisions.ts';
import { serveFixture } from './serve.ts';

/**
 * `npm run test:conformance`: the suite of the Model Context Protocol on the transport of the gateway, for both
 * revisions, and what of it fits on the real endpoint; then the inspector calls each tool of a running pipeline.
 */
const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';

/** What asks for no tool, resource or prompt by a name of the suite's own. */
const ON_THE_REAL_ENDPOINT: Record<Revision, readonly string[]> = {
  '2025-11-25': [
    'server-initialize',
    'ping',
    'tools-list',
    'resources-list',
    'prompts-list',
    'dns-rebinding-protection',
  ],
  '2026-07-28': [
    ...['tools-list', 'resources-list', 'prompts-list', 'dns-rebinding-protection', 'caching'],
    ...['sep-2164-resource-not-found', 'http-header-validation'],
  ],
};

/** The extension's scenarios are in no score, so each is asked for by name. */
const TASK_SCENARIOS = [
  ...['lifecycle', 'capability-negotiation', 'wire-fields', 'request-state-removal', 'mrtr-input', 'mrtr-composition'],
  ...['request-headers', 'dispatch-and-envelope', 'required-task-error'],
].map((name) => `tasks-${name}`);

const tools = installTools(SUITE, INSPECTOR);
const suite = (...args: string[]) => tool('conformance', args);
const inspector = (...args: string[]) => tool('mcp-inspector', args);
let failed = 0;

/** Once into the user's cache folder: not among the packages, because nobody else needs them. */
function installTools(...packages: string[]): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'dataset-training-pipeline');
  const folder = join(cache, packages.map((name) => name.replace(/^.*\//, '')).join('-'));
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder, ...packages];
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`npm could not install ${packages.join(' and ')}; what it printed above says why`);
  writeFileSync(done, '');
  return folder;
}

/** Not spawnSync: the servers answer from this process. */
async function tool(name: string, args: readonly string[]): Promise<string> {
  const script = realpathSync(join(tools, 'node_modules', '.bin', name));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const [status] = await once(child, 'close');
  if (status === 0) return output;
  throw new Error(`${output.slice(-4000)}\n${errors.slice(-2000)}`);
}

async function check(title: string, work: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`✓ ${title}: ${await work()}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`✗ ${title}: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** The suite says which scenarios are in no score. One that only warned has passed nothing, and the suite lets it pass. */
function scoreOf(output: string): string {
  const unscored = new Set(Array.from(output.matchAll(/^ {2}[✓✗] (\S+) \(/gm), ([, name]) => name));
  const scored = Array.from(output.matchAll(/^([✓✗]) (\S+): (\d+) passed/gm)).filter(
    ([, , name]) => !unscored.has(name),
  );
  const open = scored.filter(([, mark, , count]) => mark !== '✓' || count === '0').map(([, , name]) => name);
  if (scored.length === 0) throw new Error('the suite ran no scenario');
  if (open.length > 0) throw new Error(`of ${scored.length} scored scenarios these do not pass: ${open.join(', ')}`);
  return `${scored.length} of ${scored.length} scored scenarios pass`;
}

function totalOf(output: string): string {
  const total = /^Passed: (\d+)\/.*$/m.exec(output);
  if (!total || total[1] === '0') throw new Error(`the suite checked nothing: ${output.slice(-500)}`);
  return total[0];
}

const fixture = await serveFixture();
for (const revision of REVISIONS) {
  const args = ['server', '--url', fixture.url, '--requirements', revision];
  await check(`suite, ${revision}`, async () => scoreOf(await suite(...args)));
}
for (const scenario of TASK_SCENARIOS) {
  const args = ['server', '--url', fixture.url, '--scenario', scenario];
  await check(`suite, ${scenario}`, async () => totalOf(await suite(...args)));
}
fixture.close();

const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const root = join(folder, 'datasets');
mkdirSync(root);
writeFileSync(join(root, 'a.jsonl'), makeConversations(200, { turns: 4 }));
const ports = { PORT: '0', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0', LOG_LEVEL: 'error' };
const stack = await startStack(
  parseConfig({ DATA_DIR: join(folder, 'data'), DATASET_ROOTS: root, ...ports }),
  () => undefined,
);
const url = `${stack.gatewayUrl}/mcp`;
try {
  for (const revision of REVISIONS) {
    for (const scenario of ON_THE_REAL_ENDPOINT[revision]) {
      const args = ['server', '--url', url, '--scenario', scenario, '--spec-version', revision];
      await check(`/mcp, ${revision}, ${scenario}`, async () => totalOf(await suite(...args)));
    }
  }
  await inspectTools();
} finally {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(failed === 0 ? 'all as it should be\n' : `${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function inspectTools(): Promise<void> {
  const inspect = async (...args: string[]) =>
    JSON.parse(await inspector('--cli', url, '--transport', 'http', ...args)) as Record<string, unknown>;

  await check('inspector, tools/list', async () => {
    const { tools } = (await inspect('--method', 'tools/list', '--strict')) as { tools: { name: string }[] };
    const names = tools.map(({ name }) => name).sort();
    if (String(names) !== String(Object.keys(MCP_TOOLS).sort())) throw new Error(`the tools are ${names}`);
    return `${names.length} tools`;
  });

  const dataset = ['dataset_path=a.jsonl'];
  // Its file is not there: the run waits for an operator, and is there to be cancelled.
  const start = ['dataset_path=late.jsonl', 'idempotency_key=inspected'];
  let run: string[] = [];
  const given = (): Record<keyof typeof MCP_TOOLS, readonly string[]> => ({
    ...{ dataset_categorize: dataset, dataset_validate: dataset, dataset_recommendations: dataset },
    ...{ training_style_select: dataset, training_style_configure: ['style=few_shot'] },
    ...{ taxonomy_info: ['category=conversational'], style_info: ['style=few_shot'] },
    ...{ training_execute: start, pipeline_execute: start },
    ...{ training_monitor: run, training_results: run, pipeline_status: run, pipeline_cancel: run },
  });
  for (const name of Object.keys(given()) as (keyof typeof MCP_TOOLS)[]) {
    await check(`inspector, ${name}`, async () => {
      const fields = given()[name].flatMap((field) => ['--tool-arg', field]);
      const answer = await inspect('--method', 'tools/call', '--tool-name', name, ...fields);
      if (answer.isError) throw new Error(JSON.stringify(answer.content));
      const { execution_id } = answer.structuredContent as { execution_id?: string };
      if (name === 'training_execute') run = [`execution_id=${execution_id}`];
      return 'called with success';
    });
  }
}
