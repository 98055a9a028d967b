import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteState } from '../../../plugins/state/sqlite.ts';
import type { AuditCheck } from '../../../plugins/state-kinds.ts';

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'audit-')), 'state.db');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true }));

const entry = (by: string) => ({
  ...{ at: '2026-01-01T00:00:00.000Z', action: 'review_span', by, run_id: null, detail: { status: 'accepted' } },
});
function write(...people: string[]): void {
  const state = createSqliteState(file);
  for (const by of people) state.audit(entry(by));
  state.close();
}
function check(head?: string): AuditCheck {
  const state = createSqliteState(file);
  const found = state.checkAudit(head);
  state.close();
  return found;
}
/** As somebody with the file and without scruples. */
function tamper(sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(`DROP TRIGGER IF EXISTS audit_no_update; DROP TRIGGER IF EXISTS audit_no_delete; ${sql}`);
  db.close();
}

describe('the chain of the audit trail', () => {
  it('fits as it was written, and an empty one does', () => {
    expect(check()).toEqual({ entries: 0, head: null, broken: null });
    write('a', 'b');
    const { head } = check();
    write('c');
    expect(check(head ?? '')).toMatchObject({ entries: 3, broken: null });
  });

  it.each([
    ['a changed field', "UPDATE audit SET by = 'x' WHERE id = 2", 2],
    ['a changed detail', "UPDATE audit SET detail = '{}' WHERE id = 1", 1],
    ['a removed entry', 'DELETE FROM audit WHERE id = 2', 2],
    [
      'two entries in each other’s place',
      'UPDATE audit SET id = 9 WHERE id = 1; UPDATE audit SET id = 1 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 9',
      1,
    ],
    [
      'an entry slipped in at the end',
      "INSERT INTO audit (at, action, by, detail, hash) VALUES ('t', 'a', 'x', '{}', 'f')",
      4,
    ],
    ['a removed hash', 'UPDATE audit SET hash = NULL WHERE id = 3', 3],
    ['the last entry cut off', 'DELETE FROM audit WHERE id = 3', 3],
  ])('names the first entry that does not fit after %s', (_, sql, broken) => {
    write('a', 'b', 'c');
    tamper(sql);
    expect(check().broken?.entry).toBe(broken);
  });

  it('a trail written anew from the start fits itself, and not the head that was kept', () => {
    write('a', 'b', 'c');
    const { head } = check();
    rmSync(file);
    write('a', 'x', 'c');
    expect(check().broken).toBeNull();
    expect(check(head ?? '').broken).toMatchObject({ reason: expect.stringContaining('head') });
  });

  it('a trail of before there was a chain is taken in once', () => {
    const old = new DatabaseSync(file);
    old.exec(`CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, action TEXT NOT NULL,
      by TEXT NOT NULL, run_id TEXT, detail TEXT NOT NULL, once TEXT UNIQUE) STRICT;
      CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
      INSERT INTO audit (at, action, by, detail) VALUES ('t', 'a', 'b', '{}'), ('u', 'a', 'b', '{}')`);
    old.close();
    write('c');
    expect(check()).toMatchObject({ entries: 3, broken: null });
    const db = new DatabaseSync(file);
    expect(() => db.exec("UPDATE audit SET by = 'x'")).toThrow(/append-only/);
    db.close();
  });
});
