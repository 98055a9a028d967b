import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../contracts/config.ts';
import { createDependencies } from '../../worker/create-worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'worker-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const detectorsOf = async (settings: Record<string, string>) => {
  const { deps, close } = await createDependencies(parseConfig({ DATA_DIR: folder, ...settings }), {} as Client);
  await close();
  return deps.detectors.map(({ name }) => name);
};

describe('detectors of a worker', () => {
  it('are the built-in one alone, or Presidio beside it where its address is set', async () => {
    expect(await detectorsOf({})).toEqual([]);
    expect(await detectorsOf({ PRESIDIO_URL: 'http://127.0.0.1:3000' })).toEqual(['presidio']);
  });

  it.each(['ftp://127.0.0.1', 'presidio', 'http://ann:secret@127.0.0.1:3000'])('%s is no address', (PRESIDIO_URL) => {
    expect(() => parseConfig({ PRESIDIO_URL })).toThrow(/PRESIDIO_URL: must/);
  });
});
