import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { CacheState, OutputFacts } from '../state-kinds.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS output_facts (
    position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, revision TEXT NOT NULL, run_id TEXT NOT NULL,
    activity TEXT NOT NULL, stage TEXT NOT NULL, dataset TEXT, parts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS output_facts_activity ON output_facts (activity, position);
  CREATE TABLE IF NOT EXISTS evicted_outputs (key TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS cache_decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, run_id TEXT NOT NULL, stage TEXT NOT NULL,
    activity TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS cache_decisions_run ON cache_decisions (run_id);
`;

/**
 * What the cache in front of the outputs asks the state. Evicting an output keeps its row: consent is traced through the
 * rows, and a model made of an evicted output still has to be found.
 */
export function createCacheTables(
  db: DatabaseSync,
  transaction: (work: () => void) => void,
): CacheState & { keepFacts(key: string, facts: OutputFacts): void } {
  db.exec(SCHEMA);
  const putFacts = db.prepare(
    'INSERT OR REPLACE INTO output_facts (key, revision, run_id, activity, stage, dataset, parts) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const unevict = db.prepare('DELETE FROM evicted_outputs WHERE key = ?');
  const findRevision = db.prepare('SELECT revision FROM output_facts WHERE key = ?');
  const findEvicted = db.prepare('SELECT 1 FROM evicted_outputs WHERE key = ?');
  const latest = db.prepare(
    `SELECT run_id, parts FROM output_facts WHERE activity = ?1 AND dataset IS ?2 ORDER BY position DESC LIMIT 1`,
  );
  const ingested = db.prepare(
    `SELECT dataset FROM output_facts JOIN output_uses USING (key)
     WHERE output_uses.run_id = ? AND output_facts.activity = 'ingestDataset' ORDER BY position DESC LIMIT 1`,
  );
  const wanted = db.prepare(
    `SELECT key FROM output_facts WHERE (?1 IS NULL OR dataset = ?1) AND (?2 IS NULL OR stage = ?2)
     AND (?3 IS NULL OR run_id = ?3 OR key IN (SELECT key FROM output_uses WHERE run_id = ?3)) ORDER BY key`,
  );
  const evict = db.prepare('INSERT INTO evicted_outputs (key) VALUES (?) ON CONFLICT DO NOTHING');
  const putDecision = db.prepare(
    'INSERT INTO cache_decisions (at, run_id, stage, activity, outcome, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const decisions = db.prepare(
    'SELECT at, run_id, stage, activity, outcome, reason FROM cache_decisions WHERE (?1 IS NULL OR run_id = ?1) ORDER BY id DESC LIMIT ?2',
  );
  const counts = db.prepare(
    'SELECT stage, outcome, count(*) AS count FROM cache_decisions WHERE (?1 IS NULL OR run_id = ?1) GROUP BY stage, outcome ORDER BY stage, outcome',
  );

  return {
    keepFacts(key, { run_id, activity, stage, dataset, parts }) {
      putFacts.run(key, randomUUID(), run_id, activity, stage, dataset, JSON.stringify(parts));
      unevict.run(key);
    },
    revisionOf: (key) => {
      const found = findRevision.get(key)?.revision;
      return typeof found === 'string' ? found : null;
    },
    isEvicted: (key) => findEvicted.get(key) !== undefined,
    latestParts(activity, dataset) {
      const found = latest.get(activity, dataset);
      return found ? { run_id: String(found.run_id), parts: JSON.parse(String(found.parts)) } : null;
    },
    datasetOf: (runId) => (ingested.get(runId)?.dataset as string | null | undefined) ?? null,
    evict({ dataset, stage, run_id }) {
      const keys = wanted.all(dataset ?? null, stage ?? null, run_id ?? null).map(({ key }) => String(key));
      transaction(() => {
        for (const key of keys) evict.run(key);
      });
      return keys;
    },
    recordDecision({ at, run_id, stage, activity, outcome, reason }) {
      putDecision.run(at, run_id, stage, activity, outcome, reason);
    },
    cacheDecisions: ({ run_id, limit }) =>
      decisions.all(run_id ?? null, limit) as unknown as ReturnType<CacheState['cacheDecisions']>,
    cacheCounts: (runId) => counts.all(runId ?? null) as unknown as ReturnType<CacheState['cacheCounts']>,
  };
}
