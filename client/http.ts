import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { ERRORS } from '../contracts/errors.ts';
import { AcceptedSchema } from '../contracts/operation-fields.ts';
import {
  OPERATIONS,
  type Operation,
  type OperationName,
  type OperationOutput,
  type Problem,
  ProblemSchema,
  takesIdempotencyKey,
} from '../contracts/operations.ts';
import type { RunError } from '../contracts/run.ts';

/** What a caller may send: defaults may be left out. */
export type OperationRequest<N extends OperationName> = z.input<(typeof OPERATIONS)[N]['input']>;
/** What comes back: the table's shape, or a file's bytes. */
export type OperationAnswer<N extends OperationName> = (typeof OPERATIONS)[N] extends { answers: 'bytes' }
  ? Uint8Array
  : OperationOutput<N>;

export interface ConnectionOptions {
  /** Address of the gateway; http://127.0.0.1:8000 unless said otherwise. */
  url?: string;
  /** Sent as a bearer token where the gateway asks for one. */
  token?: string;
  /** Times a call is sent again after a refusal that waiting may mend: 429, 503, no connection. */
  retries?: number;
  fetch?: typeof fetch;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Kept over retries, so that a start is done once; made anew where it is left out. */
  idempotencyKey?: string | undefined;
  /** Body of an operation that takes a file. */
  body?: Readable | Uint8Array | undefined;
}

/** The gateway said no. `problem` is its RFC 9457 body: `code` for programs, `detail` and `remedy` for people. */
export class GatewayError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'GatewayError';
    this.problem = problem;
  }
}

/** Nobody answered at the address, or what answered is no gateway. */
export class GatewayUnreachable extends Error {
  constructor(url: string, why: string, options?: { cause: unknown }) {
    super(`${url} does not answer as a gateway: ${why}`, options);
    this.name = 'GatewayUnreachable';
  }
}

export const DEFAULT_URL = 'http://127.0.0.1:8000';
const RETRIES = 3;
const WAIT_MS_MAX = 30_000;

export type Caller = <N extends OperationName>(
  name: N,
  request: OperationRequest<N>,
  options?: CallOptions,
) => Promise<OperationAnswer<N>>;

/**
 * Calls operations of the table over HTTP: path, query and body follow from the row.
 *
 * A call is repeated on 429, 503 and a lost connection where that is safe: it reads, or its Idempotency-Key makes the
 * server do it once. Work that answers 202 is waited for. Errors: GatewayError, GatewayUnreachable, AbortError.
 */
export function createCaller(connection: ConnectionOptions = {}): Caller {
  const { url = DEFAULT_URL, token, retries = RETRIES } = connection;
  const send = connection.fetch ?? fetch;

  return async <N extends OperationName>(name: N, request: OperationRequest<N>, options: CallOptions = {}) => {
    const operation: Operation = OPERATIONS[name];
    const { signal } = options;
    const { path, fields } = fillPath(operation, request as Record<string, unknown>);
    const target = new URL(path, url);
    const inQuery = operation.method !== 'post' || operation.takes === 'bytes';
    if (inQuery) for (const [key, value] of Object.entries(fields)) target.searchParams.set(key, String(value));
    const init: RequestInit & { duplex?: 'half' } = {
      method: operation.method.toUpperCase(),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(!inQuery && { 'content-type': 'application/json' }),
        ...(operation.method === 'post' && { 'idempotency-key': options.idempotencyKey ?? randomUUID() }),
      },
      ...(!inQuery && { body: JSON.stringify(fields) }),
      ...(options.body && {
        body: options.body as unknown as NonNullable<RequestInit['body']>,
        duplex: 'half' as const,
      }),
      ...(signal && { signal }),
    };
    // A body that is a stream is gone once it was sent.
    const repeatable = operation.method === 'get' || (takesIdempotencyKey(operation) && operation.takes !== 'bytes');
    const ask = (to: URL, how: RequestInit) =>
      attempt(send, { target: to, init: how, retries: repeatable ? retries : 0 });
    const answer = await ask(target, init);
    if (operation.answers === 'bytes') return new Uint8Array(await answer.arrayBuffer()) as OperationAnswer<N>;
    const body: unknown = await answer.json();
    if (answer.status !== 202 || operation.mayTakeLonger !== true) return body as OperationAnswer<N>;
    const { task_id } = AcceptedSchema.parse(body);
    for (;;) {
      await delay(TASK_POLL_MS, undefined, signal ? { signal } : {});
      const task = (await (
        await ask(new URL(`/api/tasks/${task_id}`, url), { headers: init.headers ?? {}, ...(signal && { signal }) })
      ).json()) as OperationOutput<'task'>;
      if (task.status === 'completed') return task.result as OperationAnswer<N>;
      if (task.status === 'failed') throw new GatewayError(toProblem(task.error as RunError, target.pathname));
    }
  };
}

const TASK_POLL_MS = 1000;

function fillPath({ path }: Operation, request: Record<string, unknown>) {
  const fields = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = encodeURIComponent(String(fields[key] ?? ''));
    delete fields[key];
    return value;
  });
  return { path: filled, fields };
}

async function attempt(
  send: typeof fetch,
  { target, init, retries }: { target: URL; init: RequestInit; retries: number },
): Promise<Response> {
  for (let tried = 0; ; tried++) {
    const last = tried >= retries;
    let answer: Response | undefined;
    try {
      answer = await send(target, init);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      if (last) throw new GatewayUnreachable(target.origin, cause, { cause: error });
    }
    if (answer?.ok) return answer;
    if (answer !== undefined && (last || (answer.status !== 503 && answer.status !== 429)))
      throw await toError(answer, target);
    const asked = Number(answer?.headers.get('retry-after')) * 1000;
    await delay(
      Math.min(asked || 500 * 2 ** tried, WAIT_MS_MAX),
      undefined,
      init.signal ? { signal: init.signal } : {},
    );
  }
}

async function toError(answer: Response, target: URL): Promise<Error> {
  const parsed = ProblemSchema.safeParse(await answer.json().catch(() => undefined));
  if (parsed.success) return new GatewayError(parsed.data);
  return new GatewayUnreachable(target.origin, `it answered ${answer.status} in another form`);
}

function toProblem(error: RunError, instance: string): Problem {
  return {
    type: `urn:dataset-training-pipeline:error:${error.type}`,
    title: error.type,
    status: ERRORS[error.type].http,
    detail: error.message,
    instance,
    code: error.type,
    remedy: error.remedy,
    request_id: '',
    ...(error.facts && { facts: error.facts }),
  };
}
