import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeConversations } from '../support/datasets.ts';
import { createStack, type Stack } from '../support/stack.ts';

describe('a dataset that cannot be used', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = createStack();
    await stack.work();
  });
  afterAll(() => stack.end());

  const broken: [string, string | Buffer | null, string, RegExp][] = [
    ['missing.jsonl', null, 'DatasetNotFound', /missing\.jsonl/],
    ['empty.jsonl', '', 'DatasetUnreadable', /empty\.jsonl is empty/],
    ['binary.jsonl', Buffer.from([0, 1, 2, 3, 0, 255, 254, 0, 17]), 'DatasetUnreadable', /binary\.jsonl/],
    ['utf16.csv', Buffer.from('\ufeffid,text\n1,hello\n', 'utf16le'), 'DatasetUnreadable', /utf16\.csv/],
    ['latin1.jsonl', Buffer.from('{"text":"caf\xe9"}\n', 'latin1'), 'DatasetUnreadable', /latin1\.jsonl/],
    ['nothing-valid.jsonl', 'no json\nat all\n', 'DatasetUnreadable', /line 1/],
    ['../outside.jsonl', null, 'DatasetNotFound', /outside\.jsonl/],
    ['link.jsonl', 'link', 'NotAllowed', /link\.jsonl/],
    ['.', null, 'DatasetUnreadable', /\.jsonl/],
  ];

  it.each(broken)('%s waits for an operator with a typed error that names it', async (name, content, type, message) => {
    if (content === 'link') symlinkSync('/etc/hostname', join(stack.root, name));
    else if (content !== null) writeFileSync(join(stack.root, name), content);
    const run = await stack.start({ dataset_path: name });
    const state = await run.until((s) => s.status === 'needs_attention', 'needs_attention');
    expect(state.stages[0]?.error).toMatchObject({ type, message: expect.stringMatching(message) });
    expect(state.stages[0]?.error?.remedy).not.toBe('');
    await run.control({ action: 'cancel_run' });
    expect((await run.closed()).state.status).toBe('cancelled');
    expect(stack.files('staging')).toEqual([]);
  });

  it('a file replaced after a failure is read by a retry, and the same run completes', async () => {
    const file = join(stack.root, 'later.jsonl');
    writeFileSync(file, 'not yet\n');
    const run = await stack.start({ dataset_path: 'later.jsonl' });
    await run.until((s) => s.status === 'needs_attention', 'needs_attention');
    writeFileSync(file, makeConversations(200));
    await run.control({ action: 'retry_stage', stage: 'dataset_ingestion' });
    const { state } = await run.closed();
    expect(state.status).toBe('completed');
    expect(state.stages[0]?.attempt).toBe(2);
  });

  it('broken lines in the middle are counted and named, and the rest is taken', async () => {
    const lines = makeConversations(200).split('\n');
    lines.splice(100, 0, '{"broken": ', '[1,2', `{"id":"long","text":"${'x'.repeat(10 * 1024 * 1024)}"}`);
    writeFileSync(join(stack.root, 'middle.jsonl'), lines.join('\n'));
    const run = await stack.start({ dataset_path: 'middle.jsonl', on_stage_failure: 'fail' });
    const { state, results } = await run.closed();
    expect(state.status).toBe('completed');
    expect(results.preprocessing).toMatchObject({ record_count: 200, rejected_count: 3 });
    const first = (results.preprocessing?.rejected_first ?? []) as { position: { line: number } }[];
    expect(first.map((entry) => entry.position.line)).toEqual([101, 102, 103]);
  });

  it('uneven rows of a CSV are counted and named', async () => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${i},"I feel ${i % 2 ? 'tired at night' : 'pressed at work'} number ${i}",${i % 2 ? 'sleep' : 'work'}`,
    );
    rows.splice(50, 0, '1,2,3,4,5');
    writeFileSync(join(stack.root, 'uneven.csv'), `id,text,topic\n${rows.join('\n')}\n`);
    const run = await stack.start({ dataset_path: 'uneven.csv', on_stage_failure: 'fail' });
    const { state, results } = await run.closed();
    expect(state.status).toBe('completed');
    expect(results.preprocessing).toMatchObject({ record_count: 200, rejected_count: 1 });
    expect(JSON.stringify(results.preprocessing?.rejected_first)).toContain('"line":52');
  });
});
