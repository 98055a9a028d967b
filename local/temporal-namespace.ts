import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { PipelineError } from '../contracts/errors.ts';
import { SEARCH_ATTRIBUTES } from '../contracts/ids.ts';
import { grpcCode, PROBE_MS, reason } from './temporal-probe.ts';

/** As long as a client may ask for the state of a run that is over. */
const RETENTION = '7 days';
/** temporal.api.enums.v1.IndexedValueType */
const KEYWORD = 2;
const GRPC = { notFound: 5, alreadyExists: 6 } as const;

/** Namespace and search attributes; of a server that is not ours (`create` false) the namespace must be there. */
export async function prepareNamespace(
  { namespace, searchAttributes }: { namespace: string; searchAttributes?: readonly string[] | undefined },
  { address, create }: { address: string; create: boolean },
): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: PROBE_MS });
  try {
    const { workflowService } = connection;
    const isFound = (asked: Promise<unknown>) =>
      asked.then(
        () => true,
        (error: unknown) => {
          if (grpcCode(error) === GRPC.notFound) return false;
          throw error;
        },
      );
    if (!(await isFound(workflowService.describeNamespace({ namespace })))) {
      if (!create) {
        throw new PipelineError(
          'TemporalUnavailable',
          `the server at ${address} has no namespace ${namespace}; set TEMPORAL_NAMESPACE, or run: temporal operator namespace create --namespace ${namespace}`,
        );
      }
      await workflowService
        .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(RETENTION) })
        .catch((error: unknown) => {
          if (grpcCode(error) !== GRPC.alreadyExists) throw error;
        });
      // The server's parts learn of a new namespace one after the other; the operator service is the last to know.
      const isKnown = () => isFound(connection.operatorService.listSearchAttributes({ namespace }));
      for (const until = Date.now() + 30_000; !(await isKnown()) && Date.now() < until; ) await delay(100);
    }
    await ensureSearchAttributes(connection, { namespace, ...(searchAttributes && { searchAttributes }) });
  } finally {
    await connection.close();
  }
}

/**
 * Registers the Keyword search attributes that the namespace lacks, and waits until the server shows them.
 *
 * Errors: `ConfigInvalid` where one is there with another type; `TemporalUnavailable` where the server refuses, with
 * the command that an operator of that server can run.
 */
export async function ensureSearchAttributes(
  connection: Connection,
  { namespace, searchAttributes = SEARCH_ATTRIBUTES }: { namespace: string; searchAttributes?: readonly string[] },
): Promise<void> {
  const present = async () => (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
  const missingIn = (known: Record<string, number> | null | undefined) =>
    searchAttributes.filter((name) => known?.[name] === undefined);
  const wrongIn = (known: Record<string, number> | null | undefined) =>
    searchAttributes.filter((name) => known?.[name] !== undefined && known[name] !== KEYWORD);
  try {
    let known = await present();
    const missing = missingIn(known);
    if (missing.length > 0) {
      await connection.operatorService
        .addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
        })
        .catch((error: unknown) => {
          // Another process was faster.
          if (grpcCode(error) !== GRPC.alreadyExists) throw error;
        });
    }
    for (const until = Date.now() + 10_000; missingIn(known).length > 0 && Date.now() < until; await delay(50)) {
      known = await present();
    }
    const wrong = wrongIn(known);
    if (wrong.length > 0) {
      throw new PipelineError(
        'ConfigInvalid',
        `search attribute ${wrong.join(', ')} of namespace ${namespace} is not of type Keyword; use another namespace (TEMPORAL_NAMESPACE)`,
      );
    }
    if (missingIn(known).length > 0) throw new Error(`${missingIn(known).join(', ')} did not appear`);
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    const names = searchAttributes.map((name) => `--name ${name} --type Keyword`).join(' ');
    throw new PipelineError(
      'TemporalUnavailable',
      `the search attributes could not be registered (${reason(error)}); ask an operator of the server to run: temporal operator search-attribute create --namespace ${namespace} ${names}`,
      { cause: error },
    );
  }
}
