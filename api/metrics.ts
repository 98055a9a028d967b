import type { CacheState } from '../plugins/state-kinds.ts';
import type { Page } from './create-app.ts';

export const METRICS_PATH = '/metrics';

/**
 * What a Prometheus server scrapes: OpenMetrics text, of the state that all workers share.
 *
 * - `pipeline_cache_decisions_total{stage,outcome}`: outputs that were asked for, by what held them (`miss`: none did).
 *   The hit rate is a query: `1 - sum(rate(…{outcome="miss"}[1h])) / sum(rate(…[1h]))`.
 *
 * The counts stand in the state, so they survive a restart, and every gateway tells the same.
 * Source: OpenMetrics 1.0.
 */
export function createMetricsPage(state: Pick<CacheState, 'cacheCounts'>): Page {
  return {
    path: METRICS_PATH,
    role: 'viewer',
    handle: (_request, response) => {
      const type = 'application/openmetrics-text; version=1.0.0; charset=utf-8';
      response.set('Content-Type', type).send(toOpenMetrics(state.cacheCounts()));
    },
  };
}

function toOpenMetrics(counts: ReturnType<CacheState['cacheCounts']>): string {
  const name = 'pipeline_cache_decisions';
  return [
    `# TYPE ${name} counter`,
    `# HELP ${name} Outputs of activities that were asked for, by stage and by what held them.`,
    ...counts.map(
      ({ stage, outcome, count }) => `${name}_total{stage="${escapeLabel(stage)}",outcome="${outcome}"} ${count}`,
    ),
    '# EOF\n',
  ].join('\n');
}

const escapeLabel = (value: string) => value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
