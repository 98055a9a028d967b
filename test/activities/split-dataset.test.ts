import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createActivityStack } from '../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
beforeEach(() => {
  stack = createActivityStack();
});
afterEach(() => stack.end());

const LONG = 'I have not slept for weeks and every morning at work the same worry about my job comes back to me again';

/** Sixty talks of three topics, the third of which is rare; a text and what is nearly the same text in each pair of twelve. */
const lines = Array.from({ length: 60 }, (_, i) => ({
  id: `c${i}`,
  topic: i % 10 === 0 ? 'grief' : ['sleep', 'work'][i % 2],
  messages: [
    {
      role: 'user',
      content:
        i < 24
          ? `${LONG} ${'abcdefghijkl'[i >> 1]}${i >> 1} ${'xyz '.repeat(i >> 1)}${i % 2 ? 'today' : 'tonight'}`
          : `What helps on evening ${i}?`,
    },
    { role: 'assistant', content: `A walk of ${i} minutes.` },
  ],
}));

describe('the split of a dataset', () => {
  it('leaks nothing, keeps near duplicates together, and tells how long the records are', async () => {
    stack.write('talks.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
    const { records } = await stack.ingest('talks.jsonl');
    const { splits, leakage, token_statistics } = await stack.run('splitDataset', { records, seed: 3 });
    expect(leakage).toEqual({ exact: 0, near_duplicate: 0, subject: 0 });
    const placed = new Map<string, string>();
    for (const name of ['train', 'validation', 'test'] as const) {
      const part = await stack.read(splits[name]);
      for (const { messages } of part) placed.set(messages[1]?.content ?? '', name);
      const tokens = token_statistics?.[name];
      expect(tokens?.turn_count).toBe(2 * part.length);
      expect(tokens?.per_record.max).toBeGreaterThanOrEqual(tokens?.per_record.median ?? 0);
      expect(tokens?.token_count).toBeGreaterThan(10 * part.length);
    }
    // "A walk of 3 minutes." follows what is nearly the text before "A walk of 2 minutes."
    for (let i = 0; i < 24; i += 2)
      expect(placed.get(`A walk of ${i} minutes.`)).toBe(placed.get(`A walk of ${i + 1} minutes.`));
  });
});
