import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { PipelineError } from '../../contracts/errors.ts';
import type { Storage } from '../kinds.ts';

/** Storage in a folder of this machine. Moves are renames within one file system, so they are one step. */
export function createLocalStorage(root: string): Storage {
  const base = resolve(root);
  const pathOf = (name: string) => {
    const path = resolve(base, ...name.split('/'));
    if (path !== base && !path.startsWith(base + sep)) throw new Error(`storage name ${name} leaves the root`);
    return path;
  };
  const exists = async (name: string) => (await stat(pathOf(name)).catch(absent)) !== null;

  return {
    name: 'local',
    localPath: pathOf,
    exists,
    stage: (name) =>
      guarded(async () => {
        await mkdir(pathOf(name), { recursive: true });
        return pathOf(name);
      }),
    adopt: (from, to) =>
      guarded(async () => {
        if (!(await exists(from))) return false;
        await mkdir(dirname(pathOf(to)), { recursive: true });
        await rename(pathOf(from), pathOf(to));
        return true;
      }),
    publish: (staged, name, options = { replace: false }) =>
      guarded(async () => {
        if (await exists(name)) {
          if (!options.replace) return rm(pathOf(staged), { recursive: true, force: true });
          const old = `${pathOf(name)}.replaced-${randomUUID()}`;
          await rename(pathOf(name), old);
          await rename(pathOf(staged), pathOf(name));
          return rm(old, { recursive: true, force: true });
        }
        await mkdir(dirname(pathOf(name)), { recursive: true });
        await rename(pathOf(staged), pathOf(name)).catch((error) => {
          // Two attempts of equal content may publish at once; the first one wins and the copy goes.
          if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
          return rm(pathOf(staged), { recursive: true, force: true });
        });
      }),
    discard: (name) =>
      guarded(async () => {
        const there = await exists(name);
        await rm(pathOf(name), { recursive: true, force: true });
        // An empty folder above says nothing and would stay for ever; one that is not empty refuses to go.
        if (there && name.includes('/')) await rmdir(dirname(pathOf(name))).catch(() => undefined);
        return there;
      }),
    list: (prefix) =>
      guarded(async () => {
        const names = await readdir(pathOf(prefix)).catch((error) => absent(error) ?? []);
        return names.sort().map((name) => join(prefix, name).split(sep).join('/'));
      }),
  };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

/** Faults of the disk are the storage's, and worth a retry; anything else is a defect and passes as it is. */
const DISK_FAULTS = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'EBUSY']);

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== undefined && DISK_FAULTS.has(code)) {
      throw new PipelineError('StorageUnavailable', `local storage: ${code}`, { cause: error });
    }
    throw error;
  }
}
