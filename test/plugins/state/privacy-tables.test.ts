import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteState } from '../../../plugins/state/sqlite.ts';
import type { StateStore } from '../../../plugins/state-kinds.ts';

let folder: string;
let state: StateStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
  state = createSqliteState(join(folder, 'state.db'));
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const entry = {
  at: '2026-01-01T00:00:00.000Z',
  action: 'privacy_override',
  by: 'a',
  run_id: 'one',
  detail: { level: 'basic' },
};

describe('the audit', () => {
  it('only grows: change and deletion are refused by the database itself', () => {
    state.audit(entry);
    const db = new DatabaseSync(join(folder, 'state.db'));
    expect(() => db.exec("UPDATE audit SET by = 'b'")).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM audit')).toThrow(/append-only/);
    db.close();
    expect(state.auditEntries()).toEqual([entry]);
  });

  it('keeps what a run repeats once, and another run or decision apart', () => {
    state.audit(entry);
    state.audit({ ...entry, at: '2026-01-02T00:00:00.000Z' });
    state.audit({ ...entry, run_id: 'two' });
    state.audit({ ...entry, run_id: null });
    state.audit({ ...entry, run_id: null });
    expect(state.auditEntries().map(({ run_id }) => run_id)).toEqual(['one', 'two', null, null]);
  });
});

describe('blocking', () => {
  const put = (key: string, run_id: string) =>
    state.putOutput({ key, run_id, activity: 'cleanRecords', output: { key } }, []);

  it('takes an output and all a blocked run makes later out of service, and nothing else', () => {
    put('k1', 'one');
    put('k2', 'two');
    state.block({ keys: ['k1'], runs: ['one'], receipt_id: 'r' });
    put('k3', 'one');
    expect(['k1', 'k2', 'k3'].map((key) => state.findOutput(key))).toEqual([undefined, { key: 'k2' }, undefined]);
    expect([
      state.blockedBy('k3'),
      state.blockedBy('k2'),
      state.runBlockedBy('one'),
      state.runBlockedBy('two'),
    ]).toEqual(['r', null, 'r', null]);
  });
});

describe('the review queue', () => {
  const span = {
    ...{ span_id: 's', records_sha256: 'h', run_id: 'one', record_index: 1, message_index: 0, start: 2, end: 5 },
    ...{ identifier: 'name', confidence: 0.4, status: 'waiting' as const, decided_by: null, decided_at: null },
  };

  it('keeps a decision when the span is found again', () => {
    state.queueReview([span]);
    expect(state.decideReview({ span_id: 's', status: 'rejected', by: 'a', at: 't' })).toBe(true);
    state.queueReview([{ ...span, run_id: 'two' }]);
    expect(state.reviewSpans({ records_sha256: 'h' })).toEqual([
      { ...span, status: 'rejected', decided_by: 'a', decided_at: 't' },
    ]);
    expect(state.reviewSpans({ status: 'waiting' })).toEqual([]);
    expect(state.decideReview({ span_id: 'none', status: 'accepted', by: 'a', at: 't' })).toBe(false);
  });
});
