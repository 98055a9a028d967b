import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { createApp, type Page } from '../../api/create-app.ts';
import type { Registry } from '../../api/model-handlers.ts';
import type { Runs } from '../../api/runs.ts';
import type { Tasks } from '../../api/tasks.ts';
import type { Config } from '../../contracts/config.ts';
import { type ErrorType, PipelineError } from '../../contracts/errors.ts';
import { AcceptedSchema } from '../../contracts/operation-fields.ts';
import { errorsOf, OPERATIONS, type OperationName, ProblemSchema } from '../../contracts/operations.ts';
import type { RunState } from '../../contracts/run.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { NO_CACHE } from '../support/no-cache.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, checked against their schema before
  readonly body: any;
  readonly text: string;
}

export interface Sent {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  /** A string or bytes go as they are; anything else as JSON with its content type. */
  body?: unknown;
}

export interface DoorOptions {
  runs?: Partial<Runs>;
  tasks?: Partial<Tasks>;
  registry?: Registry;
  token?: string;
  roots?: string[];
  config?: Partial<Config>;
  clock?: () => number;
  pages?: readonly Page[];
}

/** A gateway on a free port before fake runs. Every answer is held to the schema the operation table gives it. */
export async function openDoor({
  runs = {},
  tasks = {},
  registry,
  token,
  roots = ['/data/sets'],
  config = {},
  clock = () => Date.UTC(2025, 0, 2),
  pages = [],
}: DoorOptions = {}) {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const app = createApp({
    runs: { ...UNASKED, ...runs },
    pages,
    tasks: { run: unasked, read: unasked, ...tasks },
    registry: registry ?? {
      state: createSqliteState(':memory:'),
      storage: createLocalStorage('/nowhere'),
      styles: [],
      readers: [],
      pseudonymKey: new Uint8Array(32),
      results: NO_CACHE,
    },
    config: {
      DATASET_ROOTS: roots,
      TEMPORAL_NAMESPACE: 'default',
      UPLOAD_BYTES_MAX: 1024,
      MCP_SESSIONS_MAX: 100,
      ...(token !== undefined && { API_TOKEN: token }),
      ...config,
    },
    log: pino({ level: 'debug' }, sink),
    clock,
    version: '1.2.3',
    temporalUiUrl: 'http://127.0.0.1:8233',
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const send = (sent: Sent) => exchange(port, sent);
  return {
    url: `http://127.0.0.1:${port}`,
    send,
    /** Log entries so far. The entry of a request is written after its answer: wait for it. */
    log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    lines,
    /** Sends what the operation's row says and checks the answer against it. */
    async call(
      name: OperationName,
      { params = {}, ...sent }: Omit<Sent, 'path'> & { params?: Record<string, string>; query?: string } = {},
    ) {
      const operation = OPERATIONS[name];
      const path = operation.path.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? 'run-1');
      const answer = await send({ method: operation.method.toUpperCase(), path: path + (sent.query ?? ''), ...sent });
      if (answer.status === 202 && 'mayTakeLonger' in operation) {
        expect(AcceptedSchema.parse(answer.body)).toEqual(answer.body);
      } else if (answer.status < 400) {
        expect(answer.status).toBe(operation.status);
        if (!('answers' in operation)) expect(operation.output.parse(answer.body)).toEqual(answer.body);
      } else {
        expect(errorsOf(operation)).toContain(answer.body.code);
      }
      return answer;
    },
  };
}

const isJson = (headers: IncomingHttpHeaders) => /[/+]json\b/.test(headers['content-type'] ?? '');

export async function exchange(port: number, { method = 'GET', path, headers = {}, body }: Sent): Promise<Answer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
  const bytes = raw ? Buffer.from(body ?? '') : Buffer.from(JSON.stringify(body));
  const answer = await new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: '127.0.0.1',
        method,
        path,
        agent: false,
        headers: {
          ...(!raw && { 'content-type': 'application/json' }),
          ...(bytes.length > 0 && { 'content-length': String(bytes.length) }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: isJson(response.headers) && text !== '' ? JSON.parse(text) : undefined,
            text,
          });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
  if (answer.status >= 400 && answer.body !== undefined) {
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(ProblemSchema.parse(answer.body)).toEqual(answer.body);
    expect(answer.body.status).toBe(answer.status);
    expect(answer.body.type).toBe(`urn:dataset-training-pipeline:error:${answer.body.code}`);
  }
  return answer;
}

/** Every way to the runs that a test did not open: taking one is a failure of the test. */
const UNASKED: Runs = {
  start: unasked,
  status: unasked,
  results: unasked,
  steer: unasked,
  cancel: unasked,
  rerun: unasked,
  list: unasked,
  readiness: unasked,
};

async function unasked(): Promise<never> {
  throw new Error('the door asked the runs, which this test does not expect');
}

export function refuse(type: ErrorType, message = 'as the test wants it'): () => Promise<never> {
  return async () => {
    throw new PipelineError(type, message);
  };
}

export const STATE: RunState = {
  status: 'running',
  execution_id: 'run-1',
  pipeline_id: 'run-1',
  dataset_name: null,
  tenant: 'default',
  progress: 0,
  current_stage: null,
  waiting_for: 'nothing',
  message: '',
  stages: [],
  start_time: '2025-01-01T00:00:00.000Z',
  end_time: null,
  estimated_completion: null,
  estimated_completion_interval: null,
  rerun_of: null,
};
