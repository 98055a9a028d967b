import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { TargetWriter } from '../kinds.ts';

const FLUSH_CHARS = 256 * 1024;

/** Writes rows as text, one after another; `head` comes first. A fault of the disk is thrown by the next call. */
export function openTextFile<R>(
  path: string,
  {
    head = '',
    rowsOf,
    toText,
  }: { head?: string; rowsOf: (record: ConversationRecord) => R[]; toText: (row: R) => string },
): TargetWriter {
  const stream = createWriteStream(path);
  const failed = once(stream, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  let pending = head;
  const flush = async () => {
    const text = pending;
    pending = '';
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
  };
  return {
    async add(record) {
      const rows = rowsOf(record);
      for (const row of rows) pending += toText(row);
      if (pending.length > FLUSH_CHARS) await flush();
      return rows.length;
    },
    async close() {
      await flush();
      stream.end();
      await Promise.race([once(stream, 'close'), failed]);
    },
  };
}

export const toJsonLine = (row: unknown) => `${JSON.stringify(row)}\n`;

/** A row of CSV as RFC 4180 has it: what holds a comma, a quote or a line break stands in quotes. */
export const toCsvLine = (cells: readonly string[]) =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
