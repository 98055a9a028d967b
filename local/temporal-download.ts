import { mkdir } from 'node:fs/promises';
import { TestWorkflowEnvironment } from '@temporalio/testing';

/**
 * Child process of temporal-binary.ts: lets the SDK download its dev server into the folder named as argument.
 * The SDK offers no download without a start, and no limit; so the parent watches this process and ends it.
 */
const downloadDir = process.argv[2];
if (downloadDir === undefined) throw new Error('give the folder to download into');
await mkdir(downloadDir, { recursive: true });
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, ttl: '365d' } },
});
await environment.teardown();
