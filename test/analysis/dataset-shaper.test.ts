import { describe, expect, it } from 'vitest';
import { createDatasetShaper } from '../../analysis/dataset-shaper.ts';
import { type ConversationRecord, ConversationRecordSchema } from '../../contracts/records.ts';
import type { ColumnRoles } from '../../contracts/run.ts';

function shapeAll(rows: unknown[], columns?: ColumnRoles, files = ['f']) {
  const shaper = createDatasetShaper({ columns });
  const records: ConversationRecord[] = [];
  const rejected: { position: { index: number } }[] = [];
  const keep = (taken: ReturnType<typeof shaper.take>) => {
    records.push(...taken.records);
    rejected.push(...taken.rejected);
  };
  for (const file of files) {
    rows.forEach((value, index) => {
      keep(shaper.take(value, { file, line: index + 2, index }));
    });
    keep(shaper.endFile());
  }
  for (const record of records) ConversationRecordSchema.parse(record);
  return { records, rejected, inference: shaper.inference() };
}

const TALK = [
  ['d1', 'therapist', 'How was your week?', 'question', 'neutral'],
  ['d1', 'client', 'I slept badly again.', 'change', 'neutral'],
  ['d1', 'therapist', 'Tell me more.', 'reflection', 'neutral'],
  ['d2', 'client', 'Hello there.', 'neutral', 'glad'],
  ['d2', 'therapist', 'Welcome back.', 'other', 'glad'],
  ['d3', 'client', 'Just me here.', 'neutral', 'sad'],
].map(([transcript_id, interlocutor, utterance_text, talk_kind, topic], i) => ({
  ...{ transcript_id, utterance_id: i, interlocutor, utterance_text, talk_kind, topic },
}));

describe('rows of one utterance each become conversations', () => {
  it('with their roles, the labels of each utterance, and those of the whole', () => {
    const { records, inference } = shapeAll(TALK);
    expect(records.map(({ messages }) => messages.map(({ role, content }) => `${role}: ${content}`))).toEqual([
      ['assistant: How was your week?', 'user: I slept badly again.', 'assistant: Tell me more.'],
      ['user: Hello there.', 'assistant: Welcome back.'],
      ['user: Just me here.'],
    ]);
    expect(records[0]).toMatchObject({
      group_id: 'f#d1',
      labels: { topic: 'neutral' },
      source: { line: 2 },
      messages: [
        { speaker: 'therapist', labels: { talk_kind: 'question' } },
        { speaker: 'client', labels: { talk_kind: 'change' } },
        { labels: { talk_kind: 'reflection' } },
      ],
    });
    // One row alone keeps the label of its utterance with the utterance: it says nothing of conversations.
    expect(records[2]).toMatchObject({ labels: { topic: 'sad' }, messages: [{ labels: { talk_kind: 'neutral' } }] });
    expect(inference).toMatchObject({
      rows_joined: true,
      speakers: [
        { speaker: 'therapist', role: 'assistant', message_count: 3 },
        { speaker: 'client', role: 'user', message_count: 3 },
      ],
    });
    const roles = inference.columns.map(({ role, field, by }) => [role, field, by]);
    expect(roles).toContainEqual(['conversation_id', 'transcript_id', 'name']);
    expect(roles).toContainEqual(['speaker', 'interlocutor', 'name']);
    expect(roles).toContainEqual(['label', 'talk_kind', 'values']);
    expect(roles).toContainEqual(['text', 'utterance_text', 'name']);
  });

  it('a speaker under an unknown name is told by its values', () => {
    const rows = TALK.map(({ interlocutor, ...rest }) => ({ ...rest, wer: interlocutor }));
    const { records, inference } = shapeAll(rows);
    expect(records[0]?.messages.map(({ role }) => role)).toEqual(['assistant', 'user', 'assistant']);
    expect(inference.columns).toContainEqual(expect.objectContaining({ role: 'speaker', field: 'wer', by: 'values' }));
  });

  it('speakers no table knows take turns, and their names are not told', () => {
    const rows = ['Ann', 'Bob', 'Ann'].map((Speaker, i) => ({ Dialogue_ID: 0, Utterance: `text ${i}`, Speaker }));
    const { records, inference } = shapeAll(rows);
    expect(records).toHaveLength(1);
    expect(records[0]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(inference)).not.toMatch(/Ann|Bob/);
  });

  it('an id that begins anew in the next file is another conversation', () => {
    const { records } = shapeAll(TALK.slice(3, 5), undefined, ['a', 'b']);
    expect(records.map(({ group_id }) => group_id)).toEqual(['a#d2', 'b#d2']);
  });

  it('rows that share an id without being utterances stay alone', () => {
    const rows = ['d1', 'd1', 'd2'].map((conversation_id, i) => ({
      conversation_id,
      question: `q ${i}`,
      answer: `a ${i}`,
    }));
    expect(shapeAll(rows).records).toHaveLength(3);
  });

  it('a conversation that crosses from the rows judged to those after is one', () => {
    const rows = Array.from({ length: 450 }, (_, i) => ({
      ...{ conversation_id: Math.floor(i / 150), speaker: i % 2 ? 'therapist' : 'client', text: `words ${i}` },
    }));
    expect(shapeAll(rows).records.map(({ messages }) => messages.length)).toEqual([150, 150, 150]);
  });
});

