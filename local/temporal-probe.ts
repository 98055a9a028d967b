import { connect } from 'node:net';
import { Connection } from '@temporalio/client';
import { PipelineError } from '../contracts/errors.ts';

/** Looking from outside: what listens at an address, and whether it is a Temporal server. */
export const PROBE_MS = 2000;

/** One real call: only a Temporal front end has an answer. */
export async function probe(address: string): Promise<{ version: string } | { failure: string }> {
  // Without this limit the client waits as long as anything listens there, also where it speaks another protocol.
  const limit = AbortSignal.timeout(PROBE_MS);
  const failed = new Promise<{ failure: string }>((resolve) =>
    limit.addEventListener('abort', () => resolve({ failure: `no answer within ${PROBE_MS / 1000} s` })),
  );
  const asked = (async () => {
    const connection = await Connection.connect({ address, connectTimeout: PROBE_MS });
    try {
      const { serverVersion } = await connection.workflowService.getSystemInfo({});
      return { version: serverVersion || 'of unknown version' };
    } finally {
      await connection.close();
    }
  })().catch((error: unknown) => ({ failure: reason(error) }));
  return Promise.race([asked, failed]);
}

export function isListening(address: string): Promise<boolean> {
  const split = address.lastIndexOf(':');
  const host = address.slice(0, split).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(split + 1));
  if (split < 1 || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new PipelineError('ConfigInvalid', `${address} is not host:port (TEMPORAL_ADDRESS)`);
  }
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PROBE_MS });
    const done = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

/** The URL of a Temporal Web UI there, or null. */
export async function findUi(host: string, uiPort: number): Promise<string | null> {
  if (uiPort === 0) return null;
  const url = `http://${host}:${uiPort}`;
  try {
    const response = await fetch(`${url}/api/v1/settings`, { signal: AbortSignal.timeout(PROBE_MS) });
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'Codec' in body ? url : null;
  } catch {
    return null;
  }
}

export function grpcCode(error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}

export function reason(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0] || error.name : String(error);
}
