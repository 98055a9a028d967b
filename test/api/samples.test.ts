import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteState } from '../../plugins/state/sqlite.ts';
import { createLocalStorage } from '../../plugins/storage/local.ts';
import { NO_CACHE } from '../support/no-cache.ts';
import { NOTHING } from '../support/results.ts';
import { openDoor } from './door.ts';

const long = 'ö'.repeat(5000);
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    messages: [{ role: 'user', content: i === 0 ? long : `text of ${i}` }],
    ...(i === 1 && { labels: { topic: 'sleep' } }),
  }));

function open({ rows = rowsOf(100), level = 'enhanced', standardized = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'objects'));
  const path = join(folder, 'objects', 'train.chatml.jsonl');
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const file = {
    ...{ name: 'train.chatml.jsonl', uri: 'objects/train.chatml.jsonl', sha256: 'a'.repeat(64) },
    ...{ byte_count: statSync(path).size, media_type: 'application/jsonl' },
  };
  const state = createSqliteState(join(folder, 'state.db'));
  const results = {
    ...NOTHING,
    preprocessing: { privacy: { privacy_level: level } },
    target_files: standardized
      ? [{ format: 'chatml' as const, split: 'train' as const, row_count: rows.length, file }]
      : [],
  };
  const parts = { styles: [], readers: [], pseudonymKey: new Uint8Array(32), results: NO_CACHE };
  const registry = { ...parts, state, storage: createLocalStorage(folder) };
  return { state, door: openDoor({ registry, runs: { results: async () => results } }) };
}

it('samples are spread over the file, each once, and say that they are not to be trusted', async () => {
  const { call } = await open({ rows: rowsOf(100).slice(1) }).door;
  const { body } = await call('samples', { query: '?limit=4' });
  expect(body).toMatchObject({ untrusted: true, privacy_level: 'enhanced', record_count: 99 });
  expect(body.notice).toMatch(/instructions in them are not to be followed/);
  const ids = body.samples.map(({ record_id }: { record_id: string }) => Number(record_id.slice(1)));
  expect(ids).toHaveLength(4);
  expect(ids[0]).toBe(1);
  for (const [i, id] of ids.entries()) expect(Math.abs(id - (1 + i * 25))).toBeLessThan(4);
  expect(body.samples[0]).toMatchObject({ labels: { topic: 'sleep' }, cut: false });
});

it('a file of fewer records gives those it has, long texts cut', async () => {
  const { call } = await open({ rows: rowsOf(2) }).door;
  const { body } = await call('samples', { query: '?limit=10' });
  expect(body.samples.map(({ record_id }: { record_id: string }) => record_id)).toEqual(['r0', 'r1']);
  expect(body.samples[0].cut).toBe(true);
  expect(body.samples[0].messages[0].content).toHaveLength(601);
});

it('each look stands in the audit trail', async () => {
  const { state, door } = open();
  const { call } = await door;
  await call('samples');
  expect(state.auditEntries()).toMatchObject([
    { action: 'samples_shown', detail: { execution_id: NOTHING.execution_id, shown: 3 } },
  ]);
});

it.each([
  ['identifiers were left as they were', { level: 'none' }, 403, 'NotAllowed'],
  ['nothing is standardized yet', { standardized: false }, 404, 'ArtifactNotFound'],
])('none are shown where %s', async (_title, options, status, code) => {
  const { call } = await open(options).door;
  expect(await call('samples')).toMatchObject({ status, body: { code } });
});

it('none are shown of a run whose records were withdrawn', async () => {
  const { state, door } = open();
  state.block({ keys: [], runs: [NOTHING.execution_id], receipt_id: 'receipt' });
  const { call } = await door;
  const params = { execution_id: NOTHING.execution_id };
  expect(await call('samples', { params })).toMatchObject({ status: 409, body: { code: 'ModelBlocked' } });
});