describe('rows of one conversation without an id of their own', () => {
  const said = ({ records }: ReturnType<typeof shapeAll>) =>
    records.map(({ messages }) => messages.map(({ role, content }) => `${role}: ${content}`));
  const TURNS: readonly [role: string, text: string][] = [
    ['client', 'I slept badly again.'],
    ['therapist', 'Tell me more about it.'],
    ['client', 'It began on Monday.'],
    ['therapist', 'What was on Monday?'],
  ];
  const rowsOf = (fields: (i: number) => object, count = TURNS.length) =>
    Array.from({ length: count }, (_, i) => {
      const [speaker, text] = TURNS[i % TURNS.length] ?? [];
      return { ...fields(i), speaker, text };
    });

  it('an id that ends in the running number of the utterance', () => {
    const shaped = shapeAll(rowsOf((i) => ({ ID: `s${Math.floor(i / 2)}_${i % 2}` })));
    expect(said(shaped)).toEqual([
      ['user: I slept badly again.', 'assistant: Tell me more about it.'],
      ['user: It began on Monday.', 'assistant: What was on Monday?'],
    ]);
    expect(shaped.records.map(({ group_id }) => group_id)).toEqual(['f#s0', 'f#s1']);
  });

  it('a number at the end of an id that says nothing of the row before it joins nothing', () => {
    const ids = ['a7', 'b2', 'c9', 'd1'];
    expect(said(shapeAll(rowsOf((i) => ({ id: ids[i] }))))).toHaveLength(4);
  });

  it('the number of the turn, which begins anew with each conversation', () => {
    expect(said(shapeAll(rowsOf((i) => ({ turn: i % 2 }))))).toEqual([
      ['user: I slept badly again.', 'assistant: Tell me more about it.'],
      ['user: It began on Monday.', 'assistant: What was on Monday?'],
    ]);
  });

  it('a transcript longer than the rows judged first is one, while its times rise', () => {
    const rows = rowsOf((i) => ({ start: `${Math.floor(i / 60)}:${String(i % 60).padStart(2, '0')}` }), 260);
    expect(said(shapeAll(rows)).map(({ length }) => length)).toEqual([260]);
    expect(said(shapeAll(rows, undefined, ['f', 'g']))).toHaveLength(2);
  });

  it('without times such a file is rows, since nothing says where a talk would end', () => {
    expect(said(shapeAll(rowsOf(() => ({}), 260)))).toHaveLength(260);
  });

  it('the direction of a message stands for who sends it', () => {
    const rows = ['in', 'out', 'in', 'in', 'out'].map((direction, i) => ({
      ...{ convId: i < 3 ? 'a' : 'b', direction, text: `what is said as number ${i}` },
    }));
    expect(shapeAll(rows).records.map(({ messages }) => messages.map(({ role }) => role))).toEqual([
      ['user', 'assistant', 'user'],
      ['user', 'assistant'],
    ]);
  });

  it('an id under any name that rows share by runs tells several talks apart', () => {
    const rows = ['inbound', 'outbound', 'inbound', 'outbound', 'inbound', 'outbound'].map((type, i) => ({
      ...{ opportunity_id: i < 4 ? 'q7-a' : 'q9-b', type, text: `what is said as number ${i}` },
    }));
    expect(shapeAll(rows).records.map(({ messages }) => messages.length)).toEqual([4, 2]);
  });

  it('letters stand for therapist and client, or doctor and patient, side by side', () => {
    const rows = (letters: string[]) =>
      rowsOf((i) => ({ turn: i % 2, speaker: letters[i % 2] })).map((row, i) => ({ ...row, speaker: letters[i % 2] }));
    expect(said(shapeAll(rows(['C', 'T'])))[0]).toEqual([
      'user: I slept badly again.',
      'assistant: Tell me more about it.',
    ]);
    expect(said(shapeAll(rows(['P', 'D'])))[0]?.[1]).toBe('assistant: Tell me more about it.');
  });
});

