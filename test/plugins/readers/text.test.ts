import { describe, expect, it } from 'vitest';
import { surestReader } from '../../../plugins/choose-reader.ts';
import { READERS } from '../../../plugins/readers/index.ts';
import { linesReader, textReader } from '../../../plugins/readers/text.ts';
import { readAll, rejectedOf, valuesOf } from './read.ts';

const SENTENCES = Array.from({ length: 30 }, (_, i) => `This is said as number ${i}, and no other way.`).join('\n');

describe('plain text', () => {
  it.each([
    ['a note, with commas in its first line', 'Seen today, alone, at noon.\n\nSleeps badly.', 'text'],
    ['a transcript', 'T: Well, come in.\nC: Yes, thanks.\nT: So?', 'text'],
    [
      'prose whose lines are broken',
      'She came late, as she\noften does, and told of\nher week. Nothing new.\n'.repeat(12),
      'text',
    ],
    ['a sentence a line', SENTENCES, 'lines'],
    ['utterances a line', 'Hello . __eou__ Hi . __eou__\nBye . __eou__', 'lines'],
    ['JSON Lines', '{"text":"a"}\n{"text":"b"}', 'jsonl'],
    ['a table', 'text,label\na,x\nb,y\nc,x', 'csv'],
    ['a table with tabs', 'text\tlabel\na\tx\nb\ty', 'tsv'],
  ])('%s', (_what, content, name) => {
    expect(surestReader(Buffer.from(content), 'file.txt', READERS)?.reader.name).toBe(name);
  });

  it('a file is one record: turns with the context before them, or a text', async () => {
    expect(
      valuesOf(await readAll(textReader, 'Meeting 3\nT: Well?\nC: Hard.\nT: Tell me.', { chunkBytes: 3 })),
    ).toEqual([
      {
        id: expect.stringMatching(/^text-[0-9a-f]{16}$/),
        system: 'Meeting 3',
        turns: [
          { from: 'therapist', content: 'Well?' },
          { from: 'client', content: 'Hard.' },
          { from: 'therapist', content: 'Tell me.' },
        ],
      },
    ]);
    expect(valuesOf(await readAll(textReader, 'Low mood.\nSleeps badly.'))).toEqual([
      { id: expect.any(String), text: 'Low mood.\nSleeps badly.' },
    ]);
  });

  it('a text over the limit is rejected with the remedy, and nothing of it is kept', async () => {
    const events = await readAll(textReader, 'x'.repeat(5000), { limits: { recordBytesMax: 1000 }, chunkBytes: 300 });
    expect(valuesOf(events)).toEqual([]);
    expect(rejectedOf(events)).toEqual([
      { line: 1, reason: 'the text is longer than 1000 bytes; give one file a conversation, or the format lines' },
    ]);
  });

  it('bytes that are no UTF-8 are named by their line', async () => {
    const content = Buffer.from('one\ntwo\ncaf\xe9\n', 'latin1');
    await expect(readAll(textReader, content)).rejects.toMatchObject({ type: 'DatasetUnreadable', facts: { line: 3 } });
    await expect(readAll(linesReader, content)).rejects.toMatchObject({
      type: 'DatasetUnreadable',
      facts: { line: 3 },
    });
  });

  it('a line is a record, with its number; utterances that are marked are its turns', async () => {
    const events = await readAll(linesReader, 'one.\n\ntwo . __eou__ three . __eou__\n', { chunkBytes: 5 });
    expect(events.map((event) => event.kind === 'value' && [event.position.line, event.value])).toEqual([
      [1, { text: 'one.' }],
      [3, { turns: ['two .', 'three .'] }],
    ]);
  });
});
