import { LRUCache } from 'lru-cache';
import type { CacheTier } from '../kinds.ts';

/** Holds outputs as text in this process: nobody who is given one can change another's. The least used go first. */
export function createMemoryTier({ bytesMax, ttlSeconds }: { bytesMax: number; ttlSeconds: number }): CacheTier {
  const entries = new LRUCache<string, string>({
    maxSize: bytesMax,
    // UTF-16; an entry that is larger than all the room is not kept.
    sizeCalculation: (text, key) => 2 * (text.length + key.length),
    ttl: 1000 * ttlSeconds,
  });
  return {
    name: 'memory',
    async get(key) {
      const text = entries.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async set(key, entry) {
      entries.set(key, JSON.stringify(entry));
    },
    async drop(keys) {
      for (const key of keys) entries.delete(key);
    },
    close: async () => entries.clear(),
  };
}
