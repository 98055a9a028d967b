import { Worker } from 'node:worker_threads';
import type { LineBlock } from '../../plugins/kinds.ts';
import type { BlockMemory, BlockQuestion } from './block-thread.ts';
import { createSharedSums, SHARED_SUMS_BYTES } from './shared-sums.ts';
import type { BlockFile, TakenBlock } from './take-block.ts';

export type BlockThreads = ReturnType<typeof startBlockThreads>;

/**
 * Threads that take blocks of lines in turn. What they answer does not depend on how many there are: where a block's
 * records stand is passed from block to block in shared memory, and the answers come in the order of the blocks.
 */
export function startBlockThreads(count: number) {
  const memory: BlockMemory = {
    lines: new SharedArrayBuffer(SHARED_SUMS_BYTES),
    records: new SharedArrayBuffer(SHARED_SUMS_BYTES),
  };
  const lines = createSharedSums(memory.lines, ['lines', 'values']);
  const records = createSharedSums(memory.records, ['made', 'admitted']);
  let fault: Error | undefined;
  const threads = Array.from({ length: count }, () => {
    const worker = new Worker(new URL('block-thread.ts', import.meta.url), { workerData: memory });
    const waiting: PromiseWithResolvers<TakenBlock>[] = [];
    worker.on('message', (taken: TakenBlock) => waiting.shift()?.resolve(taken));
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('a thread that takes blocks has ended')));
    return { worker, waiting };
  });
  /** The others may wait for what the one that failed would have passed on. */
  function fail(error: Error): void {
    fault ??= error;
    for (const { waiting } of threads) for (const each of waiting.splice(0)) each.reject(fault);
  }
  let turn = 0;

  return {
    /** Blocks that are worth giving out before the first answer is taken; more would only fill the memory. */
    waitingMax: count * 2,
    begin(file: BlockFile, before: { lines: number; values: number; made: number; admitted: number }): void {
      lines.begin(turn, before);
      records.begin(turn, before);
      for (const { worker } of threads) worker.postMessage({ ask: 'file', file } satisfies BlockQuestion);
    },
    /** Gives out a block, whose bytes are then gone here. Rejects where a thread has failed. */
    take(block: LineBlock, more: { nowMs: number; halvings: number; listed: number }): Promise<TakenBlock> {
      const answered = Promise.withResolvers<TakenBlock>();
      // Who takes the answers does so in order, and may never come to this one.
      answered.promise.catch(() => undefined);
      const thread = threads[turn % count];
      if (fault !== undefined || thread === undefined) answered.reject(fault);
      else {
        thread.waiting.push(answered);
        const question: BlockQuestion = { ask: 'block', block, turn, ...more };
        thread.worker.postMessage(question, block.bytes.length > 0 ? [block.bytes.buffer as ArrayBuffer] : []);
      }
      turn += 1;
      return answered.promise;
    },
    async close(): Promise<void> {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
