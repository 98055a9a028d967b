import { PipelineError } from '../../contracts/errors.ts';
import type { Reader } from '../kinds.ts';
import { openLibraryThread } from './library-thread.ts';
import { overLimits } from './over-limits.ts';
import type { ParquetAnswer, ParquetQuestion } from './parquet-thread.ts';

/**
 * Apache Parquet, row group by row group: memory is bounded by the largest row group, which is held to a limit. A row
 * group that is damaged is rejected by the rows it held and the file goes on.
 */
export const parquetReader: Reader = {
  name: 'parquet',
  formats: ['parquet'],
  extensions: ['parquet', 'pq'],
  needsFile: true,
  detect: (head) => (Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1' ? 1 : 0),
  async *read({ path = '', fileName, limits }) {
    const thread = openLibraryThread<ParquetQuestion, ParquetAnswer>(new URL('./parquet-thread.ts', import.meta.url), {
      library: 'Parquet',
      data: { path, ratioMax: limits.ratioMax },
      limits,
    });
    try {
      const found: ParquetAnswer = await thread.ask({ ask: 'groups' });
      if (found.fault !== undefined) {
        throw new PipelineError(
          'DatasetUnreadable',
          `${fileName} is a damaged Parquet file: ${found.fault}; write it anew`,
          {
            facts: { file: fileName },
          },
        );
      }
      const place = (index: number) => ({ file: fileName, line: null, index });
      let from = 0;
      let byte_offset = 0;
      for (const [i, group] of (found.groups ?? []).entries()) {
        const fault = thread.gone ? 'the reading ended before it' : null;
        let at = from;
        for (let batch = 0; fault === null && at < from + group.rows; batch++) {
          const answer: ParquetAnswer = await thread.ask({ ask: 'rows', group: i, batch });
          if (answer.tooLarge !== undefined) {
            throw new PipelineError('DatasetTooLarge', `${fileName}: row group ${i}: ${answer.tooLarge}`, {
              facts: { file: fileName, row_group: i },
            });
          }
          for (const value of answer.rows ?? []) {
            const reason = overLimits(value, limits);
            if (reason === null) yield { kind: 'value', value, position: place(at), byte_offset };
            else yield { kind: 'rejected', reason, position: place(at), byte_offset };
            at += 1;
          }
          if (answer.rows === undefined || answer.rows.length === 0) break;
        }
        if (at < from + group.rows) {
          const reason = `row group ${i} is damaged: rows ${at} to ${from + group.rows - 1} were not read`;
          yield { kind: 'rejected', reason, position: place(at), byte_offset };
        }
        from += group.rows;
        byte_offset += group.bytes;
      }
    } finally {
      await thread.close();
    }
  },
};
