import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { parseConfig } from '../contracts/config.ts';

/**
 * The health check of a container: `gateway` asks its own GET /health; `worker`, which has no port, asks Temporal
 * whether a worker of this host took work from the task queue within the last two minutes. Exits 0 or 1.
 */
const POLL_SECONDS_MAX = 120;
/** temporal.api.enums.v1.TaskQueueType: workflow tasks. */
const WORKFLOW_TASKS = 1;

const config = parseConfig(process.env);

async function isGatewayHealthy(): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${config.PORT}/health`, { signal: AbortSignal.timeout(4000) });
  return response.ok;
}

async function isWorkerHealthy(): Promise<boolean> {
  const address = config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
  const connection = await Connection.connect({ address, connectTimeout: 4000 });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue: { name: config.TASK_QUEUE },
      taskQueueType: WORKFLOW_TASKS,
    });
    const oldest = Date.now() / 1000 - POLL_SECONDS_MAX;
    return (pollers ?? []).some(
      // The SDK's identity is pid@host.
      ({ identity, lastAccessTime }) =>
        identity?.endsWith(`@${hostname()}`) === true && Number(lastAccessTime?.seconds ?? 0) > oldest,
    );
  } finally {
    await connection.close();
  }
}

const checks: Record<string, () => Promise<boolean>> = { gateway: isGatewayHealthy, worker: isWorkerHealthy };
const check = checks[process.argv[2] ?? ''];
if (!check) {
  console.error('usage: node deploy/health.ts gateway|worker');
  process.exitCode = 2;
} else {
  const healthy = await check().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return false;
  });
  process.exitCode = healthy ? 0 : 1;
}
