import { LRUCache } from 'lru-cache';
import type { CacheEntry, CacheTier } from '../kinds.ts';

/** Holds outputs in this process, frozen: nobody who is given one can change another's. The least used go first. */
export function createMemoryTier({ bytesMax, ttlSeconds }: { bytesMax: number; ttlSeconds: number }): CacheTier {
  // Sizes are those of the JSON in UTF-16. An entry that is larger than all the room is not kept.
  const entries = new LRUCache<string, CacheEntry>({ maxSize: bytesMax, ttl: 1000 * ttlSeconds });
  return {
    name: 'memory',
    get: async (key) => entries.get(key),
    async set(key, entry) {
      const size = 2 * (JSON.stringify(entry).length + key.length);
      freeze(entry);
      entries.set(key, entry, { size });
    },
    async drop(keys) {
      for (const key of keys) entries.delete(key);
    },
    close: async () => entries.clear(),
  };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}
