import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestOutput } from '../../contracts/activities.ts';
import { createIngestion, DATASET_LIMITS } from '../support/ingest.ts';

/** Above the size from which threads read. */
const BYTES = 65 * 1024 * 1024;
/** In a field that plays no role: the file is large, and what is looked through is not. */
const bulk = 'We talked about sleep, work and the people at home. '.repeat(240);
let root: string;

/** Records of several shapes, some with consent that has ended, between lines that are broken, blank or too long. */
function line(i: number): string {
  const text = `${i % 50} Doesn’t it — “ever” stop? ${i}`;
  if (i % 97 === 0) return `{"text": "broken ${i}`;
  if (i % 89 === 0) return ' \t';
  if (i % 83 === 0) return JSON.stringify({ text: 'x'.repeat(20_000 + i) });
  if (i % 11 === 0) return JSON.stringify({ prompt: `why ${i}`, chosen: text, rejected: 'because', bulk });
  if (i % 7 === 0)
    return JSON.stringify({ text, label: `l${i % 300}`, consent: 'yes', consent_expires_at: '2020-01-01', bulk });
  if (i % 5 === 0)
    return `${JSON.stringify({ text, [`field ${i}`]: 'new', emotion: 'joy', speaker: `User ${i % 90}`, bulk })}\r`;
  const messages = [
    { role: 'client', content: text },
    { role: 'therapist', content: 'Tell me more.' },
  ];
  return JSON.stringify({ id: `c${i}`, messages, gender: i % 2 ? 'f' : 'm', topic: 'sleep', bulk });
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'root-'));
  const lines: string[] = [];
  for (let i = 1, bytes = 0; bytes < BYTES; i++) {
    lines.push(line(i));
    bytes += Buffer.byteLength(lines.at(-1) ?? '') + 1;
  }
  const content = Buffer.from(lines.join('\n'));
  writeFileSync(join(root, 'large.jsonl'), content);
  mkdirSync(join(root, 'folder'));
  const notText = Buffer.from('\n{"text":"caf\xe9"}\n', 'latin1');
  writeFileSync(
    join(root, 'folder/a.jsonl'),
    Buffer.concat([content.subarray(0, BYTES - 1_500_000), notText, content.subarray(-1_500_000)]),
  );
  writeFileSync(join(root, 'folder/b.jsonl'), lines.slice(0, 200).join('\n'));
});
afterAll(() => rmSync(root, { recursive: true }));

async function readWith(ingestionThreads: number, path: string, recordBytesMax = 20_000) {
  const ingestion = createIngestion(root, {
    ingestionThreads,
    shardRecords: 700,
    datasetLimits: { ...DATASET_LIMITS, recordBytesMax },
  });
  try {
    return await ingestion.ingest(path);
  } finally {
    ingestion.discard();
  }
}

describe('a large file of lines read by several threads', () => {
  let alone: IngestOutput;
  beforeAll(async () => {
    alone = await readWith(1, 'large.jsonl');
  });

  it('gives the shards, figures and places of one thread', async () => {
    expect(await readWith(3, 'large.jsonl')).toEqual(alone);
  });

  it('counts and names what it rejects and leaves out', () => {
    const reasons = alone.rejected_first.map(({ reason }) => reason);
    expect(reasons).toContain('line is longer than 20000 bytes');
    expect(reasons.some((reason) => reason.startsWith('not valid JSON'))).toBe(true);
    expect(alone.rejected_first[0]?.position.line).toBe(83);
    expect(alone.excluded_counts?.consent_expired).toBeGreaterThan(0);
    expect(alone.profile.group_count).toBeGreaterThan(1000);
  });

  it('goes on with the next file of a folder after bytes that are not text', async () => {
    const one = await readWith(1, 'folder');
    expect(await readWith(2, 'folder')).toEqual(one);
    expect(one.source.files_first?.map(({ record_count }) => record_count > 100)).toEqual([true, true]);
  });

  it('ends where the limit of rows is passed', async () => {
    const limited = createIngestion(root, {
      ingestionThreads: 2,
      datasetLimits: { ...DATASET_LIMITS, rowsMax: 5000 },
    });
    await expect(limited.ingest('large.jsonl')).rejects.toMatchObject({ type: 'DatasetTooLarge' });
    limited.discard();
  });

  it('stops when it is cancelled', async () => {
    const ingestion = createIngestion(root, { ingestionThreads: 2 });
    const environment = new MockActivityEnvironment({ attempt: 1 });
    environment.on('heartbeat', () => environment.cancel());
    await expect(ingestion.ingest('large.jsonl', {}, environment)).rejects.toThrow('cancelled');
    ingestion.discard();
  });
});
