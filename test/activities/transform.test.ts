import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ActivityIo } from '../../activities/define.ts';
import { openShard, toRecordSet } from '../../activities/records-io.ts';
import { transformRecords } from '../../activities/transform.ts';
import { makeRecord } from '../support/records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'transform-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a batch holds few long records: work that no heartbeat interrupts stays short', async () => {
  const io: Pick<ActivityIo, 'folder' | 'guard' | 'token' | 'objectName' | 'progress'> = {
    folder: async () => folder,
    guard: () => undefined,
    token: 1,
    objectName: 'set',
    progress: async () => undefined,
  };
  const writer = await openShard(io, 'input.jsonl');
  for (let i = 0; i < 300; i++) {
    const content = (i < 270 ? 'short' : 'long '.repeat(8000)).trim();
    await writer.write({ ...makeRecord(i), messages: [{ role: 'user', content }] });
  }
  const sizes: number[] = [];
  const output = await transformRecords({
    step: 'test',
    input: toRecordSet([await writer.close()]),
    transform: (records) => {
      sizes.push(records.length);
      return { records, counts: {} };
    },
    resume: false,
    deps: { storage: { localPath: (uri: string) => join(folder, uri.replace('set/', '')) } as never },
    io: io as ActivityIo,
  });
  expect(output.records.record_count).toBe(300);
  // 256 short ones, then 14 with three long ones of 40,000 characters, then three at a time.
  expect(sizes).toEqual([256, 17, ...Array(9).fill(3)]);
});