describe('columns without a known name', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({
    ...{ nr: `n${i}`, kommentar: `Das ist der ${i}. Satz von vielen`, urteil: ['gut', 'schlecht', 'neutral'][i % 3] },
    ...{ teil: i < 40 ? 'train' : 'test', punkte: i % 5 },
  }));

  it('the text, the label and the split are told by their values, with the evidence', () => {
    const { records, inference } = shapeAll(rows);
    expect(records[40]).toMatchObject({
      messages: [{ content: 'Das ist der 40. Satz von vielen' }],
      labels: { urteil: 'schlecht' },
      split: 'test',
    });
    expect(inference.columns).toEqual([
      { role: 'text', field: 'kommentar', by: 'values', record_count: 60, reason: expect.stringContaining('words') },
      { role: 'label', field: 'urteil', by: 'values', record_count: 60, reason: '3 values in 60 rows' },
      { role: 'split', field: 'teil', by: 'values', record_count: 60, reason: expect.any(String) },
    ]);
  });

  it('a name for a text that holds values gives way to a far longer text', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      ...{ question: i % 2 ? 'cause' : 'effect', premise: `The people of house ${i} went out into the long rain.` },
    }));
    expect(shapeAll(rows).records[3]?.messages).toMatchObject([{ content: rows[3]?.premise }]);
  });

  it('a list of turns stays the conversation, however long the texts beside it', () => {
    const situation = 'I had to give a talk before all my colleagues and could not say a word.';
    const dialog = [
      { speaker: 'seeker', content: 'I am ashamed.' },
      { speaker: 'supporter', content: 'What happened?' },
    ];
    const { records } = shapeAll([0, 1, 2].map((id) => ({ id, situation: `${situation} ${id}`, dialog })));
    expect(records.map(({ messages }) => messages.map(({ role, content }) => `${role}: ${content}`))).toEqual(
      [0, 1, 2].map(() => ['user: I am ashamed.', 'assistant: What happened?']),
    );
  });

  it('a response of few words that come again is a class, and no answer', () => {
    const rows = (response: (i: number) => string) =>
      Array.from({ length: 30 }, (_, i) => ({ text: `I slept badly in week ${i}.`, response: response(i) }));
    const [classes] = shapeAll(rows((i) => ['agree', 'disagree'][i % 2] ?? '')).records;
    expect(classes).toMatchObject({
      messages: [{ content: 'I slept badly in week 0.' }],
      labels: { response: 'agree' },
    });
    const [answered] = shapeAll(rows((i) => `Tell me about week ${i}.`)).records;
    expect(answered?.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('words are counted where a script has no spaces', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ a: `第${i}周我又睡不好觉了心里很难受`, b: `x${i}` }));
    expect(shapeAll(rows).records[0]?.messages).toMatchObject([{ content: rows[0]?.a }]);
  });

  it('what the request says goes before everything', () => {
    const { records, inference } = shapeAll(rows, {
      text: ['nr', 'kommentar'],
      label: 'punkte',
      group: 'teil',
      id: 'nr',
    });
    expect(records[1]).toMatchObject({
      record_id: 'n1#1',
      messages: [{ role: 'user', content: 'n1\nDas ist der 1. Satz von vielen' }],
      labels: { punkte: '1' },
      attributes: { teil: 'train' },
    });
    expect(records[1]?.labels).not.toHaveProperty('urteil');
    expect(inference.columns.every(({ by, role }) => by === 'request' || role === 'split')).toBe(true);
  });

  it('text and response of the request make a pair', () => {
    const { records } = shapeAll([{ q: 'one two', a: 'three', label: 'x' }], { text: 'q', response: 'a' });
    expect(records[0]).toMatchObject({
      messages: [
        { role: 'user', content: 'one two' },
        { role: 'assistant', content: 'three' },
      ],
      labels: { label: 'x' },
    });
  });

  it('a field of the request that is not there is refused with those that are', () => {
    expect(() => shapeAll(rows, { text: 'body' })).toThrowError(/columns.text names body.*kommentar/);
  });

  it('a short text beside no other is no text: the row is rejected by its place', () => {
    const { records, rejected } = shapeAll([{ a: 1, b: 'x' }]);
    expect(records).toEqual([]);
    expect(rejected).toMatchObject([{ position: { index: 0 } }]);
  });

  it('in a list of words with what each is labelled, the words that differ most are the text', () => {
    const words = ['greedy', 'kind', 'loud', 'calm', 'proud', 'shy'].map((attribute, i) => ({
      ...{ row_id: `w${i}`, identity: i < 3 ? 'Dutch' : 'Swiss', attribute, counts: i },
    }));
    const { records, rejected, inference } = shapeAll(words);
    expect(rejected).toEqual([]);
    expect(records.map(({ messages }) => messages[0]?.content)).toEqual(words.map(({ attribute }) => attribute));
    expect(inference.columns).toContainEqual(
      expect.objectContaining({ role: 'text', field: 'attribute', by: 'values' }),
    );
  });

  it('a date and a time are no text, though they are two words', () => {
    const answers = ['Law', 'Nursing', 'Marine science', 'Psychology', 'Economics'].map((course, i) => ({
      ...{ Timestamp: `08/07/2020 12:0${i}`, course, 'Do you feel low?': i % 2 === 0 ? 'Yes' : 'No' },
    }));
    expect(shapeAll(answers).records.map(({ messages }) => messages[0]?.content)).toEqual(
      answers.map(({ course }) => course),
    );
  });
});

