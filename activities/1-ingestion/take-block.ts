import type { ColumnPlan } from '../../analysis/column-roles.ts';
import { refusalOf } from '../../analysis/consent.ts';
import { type Draft, numbered } from '../../analysis/shapes.ts';
import { createTally, type Tally } from '../../analysis/tally.ts';
import { countSpeakers, createValueShaper, type ShapeCounts, type SpeakerCounts } from '../../analysis/value-shaper.ts';
import type { Rejected } from '../../contracts/dataset.ts';
import type { SplitName } from '../../contracts/records.ts';
import type { LineBlock, ReaderLimits } from '../../plugins/kinds.ts';
import { linesOf, valuesOfLines } from '../../plugins/line-blocks.ts';
import { createLineBuffer } from '../records-io.ts';

/** What the blocks of one file have in common. */
export interface BlockFile {
  readonly fileName: string;
  readonly split: SplitName | null;
  readonly plan: ColumnPlan;
  readonly limits: ReaderLimits;
}

/** What becomes of a block: plain data and buffers, which a thread hands over without copying. */
export interface TakenBlock {
  /** Bytes of the file up to its end. */
  endOffset: number;
  /** Lines that are not blank, of whatever sort. */
  valueCount: number;
  /** Records made, those that consent excluded among them. */
  recordCount: number;
  /** The records as lines of a shard, and where each ends. */
  lines: Uint8Array;
  lineEnds: Uint32Array;
  rejectedCount: number;
  rejectedFirst: Rejected[];
  counts: ShapeCounts;
  speakers: SpeakerCounts;
  tally: Tally;
  excluded: Record<string, number>;
  expiries: string[];
  /** Number in the file of a line that is not UTF-8: the file ends before it. */
  notUtf8Line: number | null;
}

/**
 * Counts handed from block to block, in the order of the file: `pass` waits for the block before, adds to the sums, and
 * answers what they were.
 */
export interface Sums<Name extends string> {
  pass(turn: number, added: Record<Name, number>): Record<Name, number>;
}

/** Shapes, measures and writes the values of one block after another of a file, whatever stands before them. */
export function createBlockTaker(
  { fileName, split, plan, limits }: BlockFile,
  sums: { lines: Sums<'lines' | 'values'>; records: Sums<'made' | 'admitted'> },
) {
  const shaper = createValueShaper(plan);
  return (
    block: LineBlock,
    { turn, nowMs, halvings, listed }: { turn: number; nowMs: number; halvings: number; listed: number },
  ): TakenBlock => {
    const found = linesOf(block, limits.recordBytesMax);
    const before = sums.lines.pass(turn, { lines: found.lineCount, values: found.lines.length });
    const excluded: Record<string, number> = {};
    const expiries = new Set<string>();
    const rejectedFirst: Rejected[] = [];
    let rejectedCount = 0;
    const reject = (entry: Rejected) => {
      rejectedCount += 1;
      if (rejectedFirst.length < listed) rejectedFirst.push(entry);
    };
    const drafts: Draft[] = [];
    const admitted: boolean[] = [];
    for (const event of valuesOfLines(found, { fileName, limits, before })) {
      if (event.kind === 'ignored') continue;
      const { position } = event;
      const drafted = event.kind === 'rejected' ? event : shaper.draft(event.value, position);
      if ('reason' in drafted) reject({ position, reason: drafted.reason });
      else
        for (const draft of drafted.drafts) {
          const { consent } = draft.record;
          if (consent?.expires_at !== undefined) expiries.add(consent.expires_at);
          const refusal = consent ? refusalOf(consent, nowMs) : null;
          if (refusal !== null) excluded[refusal] = (excluded[refusal] ?? 0) + 1;
          drafts.push(draft);
          admitted.push(refusal === null);
        }
    }

    const admittedCount = admitted.filter(Boolean).length;
    const first = sums.records.pass(turn, { made: drafts.length, admitted: admittedCount });
    const tally = createTally({ recordsMax: admittedCount, place: first.admitted, halvings });
    const speakers: SpeakerCounts = new Map();
    const lines = createLineBuffer(block.bytes.length * 2);
    const lineEnds = new Uint32Array(admittedCount);
    drafts.forEach((draft, i) => {
      const record = numbered(draft, first.made + i);
      countSpeakers(record, speakers);
      record.split ??= split;
      if (!admitted[i]) return;
      lines.add(record);
      lineEnds[tally.tally.records] = lines.length;
      tally.add(record);
    });
    return {
      ...{ endOffset: block.endOffset, valueCount: found.lines.length, recordCount: drafts.length },
      ...{ lines: lines.take(), lineEnds, rejectedCount, rejectedFirst, counts: shaper.takeCounts(), speakers },
      ...{ tally: tally.tally, excluded, expiries: [...expiries] },
      notUtf8Line: found.notUtf8 === null ? null : before.lines + found.notUtf8 + 1,
    };
  };
}
