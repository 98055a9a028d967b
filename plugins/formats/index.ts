import type { TargetFormat } from '../kinds.ts';
import { parquetFormat } from './parquet.ts';
import { createPreferenceJoiner, toAlpaca, toChatml, toClassification, toShareGpt } from './rows.ts';
import { openTextFile, toCsvLine, toJsonLine } from './text-files.ts';

const JSON_LINES = { extension: 'jsonl', mediaType: 'application/jsonl' };

/** The built-in target formats. A record that a format has no place for is left out of its file, and counted. */
export const FORMATS: readonly TargetFormat[] = [
  {
    ...{ id: 'chatml', ...JSON_LINES },
    description: 'ChatML: messages with role and content, as chat templates take them',
    open: (path) => openTextFile(path, { rowsOf: toChatml, toText: toJsonLine }),
  },
  {
    ...{ id: 'sharegpt', ...JSON_LINES },
    description: 'ShareGPT: conversations of from and value',
    open: (path) => openTextFile(path, { rowsOf: toShareGpt, toText: toJsonLine }),
  },
  {
    ...{ id: 'alpaca', ...JSON_LINES },
    description:
      'Alpaca: instruction and output, earlier turns as history; only conversations that alternate and end answered',
    open: (path) => openTextFile(path, { rowsOf: toAlpaca, toText: toJsonLine }),
  },
  {
    ...{ id: 'preference', ...JSON_LINES },
    description: 'Preference pairs: prompt, chosen, rejected; only pairs of which both answers are left',
    open: (path) => openTextFile(path, { rowsOf: createPreferenceJoiner(), toText: toJsonLine }),
  },
  {
    ...{ id: 'classification', ...JSON_LINES },
    description: 'One row a label, of a whole record or of a turn; records without a label have none',
    open: (path) => openTextFile(path, { rowsOf: toClassification, toText: toJsonLine }),
  },
  {
    ...{ id: 'classification_csv', extension: 'csv', mediaType: 'text/csv' },
    description: 'The same as CSV',
    open: (path) =>
      openTextFile(path, {
        head: toCsvLine(CSV_COLUMNS),
        rowsOf: toClassification,
        toText: (row) => toCsvLine(CSV_COLUMNS.map((name) => String(row[name] ?? ''))),
      }),
  },
  parquetFormat,
];

const CSV_COLUMNS = ['id', 'turn', 'field', 'label', 'text'] as const;
