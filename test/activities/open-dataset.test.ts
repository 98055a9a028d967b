import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../activities/1-ingestion/open-dataset.ts';
import { LAYOUTS } from '../../plugins/layouts/index.ts';

const OPTIONS = { layouts: LAYOUTS, tables: [], limits: { bytesMax: 1_000_000, filesMax: 20 } };

describe('a dataset path', () => {
  let folder: string;
  let root: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'open-'));
    root = join(folder, 'root');
    mkdirSync(join(root, 'inner'), { recursive: true });
    writeFileSync(join(root, 'inner', 'data.jsonl'), '{}\n');
    writeFileSync(join(root, 'empty.jsonl'), '');
    mkdirSync(join(root, 'nothing'));
    writeFileSync(join(folder, 'secret.jsonl'), '{}\n');
    symlinkSync(join(folder, 'secret.jsonl'), join(root, 'link-out.jsonl'));
    symlinkSync(join(root, 'inner', 'data.jsonl'), join(root, 'link-in.jsonl'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['inner/data.jsonl', 'link-in.jsonl', './inner/../inner/data.jsonl'])(
    'inside a root is opened: %s',
    async (path) => {
      const dataset = await openDataset(path, { ...OPTIONS, roots: ['/nowhere', root] });
      expect(dataset).toMatchObject({
        name: 'data.jsonl',
        byteCount: 3,
        layout: 'file',
        files: [{ name: 'data.jsonl' }],
      });
    },
  );

  it('that is absolute and inside a root is opened', async () => {
    expect((await openDataset(join(root, 'inner', 'data.jsonl'), { ...OPTIONS, roots: [root] })).byteCount).toBe(3);
  });

  it.each([
    ['../secret.jsonl', 'NotAllowed'],
    ['link-out.jsonl', 'NotAllowed'],
    ['missing.jsonl', 'DatasetNotFound'],
    ['nothing', 'DatasetUnreadable'],
    ['empty.jsonl', 'DatasetUnreadable'],
    ['pipe', 'DatasetUnreadable'],
  ])('%s is refused as %s, by name', async (path, type) => {
    await expect(openDataset(path, { ...OPTIONS, roots: [root] })).rejects.toMatchObject({
      type,
      message: expect.stringContaining(path),
    });
  });

  it('that is absolute and outside is refused', async () => {
    await expect(openDataset(join(folder, 'secret.jsonl'), { ...OPTIONS, roots: [root] })).rejects.toMatchObject({
      type: 'NotAllowed',
    });
  });
});
