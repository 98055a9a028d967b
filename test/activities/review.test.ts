import { afterEach, describe, expect, it, vi } from 'vitest';
import { decideReviewSpan, listReviewSpans } from '../../activities/review.ts';
import { maskedContext } from '../../analysis/deidentify/masked-context.ts';
import { ReviewSpanViewSchema } from '../../contracts/consent.ts';
import { createActivityStack } from '../support/activity-stack.ts';

// A detector with a doubt of our choosing: which spans the real one doubts is measured elsewhere.
vi.mock('../../analysis/deidentify/detect.ts', async () => {
  const { findWords } = await import('../analysis/deidentify/fake-detector.ts');
  return {
    detectIdentifiers: findWords({
      Hope: { identifier: 'name', confidence: 0.4 },
      'maria@mailhaven.com': { identifier: 'email', confidence: 0.99 },
    }),
  };
});

let stack: ReturnType<typeof createActivityStack>;
async function ingest() {
  stack = createActivityStack();
  const lines = Array.from({ length: 60 }, (_, i) => ({
    id: `c${i}`,
    messages: [
      { role: 'user', content: i < 3 ? `Code 4471: Hope is gone, write maria@mailhaven.com, day ${i}.` : `Day ${i}.` },
    ],
  }));
  stack.write('talks.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  return (await stack.ingest('talks.jsonl')).records;
}

describe('the review queue', () => {
  afterEach(() => stack.end());

  it('lists doubtful spans with their place and a context that shows no identifier', async () => {
    const records = await ingest();
    const { report } = await stack.run(
      'deidentifyRecords',
      { records, privacy_level: 'basic' },
      { execution_id: 'one' },
    );
    expect(report.review).toEqual({ waiting: 3, accepted: 0, rejected: 0 });
    const { total, spans } = await listReviewSpans({ run_id: 'one', status: 'waiting' }, stack.deps);
    expect(total).toBe(3);
    for (const span of spans) expect(ReviewSpanViewSchema.parse(span)).toEqual(span);
    expect(spans[0]).toMatchObject({
      ...{
        record_index: 0,
        message_index: 0,
        start: 11,
        end: 15,
        identifier: 'name',
        confidence: 0.4,
        status: 'waiting',
      },
      context: 'Code 9999: Xxxx is gone, write [EMAIL]',
    });
    const state = stack.files().filter(({ name }) => name.startsWith('state.db'));
    for (const { text } of state) expect(text).not.toMatch(/Hope|mailhaven/);
  });

  it('a decision is followed by the next attempt, and changes its key', async () => {
    const records = await ingest();
    const input = { records, privacy_level: 'basic' } as const;
    const first = await stack.run('deidentifyRecords', input);
    const { spans } = await listReviewSpans({}, stack.deps);
    decideReviewSpan({ span_id: spans[0]?.span_id ?? '', decision: 'reject', by: 'dr. a' }, stack.deps);
    decideReviewSpan({ span_id: spans[1]?.span_id ?? '', decision: 'accept', by: 'dr. a' }, stack.deps);
    const second = await stack.run('deidentifyRecords', input);
    expect(second.cached).toBe(false);
    expect(second.report.review).toEqual({ waiting: 1, accepted: 1, rejected: 1 });
    const texts = async (output: typeof first) =>
      (await stack.read(output.records)).map(({ messages }) => messages[0]?.content ?? '');
    expect((await texts(first)).filter((text) => text.includes('Hope'))).toEqual([]);
    expect((await texts(second)).filter((text) => text.includes('Hope'))).toHaveLength(1);
    expect(stack.state.auditEntries().map(({ action, by }) => [action, by])).toEqual([
      ['review_span', 'dr. a'],
      ['review_span', 'dr. a'],
    ]);
  });

  it('under strict safety the stage waits until every span is decided, then goes on', async () => {
    const records = await ingest();
    const input = { records, privacy_level: 'basic', safety_level: 'strict' } as const;
    const context = { execution_id: 'one' };
    await expect(stack.run('deidentifyRecords', input, context)).rejects.toMatchObject({
      type: 'ReviewPending',
      message: expect.stringContaining('3 doubtful spans wait'),
      nonRetryable: true,
    });
    const { spans } = await listReviewSpans({ run_id: 'one', status: 'waiting' }, stack.deps);
    for (const { span_id } of spans) decideReviewSpan({ span_id, decision: 'accept', by: 'dr. a' }, stack.deps);
    // The review is done; what holds now is the measured residual rate of a detector that knows two words.
    await expect(stack.run('deidentifyRecords', input, { ...context, stage_attempt: 2 })).rejects.toMatchObject({
      type: 'PrivacyGateFailed',
      message: expect.stringContaining('planted ones survived'),
    });
  });

  it('an unknown span is refused', async () => {
    await ingest();
    expect(() => decideReviewSpan({ span_id: 'none', decision: 'accept', by: 'x' }, stack.deps)).toThrow(
      /names no span/,
    );
  });
});

describe('a masked context', () => {
  it('masks whole what only reaches into it, and every digit', () => {
    const text = `${'Alexandra Petrova and '.repeat(2)}Joy, room 12, told ${'Alexandra Petrova'}.`;
    const names = [...text.matchAll(/Alexandra Petrova/g)].map(({ index }) => ({
      ...{ start: index, end: index + 17, identifier: 'name' as const, confidence: 1, source: 'model' as const },
    }));
    const at = text.indexOf('Joy');
    const context = maskedContext(text, { start: at, end: at + 3 }, names);
    expect(context).toBe('[NAME] and [NAME] and Xxx, room 99, told [NAME]');
  });
});
