import { basename, join } from 'node:path';
import { createKAnonymity } from '../../analysis/deidentify/k-anonymity.ts';
import type { Deidentifier } from '../../analysis/deidentify/records.ts';
import { measureResidual } from '../../analysis/deidentify/residual.ts';
import type { RecordSet } from '../../contracts/artifacts.ts';
import {
  type Action,
  type DeidentificationReport,
  type LevelDecision,
  type PrivacyOverride,
  safeHarborOf,
} from '../../contracts/deidentification.ts';
import { IDENTIFIERS } from '../../contracts/privacy.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { ReviewSpan } from '../../plugins/state-kinds.ts';
import type { ActivityIo, Dependencies } from '../define.ts';
import { readRecords, readShard } from '../records-io.ts';

/** Records whose copies get invented identifiers. */
const SAMPLE_RECORDS = 250;

const DONE: Record<Action, string> = {
  keep: 'kept',
  mask: 'masked',
  surrogate: 'renamed',
  pseudonym: 'coded',
  year: 'year_only',
  shift: 'shifted',
  age_band: 'banded',
  zip3: 'zip3',
  drop_record: 'dropped_for',
};

/** The report of a de-identified set, and its counts with names that can be read: masked_email, renamed_name, ... */
export async function createReport(known: {
  decision: LevelDecision;
  override: PrivacyOverride | null;
  records: RecordSet;
  output: { records: RecordSet; counts: Record<string, number> };
  deidentifier: Deidentifier;
  isWithdrawn: (record: ConversationRecord) => boolean;
  /** Shows texts to the detectors that were added. */
  prepare: (texts: readonly string[]) => Promise<void>;
  review: readonly ReviewSpan[];
  deps: Dependencies;
  io: ActivityIo;
}): Promise<{ report: DeidentificationReport; counts: Record<string, number> }> {
  const { decision, override, records, output, deidentifier, review } = known;
  const { counts } = output;
  const sample = await drawSample(known);
  const reviewed = (status: ReviewSpan['status']) => review.filter((span) => span.status === status).length;
  const report: DeidentificationReport = {
    privacy_level: decision.level,
    least_level: decision.least,
    override,
    identifiers: IDENTIFIERS.flatMap(({ id }) => {
      const found = counts[`found:${id}`] ?? 0;
      if (found === 0) return [];
      // Only what the first look found has a confidence; what shows beside a replacement is masked without one.
      const looked = counts[`looked:${id}`] ?? 0;
      return [
        {
          identifier: id,
          safe_harbor: safeHarborOf(id),
          found,
          actions: Object.fromEntries(
            Object.keys(DONE).flatMap((action) => {
              const done = counts[`done:${id}:${action}`];
              return done === undefined ? [] : [[action, done]];
            }),
          ),
          confidence_mean: looked === 0 ? null : Math.min(1, (counts[`confidence:${id}`] ?? 0) / looked / 1000),
          below_review_threshold: counts[`doubtful:${id}`] ?? 0,
        },
      ];
    }),
    records_dropped: counts.records_dropped ?? 0,
    withdrawn_excluded: counts.withdrawn_excluded ?? 0,
    review: { waiting: reviewed('waiting'), accepted: reviewed('accepted'), rejected: reviewed('rejected') },
    residual: await measureResidual(sample, deidentifier, {
      seed: records.sha256,
      prepare: known.prepare,
      pause: () => known.io.progress(1, 'measuring what is left of planted identifiers'),
    }),
    k_anonymity: await measureKAnonymity(known),
  };
  return { report, counts: toReadable(counts) };
}

/** Records spread evenly over the set, as they came: the same set always gives the same sample. */
async function drawSample({
  records,
  isWithdrawn,
  deidentifier,
  deps,
  io,
}: Parameters<typeof createReport>[0]): Promise<ConversationRecord[]> {
  const sample: ConversationRecord[] = [];
  if (deidentifier.level === 'none') return sample;
  const wanted = Math.min(SAMPLE_RECORDS, records.record_count);
  let index = 0;
  let taken = 0;
  for await (const record of readRecords(deps.storage, records)) {
    if (index >= Math.floor(((taken + 0.5) * records.record_count) / wanted)) {
      taken += 1;
      if (!isWithdrawn(record)) sample.push(record);
    }
    index += 1;
    if (index % 1000 === 0) await io.progress(1, 'sampling records for the report');
  }
  return sample;
}

async function measureKAnonymity({ output, io }: Parameters<typeof createReport>[0]) {
  const measure = createKAnonymity();
  // The shards are not published yet: they still lie in the attempt's own folder.
  const folder = await io.folder();
  const storage = { localPath: (uri: string) => join(folder, basename(uri)) };
  let index = 0;
  for (const shard of output.records.shards) {
    for await (const record of readShard(storage, shard)) {
      measure.add(record);
      index += 1;
      if (index % 1000 === 0) await io.progress(1, 'measuring k-anonymity');
    }
  }
  return measure.result();
}

function toReadable(counts: Record<string, number>): Record<string, number> {
  const readable: Record<string, number> = {};
  for (const [name, value] of Object.entries(counts)) {
    const [what, identifier = '', action] = name.split(':');
    if (what === 'done') readable[`${DONE[action as Action]}_${identifier}`] = value;
    else if (!name.includes(':')) readable[name] = value;
  }
  return readable;
}
