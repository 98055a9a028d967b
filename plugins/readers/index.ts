import type { Reader } from '../kinds.ts';
import { csvReader } from './csv.ts';
import { jsonReader } from './json.ts';
import { jsonlReader } from './jsonl.ts';

/** The built-in readers. Ingestion takes the one that is surest of a file's first bytes. */
export const READERS: readonly Reader[] = [jsonlReader, jsonReader, csvReader];
