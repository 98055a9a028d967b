import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import express from 'express';
import { WORKFLOW_TYPE } from '../../contracts/ids.ts';
import { type RunInput, RunRequestSchema } from '../../contracts/run.ts';

/** The least that does the same: Express, one route, the one call to Temporal, no checks. Prints its address. */
const connection = await Connection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' });
const client = new Client({ connection });
const app = express();
app.get('/status/:id', async (request, response) => {
  response.json(await client.workflow.getHandle(request.params.id).query('status'));
});
app.post('/start', express.json(), async (request, response) => {
  const execution_id = randomUUID();
  const limits = { run_seconds: 600, attention_seconds: 600, cancel_grace_seconds: 5 };
  const input: RunInput = { execution_id, request: RunRequestSchema.parse(request.body), limits };
  await client.workflow.start(WORKFLOW_TYPE, {
    workflowId: execution_id,
    taskQueue: process.env.TASK_QUEUE ?? '',
    args: [input],
  });
  response.status(202).json({ execution_id });
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(`bare ready: http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once('SIGTERM', () => process.exit(0));
