import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { NativeConnection } from '@temporalio/worker';
import { PipelineError } from '../contracts/errors.ts';

/**
 * The one data converter of client, worker and replay. Encryption of payloads has this one place to go:
 * a codec added here covers every payload that reaches the server.
 */
export const dataConverter: DataConverter = {};

export interface TemporalTarget {
  address: string;
  namespace: string;
}

/** A client that connects at its first call: the gateway starts, and says "not ready", while the server is away. */
export function createClient(target: TemporalTarget): Client {
  const connection = Connection.lazy({ address: target.address });
  return new Client({ connection, namespace: target.namespace, dataConverter });
}

/**
 * Loaded on demand: the worker's native module has no place in the gateway's process.
 *
 * Errors: TemporalUnavailable.
 */
export async function createWorkerConnection(target: TemporalTarget): Promise<NativeConnection> {
  const { NativeConnection } = await import('@temporalio/worker');
  return NativeConnection.connect({ address: target.address }).catch((error) => {
    throw new PipelineError(
      'TemporalUnavailable',
      `no Temporal server answers at ${target.address}; start one (npm run dev has one of its own), or set TEMPORAL_ADDRESS`,
      { cause: error },
    );
  });
}
