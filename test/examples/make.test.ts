import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { makeExamples, type Planted } from '../../examples/make.ts';

const read = (path: string) => readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
const readLines = <T>(path: string): T[] =>
  read(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

interface Conversation {
  id: string;
  messages: { role: string; content: string }[];
  metadata: Record<string, string>;
}

const PERSONAL = ['email', 'phone', 'ssn', 'credit_card', 'ip_address', 'url'];
/** What has the shape of personal data, written here anew: the test must not believe the generator. */
const SHAPES = [
  /[\w.+-]+@[\w-]+\.[\w.-]+/g,
  /\b\d{3}[- ]\d{2}[- ]\d{4}\b/g,
  /\b(?:\d[ -]?){12,18}\d\b/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /\b(?:https?:\/\/|www\.)\S+/gi,
  /(?:\+1[-\s]?)?\(?\b\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}\b/g,
];

describe('the examples', () => {
  it.each(Object.entries(makeExamples()))('%s is what make.ts writes, byte for byte', (path, text) => {
    expect(read(path) === text, `${path} differs: run examples/make.ts`).toBe(true);
  });
});

describe('examples/counselling', () => {
  const records = readLines<Conversation>('counselling/conversations.jsonl');
  const planted = readLines<Planted>('counselling/planted.jsonl');
  const byId = new Map(records.map((record) => [record.id, record]));
  const textOf = ({ id, message_index }: Planted) => byId.get(id)?.messages[message_index ?? 0]?.content ?? '';

  it('holds 320 conversations of 2 to 8 messages that begin with the person and end with the counsellor', () => {
    expect(byId.size).toBe(320);
    for (const { id, messages } of records) {
      expect(messages.length, id).toBeGreaterThanOrEqual(2);
      expect(messages.length, id).toBeLessThanOrEqual(8);
      for (const [index, { role, content }] of messages.entries()) {
        expect(role, id).toBe(index % 2 === 0 ? 'user' : 'assistant');
        expect(content.length, id).toBeGreaterThan(0);
        // A phrase whose alternatives were not resolved, or a carrier without its value.
        expect(content, id).not.toMatch(/[{}|]|%s|undefined/);
      }
    }
  });

  it('has eight topics of 30 to 50 conversations, and verified consent on each', () => {
    const counts = Map.groupBy(records, ({ metadata }) => metadata.topic);
    expect(counts.size).toBe(8);
    for (const group of counts.values()) {
      expect(group.length).toBeGreaterThanOrEqual(30);
      expect(group.length).toBeLessThanOrEqual(50);
    }
    expect(records.every(({ metadata }) => metadata.consent_status === 'verified')).toBe(true);
  });

  it('has every planted value where the sidecar says', () => {
    const values = planted.filter(({ kind }) => PERSONAL.includes(kind));
    expect(new Set(values.map(({ kind }) => kind))).toEqual(new Set(PERSONAL));
    for (const entry of values) expect(textOf(entry)).toContain(entry.value);
  });

  it('holds nothing of the shape of personal data but what the sidecar lists', () => {
    const values = planted.filter(({ kind }) => PERSONAL.includes(kind)).map(({ value }) => value);
    const text = records.map(({ messages }) => messages.map(({ content }) => content).join('\n')).join('\n');
    const found = SHAPES.flatMap((shape) => text.match(shape) ?? []).map((match) => match.replace(/[.,]+$/, ''));
    expect(found.length).toBeGreaterThanOrEqual(values.length);
    for (const match of found)
      expect(
        values.some((value) => value.includes(match)),
        match,
      ).toBe(true);
  });

  it('marks eight crisis turns, each answered at once with a helpline or emergency number', () => {
    const crises = planted.filter(({ kind }) => kind === 'crisis');
    expect(crises).toHaveLength(8);
    for (const entry of crises) {
      const record = byId.get(entry.id);
      const index = entry.message_index ?? -1;
      expect(record?.messages[index]?.role).toBe('user');
      expect(record?.messages[index + 1]?.content).toMatch(/988|emergency number/);
    }
  });

  it('marks every exact duplicate, and has no other', () => {
    const marked = planted.filter(({ kind }) => kind === 'duplicate');
    expect(marked.length).toBeGreaterThan(0);
    for (const { id, value } of marked) expect(byId.get(id)?.messages).toEqual(byId.get(value)?.messages);
    const distinct = new Set(records.map(({ messages }) => JSON.stringify(messages)));
    expect(records.length - distinct.size).toBe(marked.length);
  });

  it('has about 5 % label noise, and says which', () => {
    const noise = planted.filter(({ kind }) => kind === 'label_noise');
    expect(noise.length / records.length).toBeCloseTo(0.05, 2);
    for (const { id, value } of noise) expect(byId.get(id)?.metadata.topic).not.toBe(value);
  });
});

describe('examples/support', () => {
  const rows: Record<string, string>[] = parse(read('support/dialogues.csv'), { columns: true });

  it('holds 250 dialogues of six issues, with commas, quotes and line ends within cells', () => {
    expect(rows).toHaveLength(250);
    expect(new Set(rows.map(({ issue }) => issue)).size).toBe(6);
    expect(rows.every((row) => row.user_text && row.agent_text)).toBe(true);
    for (const mark of [',', '"', '\n'])
      expect(
        rows.some((row) => row.user_text?.includes(mark)),
        mark,
      ).toBe(true);
  });

  it('has every planted value where the sidecar says', () => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, kind, value } of readLines<Planted>('support/planted.jsonl')) {
      if (PERSONAL.includes(kind)) expect(byId.get(id)?.user_text).toContain(value);
    }
  });
});
