import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../plugins/kinds.ts';
import { createLocalStorage } from '../../../plugins/storage/local.ts';

describe('local storage', () => {
  let folder: string;
  let storage: Storage;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'storage-'));
    storage = createLocalStorage(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('publishes a staged folder in one step', async () => {
    writeFileSync(join(await storage.stage('staging/a/1'), 'f'), 'x');
    expect(await storage.exists('objects/k')).toBe(false);
    await storage.publish('staging/a/1', 'objects/k');
    expect(readFileSync(join(storage.localPath('objects/k'), 'f'), 'utf8')).toBe('x');
    expect(await storage.exists('staging/a/1')).toBe(false);
  });

  it('keeps what was published first and drops the second copy', async () => {
    for (const text of ['first', 'second']) {
      writeFileSync(join(await storage.stage(`staging/${text}`), 'f'), text);
      await storage.publish(`staging/${text}`, 'objects/k');
    }
    expect(readFileSync(join(storage.localPath('objects/k'), 'f'), 'utf8')).toBe('first');
    expect(await storage.list('staging')).toEqual([]);
  });

  it('puts a new copy in the place of the old one where that is asked for', async () => {
    for (const text of ['first', 'second']) {
      writeFileSync(join(await storage.stage(`staging/${text}`), 'f'), text);
      await storage.publish(`staging/${text}`, 'objects/k', { replace: true });
    }
    expect(readFileSync(join(storage.localPath('objects/k'), 'f'), 'utf8')).toBe('second');
    expect(await storage.list('objects')).toEqual(['objects/k']);
  });

  it('takes the path away from a writer whose folder was adopted', async () => {
    const old = await storage.stage('staging/a/1');
    writeFileSync(join(old, 'done'), 'x');
    expect(await storage.adopt('staging/a/1', 'staging/a/2')).toBe(true);
    expect(existsSync(join(storage.localPath('staging/a/2'), 'done'))).toBe(true);
    expect(() => writeFileSync(join(old, 'late'), 'x')).toThrow('ENOENT');
    expect(await storage.adopt('staging/a/1', 'staging/a/3')).toBe(false);
  });

  it('says whether there was anything to discard', async () => {
    await storage.stage('staging/a');
    expect(await storage.discard('staging/a')).toBe(true);
    expect(await storage.discard('staging/a')).toBe(false);
  });

  it('lists nothing for a prefix that is not there', async () => {
    expect(await storage.list('nowhere')).toEqual([]);
  });

  it.each(['../out', 'a/../../out', '/etc'])('never leaves its root: %s', (name) => {
    expect(() => createLocalStorage(join(folder, 'root')).localPath(name.replace(/^\//, '../../'))).toThrow(
      'leaves the root',
    );
  });
});
