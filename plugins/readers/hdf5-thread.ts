import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Dataset, File, Group } from 'h5wasm/node';
import type { ThreadAnswer } from './library-thread.ts';
import { toPlain } from './to-plain.ts';

export type Hdf5Question = { ask: 'tables' } | { ask: 'rows'; table: string; from: number; rowBytesMax: number };
export interface Hdf5Answer extends ThreadAnswer {
  tables?: { name: string; rows: number }[];
  ignored?: { name: string; reason: string }[];
  rows?: unknown[];
  /** Where the next rows begin. */
  next?: number;
  /** The package is not installed. */
  missing?: boolean;
}

interface OpenTable {
  name: string;
  rows: number;
  columns: { name: string; dataset: Dataset }[];
}

let tables: OpenTable[] = [];
const { path } = workerData as { path: string };
let file: File | undefined;

parentPort?.on('message', async (question: Hdf5Question) => {
  parentPort?.postMessage(await answer(question));
});

async function answer(question: Hdf5Question): Promise<Hdf5Answer> {
  if (question.ask === 'tables') {
    const library = await import('h5wasm/node').catch(() => null);
    if (library === null) return { missing: true };
    try {
      const runtime = await library.ready;
      runtime.activate_throwing_error_handler();
      keepToFile();
      file = new library.File(path, 'r');
      const ignored: { name: string; reason: string }[] = [];
      tables = findTables(file, library, ignored);
      return { tables: tables.map(({ name, rows }) => ({ name, rows })), ignored };
    } catch {
      return { fault: 'the HDF5 library cannot open it' };
    }
  }
  const table = tables.find(({ name }) => name === question.table);
  if (!table) return { fault: 'no such table' };
  try {
    return readRows(table, question);
  } catch {
    return { fault: 'the HDF5 library cannot decode them' };
  }
}

/**
 * A file can name others to read data from. The library opens files through Node, so here only the one file opens; and
 * what it writes to the standard streams, which can quote the file, goes nowhere.
 */
function keepToFile(): void {
  const { openSync } = fs;
  fs.writeSync = (_descriptor: number, data: string | NodeJS.ArrayBufferView) => Buffer.byteLength(data as string);
  fs.openSync = (wanted, ...rest) => {
    if (String(wanted) !== path) throw Object.assign(new Error('not this file'), { code: 'ENOENT' });
    return openSync(wanted, ...rest);
  };
}

function findTables(
  root: File,
  library: typeof import('h5wasm/node'),
  ignored: { name: string; reason: string }[],
): OpenTable[] {
  const found: OpenTable[] = [];
  const waiting: { group: Group; name: string; depth: number }[] = [{ group: root, name: '', depth: 0 }];
  let seen = 0;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const columns: OpenTable['columns'] = [];
    for (const key of at.group.keys()) {
      const name = `${at.name}/${key}`;
      seen += 1;
      if (seen > ENTRIES_MAX) return found;
      const entity = at.group.get(key);
      if (entity instanceof library.Group) {
        if (at.depth < DEPTH_MAX) waiting.push({ group: entity, name, depth: at.depth + 1 });
      } else if (!(entity instanceof library.Dataset)) {
        ignored.push({ name, reason: 'a link; only data of the file itself is read' });
      } else if (entity.shape?.length !== 1) {
        ignored.push({ name, reason: 'not one-dimensional' });
      } else if (chunkBytes(entity) > CHUNK_BYTES_MAX) {
        ignored.push({ name, reason: `its chunks are larger than ${CHUNK_BYTES_MAX} bytes` });
      } else if (entity.metadata.compound_type !== undefined) {
        found.push({ name, rows: rowsOf(entity), columns: [{ name: key, dataset: entity }] });
      } else columns.push({ name: key, dataset: entity });
    }
    const rows = mostCommon(columns.map(({ dataset }) => rowsOf(dataset)));
    const alike = columns.filter(({ dataset }) => rowsOf(dataset) === rows);
    for (const { name } of columns.filter((column) => !alike.includes(column))) {
      ignored.push({ name: `${at.name}/${name}`, reason: 'of another length than the other columns of its group' });
    }
    if (alike.length > 0 && rows > 0) found.push({ name: at.name || '/', rows, columns: alike });
  }
  return found.filter(({ rows }) => rows > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readRows(table: OpenTable, { from, rowBytesMax }: { from: number; rowBytesMax: number }): Hdf5Answer {
  const rowBytes = table.columns.reduce((sum, { dataset }) => sum + dataset.metadata.size, 0);
  if (rowBytes > rowBytesMax) return { fault: `a row takes ${rowBytes} bytes, the limit is ${rowBytesMax}` };
  const count = Math.max(1, Math.min(ROWS_MAX, Math.floor(BATCH_BYTES / Math.max(1, rowBytes))));
  const next = Math.min(table.rows, from + count);
  const [only] = table.columns;
  const members = only?.dataset.metadata.compound_type?.members;
  const columns = table.columns.map(({ name, dataset }) => ({ name, values: toList(dataset.slice([[from, next]])) }));
  const rows = Array.from({ length: next - from }, (_, i): Record<string, unknown> => {
    if (members === undefined) return Object.fromEntries(columns.map(({ name, values }) => [name, values[i]]));
    const cells = toList(columns[0]?.values[i]);
    return Object.fromEntries(members.map(({ name }, at) => [name, cells[at]]));
  });
  return { rows: rows.map((row) => toPlain(row)), next };
}

const toList = (value: unknown): unknown[] =>
  Array.isArray(value)
    ? value
    : ArrayBuffer.isView(value)
      ? Array.from(value as unknown as ArrayLike<unknown>)
      : [value];
const rowsOf = (dataset: Dataset) => dataset.shape?.[0] ?? 0;
const chunkBytes = ({ metadata }: Dataset) =>
  (metadata.chunks ?? []).reduce((size, side) => size * side, metadata.size);

/** The most common of some numbers; of equal ones the largest. */
function mostCommon(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || b - a)[0]?.[0] ?? 0;
}

const ENTRIES_MAX = 10_000;
const DEPTH_MAX = 8;
const ROWS_MAX = 1000;
const BATCH_BYTES = 32 * 1024 ** 2;
const CHUNK_BYTES_MAX = 256 * 1024 ** 2;
