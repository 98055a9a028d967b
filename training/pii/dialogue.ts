import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { hashWord } from '../../analysis/tagger/words.ts';

/**
 * Ordinary talk, to learn what is no identifier. Each text belongs to one of two halves by its hash: one is for training,
 * the other for counting false positives. Only weights derived from the first half are shipped.
 *
 * Licences: counsel-chat MIT; goemotions CC BY 4.0; medquad CC BY 4.0; mts-dialog CC BY 4.0; synthetic-persona-chat CC BY
 * 4.0; therapy-appropriateness MIT. Sets whose licence asks for more (meld, topical-chat, crows-pairs) are not trained on.
 */
export const TRAINED_ON = ['counsel-chat', 'mts-dialog', 'synthetic-persona-chat', 'medquad-mental'] as const;
export type DialogueSet = (typeof TRAINED_ON)[number] | 'meld' | 'topical-chat' | 'vera-mh-dev';

export type Half = 'training' | 'evaluation';
const halfOf = (text: string): Half => (hashWord(`half ${text.slice(0, 80)}`) % 2 === 0 ? 'training' : 'evaluation');

interface Row {
  [column: string]: string;
}

/** Texts of a set as they stand in its files, each once. Missing sets give none. */
export function readDialogue(root: string, set: DialogueSet): string[] {
  const file = (name: string) => join(root, set, name);
  const csv = (name: string): Row[] =>
    existsSync(file(name))
      ? parse(readFileSync(file(name), 'utf8'), { columns: true, relax_quotes: true, bom: true })
      : [];
  const read = (): (string | undefined)[] => {
    switch (set) {
      case 'counsel-chat':
        return csv('counsel_chat.csv').flatMap((row) => [
          row.questionText,
          row.answerText?.replace(/<[^<>]{0,400}>/g, ' '),
        ]);
      case 'mts-dialog':
        return ['train.csv', 'valid.csv'].flatMap(csv).map((row) => row.dialogue);
      case 'synthetic-persona-chat':
        return csv('valid.csv').map((row) => row['Best Generated Conversation']);
      case 'meld':
        return ['train_sent_emo.csv', 'dev_sent_emo.csv'].flatMap(csv).map((row) => row.Utterance);
      case 'medquad-mental':
        return readJson<{ data: { qa_pairs: { question: string; answer: string }[] }[] }>(file('medquad.json'), {
          data: [],
        }).data.flatMap(({ qa_pairs }) => qa_pairs.flatMap(({ question, answer }) => [question, answer]));
      case 'topical-chat':
        return Object.values(
          readJson<Record<string, { content: { message: string }[] }>>(file('conversations.json'), {}),
        ).flatMap(({ content }) => content.map(({ message }) => message));
      case 'vera-mh-dev':
        return existsSync(file('conversations.jsonl'))
          ? readFileSync(file('conversations.jsonl'), 'utf8')
              .trim()
              .split('\n')
              .flatMap((line) => textsIn(JSON.parse(line)))
          : [];
    }
  };
  return [...new Set(read().filter((text): text is string => typeof text === 'string' && text.trim() !== ''))];
}

export const readHalf = (root: string, set: DialogueSet, half: Half): string[] =>
  readDialogue(root, set).filter((text) => halfOf(text) === half);

/**
 * Comments of goemotions' training split: those with names replaced by [NAME], and as many of the others in which no word but
 * the first has a capital.
 */
export async function readComments(root: string): Promise<string[]> {
  const path = join(root, 'goemotions', 'train.parquet');
  if (!existsSync(path)) return [];
  const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
  const texts = [...new Set(rows.map(({ text }) => String(text)))];
  const plain = (text: string) =>
    !/(?<=.)\p{Lu}/u.test(text.replace(/\bI(?:'\w+)?\b/g, '').replace(/[.!?] +\p{Lu}/gu, ''));
  return [
    ...texts.filter((text) => text.includes('[NAME]')),
    ...texts.filter((text) => !text.includes('[') && plain(text)).slice(0, 9000),
  ];
}

function readJson<T>(file: string, none: T): T {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : none;
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string'
      ? /^(?:content|text|message|utterance|value)$/.test(name)
        ? [inner]
        : []
      : textsIn(inner),
  );
}
