import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTemplate, pickCulture, readTemplates, vary } from '../../training/pii/fill.ts';
import { isHeldOut, type Lists, readEnglish, readLocales } from '../../training/pii/gazetteers.ts';
import { createRandom, type Random } from '../../training/pii/random.ts';
import { givenFolder } from '../given-folder.ts';
import type { LabelledRecord } from './score.ts';

/** Reads records.jsonl ({id, text}) and labels.jsonl ({id, spans [{start, end, type}]}) of a folder. */
export function readFolder(folder: string): LabelledRecord[] {
  givenFolder(folder, ['records.jsonl', 'labels.jsonl']);
  const lines = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  const labels = new Map(lines('labels.jsonl').map(({ id, spans }) => [id, spans]));
  return lines('records.jsonl').map(({ id, text }) => ({ text, labels: labels.get(id) ?? [] }));
}

const FILLS = 20;

/** Whose names: `unseen` ones are in the lists that ship, `unlisted` ones in none; training fills no text with either. */
export type Names = 'unseen' | 'unlisted';

/** Texts from the templates and names that training never sees. The same seed gives the same texts. */
export function inventHeldOut(file: 'conversations' | 'records', names: Names): LabelledRecord[] {
  const random = createRandom(file === 'records' ? 12 : 11);
  const english = readEnglish(isHeldOut);
  const locales = readLocales(isHeldOut);
  if (names === 'unlisted') for (const lists of [english, ...locales]) blendAll(lists, random);
  const path = new URL(`../../training/pii/heldout/${file}.txt`, import.meta.url);
  return readTemplates(readFileSync(path, 'utf8')).flatMap((template) =>
    Array.from({ length: FILLS }, () => {
      const { text, spans } = vary(
        fillTemplate(template, random, pickCulture(random, english, locales, false)),
        random,
      );
      return { text, labels: spans };
    }),
  );
}

/** New names of the same sound: the first half of one and the second half of another. */
function blendAll(lists: Lists, random: Random): void {
  for (const list of ['given', 'surname', 'city'] as const) {
    const old = lists[list];
    lists[list] = old.map((name) => {
      const other = random.pick(old);
      return name.slice(0, Math.ceil(name.length / 2)) + other.slice(Math.floor(other.length / 2)).toLowerCase();
    });
  }
}
