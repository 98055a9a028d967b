import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createStack, type Stack } from '../support/stack.ts';

const stacks: Stack[] = [];
afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.end();
  rmSync(keyFile, { force: true });
});

const RECORDS = 3000;
const SHARD_RECORDS = 250;
const SHARDS = RECORDS / SHARD_RECORDS;

// Invented names follow from the key: two pipelines make the same only with the same one.
const keyFile = join(tmpdir(), `pseudonym-shards-${process.pid}.key`);

function stackWithNames(): Stack {
  writeFileSync(keyFile, '5a'.repeat(32), { mode: 0o600 });
  const stack = createStack({ settings: { PSEUDONYM_KEY_FILE: keyFile, SHARD_RECORDS: String(SHARD_RECORDS) } });
  stacks.push(stack);
  const lines = Array.from({ length: RECORDS }, (_, i) =>
    JSON.stringify({
      id: `c${i}`,
      topic: i % 2 === 0 ? 'sleep' : 'work',
      messages: [
        { role: 'user', content: `My sister Margaret called about night ${i}, write to person${i}@mailhaven.com.` },
        { role: 'assistant', content: `How did you and Margaret feel after call ${i} from Winterthur?` },
      ],
    }),
  );
  writeFileSync(join(stack.root, 'talks.jsonl'), lines.join('\n'));
  return stack;
}

const REQUEST = {
  dataset_path: 'talks.jsonl',
  on_stage_failure: 'fail',
  training_config: { style: 'supervised', settings: { max_iterations: 2 } },
};

/** Folders of stored outputs with their shards, in order. */
function storedShards(stack: Stack): string[][] {
  const byFolder = new Map<string, string[]>();
  for (const file of stack.files().sort()) {
    const [, folder] = /(objects\/.*)\/shard-\d+\.jsonl$/.exec(file) ?? [];
    if (folder) byFolder.set(folder, [...(byFolder.get(folder) ?? []), join(stack.dataDir, file)]);
  }
  return [...byFolder.values()];
}

const numberOf = (path: string) => Number(/shard-(\d+)/.exec(path)?.[1]);

/** Shards that were de-identified on their own, by whatever worker was free. */
const finishedShards = (stack: Stack) => storedShards(stack).flatMap((shards) => (shards.length === 1 ? shards : []));

/** The gathered set: its files are those of the shards under a second name. */
const gatheredShards = (stack: Stack) => {
  const alone = new Set(finishedShards(stack).map((path) => statSync(path).ino));
  return (
    storedShards(stack).find(
      ([first]) =>
        first && alone.has(statSync(first).ino) && numberOf(first) === 0 && !finishedShards(stack).includes(first),
    ) ?? []
  );
};

/** The workers that took shards, by the identities that the history of the child workflow holds. */
async function workersOfShards(stack: Stack, execution_id: string): Promise<Set<string>> {
  const { events } = await stack.client.workflow.getHandle(`${execution_id}/deidentify/1`).fetchHistory();
  return new Set((events ?? []).flatMap((event) => event.activityTaskStartedEventAttributes?.identity ?? []));
}

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The bytes of the gathered set of a run that nothing disturbs, on one worker. */
async function undisturbed() {
  const calm = stackWithNames();
  await calm.work();
  const { state, results } = await (await calm.start(REQUEST)).closed();
  expect(state).toMatchObject({ status: 'completed' });
  return { hashes: gatheredShards(calm).map(hashOf), preprocessing: results.preprocessing };
}

describe('de-identification of a set of many shards', () => {
  it('goes on at the next shard where a worker is killed between two: what was finished is kept, and all bytes are those of an undisturbed run', async () => {
    const stack = stackWithNames();
    const first = await stack.workApart();
    const run = await stack.start(REQUEST);
    await waitFor(() => finishedShards(stack).length >= 2);
    first.kill('SIGKILL');
    await new Promise((resolve) => first.once('exit', resolve));
    const before = finishedShards(stack).map((path) => ({ path, inode: statSync(path).ino, hash: hashOf(path) }));
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect(before.length).toBeLessThan(SHARDS);

    await stack.workApart();
    const { state, results } = await run.closed();
    expect(state, JSON.stringify(state)).toMatchObject({ status: 'completed' });
    const after = gatheredShards(stack);
    expect(after).toHaveLength(SHARDS);
    for (const { path, inode, hash } of before) {
      const gathered = after[numberOf(path)] ?? '';
      expect({ path, inode: statSync(gathered).ino, hash: hashOf(gathered) }).toEqual({ path, inode, hash });
    }
    const calm = await undisturbed();
    expect(after.map(hashOf)).toEqual(calm.hashes);
    expect(results.preprocessing).toEqual(calm.preprocessing);
  }, 360_000);

  it('is shared by two workers, and comes out as on one', async () => {
    const stack = stackWithNames();
    await Promise.all([stack.workApart(), stack.workApart()]);
    const run = await stack.start(REQUEST);
    const { state, results } = await run.closed();
    expect(state, JSON.stringify(state)).toMatchObject({ status: 'completed' });
    expect((await workersOfShards(stack, run.id)).size).toBe(2);
    const calm = await undisturbed();
    expect(gatheredShards(stack).map(hashOf)).toEqual(calm.hashes);
    expect(results.preprocessing).toEqual(calm.preprocessing);
  }, 360_000);
});

async function waitFor(holds: () => boolean, seconds = 120): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !holds(); ) {
    if (Date.now() > end) throw new Error('the moment to kill the worker did not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
