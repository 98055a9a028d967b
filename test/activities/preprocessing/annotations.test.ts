import { afterEach, describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../../contracts/records.ts';
import { createActivityStack } from '../../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
afterEach(() => stack?.end());

/** From a file of the source, through de-identification and cleaning. */
async function through(lines: object[]): Promise<ConversationRecord[]> {
  stack = createActivityStack();
  stack.write('talks.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const { records } = await stack.ingest('talks.jsonl');
  const treated = await stack.run('deidentifyRecords', { records, privacy_level: 'maximum' });
  const cleaned = await stack.run('cleanRecords', {
    records: treated.records,
    category: 'conversational',
    crisis_policy: 'keep',
  });
  return stack.read(cleaned.records);
}

const partsOf = (message?: ConversationRecord['messages'][number]) =>
  message?.annotations?.map(({ start, end, label }) => [label, message.content.slice(start, end)]);

const mark = (content: string, part: string, label: string) => ({
  start: content.indexOf(part),
  end: content.indexOf(part) + part.length,
  label,
});

describe('annotations of a source file', () => {
  it('still mark the same words after names and numbers before, between and inside them were replaced', async () => {
    const said =
      '  My sister Margaret Lindqvist wrote to ann@mailhaven.com that I feel numb, call (415) 555-0133 today.';
    const [record] = await through([
      {
        id: 'a',
        messages: [
          {
            role: 'user',
            content: said,
            annotations: [mark(said, 'feel numb', 'affect'), mark(said, 'call (415) 555-0133 today', 'request')],
          },
          {
            role: 'assistant',
            content: 'Thank you. What does Margaret Lindqvist say of it?',
            spans: [[11, 49, 'open_question']],
          },
        ],
      },
      {
        id: 'b',
        messages: [
          { role: 'user', content: 'A quiet day.' },
          { role: 'assistant', content: 'Good.' },
        ],
      },
    ]);
    expect(partsOf(record?.messages[0])).toEqual([
      ['affect', 'feel numb'],
      ['request', 'call [PHONE] today'],
    ]);
    const [question] = partsOf(record?.messages[1]) ?? [];
    expect(question?.[1]).toMatch(/^What does \S+ \S+ say of it$/);
    expect(JSON.stringify(record)).not.toMatch(/Margaret|Lindqvist|mailhaven|555-0133/);
  });

  it('of a single text, in code points, with a name for a label: the words hold, and the name goes', async () => {
    const text = '🙂 I live with Thaddeus Okonjo and feel worn out.';
    const points = (part: string) => Array.from(text.slice(0, text.indexOf(part))).length;
    const [record] = await through([
      {
        id: 'a',
        text,
        entities: [
          { start_offset: points('worn out'), end_offset: points('worn out') + 8, label: 'mood', text: 'worn out' },
          { start: 0, end: 2, type: 'about Thaddeus Okonjo' },
          { start: 500, end: 510, type: 'outside' },
        ],
      },
      { id: 'b', text: 'Another quiet day at home.' },
    ]);
    const parts = partsOf(record?.messages[0]) ?? [];
    expect(parts.map(([, part]) => part)).toEqual(['worn out', '🙂']);
    expect(JSON.stringify(record)).not.toMatch(/Thaddeus|Okonjo/);
  });

  it('speakers lose their names and keep their turns', async () => {
    const [record] = await through([
      {
        id: 'a',
        turns: [
          { speaker: 'Margaret Lindqvist', text: 'I cannot sleep.', emotion: 'sadness' },
          { speaker: 'Dr. Okonjo', text: 'Since when?', strategy: 'Question' },
          { speaker: 'Margaret Lindqvist', text: 'Since the move.', emotion: 'fear' },
        ],
      },
      {
        id: 'b',
        turns: [
          { speaker: 'x', text: 'A day.' },
          { speaker: 'y', text: 'Good.' },
        ],
      },
    ]);
    expect(record?.messages).toEqual([
      { role: 'user', content: 'I cannot sleep.', labels: { emotion: 'sadness' } },
      { role: 'assistant', content: 'Since when?', labels: { strategy: 'Question' } },
      { role: 'user', content: 'Since the move.', labels: { emotion: 'fear' } },
    ]);
  });
});
