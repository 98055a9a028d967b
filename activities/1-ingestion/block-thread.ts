import { parentPort, workerData } from 'node:worker_threads';
import type { LineBlock } from '../../plugins/kinds.ts';
import { createSharedSums } from './shared-sums.ts';
import { type BlockFile, createBlockTaker, type TakenBlock } from './take-block.ts';

/** What a thread is asked: the file that its next blocks are of, or to take a block. */
export type BlockQuestion =
  | { ask: 'file'; file: BlockFile }
  | { ask: 'block'; block: LineBlock; turn: number; nowMs: number; halvings: number; listed: number };
export interface BlockMemory {
  lines: SharedArrayBuffer;
  records: SharedArrayBuffer;
}

const memory = workerData as BlockMemory;
const sums = {
  lines: createSharedSums(memory.lines, ['lines', 'values']),
  records: createSharedSums(memory.records, ['made', 'admitted']),
};
let take: ReturnType<typeof createBlockTaker> | undefined;

parentPort?.on('message', (question: BlockQuestion) => {
  if (question.ask === 'file') take = createBlockTaker(question.file, sums);
  else if (take) parentPort?.postMessage(...handedOver(take(question.block, question)));
});

function handedOver(taken: TakenBlock): [TakenBlock, ArrayBuffer[]] {
  const { lines, lineEnds, tally } = taken;
  const buffers = [lines, lineEnds, tally.textKeys, tally.groupKeys].map(({ buffer }) => buffer as ArrayBuffer);
  return [taken, buffers];
}
