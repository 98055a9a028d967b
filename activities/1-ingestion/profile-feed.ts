import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createProfile } from '../../analysis/profile.ts';
import type { DatasetProfile } from '../../contracts/dataset.ts';
import { addLines } from './profile-lines.ts';

export type ProfileFeed = ReturnType<typeof createProfileFeed>;

/**
 * Measures records from the bytes of their shards, beside the reading. A small dataset is measured where it is; from
 * `THREAD_FROM_BYTES` on a thread does it, so that reading and measuring share the time instead of adding up.
 * The profile is the same either way: it sees the same records in the same order.
 */
export function createProfileFeed() {
  const held: Buffer[] = [];
  let heldBytes = 0;
  let thread: ReturnType<typeof openThread> | undefined;

  return {
    /** JSON lines, whole. Waits where the thread is far behind: memory stays flat. */
    async add(lines: Buffer): Promise<void> {
      if (thread !== undefined) return thread.add(lines);
      held.push(lines);
      heldBytes += lines.length;
      if (heldBytes < THREAD_FROM_BYTES) return;
      thread = openThread();
      for (const each of held.splice(0)) await thread.add(each);
    },
    async result(): Promise<DatasetProfile> {
      if (thread !== undefined) return thread.result();
      const profile = createProfile();
      for (const each of held.splice(0)) addLines(profile, each);
      return profile.result();
    },
    close: async () => void (await thread?.close()),
  };
}

function openThread() {
  const worker = new Worker(new URL('./profile-thread.ts', import.meta.url));
  const broken = once(worker, 'error').then(([error]) => {
    throw error;
  });
  broken.catch(() => undefined);
  let waiting = 0;
  let answered = () => {};
  let profile: (result: DatasetProfile) => void = () => {};
  worker.on('message', (answer: { done: true } | { profile: DatasetProfile }) => {
    if ('profile' in answer) return profile(answer.profile);
    waiting -= 1;
    answered();
  });
  return {
    async add(lines: Buffer): Promise<void> {
      waiting += 1;
      worker.postMessage(lines);
      while (waiting > WAITING_MAX) {
        const next = new Promise<void>((resolve) => {
          answered = resolve;
        });
        await Promise.race([next, broken]);
      }
    },
    async result(): Promise<DatasetProfile> {
      const result = new Promise<DatasetProfile>((resolve) => {
        profile = resolve;
      });
      worker.postMessage(null);
      return Promise.race([result, broken]);
    },
    close: () => worker.terminate(),
  };
}

/** A thread takes a fifth of a second to start. */
const THREAD_FROM_BYTES = 8 * 1024 ** 2;
const WAITING_MAX = 16;