describe('classes in a table without a header row', () => {
  const rows = (code: (i: number) => number) =>
    Array.from({ length: 20 }, (_, i) => ({ column_1: String(code(i)), column_2: `why did she leave in year ${i}` }));

  it('are labels where they are numbered from 0 or 1 on, and other numbers are not', () => {
    expect(shapeAll(rows((i) => i % 3)).records[4]?.labels).toEqual({ column_1: '1' });
    expect(shapeAll(rows((i) => [12, 40, 77][i % 3] ?? 0)).records[4]?.labels).toEqual({});
  });
});

describe('labels of utterances', () => {
  it.each([
    [
      'in an object of the turn',
      {
        dialog: [
          { speaker: 'seeker', annotation: {}, content: 'hi' },
          { speaker: 'supporter', annotation: { strategy: 'Question' }, content: 'hello' },
        ],
      },
    ],
    [
      'in a list beside the turns',
      { utterances: ['hi', 'hello'], speakers: ['seeker', 'supporter'], strategy: ['', 'Question'] },
    ],
    [
      'as a field of the turn',
      {
        turns: [
          { role: 'seeker', text: 'hi' },
          { role: 'supporter', text: 'hello', strategy: 'Question' },
        ],
      },
    ],
  ])('%s stay with it', (_name, value) => {
    const [record] = shapeAll([value]).records;
    expect(record?.messages).toEqual([
      { role: 'user', content: 'hi', speaker: 'seeker' },
      { role: 'assistant', content: 'hello', speaker: 'supporter', labels: { strategy: 'Question' } },
    ]);
  });
});
