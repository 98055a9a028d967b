import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { createContractChecker } from '../../analysis/data-contract.ts';
import { createDatasetShaper } from '../../analysis/dataset-shaper.ts';
import { createLabelJoin, LABELS_FILE } from '../../analysis/label-join.ts';
import { createProfile } from '../../analysis/profile.ts';
import { NO_TEXT } from '../../analysis/shapes.ts';
import type { IngestOutput, PipelineActivities } from '../../contracts/activities.ts';
import type { RecordSet } from '../../contracts/artifacts.ts';
import { canonicalJson } from '../../contracts/canonical-json.ts';
import type { SourceFile } from '../../contracts/dataset.ts';
import { PipelineError } from '../../contracts/errors.ts';
import { chooseReader } from '../../plugins/choose-reader.ts';
import { type ActivityIo, type Dependencies, defineActivity, KeyedLate } from '../define.ts';
import { digestOf } from '../privacy.ts';
import { createConsentFilter, withdrawalsOf } from './consent-filter.ts';
import { createIntake, type Intake, READING_SHARE } from './intake.ts';
import { type DatasetFile, type OpenDataset, openDataset } from './open-dataset.ts';
import { type FileIdentity, identityOf, readFile } from './read-file.ts';

type Input = Parameters<PipelineActivities['ingestDataset']>[0];
type Output = Omit<IngestOutput, 'cached'>;

/**
 * Reads a file, or the files of a folder, once: as a stream into hashed shards of canonical records, measured on the way.
 * What cannot be taken is counted and named by file and line, what consent does not cover by reason.
 *
 * The output's key holds the hash of the bytes, so it is known at the end. The hashes of files read before are kept by
 * what the file system says of them (FileIdentity): where none has changed since, the key is known without reading.
 */
export const ingestDataset = defineActivity<Input, Output>({
  name: 'ingestDataset',
  version: 21,
  async keyOf(input, deps) {
    const dataset = await open(input, deps);
    const hashes: string[] = [];
    for (const file of dataset.files) {
      const known = knownHash(file, identityOf(await stat(file.path, { bigint: true })), deps);
      if (known === undefined) return undefined;
      hashes.push(known);
    }
    return keyOf(input, dataset, hashes, deps);
  },
  run: async (input, deps, io) => ingest(input, await open(input, deps), { deps, io }),
});

async function ingest(
  input: Input,
  dataset: OpenDataset,
  { deps, io }: { deps: Dependencies; io: ActivityIo },
): Promise<KeyedLate<Output>> {
  const shaper = createDatasetShaper({ columns: input.columns });
  const consent = createConsentFilter(dataset, deps);
  const contract = input.data_contract ? createContractChecker(input.data_contract) : null;
  const profile = createProfile();
  // The shards get their name with the key.
  const labels = createLabelJoin();
  const intake = createIntake({
    join: labels.join,
    shaper,
    profile,
    contract,
    consent,
    deps,
    io: { ...io, objectName: '' },
    dataset,
  });
  // Labels that stand beside the data come first: its values are joined to them as they are read.
  const beside = labelsBeside(dataset);
  const takeLabel: Intake['take'] = (event) => {
    if (event.kind !== 'value') return intake.take(event);
    const { position, byte_offset } = event;
    const reason = labels.add(event.value);
    return reason !== null && intake.take({ kind: 'rejected', reason, position, byte_offset });
  };
  const hashes: string[] = [];
  const files: SourceFile[] = [];
  for (const file of beside === null ? dataset.files : [beside, ...dataset.files.filter((one) => one !== beside)]) {
    const take = file === beside ? takeLabel : intake.take;
    const alone = dataset.files.length === 1;
    const { sha256, facts } = await ingestFile(input, file, { intake, take, deps, io, alone });
    hashes[dataset.files.indexOf(file)] = sha256;
    files.push(facts);
  }
  const { records, rejectedCount, rejectedFirst, ignored } = await intake.end();
  for (const done of profile.lookThrough())
    await io.progress(READING_SHARE + (1 - READING_SHARE) * done, 'looking through a sample');
  const format = [...new Set(files.map((file) => file.format))].join(', ');
  const sha256 = hashOfFiles(dataset, hashes);
  const exclusions = consent.end(sha256, records.record_count);
  if (records.record_count === 0) throw nothingRead(dataset.name, format, rejectedCount, rejectedFirst);
  return new KeyedLate(keyOf(input, dataset, hashes, deps), (objectName) => ({
    records: nameShards(records, objectName),
    profile: profile.result(),
    source: {
      file: dataset.name,
      sha256,
      byte_count: dataset.byteCount,
      format,
      layout: dataset.layout,
      file_count: files.length,
      files_first: files.slice(0, FILES_LISTED),
      ignored_count: ignored.length,
      ignored_first: ignored.slice(0, FILES_LISTED),
      declared: dataset.declared,
      ...(beside !== null && { labels_beside: { file: beside.name, ...labels.result() } }),
    },
    columns: shaper.inference(),
    rejected_count: rejectedCount,
    rejected_first: rejectedFirst,
    contract: contract?.result() ?? null,
    ...exclusions,
  }));
}

