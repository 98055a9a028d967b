import { describe, expect, it } from 'vitest';
import type { Runs } from '../../api/runs.ts';
import { openDoor } from './door.ts';

function recordStarts() {
  const starts: Parameters<Runs['start']>[] = [];
  const start: Runs['start'] = async (...args) => {
    starts.push(args);
    return { execution_id: 'run-1' };
  };
  return { starts, start };
}

describe('POST /api/training/execute', () => {
  it("takes the seed's curl body as it stands and answers 202 with where to look", async () => {
    const { starts, start } = recordStarts();
    const { call } = await openDoor({ runs: { start } });
    const answer = await call('execute', {
      body: { dataset_path: './data.json', training_objective: 'therapeutic_accuracy' },
    });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      execution_id: 'run-1',
      pipeline_id: 'run-1',
      status: 'started',
      estimated_duration: null,
      links: {
        status: '/api/training/run-1/status',
        results: '/api/training/run-1/results',
        temporal_ui: 'http://127.0.0.1:8233/namespaces/default/workflows/run-1',
      },
    });
    expect(starts[0]?.[0]).toMatchObject({ dataset_path: './data.json', seed: 42, tenant: 'default' });
  });

  it('hands the Idempotency-Key on', async () => {
    const { starts, start } = recordStarts();
    const { call } = await openDoor({ runs: { start } });
    await call('execute', { body: { dataset_path: 'a' }, headers: { 'idempotency-key': 'k-1' } });
    expect(starts[0]?.[1]).toEqual({ idempotencyKey: 'k-1' });
  });

  it.each([' ', 'with space', 'x'.repeat(256)])(
    'refuses the unusable Idempotency-Key %j instead of ignoring it',
    async (key) => {
      const { call } = await openDoor();
      const answer = await call('execute', { body: { dataset_path: 'a' }, headers: { 'idempotency-key': key } });
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toEqual([{ field: 'Idempotency-Key', message: expect.any(String) }]);
    },
  );
});
