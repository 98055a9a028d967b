import { describe, expect, it } from 'vitest';
import { surestReader } from '../../../plugins/choose-reader.ts';
import { captionsReader } from '../../../plugins/readers/captions.ts';
import { READERS } from '../../../plugins/readers/index.ts';
import { readAll, valuesOf } from './read.ts';

const TURNS = [
  { from: 'Therapist', content: 'How was the week?' },
  { from: 'Client', content: 'Long.\nI slept badly.' },
  { from: 'Therapist', content: 'Tell me.' },
];
const VOICES = `WEBVTT - meeting

NOTE taken with consent

STYLE
::cue { color: white }

1
00:00:01.000 --> 00:00:04.000 align:start
<v Therapist>How was the week?</v>

00:05.000 --> 00:06.000
<v.loud Client><i>Long.</i></v>

00:07.000 --> 00:09.000
<v Client>I slept badly.</v>

00:10.000 --> 00:11.000
<v Therapist>Tell me.</v>
`;
const NAMES = ['Therapist: How was the week?', 'Client: Long.', 'Client: I slept badly.', 'Therapist: Tell me.'].map(
  (line, i) => `${i + 1}\r\n00:00:0${i},000 --> 00:00:0${i},900\r\n${line}\r\n`,
);

describe('captions of a recording', () => {
  it.each([
    ['WebVTT with voices', VOICES],
    ['SubRip with names', NAMES.join('\r\n')],
  ])('%s are the transcript of what is said', async (_what, content) => {
    expect(surestReader(Buffer.from(content), 'session', READERS)?.reader).toBe(captionsReader);
    expect(valuesOf(await readAll(captionsReader, content, { chunkBytes: 7 }))).toMatchObject([{ turns: TURNS }]);
  });

  it('without a speaker they are one text', async () => {
    const content = 'WEBVTT\n\n00:01.000 --> 00:02.000\nSo we went\n\n00:02.000 --> 00:03.000\nhome.\n';
    expect(valuesOf(await readAll(captionsReader, content))).toMatchObject([{ text: 'So we went\nhome.' }]);
  });
});
