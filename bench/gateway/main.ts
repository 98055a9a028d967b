import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../contracts/config.ts';
import { startTemporalServer } from '../../local/temporal-server.ts';
import { startWorkerProcess } from '../../local/worker-process.ts';
import { measureLatency } from './latency.ts';

/**
 * What the gateway costs: status queries and starts a second against the least Express route that makes the same call
 * to Temporal, each in a process of its own, in turn; and how long an event takes to 200 clients of one run. Exits 1
 * where a ratio is under 0.8 or the 95th percentile is over 300 ms.
 */
const ROUNDS = 11;
const SECONDS = 2;
const RUNS = 5;
const CONNECTIONS = 8;
const RATIO_MIN = 0.8;
const CLIENTS = 200;
const LATENCY_MS_MAX = 300;

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
const dataDir = join(folder, 'data');
mkdirSync(dataDir);
const log = (line: string) => console.error(line);

try {
  const server = await startTemporalServer({
    dataDir,
    address: undefined,
    port: 0,
    uiPort: 0,
    namespace: 'default',
    log,
  });
  stops.push(() => server.stop());
  const environment = {
    TEMPORAL_ADDRESS: server.address,
    DATA_DIR: dataDir,
    DATASET_ROOTS: file('../../examples'),
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const worker = await startWorkerProcess(parseConfig(environment), environment, log);
  stops.push(() => worker.stop());
  const gateway = await start('../../api/main.ts', environment);
  const bare = await start('bare.ts', environment);
  // Starts go to a task queue without a worker: what is measured is the start, not the run.
  const nobody = { ...environment, TASK_QUEUE: 'nobody' };
  const startGateway = await start('../../api/main.ts', nobody);
  const startBare = await start('bare.ts', nobody);

  const waiting = await post(gateway, { dataset_path: 'counselling/conversations.jsonl', require_approval: true });
  await until(gateway, waiting, 'awaiting_approval');
  const status = await compare('status queries', {
    gateway: { url: `${gateway}/api/training/${waiting}/status` },
    bare: { url: `${bare}/status/${waiting}` },
  });
  const body = JSON.stringify({ dataset_path: 'counselling/conversations.jsonl' });
  const starts = await compare('starts', {
    gateway: { url: `${startGateway}/api/training/execute`, body },
    bare: { url: `${startBare}/start`, body },
  });
  const latency = await measureLatency({ gateway, clients: CLIENTS, rounds: RUNS });
  console.log(
    `${CLIENTS} WebSocket clients on one run: ${latency.events} events over ${RUNS} runs, latency median ${latency.p50} ms, 95th percentile ${latency.p95} ms, worst ${latency.max} ms (load of the machine ${loadavg()[0]?.toFixed(1)})`,
  );
  console.log(JSON.stringify({ status, starts, latency, limits: { ratio: RATIO_MIN, p95: LATENCY_MS_MAX } }));
  process.exitCode = status.ratio >= RATIO_MIN && starts.ratio >= RATIO_MIN && latency.p95 <= LATENCY_MS_MAX ? 0 : 1;
} finally {
  for (const stop of stops.reverse()) await stop();
}

/** Starts a program of this project and returns the address it prints. */
async function start(path: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [file(path)], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(() => end(child));
  for await (const chunk of child.stdout) {
    const url = /http:\/\/\S+/.exec(String(chunk))?.[0];
    if (url) return url;
  }
  throw new Error(`${path} ended before it was ready`);
}

function end(child: ChildProcess): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return gone;
}

async function post(gateway: string, request: object): Promise<string> {
  const response = await fetch(`${gateway}/api/training/execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const { execution_id } = (await response.json()) as { execution_id: string };
  return execution_id;
}

async function until(gateway: string, id: string, wanted: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const response = await fetch(`${gateway}/api/training/${id}/status`);
    if (((await response.json()) as { status: string }).status === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the run did not become ${wanted}`);
}

interface Target {
  url: string;
  body?: string;
}

/** Requests a second of both, one right after the other; the ratio is the median of the rounds' own ratios. */
async function compare(name: string, targets: { gateway: Target; bare: Target }) {
  const rates = { gateway: [] as number[], bare: [] as number[] };
  for (const target of Object.values(targets)) await shoot(target, 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of round % 2 === 0 ? (['bare', 'gateway'] as const) : (['gateway', 'bare'] as const)) {
      rates[side].push(await shoot(targets[side], SECONDS));
    }
  }
  const ratios = rates.gateway.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN));
  const [gateway, bare] = [median(rates.gateway), median(rates.bare)];
  const ratio = Number(median(ratios).toFixed(3));
  console.log(
    `${name}: gateway ${gateway.toFixed(0)} a second, bare route ${bare.toFixed(0)} a second, ratio ${ratio} (median of ${ROUNDS} pairs, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
  );
  return { gateway, bare, ratio };
}

/** Good answers a second. Any other answer ends the benchmark: what fails is fast. */
async function shoot({ url, body }: Target, seconds: number): Promise<number> {
  const args = ['--json', '--connections', String(CONNECTIONS), '--duration', String(seconds), '--no-progress'];
  if (body) args.push('--method', 'POST', '--headers', 'content-type=application/json', '--body', body);
  const script = fileURLToPath(import.meta.resolve('autocannon'));
  const child = spawn(process.execPath, [script, ...args, url], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  const { requests, non2xx, errors } = JSON.parse(text);
  if (non2xx > 0 || errors > 0) throw new Error(`${url}: ${non2xx} answers were no success, ${errors} errors`);
  return requests.average;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
