import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ConversationRecord } from '../../contracts/records.ts';
import { TARGET_ROWS, type TargetRow } from '../../contracts/target-formats.ts';
import type { TargetFormat } from '../kinds.ts';

type Row = TargetRow<'parquet'>;
const COLUMNS = Object.keys(TARGET_ROWS.parquet.shape) as (keyof Row)[];
const GROUP_ROWS = 5000;
const GROUP_CHARS = 16_000_000;

/** The whole canonical record; what is nested stands as JSON. Memory: one row group. */
export const parquetFormat: TargetFormat = {
  id: 'parquet',
  extension: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  description: 'Apache Parquet: every field of the record, nested ones as JSON',
  open(path) {
    const writer = new ParquetWriter({
      writer: fileWriter(path),
      schema: [
        { name: 'root', num_children: COLUMNS.length },
        ...COLUMNS.map((name) => ({
          name,
          type: 'BYTE_ARRAY' as const,
          converted_type: 'UTF8' as const,
          repetition_type: 'REQUIRED' as const,
        })),
      ],
    });
    let rows: Row[] = [];
    let chars = 0;
    const flush = () => {
      const data = COLUMNS.map((name) => ({ name, data: rows.map((row) => row[name]) }));
      if (rows.length > 0) writer.write({ columnData: data, rowGroupSize: rows.length });
      rows = [];
      chars = 0;
    };
    return {
      async add(record) {
        const row = toRow(record);
        rows.push(row);
        chars += row.messages.length;
        if (rows.length >= GROUP_ROWS || chars >= GROUP_CHARS) flush();
        return 1;
      },
      async close() {
        flush();
        await writer.finish();
      },
    };
  },
};

const toRow = ({ record_id, group_id, messages, labels, attributes, tags }: ConversationRecord): Row => ({
  id: record_id,
  group: group_id,
  messages: JSON.stringify(messages),
  labels: JSON.stringify(labels),
  attributes: JSON.stringify(attributes),
  tags: JSON.stringify(tags),
});
