import { describe, expect, it } from 'vitest';
import { createDatasetShaper } from '../../analysis/dataset-shaper.ts';
import { findStructure } from '../../analysis/structure.ts';

const shape = (...values: unknown[]) => {
  const shaper = createDatasetShaper();
  const taken = values.map((value, index) => shaper.take(value, { file: 'a.json', line: null, index }));
  const rest = shaper.endFile();
  return {
    records: [...taken.flatMap(({ records }) => records), ...rest.records],
    rejected: [...taken.flatMap(({ rejected }) => rejected), ...rest.rejected],
  };
};
const said = (record: { messages: { role: string; content: string }[] } | undefined) =>
  record?.messages.map(({ role, content }) => `${role}: ${content}`);

describe('a question with a list of answers', () => {
  it('becomes one record per answer, of one group, with what stands beside each', () => {
    const { records } = shape({
      questionID: 7,
      question: 'How do I say no?',
      description: 'I always give in.',
      answers: [
        { answer_text: 'Start small.', strategy: 'Guidance' },
        { answer_text: 'I was the same.', strategy: 'Self-disclosure' },
      ],
    });
    expect(records.map(said)).toEqual([
      ['user: How do I say no?\nI always give in.', 'assistant: Start small.'],
      ['user: How do I say no?\nI always give in.', 'assistant: I was the same.'],
    ]);
    expect(new Set(records.map(({ group_id }) => group_id)).size).toBe(1);
  });

  it('is found in the pairs of a document as well', () => {
    const document = {
      context: 'He passed the test. She was glad.',
      qas: [{ id: 'q1', question: 'Who was glad?', answers: [{ text: 'She was.', answer_start: 20 }] }],
    };
    expect(shape(document).records.map(said)).toEqual([
      ['user: Who was glad?\nHe passed the test. She was glad.', 'assistant: She was.'],
    ]);
  });

  it('takes answers that are plain strings, and leaves a list alone where nothing is asked', () => {
    expect(shape({ question: 'Why?', answers: ['Because.', ' '] }).records.map(said)).toEqual([
      ['user: Why?', 'assistant: Because.'],
    ]);
    expect(shape({ text: 'Only this.', comments: ['not an answer'] }).records.map(said)).toEqual([
      ['user: Only this.'],
    ]);
  });
});

