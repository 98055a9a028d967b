import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withdrawConsent } from '../../activities/consent.ts';
import { defineActivity } from '../../activities/define.ts';
import { createResultCache } from '../../activities/result-cache.ts';
import type { ActivityContext } from '../../contracts/activities.ts';
import { createMemoryTier } from '../../plugins/cache/memory.ts';
import { createRedisTier } from '../../plugins/cache/redis.ts';
import type { CacheTier } from '../../plugins/kinds.ts';
import { createActivityStack } from '../support/activity-stack.ts';
import { NO_REDIS, startRedis } from '../support/redis.ts';

let stack: ReturnType<typeof createActivityStack>;
const talks = (count = 20) =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      patient_id: `P-${i}`,
      messages: [{ role: 'user', content: `Day ${i} was long and ${i} calls came.` }],
    }),
  ).join('\n');

/** A stack whose outputs are held by tiers, as a worker's are. */
function stackWith(tiers: readonly CacheTier[]): void {
  stack = createActivityStack();
  const { state, storage, clock } = stack.deps;
  Object.assign(stack.deps, { results: createResultCache({ state, storage, tiers, clock }) });
  stack.write('talks.jsonl', talks());
}
const last = (run_id: string) => stack.state.cacheDecisions({ run_id, limit: 1 })[0];
const memory = () => createMemoryTier({ bytesMax: 1_000_000, ttlSeconds: 60 });

afterEach(() => stack?.end());

describe('a cached output', () => {
  beforeEach(() => stackWith([memory()]));

  it('is served from the store, then from memory, and each time says so', async () => {
    for (const [run, outcome] of [
      ['one', 'miss'],
      ['two', 'store'],
      ['three', 'memory'],
    ] as const) {
      await stack.ingest('talks.jsonl', { execution_id: run });
      expect(last(run)).toMatchObject({ outcome, activity: 'ingestDataset' });
    }
    expect(last('one')?.reason).toContain('none is kept');
  });

  it('of other input is a miss that names what differs, and no value', async () => {
    const { records } = await stack.ingest('talks.jsonl', { execution_id: 'one' });
    await stack.run('deidentifyRecords', { records, privacy_level: 'basic' }, { execution_id: 'one' });
    await stack.ingest('talks.jsonl', { execution_id: 'two' });
    await stack.run('deidentifyRecords', { records, privacy_level: 'maximum' }, { execution_id: 'two' });
    expect(last('two')).toMatchObject({ outcome: 'miss', reason: 'differs from what one made in level' });
  });

  it('whose files are gone is a miss, and is made again whole', async () => {
    const first = await stack.ingest('talks.jsonl');
    const [shard] = first.records.shards;
    await stack.ingest('talks.jsonl');
    rmSync(join(stack.dataDir, shard?.uri ?? ''));
    const again = await stack.ingest('talks.jsonl', { execution_id: 'after' });
    expect(last('after')).toMatchObject({ outcome: 'miss', reason: 'its files are gone from the storage' });
    expect(again).toEqual(first);
    expect(await stack.read(again.records)).toHaveLength(20);
  });

  it('is evicted by dataset, stage or run, and made anew', async () => {
    await stack.ingest('talks.jsonl', { execution_id: 'one' });
    expect(stack.state.evict({ dataset: 'others.jsonl' })).toEqual([]);
    expect(stack.state.evict({ dataset: 'talks.jsonl', stage: 'model_training' })).toEqual([]);
    for (const wanted of [{ dataset: 'talks.jsonl' }, { stage: 'data_preprocessing' }, { run_id: 'one' }]) {
      expect(stack.state.evict(wanted)).toHaveLength(1);
      expect((await stack.ingest('talks.jsonl', { execution_id: 'again' })).cached).toBe(false);
      expect(last('again')?.reason).toBe('it was evicted');
      expect((await stack.ingest('talks.jsonl')).cached).toBe(true);
    }
    // What was evicted is still traced: a withdrawal finds it.
    stack.state.evict({ dataset: 'talks.jsonl' });
    expect(stack.state.outputsOf('ingestDataset')).toHaveLength(1);
  });

  it('held in memory is served no more once another process made it anew or evicted it', async () => {
    const tier = memory();
    const { state, storage, clock } = stack.deps;
    const cache = createResultCache({ state, storage, tiers: [tier], clock });
    const wanted = { run_id: 'one', stage: 's', activity: 'a', version: 1, keyed: 1 };
    cache.put(wanted, { n: 1 }, []);
    await cache.find(wanted);
    expect(await cache.find(wanted)).toMatchObject({ outcome: 'memory', output: { n: 1 } });
    const other = createResultCache({ state, storage, tiers: [], clock });
    other.put(wanted, { n: 2 }, []);
    expect(await cache.find(wanted)).toMatchObject({ outcome: 'store', output: { n: 2 } });
    state.evict({ run_id: 'one' });
    expect(await cache.find(wanted)).toMatchObject({ hit: false });
  });
});

