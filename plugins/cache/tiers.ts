import type { Config } from '../../contracts/config.ts';
import type { CacheTier } from '../kinds.ts';
import { createMemoryTier } from './memory.ts';
import { createRedisTier } from './redis.ts';

type Settings = Pick<Config, 'CACHE_MEMORY_MB' | 'CACHE_MEMORY_TTL_SECONDS' | 'REDIS_URL' | 'CACHE_REDIS_TTL_SECONDS'>;

/** The tiers that the configuration asks for, the nearest first. */
export async function createCacheTiers(config: Settings): Promise<CacheTier[]> {
  const tiers: CacheTier[] = [];
  if (config.CACHE_MEMORY_MB > 0) {
    const bytesMax = config.CACHE_MEMORY_MB * 1_048_576;
    tiers.push(createMemoryTier({ bytesMax, ttlSeconds: config.CACHE_MEMORY_TTL_SECONDS }));
  }
  if (config.REDIS_URL) {
    tiers.push(await createRedisTier({ url: config.REDIS_URL, ttlSeconds: config.CACHE_REDIS_TTL_SECONDS }));
  }
  return tiers;
}
