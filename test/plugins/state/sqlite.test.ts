import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteState } from '../../../plugins/state/sqlite.ts';
import type { StateStore } from '../../../plugins/state-kinds.ts';

describe('state in SQLite', () => {
  let folder: string;
  let state: StateStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'state-'));
    state = createSqliteState(join(folder, 'deep', 'state.db'));
  });
  afterEach(() => {
    state.close();
    rmSync(folder, { recursive: true });
  });

  const fence = (token: number) => [{ scope: 'run-1/stage', token }];
  const row = { key: 'k', run_id: 'run-1', activity: 'a', output: { n: 1 } };

  it('lets a higher token in and shuts a lower one out', () => {
    state.claim(fence(1));
    state.claim(fence(3));
    expect(() => state.claim(fence(2))).toThrow(expect.objectContaining({ type: 'StaleAttempt' }));
    expect(() => state.assert(fence(1))).toThrow(expect.objectContaining({ type: 'StaleAttempt' }));
    expect(() => state.assert(fence(3))).not.toThrow();
  });

  it('refuses the late output of a replaced attempt and keeps what was there', () => {
    state.claim(fence(1));
    state.putOutput(row, fence(1));
    state.claim(fence(2));
    expect(() => state.putOutput({ ...row, output: { n: 2 } }, fence(1))).toThrow(
      expect.objectContaining({ type: 'StaleAttempt' }),
    );
    expect(state.findOutput('k')).toEqual({ n: 1 });
  });

  it('claims all fences or none', () => {
    state.claim([{ scope: 'a', token: 5 }]);
    expect(() =>
      state.claim([
        { scope: 'b', token: 9 },
        { scope: 'a', token: 1 },
      ]),
    ).toThrow();
    expect(() => state.claim([{ scope: 'b', token: 1 }])).not.toThrow();
  });

  it('shares fences and outputs with another process on the same file', () => {
    const other = createSqliteState(join(folder, 'deep', 'state.db'));
    state.claim(fence(2));
    expect(() => other.claim(fence(1))).toThrow(expect.objectContaining({ type: 'StaleAttempt' }));
    other.putOutput(row, fence(2));
    expect(state.findOutput('k')).toEqual({ n: 1 });
    other.close();
  });

  it('keeps late results as evidence, by run', () => {
    state.recordLate({ run_id: 'run-1', activity: 'a', at: '2026-01-01T00:00:00Z', detail: 'came late' });
    expect(state.lateResults('run-1')).toHaveLength(1);
    expect(state.lateResults('run-2')).toHaveLength(0);
  });
});
