import type { Reader } from '../kinds.ts';
import { gzipReader } from './gzip.ts';
import { PLAIN_READERS } from './plain.ts';
import { zstdReader } from './zstd.ts';

/** The built-in readers. Ingestion takes the one that is surest of a file's first bytes. */
export const READERS: readonly Reader[] = [...PLAIN_READERS, gzipReader, zstdReader];
