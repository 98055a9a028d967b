import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationRecord } from '../../contracts/records.ts';
import { TARGET_FORMATS, TARGET_ROWS, type TargetFormatId } from '../../contracts/target-formats.ts';
import { createActivityStack } from '../support/activity-stack.ts';

let stack: ReturnType<typeof createActivityStack>;
beforeEach(() => {
  stack = createActivityStack();
});
afterEach(() => stack.end());

/** Conversations of four turns with what may break a format: quotes, commas, line breaks, other scripts, other roles. */
const talk = (i: number) => ({
  id: `c${i}`,
  gender: i % 2 === 0 ? 'female' : 'male',
  topic: ['sleep', 'work', 'grief'][i % 3],
  messages: [
    ...(i % 5 === 0 ? [{ role: 'system', content: `Be kind, "friend" ${i}` }] : []),
    { role: 'user', content: `Night ${i}: I lie awake,\nand count — 眠れない 🙂`, emotion: 'tired' },
    { role: 'assistant', content: `What goes round, "then", on night ${i}?` },
    { role: 'user', content: `Work, mostly. Number ${i}` },
    { role: 'assistant', content: `That is a lot for ${i} nights.` },
  ],
});

async function split(lines: object[], target_formats: TargetFormatId[]) {
  stack.write('talks.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const { records } = await stack.ingest('talks.jsonl');
  return stack.run('splitDataset', { records, seed: 1, target_formats });
}

/** The records of a target file as the pipeline reads them. */
async function readBack({ uri, name }: { uri: string; name: string }): Promise<ConversationRecord[]> {
  copyFileSync(stack.deps.storage.localPath(uri), join(stack.root, name));
  return stack.read((await stack.ingest(name)).records);
}

const turnsOf = (records: readonly ConversationRecord[]) =>
  records.map(({ messages }) => messages.map(({ role, content }) => ({ role, content })));

describe('the standardized splits in another form', () => {
  it.each(['chatml', 'sharegpt'] as const)('%s, read again, holds the same turns and labels', async (format) => {
    const { splits, target_files = [] } = await split(
      Array.from({ length: 30 }, (_, i) => talk(i)),
      [format],
    );
    expect(target_files.map(({ split: name }) => name).sort()).toEqual(['test', 'train', 'validation']);
    for (const { split: name, file, row_count } of target_files) {
      const [before, after] = [await stack.read(splits[name]), await readBack(file)];
      expect(row_count).toBe(before.length);
      expect(turnsOf(after)).toEqual(turnsOf(before));
      expect(after.map(({ labels }) => Object.values(labels))).toEqual(
        before.map(({ labels }) => Object.values(labels)),
      );
    }
  });

  it('Parquet, read again, holds the same turns with their labels', async () => {
    const { splits, target_files = [] } = await split(
      Array.from({ length: 30 }, (_, i) => talk(i)),
      ['parquet'],
    );
    for (const { split: name, file } of target_files) {
      const [before, after] = [await stack.read(splits[name]), await readBack(file)];
      expect(after.map(({ messages }) => messages)).toEqual(before.map(({ messages }) => messages));
    }
  });

  it('Alpaca has a row for what alternates and ends answered, with the turns before as history', async () => {
    const unanswered = { id: 'x', messages: [{ role: 'user', content: 'Is anybody there at all tonight?' }] };
    const lines = [...Array.from({ length: 29 }, (_, i) => talk(i)), unanswered];
    const { splits, target_files = [] } = await split(lines, ['alpaca']);
    const rows = target_files.flatMap(({ file }) =>
      readFileSync(stack.deps.storage.localPath(file.uri), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    expect(rows).toHaveLength(29);
    const records = (await Promise.all(Object.values(splits).map((set) => stack.read(set)))).flat();
    for (const row of rows) {
      const turns = records.find(({ record_id }) => record_id === row.id)?.messages.map(({ content }) => content) ?? [];
      const system = row.system === undefined ? [] : [row.system];
      expect([...system, ...row.history.flat(), row.instruction, row.output]).toEqual(turns);
    }
  });

  it('preference pairs find each other again, whatever came between', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => ({
      prompt: `What helps on evening ${i}?`,
      chosen: `A walk of ${i} minutes, perhaps with somebody you like.`,
      rejected: `Pull yourself together ${i} times.`,
    }));
    const { target_files = [] } = await split(lines, ['preference']);
    const rows = target_files.flatMap(({ file }) =>
      readFileSync(stack.deps.storage.localPath(file.uri), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
    const pairs = rows.map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected }));
    const byPrompt = (a: { prompt: string }, b: { prompt: string }) => a.prompt.localeCompare(b.prompt);
    expect(pairs.sort(byPrompt)).toEqual(lines.sort(byPrompt));
  });

  it('CSV and JSON Lines of labels hold the same rows, of records and of turns', async () => {
    const { splits, target_files = [] } = await split(
      Array.from({ length: 30 }, (_, i) => talk(i)),
      ['classification', 'classification_csv'],
    );
    const textOf = (format: string, name: string) => {
      const found = target_files.find((entry) => entry.format === format && entry.split === name);
      return readFileSync(stack.deps.storage.localPath(found?.file.uri ?? ''), 'utf8');
    };
    for (const name of ['train', 'validation', 'test'] as const) {
      const rows = textOf('classification', name)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const cells: Record<string, string>[] = parse(textOf('classification_csv', name), { columns: true });
      expect(cells).toEqual(rows.map((row) => ({ ...row, turn: String(row.turn ?? '') })));
      // A topic each record, an emotion each first turn of the user.
      expect(rows.filter(({ field }) => field === 'topic')).toHaveLength(splits[name].record_count);
      const turns = rows.filter(({ field }) => field === 'emotion');
      expect(turns).toHaveLength(splits[name].record_count);
      for (const { text } of turns) expect(text).toMatch(/^Night/);
    }
  });

  it('every row is what its schema says, and every file what its hash says', async () => {
    const lines = [
      ...Array.from({ length: 20 }, (_, i) => talk(i)),
      ...Array.from({ length: 20 }, (_, i) => ({
        prompt: `Why ${i}?`,
        chosen: `Because of ${i}.`,
        rejected: `No ${i}.`,
      })),
    ];
    const { target_files = [] } = await split(lines, [...TARGET_FORMATS]);
    expect(target_files).toHaveLength(3 * TARGET_FORMATS.length);
    for (const { format, file, row_count } of target_files) {
      const bytes = readFileSync(stack.deps.storage.localPath(file.uri));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
      expect(bytes.length).toBe(file.byte_count);
      if (format === 'parquet') continue;
      const rows: unknown[] =
        format === 'classification_csv'
          ? parse(bytes.toString(), { columns: true })
          : bytes
              .toString()
              .trim()
              .split('\n')
              .filter(Boolean)
              .map((line) => JSON.parse(line));
      expect(rows).toHaveLength(row_count);
      for (const row of rows) expect(TARGET_ROWS[format].strict().safeParse(row).error).toBeUndefined();
    }
  });

  it('are not written where none is asked for', async () => {
    expect(
      (
        await split(
          Array.from({ length: 30 }, (_, i) => talk(i)),
          [],
        )
      ).target_files,
    ).toEqual([]);
  });
});
