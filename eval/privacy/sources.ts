import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTemplate, pickCulture, readTemplates, vary } from '../../training/pii/fill.ts';
import { isHeldOut, type Lists, readEnglish, readLocales } from '../../training/pii/gazetteers.ts';
import { createRandom, type Random } from '../../training/pii/random.ts';
import { givenFolder } from '../given-folder.ts';
import type { Label, LabelledRecord } from './score.ts';

/**
 * Reads records.jsonl ({id, text}) and labels.jsonl ({id, spans [{start, end, type}]}) of a folder. Spans may be called
 * `entities`, `labels` or `privacy_mask`, and their type `label`, `entity_type` or `entity`, as other makers do.
 */
export function readFolder(folder: string): LabelledRecord[] {
  givenFolder(folder, ['records.jsonl', 'labels.jsonl']);
  const lines = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  const rows = new Map(lines('labels.jsonl').map((row) => [row.id, row]));
  return lines('records.jsonl').map(({ id, text }) => {
    const row = rows.get(id) ?? {};
    const spans: GivenSpan[] = row.spans ?? row.entities ?? row.labels ?? row.privacy_mask ?? [];
    return { text, labels: inUnits(text, spans) };
  });
}

/** A span as other makers write it. */
interface GivenSpan {
  start: number;
  end: number;
  type?: string;
  label?: string;
  entity_type?: string;
  entity?: string;
  value?: string;
}

/**
 * Offsets that a program in Python made count code points, ours UTF-16 code units: they differ after the first emoji. Where
 * the values, or else the edges of words, fit the count of code points better, that is what was meant.
 */
function inUnits(text: string, spans: readonly GivenSpan[]): Label[] {
  const asGiven = spans.map(({ start, end, type, label, entity_type, entity, value }) => ({
    start,
    end,
    type: type ?? label ?? entity_type ?? entity ?? '',
    value,
  }));
  const units = toUnits(text);
  const asPoints = asGiven.map((span) => ({ ...span, start: units(span.start), end: units(span.end) }));
  const chosen = agreement(text, asPoints) > agreement(text, asGiven) ? asPoints : asGiven;
  return chosen.map(({ start, end, type }) => ({ start, end, type }));
}

/** How many edges of spans are edges of words, and how many spans hold what they say they do. */
function agreement(text: string, spans: readonly (Label & { value?: string | undefined })[]): number {
  const isEdge = (at: number) =>
    !(/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && /[\p{L}\p{N}]/u.test(text.charAt(at))) &&
    !/\s/.test(text.charAt(at));
  return spans.reduce(
    (sum, { start, end, value }) =>
      sum +
      (isEdge(start) && start < text.length ? 1 : 0) +
      (end <= text.length && !/\s/.test(text.charAt(end - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(end)) ? 1 : 0) +
      (value !== undefined && text.slice(start, end) === value ? 4 : 0),
    0,
  );
}

/** From an offset that counts code points to one that counts UTF-16 code units. */
export function toUnits(text: string): (codePoints: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (at) => at;
  const starts = [0];
  for (const char of text) starts.push((starts.at(-1) ?? 0) + char.length);
  return (at) => starts[at] ?? text.length;
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
