import { z } from 'zod';
import { PipelineError } from '../../contracts/errors.ts';
import type { CacheTier } from '../kinds.ts';

/** Our choice: a tier that is slower than this is slower than making most outputs' look-up from the store. */
const ANSWER_MS_MAX = 2000;
const RECONNECT_MS_MAX = 30_000;
/** Larger outputs stay in the store alone. */
const ENTRY_CHARS_MAX = 1_000_000;
const KEYS_PER_COMMAND = 1000;

const EntrySchema = z.object({ revision: z.string(), output: z.unknown() });
const nameOf = (key: string) => `dataset-training-pipeline:output:${key}`;

/**
 * Holds outputs in a Redis that processes share. The library is loaded here only. While Redis is away nothing is held and
 * nothing waits for it: the client connects again by itself.
 */
export async function createRedisTier({ url, ttlSeconds }: { url: string; ttlSeconds: number }): Promise<CacheTier> {
  const { createClient } = await import('@redis/client');
  const client = createClient({
    url,
    // Commands fail at once while there is no connection, rather than wait for one.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: ANSWER_MS_MAX,
      reconnectStrategy: (tries) => Math.min(RECONNECT_MS_MAX, 100 * 2 ** Math.min(tries, 10)),
    },
  });
  // Without a listener an error event would end the process; each command says for itself that it failed.
  client.on('error', () => undefined);
  const connecting = client.connect().catch(() => undefined);
  await withinLimit(connecting).catch(() => undefined);

  return {
    name: 'redis',
    async get(key) {
      try {
        const text = await withinLimit(client.get(nameOf(key)));
        const parsed = text === null ? undefined : EntrySchema.safeParse(JSON.parse(text));
        return parsed?.success ? parsed.data : undefined;
      } catch {
        return undefined;
      }
    },
    async set(key, entry) {
      const text = JSON.stringify(entry);
      if (text.length > ENTRY_CHARS_MAX) return;
      const expiration = { type: 'EX', value: Math.ceil(ttlSeconds) } as const;
      await withinLimit(client.set(nameOf(key), text, { expiration })).catch(() => undefined);
    },
    async drop(keys) {
      try {
        for (let i = 0; i < keys.length; i += KEYS_PER_COMMAND)
          await withinLimit(client.del(keys.slice(i, i + KEYS_PER_COMMAND).map(nameOf)));
      } catch (cause) {
        const message = `${keys.length} outputs could not be dropped from Redis; it forgets them within ${ttlSeconds} s`;
        throw new PipelineError('StorageUnavailable', message, { cause });
      }
    },
    async close() {
      client.destroy();
      await connecting;
    },
  };
}

async function withinLimit<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Redis does not answer')), ANSWER_MS_MAX);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
