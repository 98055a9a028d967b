import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import { ERRORS } from '../../contracts/errors.ts';
import { AcceptedSchema } from '../../contracts/operation-fields.ts';
import { errorsOf, OPERATIONS, type Operation } from '../../contracts/operations.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { STYLE_PLUGINS } from '../../plugins/styles/index.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { NOTHING } from '../support/results.ts';
import { type Answer, openDoor, STATE } from './door.ts';

/** Requests tried on each operation: enough to meet every kind of value in every place, few enough for every test run. */
const TRIES = 40;

const ok = { ok: true, detail: 'there' };
const RUNS: Runs = {
  start: async () => ({ execution_id: 'run-1' }),
  rerun: async () => ({ execution_id: 'run-2' }),
  status: async () => STATE,
  results: async () => NOTHING,
  steer: async () => STATE,
  cancel: async () => 'cancelled',
  list: async () => ({ executions: [], total: 0, next_cursor: null }),
  readiness: async () => ({ temporal: ok, storage: ok, worker: ok }),
};

/** A gateway whose runs and tasks take whatever comes through the door: what is refused, the door refused. */
function openWilling() {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return openDoor({
    runs: RUNS,
    tasks: { run: async () => undefined, read: async (task_id) => ({ task_id, status: 'running' }) },
    registry: {
      state: createSqliteState(':memory:'),
      storage: createLocalStorage(folder),
      styles: STYLE_PLUGINS,
      readers: [],
      pseudonymKey: new Uint8Array(32),
      results: NO_CACHE,
    },
  });
}

const HOSTILE = [
  '',
  ' ',
  '../../etc/passwd',
  '%00',
  '%ff',
  "' OR 1=1 --",
  '__proto__',
  'constructor',
  '{}',
  '💥',
  '-1',
  '1e309',
  'null',
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));

/** Values for the fields of an operation, most of them wrong: by their own names, and by names that are none. */
function requestOf({ input, method, takes }: Operation) {
  const names = Object.keys(input.shape);
  const keys = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('x', ...names) }, { weight: 1, arbitrary: text });
  const fields = fc.dictionary(keys, fc.oneof(text, fc.jsonValue({ maxDepth: 3 })), { maxKeys: 6 });
  const isBody = method === 'post' && takes !== 'bytes';
  return fc.record(
    {
      params: fc.record(Object.fromEntries(names.map((name) => [name, text]))),
      query: isBody ? fc.constant({}) : fc.dictionary(keys, text, { maxKeys: 4 }),
      body: isBody ? fc.oneof(fields, fc.json({ maxDepth: 2 }), text) : fc.constant(undefined),
      headers: fc.record(
        {
          'content-type': fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-16'),
          'idempotency-key': fc.constantFrom('k', ' ', 'x'.repeat(300)),
          'if-match': fc.constantFrom('*', '"x"', ',,', 'W/"x"'),
          'if-none-match': fc.constantFrom('*', '"x"', ','),
          prefer: fc.constantFrom('respond-async', 'wait=0', 'wait=99999999', ';;=,'),
          range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'rows=1'),
          'x-request-id': fc.constantFrom('a', 'a b', '<script>'),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['params', 'query', 'body', 'headers'] },
  );
}

/** What the operation's row says of an answer; anything else is a fault of the door. */
function assertTold(operation: Operation, { status, body, headers }: Answer): void {
  expect(headers['x-request-id']).toMatch(/^[\w.-]{1,128}$/);
  if (status >= 400) {
    const told = [...errorsOf(operation), 'RouteNotFound'].filter((type) => type !== 'Internal');
    expect(told).toContain(body.code);
    expect(status).toBe(ERRORS[body.code as keyof typeof ERRORS].http);
  } else if (status === 202 && operation.mayTakeLonger) expect(AcceptedSchema.parse(body)).toEqual(body);
  else if (status === 304) expect(operation.etag).toBe(true);
  else {
    expect(status).toBe(operation.status);
    if (operation.answers !== 'bytes') expect(operation.output.parse(body)).toEqual(body);
  }
}

it.each(Object.entries<Operation>(OPERATIONS))(
  '%s answers whatever comes as its row says',
  async (_name, operation) => {
    const { send } = await openWilling();
    const method = operation.method.toUpperCase();
    await fc.assert(
      fc.asyncProperty(requestOf(operation), async ({ params, query, body, headers }) => {
        const path = operation.path.replace(/\{(\w+)\}/g, (_, key: string) =>
          encodeURIComponent(wellFormed(params[key]) || ' '),
        );
        const search = new URLSearchParams();
        for (const [key, value] of Object.entries(query)) search.append(wellFormed(key), wellFormed(value));
        const sent = { method, path: `${path}?${search}`, headers, ...(body !== undefined && { body }) };
        assertTold(operation, await send(sent));
      }),
      { numRuns: TRIES },
    );
  },
);

/** Half a surrogate pair cannot be sent in an address. */
const wellFormed = (value: unknown) => String(value ?? '').toWellFormed();