describe('a document whose lists hold the records', () => {
  it('gives each, with the plain fields of what it lies in, as one group', () => {
    const qas = [
      { question: 'Who?', id: 'a', answers: [{ text: 'Ruth', answer_start: 3 }] },
      { question: 'Where?', id: 'b', answers: [{ text: 'Here', answer_start: 9 }] },
    ];
    const { records } = shape({ title: 'A visit', lang: 'en', paragraphs: [{ context: 'Ruth was here.', qas }] });
    expect(records.map(said)).toEqual([
      ['user: Who?\nRuth was here.', 'assistant: Ruth'],
      ['user: Where?\nRuth was here.', 'assistant: Here'],
    ]);
  });

  it('takes what a model answered as said by the model', () => {
    const answers = { question_id: 81, choices: [{ index: 0, turns: ['First.', 'Second.'] }] };
    const chat = { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' } }] };
    expect(shape(answers).records.map(said)).toEqual([['assistant: First.', 'assistant: Second.']]);
    expect(shape(chat).records.map(said)).toEqual([['assistant: Hello.']]);
  });

  it('takes lists of sentences under names of their own', () => {
    const prompts = {
      id: 'actors',
      Ruth_Vale: ['Ruth Vale is an actor who'],
      Omar_Lind: ['Omar Lind was an actor best'],
    };
    expect(shape(prompts).records.map(said)).toEqual([
      ['user: Ruth Vale is an actor who'],
      ['user: Omar Lind was an actor best'],
    ]);
  });

  it('and is rejected where they hold no text either', () => {
    expect(shape({ id: 1, boxes: [{ x: 1 }, { x: 2 }] })).toMatchObject({ records: [], rejected: [{}] });
  });
});

describe('what stands beside a question', () => {
  it('belongs to it, and is no text of its own', () => {
    const passage = 'Two people met at noon.';
    expect(shape({ question: 'Who?', passage, answer: ['Nobody knows', 'Unknown'] }).records.map(said)).toEqual([
      [`user: Who?\n${passage}`, 'assistant: Nobody knows'],
    ]);
    expect(shape({ question: 'Who?', passage }).records.map(said)).toEqual([[`user: Who?\n${passage}`]]);
    const note = {
      description: 'A short title.',
      transcription: 'SUBJECTIVE: She sleeps badly and eats little at noon.',
    };
    expect(shape(note, note).records.map(said)[0]).toEqual([`user: ${note.transcription}`]);
  });

  it('examples for a chat bot are exchanges', () => {
    const { records } = shape({ tag: 'greeting', patterns: ['Hi', 'Hello'], responses: ['Hello, how are you?'] });
    expect(records.map(said)).toEqual([
      ['user: Hi', 'assistant: Hello, how are you?'],
      ['user: Hello', 'assistant: Hello, how are you?'],
    ]);
  });
});

describe('a record whose text stands in an object inside it', () => {
  it('is read from the longest talk inside', () => {
    const { records } = shape({
      id: 'x',
      info: { text: 'short' },
      data: {
        dialogue: [
          { speaker: 'client', text: 'I am tired of it.' },
          { speaker: 'therapist', text: 'Of what?' },
        ],
      },
    });
    expect(said(records[0])).toEqual(['user: I am tired of it.', 'assistant: Of what?']);
  });

  it('is read from the longest text inside where no shape is known, and refused where there is no sentence', () => {
    const { records } = shape({ client: { intake_form: 'I sleep badly since the move to town.', attitude: 'open' } });
    expect(said(records[0])).toEqual(['user: I sleep badly since the move to town.']);
    expect(shape({ client: { name: 'x', age: 3 } }).rejected).toHaveLength(1);
  });
});

describe('a text of spoken lines', () => {
  it('is a dialogue whichever way the speaker is set apart', () => {
    for (const text of [
      '[doctor] how are you ?\n[patient] not well .',
      '**Doctor:** how are you ?\n**Patient:** not well .',
      'Doctor: how are you ?\nPatient: not well .',
    ])
      expect(said(shape({ text }).records[0])).toEqual(['assistant: how are you ?', 'user: not well .']);
  });
});

describe('a list of exchanges', () => {
  it('is a list of turns, whether each is a list of two or an object with both sides', () => {
    for (const conversation of [
      [
        ['Hello', 'Hi there'],
        ['Tea?', 'Please'],
      ],
      [
        { input: 'Hello', output: 'Hi there' },
        { input: 'Tea?', output: 'Please' },
      ],
      [
        { human: 'Hello', assistant: 'Hi there' },
        { human: 'Tea?', assistant: 'Please' },
      ],
    ])
      expect(said(shape({ conversation }).records[0])).toEqual([
        'user: Hello',
        'assistant: Hi there',
        'user: Tea?',
        'assistant: Please',
      ]);
  });
});

describe('a file that is one conversation', () => {
  const turns = (length: number) =>
    Array.from({ length }, (_, i) => ({
      role: i % 2 === 0 ? 'client' : 'counselor',
      content: `Turn ${i} of the talk.`,
    }));

  it('becomes one record, with its file as group', () => {
    const { records } = shape(...turns(12));
    expect(records.map(({ messages }) => messages.length)).toEqual([12]);
    expect(records[0]?.messages[1]?.speaker).toBe('counselor');
  });

  it('stays single records where rows have ids, where one side alone speaks, and where the file goes on', () => {
    expect(shape(...turns(6).map((turn, id) => ({ id, ...turn }))).records).toHaveLength(6);
    expect(shape(...turns(6).map((turn) => ({ ...turn, role: 'client' }))).records).toHaveLength(6);
    expect(shape(...turns(400)).records).toHaveLength(400);
  });
});

describe('where a label holds in a text', () => {
  it('is no time of a recording', () => {
    expect(findStructure({ text: 'a', labels: [{ start: 0, end: 4, type: 'x' }] })).not.toContain('media:clip_times');
    expect(findStructure({ text: 'a', start: 0.5, end: 4 })).toContain('media:clip_times');
  });
});

describe('a list of turns by another name', () => {
  const turns = [
    { speaker: 'patient', content: 'She must hate me.' },
    { speaker: 'therapist', content: 'What else could it be?', strategy: 'Challenge' },
  ];

  it.each(['dialogues', 'session_log'])(
    '%s is one conversation where each entry is a turn of a known speaker',
    (name) => {
      expect(shape({ example_id: 1, [name]: turns }).records.map(said)).toEqual([
        ['user: She must hate me.', 'assistant: What else could it be?'],
      ]);
      expect(shape({ example_id: 1, situation: 'A late reply.', dialogues: turns }).records).toHaveLength(1);
    },
  );

  it('dialogues that each hold a list of turns stay one record each', () => {
    expect(shape({ dialogues: [{ turns }, { turns }] }).records.map(said)).toHaveLength(2);
  });

  it('posts of many authors stay posts', () => {
    const posts = ['Ann', 'Bob', 'Cem'].map((author) => ({ author, text: `I am ${author} and new here.` }));
    expect(shape({ forum: posts }).records).toHaveLength(3);
  });
});

describe('a document that holds lists of records', () => {
  it('is read by them, and not by the longest text of what describes it', () => {
    const { records } = shape({
      metadata: { description: 'Standard cases for the evaluation of safety' },
      cases: [
        { theme: 'Loneliness', prompts: ['I have been so lonely for so long.', 'You listen like no one else.'] },
        { theme: 'Meaning', prompts: ['There must be a deeper layer to it all.'] },
      ],
    });
    expect(records.map(said)).toEqual([
      ['user: I have been so lonely for so long.'],
      ['user: You listen like no one else.'],
      ['user: There must be a deeper layer to it all.'],
    ]);
  });
});

describe('an exchange with several answers to choose from', () => {
  it('is what was asked and the first of them', () => {
    const [record] = shape({
      turns: [
        {
          seeker_message: 'I will try it tonight.',
          supporter_responses: [
            { style: 'warm', message: 'That takes courage.' },
            { style: 'cold', message: 'Good.' },
          ],
        },
      ],
    }).records;
    expect(said(record)).toEqual(['user: I will try it tonight.', 'assistant: That takes courage.']);
  });
});
