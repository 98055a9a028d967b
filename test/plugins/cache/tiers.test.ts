import { describe, expect, it } from 'vitest';
import { createMemoryTier } from '../../../plugins/cache/memory.ts';
import { createRedisTier } from '../../../plugins/cache/redis.ts';
import { NO_REDIS, startRedis } from '../../support/redis.ts';

const entry = (text: string) => ({ revision: 'r', output: { text } });

describe('memory', () => {
  it('never holds more than its room, lets the least used go, and keeps nothing that is larger', async () => {
    const tier = createMemoryTier({ bytesMax: 1000, ttlSeconds: 60 });
    for (const key of ['a', 'b', 'c']) await tier.set(key, entry('x'.repeat(100)));
    await tier.get('a');
    await tier.set('d', entry('x'.repeat(100)));
    const held = await Promise.all(['a', 'b', 'c', 'd'].map((key) => tier.get(key)));
    expect(held.map((each) => each !== undefined)).toEqual([true, false, true, true]);
    await tier.set('large', entry('x'.repeat(1000)));
    expect(await tier.get('large')).toBeUndefined();
  });

  it('forgets after its time, and what it holds cannot be changed', async () => {
    const tier = createMemoryTier({ bytesMax: 1000, ttlSeconds: 0.02 });
    await tier.set('a', entry('x'));
    const held = (await tier.get('a'))?.output as { text: string };
    expect(() => {
      held.text = 'y';
    }).toThrow(TypeError);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(await tier.get('a')).toBeUndefined();
  });
});

describe.skipIf(NO_REDIS)('Redis', () => {
  it('is shared, forgets after its time, and takes nothing of a foreign shape', async () => {
    const redis = await startRedis();
    const [one, other] = [
      await createRedisTier({ url: redis.url, ttlSeconds: 1 }),
      await createRedisTier({ url: redis.url, ttlSeconds: 1 }),
    ];
    await one.set('a', entry('x'));
    expect(await other.get('a')).toEqual(entry('x'));
    await other.set('b', { output: 1 } as never);
    expect(await one.get('b')).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await one.get('a')).toBeUndefined();
    await Promise.all([one.close(), other.close()]);
    await redis.stop();
  });

  it('that cannot be reached holds nobody up and holds nothing', async () => {
    const redis = await startRedis();
    await redis.stop();
    const tier = await createRedisTier({ url: redis.url, ttlSeconds: 1 });
    await tier.set('a', entry('x'));
    expect(await tier.get('a')).toBeUndefined();
    await expect(tier.drop(['a'])).rejects.toMatchObject({ type: 'StorageUnavailable' });
    await tier.close();
  });
});