describe('two runs that want the same at once', () => {
  it('compute it once, also where the first is given up', async () => {
    stackWith([]);
    let runs = 0;
    const held: (() => void)[] = [];
    const activity = defineActivity<{ context: ActivityContext }, { n: number }>({
      name: 'slow',
      version: 1,
      keyOf: () => 'same',
      async run(_input, _deps, io) {
        runs += 1;
        await new Promise<void>((resolve) => held.push(resolve));
        io.guard();
        return { n: runs };
      },
    })(stack.deps);
    const start = (execution_id: string) => {
      const environment = new MockActivityEnvironment();
      const context = {
        execution_id,
        stage_id: 'bias_detection',
        stage_attempt: 1,
        fresh: false,
        report_progress: false,
      } as ActivityContext;
      return { environment, output: environment.run(activity as never, { context } as never) as Promise<unknown> };
    };
    const until = async (count: number) => {
      while (held.length < count) await new Promise(setImmediate);
    };
    const first = start('first');
    await until(1);
    const [second, third] = [start('second'), start('third')];
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs).toBe(1);

    first.environment.cancel();
    await until(2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs).toBe(2);
    for (const release of held) release();
    await expect(first.output).rejects.toThrow();
    const outputs = (await Promise.all([second.output, third.output])) as { n: number; cached: boolean }[];
    expect(outputs.map(({ cached }) => cached).sort()).toEqual([false, true]);
    expect(outputs.map(({ n }) => n)).toEqual([2, 2]);
  });
});

describe.skipIf(NO_REDIS)('with a Redis between processes', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let tier: CacheTier;
  beforeEach(async () => {
    redis = await startRedis();
    tier = await createRedisTier({ url: redis.url, ttlSeconds: 60 });
    stackWith([tier]);
  });
  afterEach(async () => {
    await tier.close();
    await redis.stop();
  });
  const heldKeys = () =>
    stack.state.outputsOf('ingestDataset').map(async ({ key }) => ((await tier.get(key)) === undefined ? null : key));

  it('serves what another process has put there', async () => {
    await stack.ingest('talks.jsonl');
    await stack.ingest('talks.jsonl');
    await stack.ingest('talks.jsonl', { execution_id: 'third' });
    expect(last('third')).toMatchObject({ outcome: 'redis' });
  });

  it('a withdrawal drops what was made of the data, and nothing of it is served', async () => {
    for (let i = 0; i < 3; i += 1) await stack.ingest('talks.jsonl', { execution_id: `run-${i}` });
    const [key] = (await Promise.all(heldKeys())).filter((held) => held !== null);
    expect(key).toBeDefined();
    const entry = await tier.get(key ?? '');
    await withdrawConsent({ kind: 'subject', id: 'P-7', reason: 'asked', by: 'office' }, stack.deps);
    expect(await Promise.all(heldKeys())).toEqual([null]);

    // Even a copy that comes back into the tier, as a process that was slow would write it, is not served.
    if (entry) await tier.set(key ?? '', entry);
    const after = await stack.ingest('talks.jsonl', { execution_id: randomUUID() });
    expect(after).toMatchObject({ cached: false, excluded_counts: { consent_withdrawn: 1 } });
    expect(stack.state.auditEntries().at(-1)?.detail).toMatchObject({ cache_purged: true });
  });

  it('while it is away runs go on from the store, and a withdrawal says what it could not drop', async () => {
    await stack.ingest('talks.jsonl');
    await redis.stop();
    expect(await stack.ingest('talks.jsonl')).toMatchObject({ cached: true });
    await withdrawConsent({ kind: 'subject', id: 'P-7', reason: 'asked', by: 'office' }, stack.deps);
    expect(stack.state.auditEntries().at(-1)?.detail).toMatchObject({ cache_purged: false });
    expect(await stack.ingest('talks.jsonl')).toMatchObject({ cached: false });
    redis = await startRedis(redis.port);
  });
});
