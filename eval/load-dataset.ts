import { readFile as readText } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openDataset } from '../activities/1-ingestion/open-dataset.ts';
import { readFile } from '../activities/1-ingestion/read-file.ts';
import { inferTask } from '../activities/5-selection/infer-task.ts';
import { createDatasetShaper, type Taken } from '../analysis/dataset-shaper.ts';
import { duplicateKey } from '../analysis/duplicates.ts';
import { createLabelJoin, LABELS_FILE } from '../analysis/label-join.ts';
import { assignSplits } from '../analysis/split.ts';
import { checkStandardRecord } from '../analysis/standard-check.ts';
import { parseConfig } from '../contracts/config.ts';
import type { ConversationRecord, SplitName } from '../contracts/records.ts';
import type { InferredTask } from '../contracts/training.ts';
import { chooseReader } from '../plugins/choose-reader.ts';
import { LAYOUTS } from '../plugins/layouts/index.ts';
import { READERS } from '../plugins/readers/index.ts';

export interface LoadedDataset {
  splits: Record<SplitName, ConversationRecord[]>;
  tasks: InferredTask[];
}

/**
 * The records of a file or folder as a run's training stage gets them: read, shaped, exact duplicates removed, split and
 * their tasks inferred by the run's own code. Identifiers are left in: nothing of the records is printed or kept.
 */
export async function loadDataset(path: string, seed: number): Promise<LoadedDataset> {
  const records = distinct(await readAll(path)).filter((record) => checkStandardRecord(record).length === 0);
  const items = records.map((record) => ({ group: record.group_id, key: duplicateKey(record), wanted: record.split }));
  const assigned = assignSplits(items, seed);
  const of = (split: SplitName) => records.filter((_, i) => assigned[i] === split);
  const splits = { train: of('train'), validation: of('validation'), test: of('test') };
  async function* train() {
    yield* splits.train;
  }
  return { splits, tasks: (await inferTask(train(), {})).tasks };
}

async function readAll(path: string): Promise<ConversationRecord[]> {
  const config = parseConfig(process.env);
  const limits = {
    recordBytesMax: config.RECORD_BYTES_MAX,
    depthMax: config.RECORD_DEPTH_MAX,
    fieldCharsMax: config.FIELD_CHARS_MAX,
    bytesMax: config.DATASET_BYTES_MAX,
    filesMax: config.DATASET_FILES_MAX,
    ratioMax: config.DECOMPRESSION_RATIO_MAX,
    answerSecondsMax: config.READER_ANSWER_SECONDS_MAX,
  };
  const dataset = await openDataset(path, { roots: [path], layouts: LAYOUTS, tables: [], limits });
  const { join: joinLabels } = await labelsBeside(path);
  const shaper = createDatasetShaper();
  const records: ConversationRecord[] = [];
  for (const file of dataset.files.filter(({ name }) => basename(name) !== LABELS_FILE)) {
    const receive = ({ records: taken }: Taken) => {
      for (const record of taken) records.push({ ...record, split: record.split ?? file.split });
    };
    const read = await readFile(file, {
      choose: (head, fileName) => chooseReader({ head, fileName, format: null, readers: READERS }),
      limits,
      tables: [],
      format: null,
    });
    try {
      for await (const events of read.batches)
        for (const event of events)
          if (event.kind === 'value') receive(shaper.take(joinLabels(event.value), event.position));
    } finally {
      receive(shaper.endFile());
      await read.close();
    }
  }
  return records;
}

/** The labels that stand in a file of their own, as a run joins them. */
async function labelsBeside(path: string) {
  const labels = createLabelJoin();
  const text = await readText(join(path, LABELS_FILE), 'utf8').catch(() => '');
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      labels.add(JSON.parse(line));
    } catch {
      // A run counts such a line and goes on; a record whose label it was has none.
    }
  }
  return labels;
}

function distinct(records: ConversationRecord[]): ConversationRecord[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    const key = duplicateKey(record);
    return !seen.has(key) && seen.add(key);
  });
}
