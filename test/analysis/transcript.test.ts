import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../analysis/transcript.ts';

const turnsOf = (text: string) => transcriptOf(text)?.turns.map(({ from, content }) => [from, content]);

describe('a transcript is told by who speaks', () => {
  it.each([
    [
      'words for roles',
      'Client: I sleep badly.\nTherapist: Since when?\nClient: May.',
      ['Client', 'Therapist', 'Client'],
    ],
    ['letters for roles', 'T: Come in.\nC: Thanks.\nT2: Tea?', ['therapist', 'client', 'therapist']],
    ['brackets', '[client] I am here.\n[counselor] Good.\n[client] Well.', ['client', 'counselor', 'client']],
    ['bold names', '**Client:** I am here.\n**Coach:** Good.\n**Client:** Well.', ['Client', 'Coach', 'Client']],
    [
      'times before',
      '[00:01:02] Nurse: Hello.\n[00:01:09] Patient: Hello.\n00:02 Nurse: So?',
      ['Nurse', 'Patient', 'Nurse'],
    ],
    [
      'paragraphs of a web page',
      '<p>CLIENT: Hm.</p>\n\n<p>THERAPIST: Yes?</p>\n<p>CLIENT: No.</p>',
      ['CLIENT', 'THERAPIST', 'CLIENT'],
    ],
    [
      'a doctor by name',
      'Dr. Vale: Hello.\nRuth: Hello.\nDr. Vale: So?\nRuth: So.\nDr. Vale: Yes?\nRuth: No.',
      ['doctor', 'Ruth', 'doctor', 'Ruth', 'doctor', 'Ruth'],
    ],
  ])('%s', (_what, text, from) => {
    expect(transcriptOf(text)?.turns.map((turn) => turn.from)).toEqual(from);
  });

  it('lines without a name go on with the turn, and a name with a time stands above its words', () => {
    expect(turnsOf('Speaker 1  00:12\nHello\nyou.\n\nSpeaker 2  00:15\nHi.\nSpeaker 1 0:20\nBye.')).toEqual([
      ['Speaker 1', 'Hello\nyou.'],
      ['Speaker 2', 'Hi.'],
      ['Speaker 1', 'Bye.'],
    ]);
  });

  it('what stands before the first turn is the context', () => {
    expect(transcriptOf('Third meeting\nDate: spring\n\nT: How was it?\nC: Hard.\nT: Tell me.')?.context).toBe(
      'Third meeting\nDate: spring',
    );
  });

  it.each([
    ['prose', 'I went there twice.\nIt was closed: nobody came.'],
    ['headings of one note', 'Complaint: low mood\nHistory: two years\nPlan: see again'],
    ['headings that come again', Array(4).fill('S: sad\nO: flat\nA: low mood\nP: rest').join('\n')],
    ['one who speaks alone', 'Client: one\nClient: two\nClient: three'],
    [
      'a few quoted words in a long note',
      `${'She tells of her week.\n'.repeat(20)}Client: yes\nTherapist: no\nClient: yes`,
    ],
  ])('%s is none', (_what, text) => {
    expect(transcriptOf(text)).toBeNull();
  });
});
