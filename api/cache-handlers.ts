import type { OperationName } from '../contracts/operations.ts';
import type { CACHE_OPERATIONS } from '../contracts/operations-cache.ts';
import type { Handlers } from './handlers.ts';
import type { Registry } from './model-handlers.ts';

type CacheHandlers = Pick<Handlers, Extract<OperationName, keyof typeof CACHE_OPERATIONS>>;

/** Handlers of the cache. Its decisions stand in the state, so they are those of every worker. */
export function createCacheHandlers({ registry: { state, results } }: { registry: Registry }): CacheHandlers {
  return {
    async cache({ run, limit }) {
      const stages = state.cacheCounts(run);
      const sum = (wanted: typeof stages) => wanted.reduce((total, { count }) => total + count, 0);
      const misses = sum(stages.filter(({ outcome }) => outcome === 'miss'));
      const all = sum(stages);
      return {
        tiers: results.tiers,
        hits: all - misses,
        misses,
        hit_rate: all === 0 ? null : (all - misses) / all,
        stages,
        decisions: state.cacheDecisions({ run_id: run, limit }),
      };
    },

    async evictCache({ dataset, stage, run }) {
      const keys = state.evict({ dataset, stage, run_id: run });
      const dropped = await results.drop(keys).then(
        () => true,
        () => false,
      );
      return { evicted: keys.length, dropped };
    },
  };
}
