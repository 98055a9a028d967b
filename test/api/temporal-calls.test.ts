import type { Client } from '@temporalio/client';
import { ServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { NamespaceNotFoundError, WorkflowNotFoundError } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { callServer, callWorker, isRunMissing, type TemporalParts } from '../../api/temporal-calls.ts';
import { parseConfig } from '../../contracts/config.ts';

const grpcError = (code: number) =>
  Object.assign(new Error(`${code} of the test`), { code, details: '', metadata: {} });
const wrapped = (code: number) => new ServiceError('Failed', { cause: grpcError(code) });

function createParts(): TemporalParts {
  const client = { withDeadline: (_deadline: number, call: () => unknown) => call() } as unknown as Client;
  return { client, openOnly: client, config: parseConfig({}), pending: new Set() };
}
const away = { type: 'TemporalUnavailable' };

describe('a call that was not answered is TemporalUnavailable', () => {
  // 1 comes where the server sees the deadline before our own clock does.
  it.each([1, 4, 14])('gRPC code %i', async (code) => {
    for (const call of [callServer, callWorker]) {
      await expect(call(createParts(), () => Promise.reject(wrapped(code)))).rejects.toMatchObject(away);
      await expect(call(createParts(), () => Promise.reject(grpcError(code)))).rejects.toMatchObject(away);
    }
  });

  it('an update that ran out of time, and a worker that fails at the run', async () => {
    const late = new WorkflowUpdateRPCTimeoutOrCancelledError('late');
    await expect(callWorker(createParts(), () => Promise.reject(late))).rejects.toMatchObject(away);
    await expect(callWorker(createParts(), () => Promise.reject(wrapped(9)))).rejects.toMatchObject(away);
  });

  it('a namespace that is not there', async () => {
    const missing = new NamespaceNotFoundError('nowhere');
    await expect(callServer(createParts(), () => Promise.reject(missing))).rejects.toThrow('no namespace nowhere');
  });
});

it('a server that is over its limits is RateLimited', async () => {
  for (const call of [callServer, callWorker])
    await expect(call(createParts(), () => Promise.reject(wrapped(8)))).rejects.toMatchObject({ type: 'RateLimited' });
});

it.each([wrapped(3), wrapped(13), new TypeError('defect')])('%s passes through: it is no absence', async (error) => {
  for (const call of [callServer, callWorker]) {
    await expect(call(createParts(), () => Promise.reject(error))).rejects.toBe(error);
  }
});

it('a run is missing where the server knows no such workflow', () => {
  expect(isRunMissing(new WorkflowNotFoundError('gone', 'run-1', undefined))).toBe(true);
  expect(isRunMissing(wrapped(5))).toBe(true);
  expect(isRunMissing(wrapped(14))).toBe(false);
});

it('a call is pending until it has ended, however it ends', async () => {
  const parts = createParts();
  const failing = callServer(parts, () => Promise.reject(new Error('x'))).catch(() => 'ended');
  expect(parts.pending.size).toBe(1);
  await failing;
  expect(parts.pending.size).toBe(0);
});
