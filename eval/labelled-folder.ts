import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatasetShaper } from '../analysis/dataset-shaper.ts';
import { duplicateKey } from '../analysis/duplicates.ts';
import { assignSplits } from '../analysis/split.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { readFileEvents } from './file-values.ts';

const LABELS = 'labels.jsonl';

/** The records of a folder: its training file, or its largest one, with the labels that stand beside it by id. */
export async function readLabelledFolder(folder: string): Promise<ConversationRecord[]> {
  const names = (await readdir(folder)).filter(
    (name) => /\.(jsonl|json|csv|tsv|parquet)$/.test(name) && name !== LABELS,
  );
  const sized = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
  const [chosen] = sized.sort(
    (a, b) => Number(b.name.includes('train')) - Number(a.name.includes('train')) || b.size - a.size,
  );
  if (!chosen) throw new Error(`${folder} holds no dataset file`);
  const path = join(folder, chosen.name);
  const events = await readFileEvents(path);
  if (!events) throw new Error(`no reader knows ${chosen.name}`);
  const labels = await labelsOf(join(folder, LABELS));
  const shaper = createDatasetShaper();
  const records = new Map<string, ConversationRecord>();
  const keep = (taken: readonly ConversationRecord[]) => {
    for (const record of taken) {
      const key = `${duplicateKey(record)}\0${JSON.stringify(record.labels)}`;
      if (!records.has(key)) records.set(key, record);
    }
  };
  for await (const event of events) {
    if (event.kind !== 'value') continue;
    const value = event.value as { id?: unknown };
    const beside = labels.get(String(value?.id));
    keep(shaper.take(beside ? { ...beside, ...value } : value, event.position).records);
  }
  keep(shaper.endFile().records);
  return [...records.values()];
}

export type SplitRecords = Record<'train' | 'validation' | 'test', ConversationRecord[]>;

/** Train, validation and test as a run would split them. */
export function splitRecords(records: readonly ConversationRecord[], seed: number): SplitRecords {
  const items = records.map((record) => ({ group: record.group_id, key: duplicateKey(record), wanted: record.split }));
  const splits: SplitRecords = { train: [], validation: [], test: [] };
  assignSplits(items, seed).forEach((split, i) => {
    const record = records[i];
    if (record) splits[split].push(record);
  });
  return splits;
}

async function labelsOf(path: string): Promise<Map<string, object>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: unknown });
  return new Map(rows.map((row) => [String(row.id), row]));
}
