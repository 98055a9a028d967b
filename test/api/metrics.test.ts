import { describe, expect, it } from 'vitest';
import { createMetricsPage } from '../../api/metrics.ts';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { openDoor } from './door.ts';

const state = createSqliteState(':memory:');
for (const [stage, outcome] of [
  ['dataset_ingestion', 'miss'],
  ['dataset_ingestion', 'memory'],
  ['dataset_ingestion', 'memory'],
  ['of "others"\\\n', 'store'],
] as const) {
  state.recordDecision({ at: '2026-01-01T00:00:00Z', run_id: 'r', stage, activity: 'a', outcome, reason: '' });
}

describe('GET /metrics', () => {
  it('counts what the cache did, by stage and outcome, as OpenMetrics', async () => {
    const { url } = await openDoor({ pages: [createMetricsPage(state)] });
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(await response.text()).toBe(`# TYPE pipeline_cache_decisions counter
# HELP pipeline_cache_decisions Outputs of activities that were asked for, by stage and by what held them.
pipeline_cache_decisions_total{stage="dataset_ingestion",outcome="memory"} 2
pipeline_cache_decisions_total{stage="dataset_ingestion",outcome="miss"} 1
pipeline_cache_decisions_total{stage="of \\"others\\"\\\\\\n",outcome="store"} 1
# EOF
`);
  });

  it('is for those who have the token, where there is one', async () => {
    const { url } = await openDoor({ pages: [createMetricsPage(state)], token: 'a-long-enough-token' });
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const headers = { authorization: 'Bearer a-long-enough-token' };
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(200);
  });
});
