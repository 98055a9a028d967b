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
    [
      'a user and the system that answers',
      {
        turns: [
          { speaker: 'USER', utterance: 'hi' },
          { speaker: 'SYSTEM', utterance: 'hello' },
        ],
      },
    ],
    ['prompt and response', { prompt: 'hi', response: 'hello' }],
    ['prompt and the text of its response', { prompt: 'hi', response_text: 'hello' }],
    ['what comes in and what goes out', { input_message: 'hi', output_message: 'hello' }],
    ['what is asked and its response', { question_asked: 'hi', response: 'hello' }],
    ['query and response', { query: 'hi', response: 'hello' }],
    ['input and output', { input: 'hi', output: 'hello' }],
    ['question and answer', { question: 'hi', answer: 'hello' }],
    ['context and response', { context: 'hi', response: 'hello' }],
    ['a text and its reply', { text: 'hi', reply: 'hello' }],
    ['two sides named with their speaker', { user_message: 'hi', counselor_utterance: 'hello' }],
    ['an answer named by its kind', { seeker_post: 'hi', empathetic_reply: 'hello' }],
    ['a dialogue in one cell', { dialogue: 'Patient: hi\nDoctor: hello' }],
    ['a dialogue in one cell with Windows line ends', { dialogue: 'Patient: hi\r\nDoctor: hello\r\n' }],
    ['numbered users', { conversation: 'User 1: hi\nUser 2: hello' }],
    ['turns with a prefix', { turns: ['求助者：hi', '支持者：hello'] }],
    ['a list of texts', { text: ['hi', 'hello'] }],
    ['turns as JSON in a cell', { conversations: '[{"from":"human","value":"hi"},{"from":"gpt","value":"hello"}]' }],
    [
      'messages of parts',
      {
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'hi' }] },
          { role: 'assistant', content: 'hello' },
        ],
      },
    ],
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

it('fields named for patient and doctor are a pair where they hold what both say, and not who they are', () => {
  const said = { Patient: 'I have not slept for two weeks.', Doctor: 'Please tell me more about your nights.' };
  expect(shape(said)).toMatchObject([{ turns: [`user: ${said.Patient}`, `assistant: ${said.Doctor}`] }]);
  expect(shape({ Patient: 'Ada Roe', Doctor: 'Dr. Sam Poe', text: 'Seen on Monday.' })).toMatchObject([
    { turns: ['user: Seen on Monday.'] },
  ]);
});

it('what a tool gives back is no word of the user', () => {
  const messages = [
    { role: 'user', content: 'Is it open?' },
    { role: 'tool', content: '{"open":true}' },
    { role: 'assistant', content: 'It is.' },
  ];
  expect(shape({ messages })).toMatchObject([
    { turns: ['user: Is it open?', 'system: {"open":true}', 'assistant: It is.'] },
  ]);
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

describe('what a shape must not do', () => {
  const turnsOf = (value: unknown) => {
    const shaped = shape(value);
    return 'reason' in shaped ? shaped : shaped.flatMap(({ turns }) => turns);
  };

  it('no part of an instruction is lost', () => {
    expect(turnsOf({ system: 'be kind', instruction: 'answer', input: 'why?', output: 'so' })).toEqual([
      'system: be kind',
      'user: answer\nwhy?',
      'assistant: so',
    ]);
  });

  it('names that every object has are no roles', () => {
    expect(shape({ messages: [{ role: 'constructor', content: 'x' }], split: 'constructor' })).toMatchObject([
      { messages: [{ role: 'user', content: 'x' }], split: null },
    ]);
  });

  it('a text that only begins like a speaker is left whole', () => {
    expect(turnsOf({ text: 'Model: X100\nfor sale' })).toEqual(['user: Model: X100\nfor sale']);
  });

  it('a reason names fields, never what hostile keys hold', () => {
    expect(shape({ 'My name is Jane and, as I told you, I live in Springfield at 5 Oak Road': 1, n: 2 })).toEqual({
      reason: 'no field holds text; fields are (unprintable), n',
    });
  });
});

describe('what the fields say of provenance and media becomes tags', () => {
  it.each([
    [{ text: 'a', metadata: { source_type: 'synthetic', user_model: 'm-1' } }, ['provenance:generated']],
    [
      { 'user 1 personas': 'I ski', 'Best Generated Conversation': 'a' },
      ['provenance:persona', 'provenance:generated'],
    ],
    [{ text: 'a', model: 'gpt-4o' }, ['provenance:generated']],
    [{ text: 'a', StartTime: '00:01', EndTime: '00:02' }, ['media:clip_times']],
    [{ text: 'a', path: 'clips/dia1.mp4' }, ['media:video']],
    [{ text: 'a', synthetic: 'false', model: 'Toyota', start: 1 }, []],
    [{ text: 'a', discipline: 'CBT' }, ['approach:cognitive_behavioral']],
    [{ text: 'a', bias_feature: 'homeless', pair_group_id: 'p1' }, ['provenance:counterfactual']],
    [{ text: 'a', 'Do you have Anxiety?': 'Yes' }, ['clinical:diagnosis']],
    // The frames of a dialogue that books a table are no pictures of a film.
    [{ text: 'a', frames: [{ actions: ['REQUEST'] }] }, []],
  ])('%o', (value, tags) => {
    expect(shape(value)).toMatchObject([{ tags }]);
  });
});

it('inference tells which field played which role, in how many records', () => {
  const shaper = createRecordShaper({ fileName: 'f' });
  for (const index of [0, 1]) {
    shaper.toRecords({ qid: index, question: 'a', answer: 'b', Topic: 't', other: 1 }, { file: 'f', line: 1, index });
  }
  expect(shaper.inference()).toEqual({
    text: { question: 2, answer: 2 },
    label: { Topic: 2 },
    attribute: {},
    id: { qid: 2 },
    group: {},
    split: {},
    consent: {},
  });
});
