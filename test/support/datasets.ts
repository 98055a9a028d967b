import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRecordShaper } from '../../analysis/shapes.ts';
import type { ConversationRecord } from '../../contracts/records.ts';

/** Labelled conversations made from words: two topics that can be told apart, and `noise` shared words. Same seed, same text. */
export function makeConversations(count: number, options: { seed?: number; turns?: number } = {}): string {
  const next = numbers(options.seed ?? 1);
  const pick = (words: string[]) => words[next() % words.length] ?? '';
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const topic = i % 2 === 0 ? 'sleep' : 'work';
    const own = topic === 'sleep' ? SLEEP : WORK;
    const sentence = () => Array.from({ length: 9 }, () => (next() % 3 === 0 ? pick(own) : pick(SHARED))).join(' ');
    const messages = Array.from({ length: options.turns ?? 4 }, (_, turn) => ({
      role: turn % 2 === 0 ? 'user' : 'assistant',
      content: `${sentence()} ${i}.${turn}`,
    }));
    lines.push(JSON.stringify({ id: `c${i}`, messages, topic }));
  }
  return `${lines.join('\n')}\n`;
}

/** The same conversations as the records that a run makes of them. */
export function makeRecords(count: number, options: { seed?: number; turns?: number } = {}): ConversationRecord[] {
  const shaper = createRecordShaper({ fileName: 'f' });
  const lines = makeConversations(count, options).trim().split('\n');
  return lines.flatMap((line, index) => {
    const shaped = shaper.toRecords(JSON.parse(line), { file: 'f', line: index + 1, index });
    return 'records' in shaped ? shaped.records : [];
  });
}

const SLEEP = ['night', 'awake', 'tired', 'dream', 'bed', 'insomnia', 'pillow', 'nap'];
const WORK = ['office', 'deadline', 'boss', 'meeting', 'overtime', 'colleague', 'salary', 'project'];
const SHARED = [
  'I',
  'feel',
  'that',
  'it',
  'is',
  'hard',
  'lately',
  'and',
  'my',
  'day',
  'was',
  'long',
  'but',
  'maybe',
  'you',
  'know',
];

function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}

/** Real, licensed data beside the checkout; absent on a user's machine. */
export const REAL_DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));
export const hasRealData = existsSync(REAL_DATA);
