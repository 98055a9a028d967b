import type { DatasetShaper } from '../../analysis/dataset-shaper.ts';
import type { createProfile } from '../../analysis/profile.ts';
import type { LineBlock } from '../../plugins/kinds.ts';
import { linesOf, notUtf8, valuesOfLines } from '../../plugins/line-blocks.ts';
import type { Dependencies } from '../define.ts';
import { type BlockThreads, startBlockThreads } from './block-threads.ts';
import { type Intake, REJECTED_LISTED } from './intake.ts';
import type { DatasetFile } from './open-dataset.ts';
import type { TakenBlock } from './take-block.ts';

export type ThreadedReading = ReturnType<typeof createThreadedReading>;

/**
 * Reads large files of lines in several threads: this one cuts the file into blocks, hashes and writes; the others parse,
 * shape and measure. Bytes and figures are those that one thread alone would give.
 *
 * The first values, by which the columns are judged, are read here, and all of a file whose rows are joined. Memory: the
 * blocks that are given out, `waitingMax` of 128 KiB, with what becomes of them.
 */
export function createThreadedReading({
  intake,
  shaper,
  profile,
  deps,
}: {
  intake: Intake;
  shaper: DatasetShaper;
  profile: ReturnType<typeof createProfile>;
  deps: Pick<Dependencies, 'ingestionThreads' | 'datasetLimits' | 'clock'>;
}) {
  const limits = deps.datasetLimits;
  let started: BlockThreads | undefined;

  /** Takes a block without a thread; answers how far into the file that is. */
  async function takeHere(file: DatasetFile, block: LineBlock, before: { lines: number; values: number }) {
    const found = linesOf(block, limits.recordBytesMax);
    const events = valuesOfLines(found, { fileName: file.name, limits, before });
    for (const event of events) if (intake.take(event)) await intake.settle();
    if (found.notUtf8 !== null) throw notUtf8(file.name, before.lines + found.notUtf8 + 1);
    return { lines: before.lines + found.lineCount, values: before.values + found.lines.length };
  }

  return {
    /** A small file is read before the threads have started. */
    suits: (file: DatasetFile) => deps.ingestionThreads > 1 && file.byteCount >= THREADED_BYTES_MIN,

    async read(file: DatasetFile, blocks: AsyncIterable<LineBlock>): Promise<void> {
      const waiting: Promise<TakenBlock>[] = [];
      let before = { lines: 0, values: 0 };
      let threads: BlockThreads | undefined;
      const takeOverFirst = async () => {
        const block = await waiting.shift();
        if (block === undefined) return;
        await intake.takeOver(block);
        if (block.notUtf8Line !== null) throw notUtf8(file.name, block.notUtf8Line);
      };
      try {
        for await (const block of blocks) {
          if (threads === undefined) {
            const { plan } = shaper;
            if (plan === null) {
              before = await takeHere(file, block, before);
              continue;
            }
            await intake.settle();
            started ??= startBlockThreads(deps.ingestionThreads);
            threads = started;
            const records = { made: shaper.recordCount, admitted: profile.next.place };
            threads.begin({ fileName: file.name, split: file.split, plan, limits }, { ...before, ...records });
          }
          const { halvings } = profile.next;
          waiting.push(threads.take(block, { nowMs: deps.clock(), halvings, listed: REJECTED_LISTED }));
          if (waiting.length > threads.waitingMax) await takeOverFirst();
        }
        while (waiting.length > 0) await takeOverFirst();
      } finally {
        // The next file must find no block of this one on its way.
        await Promise.allSettled(waiting);
      }
    },

    close: async () => started?.close(),
  };
}

/** Starting the threads costs about as much as reading so many bytes does. */
const THREADED_BYTES_MIN = 64 * 1024 * 1024;
