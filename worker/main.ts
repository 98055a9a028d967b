import { DefaultLogger, type LogLevel, Runtime } from '@temporalio/worker';
import { parseConfig } from '../contracts/config.ts';
import { startWorker } from './create-worker.ts';

try {
  const config = parseConfig(process.env);
  const logger = new DefaultLogger(config.LOG_LEVEL.toUpperCase() as LogLevel);
  Runtime.install({ logger, shutdownSignals: [] });
  const worker = await startWorker(config);
  console.log(`worker ready: ${config.WORKER_TASKS} of task queue ${config.TASK_QUEUE}`);
  process.send?.('ready');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.stop());
  // Started by another process of ours: its end is our end, however it came.
  process.once('disconnect', () => void worker.stop());
  await worker.stopped;
  if (process.connected) process.disconnect();
} catch (error) {
  console.error(error instanceof Error ? `worker: ${error.message}` : error);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