/** Takes in one file. In a folder, a file that cannot be read is one rejected entry, and the others go on. */
async function ingestFile(
  input: Input,
  file: DatasetFile,
  {
    intake,
    take,
    deps,
    io,
    alone,
  }: {
    intake: Intake;
    take: Intake['take'];
    deps: Dependencies;
    io: ActivityIo;
    alone: boolean;
  },
): Promise<{ sha256: string; facts: SourceFile }> {
  const startedAt = deps.clock();
  const format = input.format ?? null;
  const read = await readFile(file, {
    choose: (head, fileName) => chooseReader({ head, fileName, format, readers: deps.readers }),
    limits: deps.datasetLimits,
    tables: input.tables ?? [],
    format,
  });
  try {
    intake.begin(file);
    try {
      for await (const events of read.batches) for (const event of events) if (take(event)) await intake.settle();
      intake.endFile();
    } catch (error) {
      if (alone || !(error instanceof PipelineError) || error.type !== 'DatasetUnreadable') throw error;
      intake.refuse(error);
      intake.endFile();
    }
    await intake.settle();
    const { sha256, identity } = await read.seal();
    keepHash(file, { sha256, identity, startedAt }, { deps, io });
    return { sha256, facts: intake.facts(read.reader) };
  } finally {
    await read.close();
  }
}

/** The file of labels of a folder that holds other data as well; one that is too long to keep is read as data. */
function labelsBeside({ layout, files }: OpenDataset): DatasetFile | null {
  if (layout !== 'folder' || files.length < 2) return null;
  return files.find(({ name, byteCount }) => name === LABELS_FILE && byteCount <= LABELS_BYTES_MAX) ?? null;
}

/** Everything the output depends on. A folder's metadata may move a file to another split, so the splits are part of it. */
function keyOf(input: Input, dataset: OpenDataset, hashes: readonly string[], deps: Dependencies) {
  const { recordBytesMax, depthMax, fieldCharsMax } = deps.datasetLimits;
  const sha256 = hashOfFiles(dataset, hashes);
  return {
    file: dataset.name,
    sha256,
    withdrawals: digestOf(withdrawalsOf(dataset, deps)),
    expired_days: deps.state.expiredDays(sha256, new Date(deps.clock()).toISOString()),
    splits: dataset.files.map(({ split }) => split),
    ignored: dataset.ignored,
    declared: dataset.declared,
    format: input.format ?? null,
    tables: input.tables ?? [],
    columns: input.columns ?? null,
    data_contract: input.data_contract ?? null,
    shardRecords: deps.shardRecords,
    limits: { recordBytesMax, depthMax, fieldCharsMax },
  };
}

/** A file's hash is that of its bytes; a folder's is over its files, as `sha256sum` would list them. */
function hashOfFiles(dataset: OpenDataset, hashes: readonly string[]): string {
  const [only = ''] = hashes;
  if (dataset.layout === 'file') return only;
  const lines = dataset.files.map(({ name }, i) => `${hashes[i]}  ${name}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

const open = (input: Input, deps: Dependencies) =>
  openDataset(input.dataset_path, {
    roots: deps.datasetRoots,
    layouts: deps.layouts,
    tables: input.tables ?? [],
    limits: deps.datasetLimits,
  });

const identityKey = (file: DatasetFile, identity: FileIdentity) =>
  createHash('sha256')
    .update(canonicalJson({ kept: 'sha256 of a file', path: file.path, identity }))
    .digest('hex');

function knownHash(file: DatasetFile, identity: FileIdentity, deps: Dependencies): string | undefined {
  return (deps.state.findOutput(identityKey(file, identity)) as { sha256: string } | undefined)?.sha256;
}

/**
 * Keeps the hash of a file for the next run. A file that was changed shortly before could change again without its times
 * telling: file systems keep time in steps.
 */
function keepHash(
  file: DatasetFile,
  { sha256, identity, startedAt }: { sha256: string; identity: FileIdentity; startedAt: number },
  { deps, io }: { deps: Dependencies; io: ActivityIo },
): void {
  const changedAt = Number(BigInt(identity.changed) / 1_000_000n);
  if (startedAt - changedAt < CLOCK_STEP_MS_MAX) return;
  io.guard();
  // The hash of a file is nothing made of anybody's data, so it is no run's output.
  const row = { key: identityKey(file, identity), run_id: NO_RUN, activity: 'hashFile' };
  deps.state.putOutput({ ...row, output: { sha256 } }, []);
}

function nameShards(records: RecordSet, objectName: string): RecordSet {
  return { ...records, shards: records.shards.map((shard) => ({ ...shard, uri: `${objectName}${shard.uri}` })) };
}

function nothingRead(
  file: string,
  format: string,
  count: number,
  rejected: IngestOutput['rejected_first'],
): PipelineError {
  const first = rejected.slice(0, 5).map(({ position, reason }) => `${where(position)}: ${reason}`);
  const hasNoText = rejected.every(({ reason }) => reason.startsWith(NO_TEXT));
  const remedy = hasNoText ? '; name the field that holds it in columns.text of the request' : '';
  const detail =
    count === 0 ? 'it holds no record' : `all ${count} records were rejected; first: ${first.join('; ')}${remedy}`;
  return new PipelineError('DatasetUnreadable', `${file} was read as ${format} and ${detail}`, {
    facts: { file, rejected_count: count, rejected_first: rejected },
  });
}

const where = ({ line, index }: { line: number | null; index: number }) =>
  line === null ? `record ${index}` : `line ${line}`;

const LABELS_BYTES_MAX = 64 * 1024 * 1024;
const FILES_LISTED = 20;
/** The coarsest step of the file systems in use (FAT: 2 s). */
const CLOCK_STEP_MS_MAX = 2000;

const NO_RUN = '';
