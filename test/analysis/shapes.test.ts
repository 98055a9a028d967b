import { describe, expect, it } from 'vitest';
import { createRecordShaper } from '../../analysis/shapes.ts';
import { ConversationRecordSchema } from '../../contracts/records.ts';

function shape(value: unknown) {
  const shaped = createRecordShaper({ fileName: 'f' }).toRecords(value, { file: 'f', line: 1, index: 0 });
  if ('reason' in shaped) return shaped;
  for (const record of shaped.records) ConversationRecordSchema.parse(record);
  return shaped.records.map((record) => ({
    ...record,
    turns: record.messages.map(({ role, content }) => `${role}: ${content}`),
  }));
}

const DIALOGUE = ['user: hi', 'assistant: hello'];

describe('every known shape becomes a conversation', () => {
  it.each([
    [
      'ChatML',
      {
        messages: [
          { role: 'user', content: 'hi' },
          { role: 'assistant', content: 'hello' },
        ],
      },
    ],
    [
      'conversation of client and therapist',
      {
        conversation: [
          { role: 'client', content: 'hi' },
          { role: 'therapist', content: 'hello' },
        ],
      },
    ],
    [
      'ShareGPT',
      {
        conversations: [
          { from: 'human', value: 'hi' },
          { from: 'gpt', value: 'hello' },
        ],
      },
    ],
    [
      'turns of unknown speakers',
      {
        turns: [
          { speaker: 'Ann', text: 'hi' },
          { speaker: 'Bob', text: 'hello' },
        ],
      },
    ],
    ['prompt and response', { prompt: 'hi', response: 'hello' }],
    ['input and output', { input: 'hi', output: 'hello' }],
    ['question and answer', { question: 'hi', answer: 'hello' }],
    ['context and response', { context: 'hi', response: 'hello' }],
    ['preference', { prompt: 'hi', chosen: 'hello', rejected: 'go away' }],
    ['a dialogue in one cell', { dialogue: 'Patient: hi\nDoctor: hello' }],
    ['user_text and agent_text', { user_text: 'hi', agent_text: 'hello' }],
  ])('%s', (_name, value) => {
    expect(shape(value)).toMatchObject([{ turns: DIALOGUE }]);
  });

  it.each([{ text: 'hi' }, { Utterance: 'hi' }, { transcript: 'hi' }, { message: 'hi' }])(
    'a text alone: %o',
    (value) => {
      expect(shape(value)).toMatchObject([{ turns: ['user: hi'] }]);
    },
  );

  it('a document with pairs becomes records of one group', () => {
    const records = shape({
      id: 'd1',
      qa_pairs: [
        { question: 'a', answer: 'b' },
        { question: 'c', answer: 'd' },
      ],
    });
    expect(records).toMatchObject([{ group_id: 'd1' }, { group_id: 'd1' }]);
  });
});

describe('the fields beside the text keep their role', () => {
  it('labels, attributes, split, consent and group', () => {
    expect(
      shape({
        questionID: 7,
        questionTitle: 't',
        questionText: 'q',
        answerText: 'a',
        topic: 'grief',
        gender: 'female',
        split: 'val',
        consent_status: 'verified',
      }),
    ).toMatchObject([
      {
        group_id: '7',
        labels: { topic: 'grief' },
        attributes: { gender: 'female' },
        split: 'validation',
        consent_status: 'verified',
        turns: ['user: t\nq', 'assistant: a'],
      },
    ]);
  });

  it('labels of utterances stay with their turn', () => {
    expect(shape({ turns: [{ speaker: 'a', text: 'hi', emotion: 'joy' }] })).toMatchObject([
      { messages: [{ labels: { emotion: 'joy' } }] },
    ]);
  });
});

it.each([[null], [[1]], ['text'], [{}], [{ n: 1 }], [{ messages: [] }]])(
  '%o is refused with a reason that holds no text',
  (value) => {
    expect(shape(value)).toEqual({ reason: expect.any(String) });
  },
);
