import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createStack, type Stack } from '../support/stack.ts';

const stacks: Stack[] = [];
afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.end();
});

const RECORDS = 3000;
const SHARD_RECORDS = 250;

function stackWithNames(): Stack {
  // Invented names follow from the key: two pipelines write the same bytes only with the same one.
  const keyFile = join(tmpdir(), `pseudonym-shards-${process.pid}.key`);
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

/** Shards that an attempt of de-identification has finished and not yet published, by number. */
const finishedShards = (stack: Stack) =>
  stack.files().flatMap((name) => {
    const found = /(.*staging\/.*\/deidentifyRecords\/\d+\/)\.(shard-(\d+)\.jsonl)\.finished\.json$/.exec(name);
    return found ? [{ number: Number(found[3]), path: join(stack.dataDir, `${found[1]}${found[2]}`) }] : [];
  });

/** The published shards of de-identification: the only ones of their names whose records have keyed ids and whole text. */
function publishedShards(stack: Stack) {
  const byFolder = new Map<string, { name: string; path: string }[]>();
  for (const file of stack.files()) {
    const found = /(objects\/.*)\/(shard-\d+\.jsonl)$/.exec(file);
    if (!found?.[1] || !found[2]) continue;
    byFolder.set(found[1], [...(byFolder.get(found[1]) ?? []), { name: found[2], path: join(stack.dataDir, file) }]);
  }
  const folder = [...byFolder].find(([name]) =>
    stack.files().some((file) => file.includes(name) && file.endsWith('.finished.json') && isDeidentified(stack, file)),
  );
  return (folder?.[1] ?? []).sort((a, b) => a.name.localeCompare(b.name));
}

/** Cleaning leaves markers too; only de-identification counts what it did with each identifier. */
const isDeidentified = (stack: Stack, file: string) =>
  readFileSync(join(stack.dataDir, file), 'utf8').includes('done:email:mask');

const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a worker killed between two shards of de-identification', () => {
  it('goes on at the next shard: what was finished is kept, and all bytes are those of an undisturbed run', async () => {
    const stack = stackWithNames();
    const first = await stack.workApart();
    const run = await stack.start(REQUEST);
    await waitFor(() => finishedShards(stack).length >= 2);
    first.kill('SIGKILL');
    await new Promise((resolve) => first.once('exit', resolve));
    const before = new Map(
      finishedShards(stack).map(({ number, path }) => [number, { inode: statSync(path).ino, hash: hashOf(path) }]),
    );
    expect(before.size).toBeGreaterThanOrEqual(2);
    expect(before.size).toBeLessThan(RECORDS / SHARD_RECORDS);

    await stack.workApart();
    const { state, results } = await run.closed();
    expect(state, JSON.stringify(state)).toMatchObject({ status: 'completed' });
    const after = publishedShards(stack);
    expect(after).toHaveLength(RECORDS / SHARD_RECORDS);
    for (const [number, { inode, hash }] of before) {
      const path = after[number]?.path ?? '';
      expect({ number, inode: statSync(path).ino, hash: hashOf(path) }).toEqual({ number, inode, hash });
    }

    const calm = stackWithNames();
    await calm.work();
    const undisturbed = await (await calm.start(REQUEST)).closed();
    expect(undisturbed.state).toMatchObject({ status: 'completed' });
    expect(after.map(({ name, path }) => [name, hashOf(path)])).toEqual(
      publishedShards(calm).map(({ name, path }) => [name, hashOf(path)]),
    );
    expect(results.preprocessing).toEqual(undisturbed.results.preprocessing);
  }, 240_000);
});

async function waitFor(holds: () => boolean, seconds = 120): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !holds(); ) {
    if (Date.now() > end) throw new Error('the moment to kill the worker did not come');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
