import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PipelineError } from '../../contracts/errors.ts';
import type { Fence, LateResult, StateStore } from '../state-kinds.ts';
import { createCacheTables } from './cache-tables.ts';
import { createPrivacyTables } from './privacy-tables.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS fences (scope TEXT PRIMARY KEY, token INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS outputs (
    key TEXT PRIMARY KEY, run_id TEXT NOT NULL, activity TEXT NOT NULL, output TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS late_results (
    run_id TEXT NOT NULL, activity TEXT NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS late_results_run ON late_results (run_id);
  CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
`;

/** State in one SQLite file. Several processes of one machine may share it: every change is one immediate transaction. */
export function createSqliteState(file: string): StateStore {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  db.exec(SCHEMA);
  const privacy = createPrivacyTables(db, transaction);
  const { keepFacts, ...cache } = createCacheTables(db, transaction);

  const tokenOf = db.prepare('SELECT token FROM fences WHERE scope = ?');
  const raise = db.prepare(
    'INSERT INTO fences (scope, token) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET token = max(token, excluded.token)',
  );
  const findOutput = db.prepare('SELECT output FROM outputs WHERE key = ?');
  const putOutput = db.prepare(
    'INSERT INTO outputs (key, run_id, activity, output) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET output = excluded.output',
  );
  const putLate = db.prepare('INSERT INTO late_results (run_id, activity, at, detail) VALUES (?, ?, ?, ?)');
  const findLate = db.prepare('SELECT run_id, activity, at, detail FROM late_results WHERE run_id = ? ORDER BY at');
  const putDocument = db.prepare(
    'INSERT INTO documents (kind, id, value) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET value = excluded.value',
  );
  const findDocument = db.prepare('SELECT value FROM documents WHERE kind = ? AND id = ?');
  const listDocuments = db.prepare(
    'SELECT position, value FROM documents WHERE kind = ? AND position < ? ORDER BY position DESC LIMIT ?',
  );
  const removeDocument = db.prepare('DELETE FROM documents WHERE kind = ? AND id = ?');

  function transaction(work: () => void): void {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }

  function assert(fences: readonly Fence[]): void {
    for (const { scope, token } of fences) {
      const held = tokenOf.get(scope)?.token;
      if (typeof held === 'number' && held > token) {
        throw new PipelineError('StaleAttempt', `attempt ${token} of ${scope} was replaced by attempt ${held}`);
      }
    }
  }

  return {
    ...privacy,
    ...cache,
    assert,
    claim(fences) {
      transaction(() => {
        assert(fences);
        for (const { scope, token } of fences) raise.run(scope, token);
      });
    },
    findOutput(key) {
      const isServed = privacy.blockedBy(key) === null && !cache.isEvicted(key);
      return isServed ? parseColumn(findOutput.get(key)?.output) : undefined;
    },
    putOutput(row, fences) {
      transaction(() => {
        assert(fences);
        putOutput.run(row.key, row.run_id, row.activity, JSON.stringify(row.output));
        if (row.facts) keepFacts(row.key, row.facts);
      });
    },
    recordLate({ run_id, activity, at, detail }) {
      putLate.run(run_id, activity, at, detail);
    },
    lateResults: (runId) => findLate.all(runId) as unknown as LateResult[],
    putDocument(kind, id, value) {
      putDocument.run(kind, id, JSON.stringify(value));
    },
    findDocument: (kind, id) => parseColumn(findDocument.get(kind, id)?.value),
    listDocuments: (kind, { limit, before = Number.MAX_SAFE_INTEGER }) =>
      listDocuments.all(kind, before, limit).map(({ position, value }) => ({
        position: Number(position),
        value: parseColumn(value),
      })),
    removeDocument: (kind, id) => removeDocument.run(kind, id).changes > 0,
    close: () => db.close(),
  };
}

const parseColumn = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : undefined);
