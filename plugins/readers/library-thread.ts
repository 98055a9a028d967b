import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ReaderLimits } from '../kinds.ts';

/** What a thread answers beside its own fields. */
export interface ThreadAnswer {
  /** Why the question could not be answered; never holds what the file says. */
  fault?: string;
}

/**
 * Runs the library of a binary format in a thread of its own, one a file. A damaged file can end such a library for
 * good, or keep it busy for ever; the thread is then ended, and the worker goes on.
 */
export function openLibraryThread<Question, Answer extends ThreadAnswer>(
  script: URL,
  { library, data, limits }: { library: string; data: unknown; limits: Pick<ReaderLimits, 'answerSecondsMax'> },
) {
  const worker = new Worker(script, {
    workerData: data,
    // What a library prints of a damaged file is of no use to anyone and may quote it.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB },
  });
  let gone = false;
  worker.on('error', () => undefined);
  worker.on('exit', () => {
    gone = true;
  });

  return {
    /** True where the thread has ended: no further question will be answered. */
    get gone() {
      return gone;
    },
    async ask(question: Question): Promise<Answer | ThreadAnswer> {
      const stop = new AbortController();
      const { signal } = stop;
      const timer = setTimeout(() => stop.abort(), limits.answerSecondsMax * 1000);
      const ended = once(worker, 'exit', { signal }).then(() => ({
        fault: `the ${library} library gave up on the file`,
      }));
      const answered = once(worker, 'message', { signal }).then(([message]) => message as Answer);
      worker.postMessage(question);
      try {
        return await Promise.race([answered, ended]);
      } catch {
        await worker.terminate();
        return { fault: `the ${library} library did not answer within ${limits.answerSecondsMax} s` };
      } finally {
        clearTimeout(timer);
        stop.abort();
        await Promise.allSettled([answered, ended]);
      }
    },
    close: () => worker.terminate(),
  };
}

/** Above the largest row group that is read; past it the thread ends, not the worker. */
const THREAD_MEMORY_MB = 4096;
