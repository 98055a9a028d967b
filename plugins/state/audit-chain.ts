import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '../../contracts/canonical-json.ts';
import type { AuditCheck, AuditEntry, AuditState } from '../state-kinds.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, action TEXT NOT NULL, by TEXT NOT NULL, run_id TEXT,
    detail TEXT NOT NULL, once TEXT UNIQUE, hash TEXT
  ) STRICT;
`;
const TRIGGERS = `
  CREATE TRIGGER IF NOT EXISTS audit_no_update BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS audit_no_delete BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
`;

/** What the first entry has for the hash of the one before it. */
const GENESIS = '0'.repeat(64);

interface Row extends Omit<AuditEntry, 'detail'> {
  id: number;
  detail: string;
  hash: string | null;
}

/**
 * The audit trail: each entry holds the SHA-256 of the hash before it and of its own content, its number included.
 * Whoever changes, removes or slips in an entry has to make every later hash anew, which a head kept elsewhere shows.
 */
export function createAuditChain(db: DatabaseSync, transaction: (work: () => void) => void): AuditState {
  transaction(() => prepare(db));
  const isKnown = db.prepare('SELECT 1 FROM audit WHERE once = ?');
  const last = db.prepare('SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1');
  const append = db.prepare(
    'INSERT INTO audit (id, at, action, by, run_id, detail, once, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const all = db.prepare('SELECT id, at, action, by, run_id, detail, hash FROM audit ORDER BY id');
  const highest = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");

  return {
    audit({ at, action, by, run_id, detail }) {
      const text = JSON.stringify(detail);
      const once = run_id === null ? null : JSON.stringify([action, by, run_id, text]);
      transaction(() => {
        if (once !== null && isKnown.get(once) !== undefined) return;
        const before = last.get() as Pick<Row, 'id' | 'hash'> | undefined;
        const row = { id: (before?.id ?? 0) + 1, at, action, by, run_id, detail: text };
        append.run(row.id, at, action, by, run_id, text, once, hashOf(row, before?.hash ?? GENESIS));
      });
    },
    auditEntries: () =>
      (all.all() as unknown as Row[]).map(({ at, action, by, run_id, detail }) => ({
        ...{ at, action, by, run_id },
        detail: JSON.parse(detail),
      })),
    checkAudit(head) {
      const rows = all.all() as unknown as Row[];
      const broken = findBreak(rows) ?? findLoss(rows, { issued: Number(highest.get()?.seq ?? 0), head });
      return { entries: rows.length, head: rows.at(-1)?.hash ?? null, broken };
    },
  };
}

/** A trail of before the chain gets its hashes once; from then on the triggers keep it. */
function prepare(db: DatabaseSync): void {
  db.exec(SCHEMA);
  const columns = db.prepare("SELECT name FROM pragma_table_info('audit')").all();
  if (!columns.some(({ name }) => name === 'hash')) {
    db.exec('ALTER TABLE audit ADD COLUMN hash TEXT; DROP TRIGGER IF EXISTS audit_no_update;');
    const update = db.prepare('UPDATE audit SET hash = ? WHERE id = ?');
    let before = GENESIS;
    for (const row of db.prepare('SELECT id, at, action, by, run_id, detail FROM audit ORDER BY id').all()) {
      before = hashOf(row as unknown as Row, before);
      update.run(before, Number(row.id));
    }
  }
  db.exec(TRIGGERS);
}

function hashOf({ id, at, action, by, run_id, detail }: Omit<Row, 'hash'>, before: string): string {
  const content = canonicalJson({ id, at, action, by, run_id, detail });
  return createHash('sha256').update(`${before}\n${content}`).digest('hex');
}

function findBreak(rows: readonly Row[]): AuditCheck['broken'] {
  let before = GENESIS;
  for (const [index, row] of rows.entries()) {
    const entry = index + 1;
    if (row.hash !== hashOf(row, before))
      return { entry, reason: 'the hash does not fit the entry and those before it' };
    before = row.hash;
  }
  return null;
}

/** Entries cut off at the end leave a chain that fits: the count of numbers given out, and a head kept elsewhere, tell. */
function findLoss(
  rows: readonly Row[],
  { issued, head }: { issued: number; head: string | undefined },
): AuditCheck['broken'] {
  const entry = rows.length + 1;
  if (issued > (rows.at(-1)?.id ?? 0)) return { entry, reason: 'later entries were removed' };
  if (head === undefined || head === GENESIS || rows.some(({ hash }) => hash === head)) return null;
  return { entry, reason: 'the entry of the head that was kept is not in the trail' };
}
