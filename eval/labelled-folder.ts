import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { duplicateKey } from '../analysis/duplicates.ts';
import { createRecordShaper } from '../analysis/shapes.ts';
import { assignSplits } from '../analysis/split.ts';
import type { ConversationRecord } from '../contracts/records.ts';
import { chooseReader } from '../plugins/readers/index.ts';

const LABELS = 'labels.jsonl';
const HEAD_BYTES = 64 * 1024;
const LIMITS = { recordBytesMax: 10_000_000, depthMax: 64 };

/** The records of a folder: its training file, or its largest one, with the labels that stand beside it by id. */
export async function readLabelledFolder(folder: string): Promise<ConversationRecord[]> {
  const names = (await readdir(folder)).filter((name) => /\.(jsonl|json|csv|tsv)$/.test(name) && name !== LABELS);
  const sized = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
  const [chosen] = sized.sort(
    (a, b) => Number(b.name.includes('train')) - Number(a.name.includes('train')) || b.size - a.size,
  );
  if (!chosen) throw new Error(`${folder} holds no dataset file`);
  const path = join(folder, chosen.name);
  const reader = chooseReader(await headOf(path), chosen.name);
  if (!reader) throw new Error(`no reader knows ${chosen.name}`);
  const labels = await labelsOf(join(folder, LABELS));
  const shaper = createRecordShaper({ fileName: chosen.name });
  const records = new Map<string, ConversationRecord>();
  for await (const event of reader.read({ chunks: createReadStream(path), fileName: chosen.name, limits: LIMITS })) {
    if (event.kind !== 'value') continue;
    const value = event.value as { id?: unknown };
    const beside = labels.get(String(value?.id));
    const shaped = shaper.toRecords(beside ? { ...beside, ...value } : value, event.position);
    if (!('records' in shaped)) continue;
    for (const record of shaped.records) {
      const key = `${duplicateKey(record)}\0${JSON.stringify(record.labels)}`;
      if (!records.has(key)) records.set(key, record);
    }
  }
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

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function labelsOf(path: string): Promise<Map<string, object>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: unknown });
  return new Map(rows.map((row) => [String(row.id), row]));
}
