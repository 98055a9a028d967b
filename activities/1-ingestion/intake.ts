import type { createContractChecker } from '../../analysis/data-contract.ts';
import type { DatasetShaper, Taken } from '../../analysis/dataset-shaper.ts';
import type { createProfile } from '../../analysis/profile.ts';
import type { Shard } from '../../contracts/artifacts.ts';
import type { Ignored, Rejected, SourceFile } from '../../contracts/dataset.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { ReadEvent } from '../../plugins/kinds.ts';
import type { ActivityIo, Dependencies } from '../define.ts';
import { openShard, shardName, toRecordSet } from '../records-io.ts';
import type { ConsentFilter } from './consent-filter.ts';
import type { DatasetFile, OpenDataset } from './open-dataset.ts';

export type Intake = ReturnType<typeof createIntake>;

/**
 * Takes what readers yield, file after file, into shards and the profile, and counts what is rejected. Taking an event is
 * quick and waits for nothing; what it left to do is done by `settle`, when `take` says that enough has gathered.
 */
export function createIntake({
  join,
  shaper,
  profile,
  contract,
  consent,
  deps,
  io,
  dataset,
}: {
  /** Adds to a value what is known of it from elsewhere. */
  join: (value: unknown) => unknown;
  shaper: DatasetShaper;
  profile: ReturnType<typeof createProfile>;
  contract: ReturnType<typeof createContractChecker> | null;
  consent: ConsentFilter;
  deps: Dependencies;
  io: ActivityIo;
  dataset: OpenDataset;
}) {
  const { rowsMax } = deps.datasetLimits;
  const shards: Shard[] = [];
  const rejectedFirst: Rejected[] = [];
  const ignored: Ignored[] = [...dataset.ignored];
  let rejectedCount = 0;
  let rows = 0;
  let waiting: ConversationRecord[] = [];
  let writer: Awaited<ReturnType<typeof openShard>> | undefined;
  let file: DatasetFile | undefined;
  let before = { bytes: 0, records: 0, rejected: 0 };
  let records = 0;
  let offset = 0;

  function reject(entry: Rejected): void {
    rejectedCount += 1;
    if (rejectedFirst.length < REJECTED_LISTED) rejectedFirst.push(entry);
  }

  function receive(taken: Taken): void {
    for (const entry of taken.rejected) reject(entry);
    for (const record of taken.records) {
      if (file?.split && record.split === null) record.split = file.split;
      waiting.push(record);
    }
  }

  return {
    begin(next: DatasetFile): void {
      before = { bytes: before.bytes + (file?.byteCount ?? 0), records, rejected: rejectedCount };
      file = next;
      offset = 0;
    },

    /** True where `settle` is due. Throws DatasetTooLarge past the limit of rows. */
    take(event: ReadEvent): boolean {
      if (event.kind === 'ignored') {
        ignored.push({ name: `${file?.name}: ${event.name}`, reason: event.reason });
        return false;
      }
      rows += 1;
      if (rows > rowsMax) throw tooManyRows(dataset.name, rowsMax);
      offset = event.byte_offset;
      if (event.kind === 'rejected') reject({ position: event.position, reason: event.reason });
      else {
        contract?.check(event.value, event.position);
        receive(shaper.take(join(event.value), event.position));
      }
      return waiting.length >= SETTLE_RECORDS || rows % PROGRESS_EVERY === 0;
    },

    /** A file of several that cannot be read on: what it gave so far stays. */
    refuse(error: PipelineError): void {
      const line = typeof error.facts.line === 'number' ? error.facts.line : null;
      reject({
        position: { file: file?.name ?? '', line, index: 0 },
        reason: `the file was not read on: ${error.message}`,
      });
    },

    /** Writes and measures what was taken, and beats. */
    async settle(): Promise<void> {
      const taken = waiting;
      waiting = [];
      for (const record of taken) {
        if (!consent.admits(record)) continue;
        writer ??= await openShard(io, shardName(shards.length));
        if (writer.add(record)) await writer.flush();
        profile.add(record);
        records += 1;
        if (writer.recordCount < deps.shardRecords) continue;
        shards.push(await writer.close());
        writer = undefined;
      }
      const bytes = before.bytes + Math.min(offset, file?.byteCount ?? 0);
      await io.progress((READING_SHARE * bytes) / Math.max(1, dataset.byteCount), `${rows} records read`, {
        byte_offset: bytes,
      });
    },

    facts(reader: string): SourceFile {
      return {
        name: file?.name ?? '',
        format: reader,
        byte_count: file?.byteCount ?? 0,
        record_count: records - before.records,
        rejected_count: rejectedCount - before.rejected,
        split: file?.split ?? null,
      };
    },

    /** The end of a file: no conversation goes on in the next. */
    endFile(): void {
      receive(shaper.endFile());
    },

    async end() {
      if (writer) shards.push(await writer.close());
      return { records: toRecordSet(shards), rejectedCount, rejectedFirst, ignored };
    },
  };
}

const tooManyRows = (name: string, limit: number) =>
  new PipelineError('DatasetTooLarge', `${name} holds more than DATASET_ROWS_MAX (${limit}) rows`, {
    facts: { limit },
  });

/** Reading's part of the work; the rest is looking through a sample. */
export const READING_SHARE = 0.9;
const REJECTED_LISTED = 20;
const SETTLE_RECORDS = 256;
const PROGRESS_EVERY = 500;
