import { wordsOfCaptions } from '../../analysis/captions.ts';
import type { Reader } from '../kinds.ts';
import { readWholeText } from './text.ts';

/** Captions of a recording, WebVTT or SubRip: one record a file, the transcript of what is said. */
export const captionsReader: Reader = {
  name: 'captions',
  formats: ['captions'],
  extensions: ['vtt', 'srt'],
  detect: (head) => (BEGINS.test(new TextDecoder().decode(head.subarray(0, 1024))) ? 0.9 : 0),
  read: (source) => readWholeText(source, wordsOfCaptions),
};

const BEGINS = /^\uFEFF?(?:WEBVTT(?:\s|$)|\s{0,8}\d{1,6}\r?\n\d{2,}:\d{2}:\d{2},\d{3} -->)/;
