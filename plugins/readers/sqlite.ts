import { stat } from 'node:fs/promises';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { PipelineError } from '../../contracts/errors.ts';
import type { ReadEvent, Reader } from '../kinds.ts';
import { chooseTables } from './choose-tables.ts';
import { overLimits } from './over-limits.ts';
import { toPlain } from './to-plain.ts';

const MAGIC = Buffer.from('SQLite format 3\0');

/**
 * A SQLite database: the rows of its largest table, or of the tables asked for. Opened read-only as a file that nobody
 * changes, so that nothing is written beside it; views are not run, because they can be made to never end.
 */
export const sqliteReader: Reader = {
  name: 'sqlite',
  formats: ['sqlite'],
  extensions: ['sqlite', 'sqlite3', 'db'],
  needsFile: true,
  detect: (head) => (MAGIC.equals(head.subarray(0, MAGIC.length)) ? 1 : 0),
  async *read({ path = '', fileName, limits, tables: asked = [] }) {
    const pending = await stat(`${path}-wal`).catch(() => null);
    if (pending !== null && pending.size > 0) {
      throw unreadable(
        fileName,
        'has changes in a -wal file beside it; close the program that writes it, or checkpoint it',
      );
    }
    const url = pathToFileURL(path);
    url.searchParams.set('mode', 'ro');
    url.searchParams.set('immutable', '1');
    const db = guarded(fileName, () => new DatabaseSync(url, { readOnly: true }));
    try {
      const tables = guarded(fileName, () => listTables(db));
      const { taken, ignored } = chooseTables(tables, asked, { fileName, what: 'table' });
      for (const entry of ignored) yield { kind: 'ignored', ...entry };
      let index = 0;
      for (const table of taken) {
        const position = () => ({ file: fileName, table: table.name, line: null, index: index++ });
        try {
          for (const row of rowsOf(db, table.name)) {
            const value = toPlain(row);
            const reason = overLimits(value, limits) ?? overBytes(value, limits.recordBytesMax);
            if (reason === null) yield { kind: 'value', value, position: position(), byte_offset: 0 };
            else yield { kind: 'rejected', reason, position: position(), byte_offset: 0 };
          }
        } catch (error) {
          if (!isSqliteError(error)) throw error;
          const reason = `the database is damaged here (${error.code}); the rows after it were not read`;
          yield { kind: 'rejected', reason, position: position(), byte_offset: 0 } satisfies ReadEvent;
        }
      }
    } finally {
      db.close();
    }
  },
};

function listTables(db: DatabaseSync): { name: string; rows: number }[] {
  db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
  const names = db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND rootpage > 0 ORDER BY name",
    )
    .all()
    .map(({ name }) => String(name));
  return names.flatMap((name) => {
    const rows = Number(db.prepare(`SELECT count(*) AS rows FROM ${quoted(name)}`).get()?.rows ?? 0);
    return rows > 0 ? [{ name, rows }] : [];
  });
}

function rowsOf(db: DatabaseSync, table: string): ReturnType<StatementSync['iterate']> {
  const statement = db.prepare(`SELECT * FROM ${quoted(table)}`);
  // A whole number past 2^53 would throw where numbers are asked for.
  statement.setReadBigInts(true);
  return statement.iterate();
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Texts make up the size of a row; numbers do not count. */
function overBytes(row: unknown, bytesMax: number): string | null {
  const chars = Object.values(row as object).reduce(
    (sum, cell) => sum + (typeof cell === 'string' ? cell.length : 0),
    0,
  );
  return chars > bytesMax ? `row is longer than ${bytesMax} bytes` : null;
}

const isSqliteError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';

/** SQLite's own words are left out: they can quote what a hostile schema holds. */
function guarded<T>(fileName: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    throw unreadable(
      fileName,
      'is a damaged SQLite database; restore it, or dump it anew with sqlite3 .recover',
      error,
    );
  }
}

const unreadable = (fileName: string, fault: string, cause?: unknown) =>
  new PipelineError('DatasetUnreadable', `${fileName} ${fault}`, {
    facts: { file: fileName },
    ...(cause !== undefined && { cause }),
  });
