import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PipelineError } from '../contracts/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of this user for what is fetched or built once and for the record of running servers. */
export function cacheFolder(env: Environment): string {
  const home = env.HOME ?? homedir();
  const caches =
    env.XDG_CACHE_HOME || (process.platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache'));
  return join(caches, 'dataset-training-pipeline');
}

/** True while a process with this id exists. One that belongs to somebody else exists too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process of this machine holds `lock`. A lock whose holder died is taken over.
 *
 * Errors: `TemporalUnavailable` when it was not free within `waitSecondsMax`; `onWait` is called once before waiting.
 */
export async function withLock<T>(
  { lock, waitSecondsMax, onWait }: { lock: string; waitSecondsMax: number; onWait?: () => void },
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  const mine = `${lock}.${randomUUID()}`;
  // Written first and linked then: nobody ever reads a lock without its holder.
  await writeFile(mine, String(process.pid));
  try {
    const until = Date.now() + waitSecondsMax * 1000;
    for (let first = true; !(await takeLock(lock, mine)); first = false) {
      if (first) onWait?.();
      if (Date.now() > until) {
        throw new PipelineError(
          'TemporalUnavailable',
          `${lock} was held by another process for over ${waitSecondsMax} s; end that process, or delete the file`,
        );
      }
      await delay(100);
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function takeLock(lock: string, mine: string): Promise<boolean> {
  try {
    await link(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = await readFile(lock, 'utf8').catch(() => undefined);
  if (holder === undefined || isAlive(Number(holder))) return false;
  const stale = `${mine}.stale`;
  // Moved, looked at, and only then deleted: between reading and moving another process may have taken it over.
  await rename(lock, stale).catch(() => undefined);
  const moved = await readFile(stale, 'utf8').catch(() => undefined);
  if (moved !== undefined && moved !== holder) await link(stale, lock).catch(() => undefined);
  await rm(stale, { force: true });
  return false;
}
