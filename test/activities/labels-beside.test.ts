import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIngestion } from '../support/ingest.ts';

let root: string;
let ingestion: ReturnType<typeof createIngestion>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'labels-'));
  mkdirSync(join(root, 'set'));
  ingestion = createIngestion(root);
});
afterEach(() => {
  ingestion.discard();
  rmSync(root, { recursive: true });
});

const write = (name: string, rows: unknown[]) =>
  writeFileSync(join(root, 'set', name), rows.map((row) => JSON.stringify(row)).join('\n'));
const said = (id: string) => ({ id, text: `Something long enough was said in ${id}.` });

describe('a file labels.jsonl beside the data of a folder', () => {
  it('gives the records of its ids their labels and attributes, and is no data itself', async () => {
    write('talks.jsonl', [said('a'), said('b'), said('c')]);
    write('labels.jsonl', [
      { id: 'b', topic: 'sleep', gender: 'f' },
      { id: 'a', topic: 'work' },
      { id: 'z', topic: 'grief' },
    ]);
    const output = await ingestion.ingest('set');
    expect(output.rejected_count).toBe(0);
    expect(output.source.labels_beside).toEqual({ file: 'labels.jsonl', row_count: 3, joined_count: 2 });
    const records = await ingestion.records(output);
    expect(records.map(({ labels, attributes }) => ({ labels, attributes }))).toEqual([
      { labels: { topic: 'work' }, attributes: {} },
      { labels: { topic: 'sleep' }, attributes: { gender: 'f' } },
      { labels: {}, attributes: {} },
    ]);
  });

  it('never overrides what a record says of itself', async () => {
    write('talks.jsonl', [{ ...said('a'), topic: 'own' }, said('b')]);
    write('labels.jsonl', [{ id: 'a', topic: 'other', text: 'Another text altogether.' }]);
    const [first] = await ingestion.records(await ingestion.ingest('set'));
    expect(first?.labels).toEqual({ topic: 'own' });
    expect(first?.messages[0]?.content).toMatch(/^Something long/);
  });

  it('has its unusable rows rejected with their line', async () => {
    write('talks.jsonl', [said('a'), said('b')]);
    write('labels.jsonl', [{ topic: 'sleep' }, { id: 'a', topic: 'work' }, { id: 'a', topic: 'grief' }, 7]);
    const { rejected_first, source } = await ingestion.ingest('set');
    expect(rejected_first.map(({ position, reason }) => [position.file, position.line, reason])).toEqual([
      ['labels.jsonl', 1, 'a row of labels has none of id, record_id, conversation_id'],
      ['labels.jsonl', 3, 'a row of labels repeats an id'],
      ['labels.jsonl', 4, 'a row of labels is no object'],
    ]);
    expect(source.labels_beside?.joined_count).toBe(1);
  });

  it('is part of what the output is kept by', async () => {
    write('talks.jsonl', [said('a'), said('b')]);
    write('labels.jsonl', [{ id: 'a', topic: 'work' }]);
    const before = await ingestion.ingest('set');
    expect((await ingestion.ingest('set')).cached).toBe(true);
    write('labels.jsonl', [{ id: 'a', topic: 'sleep' }]);
    const after = await ingestion.ingest('set');
    expect(after.cached).toBe(false);
    expect(after.source.sha256).not.toBe(before.source.sha256);
    expect((await ingestion.records(after))[0]?.labels).toEqual({ topic: 'sleep' });
  });

  it('alone is data', async () => {
    write('labels.jsonl', [{ id: 'a', text: 'The only thing that was said here.', topic: 'work' }]);
    const output = await ingestion.ingest('set');
    expect(output.source).not.toHaveProperty('labels_beside');
    expect(await ingestion.records(output)).toHaveLength(1);
  });
});
