import type { Reader } from '../kinds.ts';
import { captionsReader } from './captions.ts';
import { csvReader } from './csv.ts';
import { hdf5Reader } from './hdf5.ts';
import { jsonReader } from './json.ts';
import { jsonlReader } from './jsonl.ts';
import { parquetReader } from './parquet.ts';
import { sqliteReader } from './sqlite.ts';
import { linesReader, textReader } from './text.ts';
import { tsvReader } from './tsv.ts';

/** The readers of one format each: what may stand alone or compressed. */
export const PLAIN_READERS: readonly Reader[] = [
  jsonlReader,
  jsonReader,
  csvReader,
  tsvReader,
  parquetReader,
  sqliteReader,
  hdf5Reader,
  captionsReader,
  textReader,
  linesReader,
];
