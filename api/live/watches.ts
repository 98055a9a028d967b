import { PipelineError } from '../../contracts/errors.ts';
import type { Sightings } from './sightings.ts';
import { type Subscriber, Watch } from './watch.ts';

export interface Live {
  /** See `Watch.subscribe`. Errors: RunNotFound, TemporalUnavailable, RateLimited. */
  subscribe(executionId: string, subscriber: Subscriber, after?: number): Promise<() => void>;
  close(): Promise<void>;
}

export interface WatchLimits {
  /** Runs looked at at a time: each costs the server one waiting call. */
  readonly watchesMax: number;
  /** How long a run nobody watches is still looked at, so that a client that lost its line misses nothing. */
  readonly lingerMs: number;
}
/** Our choices. */
const LIMITS: WatchLimits = { watchesMax: 500, lingerMs: 60_000 };

/** The runs somebody watches, each looked at once. */
export function createWatches(sightings: Sightings, { watchesMax, lingerMs } = LIMITS): Live {
  const watches = new Map<string, { watch: Watch; linger: NodeJS.Timeout | undefined }>();

  const release = (executionId: string) => {
    const entry = watches.get(executionId);
    if (entry === undefined || entry.watch.isWatched) return;
    clearTimeout(entry.linger);
    entry.linger = setTimeout(() => {
      watches.delete(executionId);
      entry.watch.stop();
    }, lingerMs).unref();
  };

  const enter = (executionId: string): Watch => {
    const found = watches.get(executionId);
    if (found) {
      clearTimeout(found.linger);
      return found.watch;
    }
    if (watches.size >= watchesMax) {
      const idle = [...watches].find(([, { watch }]) => !watch.isWatched);
      if (idle === undefined) {
        throw new PipelineError('RateLimited', `${watchesMax} runs are watched already, the most this gateway takes`);
      }
      watches.delete(idle[0]);
      idle[1].watch.stop();
    }
    const watch = new Watch(executionId, sightings);
    watches.set(executionId, { watch, linger: undefined });
    void watch.done.then(() => release(executionId));
    return watch;
  };

  return {
    async subscribe(executionId, subscriber, after) {
      const watch = enter(executionId);
      try {
        const end = await watch.subscribe(subscriber, after);
        return () => {
          end();
          release(executionId);
        };
      } catch (error) {
        // A run that was not seen is looked for anew by the next who asks.
        if (watches.get(executionId)?.watch === watch && !watch.hasSeen) watches.delete(executionId);
        throw error;
      } finally {
        release(executionId);
      }
    },
    async close() {
      const open = [...watches.values()];
      watches.clear();
      for (const { watch, linger } of open) {
        clearTimeout(linger);
        watch.stop();
      }
      await Promise.all(open.map(({ watch }) => watch.done));
    },
  };
}
