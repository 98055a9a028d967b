import type { DatabaseSync } from 'node:sqlite';
import type { PrivacyState, ReviewSpan, StoredOutput, Withdrawal } from '../state-kinds.ts';
import { createAuditChain } from './audit-chain.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS withdrawals (
    receipt_id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL, file TEXT, at TEXT NOT NULL, by TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS output_uses (
    run_id TEXT NOT NULL, key TEXT NOT NULL, activity TEXT NOT NULL, PRIMARY KEY (run_id, key)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS output_uses_key ON output_uses (key);
  CREATE TABLE IF NOT EXISTS blocked_outputs (key TEXT PRIMARY KEY, receipt_id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS blocked_runs (run_id TEXT PRIMARY KEY, receipt_id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS consent_expiries (
    sha256 TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (sha256, day)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS review_spans (
    span_id TEXT PRIMARY KEY, records_sha256 TEXT NOT NULL, run_id TEXT NOT NULL, record_index INTEGER NOT NULL,
    message_index INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, identifier TEXT NOT NULL,
    confidence REAL NOT NULL, status TEXT NOT NULL, decided_by TEXT, decided_at TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS review_spans_set ON review_spans (records_sha256);
`;

/** The tables that privacy needs, beside those of the state. */
export function createPrivacyTables(db: DatabaseSync, transaction: (work: () => void) => void): PrivacyState {
  db.exec(SCHEMA);
  const putWithdrawal = db.prepare(
    'INSERT INTO withdrawals (receipt_id, kind, code, file, at, by, reason) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const findWithdrawals = db.prepare(
    'SELECT receipt_id, kind, code, file, at, by, reason FROM withdrawals WHERE file IS NULL OR file = ? ORDER BY rowid',
  );
  const putUse = db.prepare('INSERT INTO output_uses (run_id, key, activity) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const outputsOf = db.prepare('SELECT key, run_id, activity, output FROM outputs WHERE activity = ? ORDER BY key');
  // A run of before the uses were kept is known only as the maker of its outputs.
  const runsOf = db.prepare(
    'SELECT run_id FROM output_uses WHERE key = ?1 UNION SELECT run_id FROM outputs WHERE key = ?1 ORDER BY run_id',
  );
  const outputsBy = db.prepare(
    `SELECT key, run_id, activity, output FROM outputs
     WHERE run_id = ?1 OR key IN (SELECT key FROM output_uses WHERE run_id = ?1) ORDER BY key`,
  );
  const blockOutput = db.prepare('INSERT INTO blocked_outputs (key, receipt_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const blockRun = db.prepare('INSERT INTO blocked_runs (run_id, receipt_id) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const findBlock = db.prepare(
    `SELECT receipt_id FROM blocked_outputs WHERE key = ?1
     UNION ALL SELECT receipt_id FROM blocked_runs JOIN outputs USING (run_id) WHERE key = ?1 LIMIT 1`,
  );
  const findRunBlock = db.prepare('SELECT receipt_id FROM blocked_runs WHERE run_id = ?');
  const putExpiry = db.prepare('INSERT INTO consent_expiries (sha256, day) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const countExpired = db.prepare('SELECT count(*) AS days FROM consent_expiries WHERE sha256 = ? AND day <= ?');
  const putSpan = db.prepare(
    'INSERT INTO review_spans VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const findSpans = db.prepare(
    `SELECT * FROM review_spans WHERE (?1 IS NULL OR records_sha256 = ?1) AND (?2 IS NULL OR run_id = ?2)
     AND (?3 IS NULL OR status = ?3) ORDER BY record_index, message_index, start`,
  );
  const decide = db.prepare('UPDATE review_spans SET status = ?, decided_by = ?, decided_at = ? WHERE span_id = ?');

  const parsed = (rows: unknown[]) =>
    (rows as (Omit<StoredOutput, 'output'> & { output: string })[]).map(
      (row): StoredOutput => ({
        ...row,
        output: JSON.parse(row.output),
      }),
    );

  return {
    ...createAuditChain(db, transaction),
    withdraw({ receipt_id, kind, code, file, at, by, reason }) {
      putWithdrawal.run(receipt_id, kind, code, file, at, by, reason);
    },
    withdrawals: (file) => findWithdrawals.all(file) as unknown as Withdrawal[],
    recordUse({ run_id, key, activity }) {
      putUse.run(run_id, key, activity);
    },
    outputsOf: (activity) => parsed(outputsOf.all(activity)),
    runsUsing: (keys) =>
      [...new Set(keys.flatMap((key) => runsOf.all(key).map(({ run_id }) => String(run_id))))].sort(),
    outputsUsedBy: (runs) => [
      ...new Map(runs.flatMap((run) => parsed(outputsBy.all(run))).map((row) => [row.key, row])).values(),
    ],
    block({ keys, runs, receipt_id }) {
      transaction(() => {
        for (const key of keys) blockOutput.run(key, receipt_id);
        for (const run of runs) blockRun.run(run, receipt_id);
      });
    },
    blockedBy(key) {
      const found = findBlock.get(key)?.receipt_id;
      return typeof found === 'string' ? found : null;
    },
    runBlockedBy(runId) {
      const found = findRunBlock.get(runId)?.receipt_id;
      return typeof found === 'string' ? found : null;
    },
    noteExpiries(sha256, days) {
      transaction(() => {
        for (const day of days) putExpiry.run(sha256, day);
      });
    },
    expiredDays: (sha256, at) => Number(countExpired.get(sha256, at)?.days ?? 0),
    queueReview(spans) {
      transaction(() => {
        for (const span of spans) {
          const { span_id, records_sha256, run_id, record_index, message_index, start, end } = span;
          const { identifier, confidence, status, decided_by, decided_at } = span;
          putSpan.run(
            ...[span_id, records_sha256, run_id, record_index, message_index, start, end],
            ...[identifier, confidence, status, decided_by, decided_at],
          );
        }
      });
    },
    reviewSpans: ({ records_sha256, run_id, status }) =>
      findSpans.all(records_sha256 ?? null, run_id ?? null, status ?? null) as unknown as ReviewSpan[],
    decideReview: ({ span_id, status, by, at }) => Number(decide.run(status, by, at, span_id).changes) === 1,
  };
}
