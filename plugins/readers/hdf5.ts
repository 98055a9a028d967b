import { open } from 'node:fs/promises';
import { PipelineError } from '../../contracts/errors.ts';
import type { Reader } from '../kinds.ts';
import { chooseTables } from './choose-tables.ts';
import type { Hdf5Answer, Hdf5Question } from './hdf5-thread.ts';
import { openLibraryThread } from './library-thread.ts';
import { overLimits } from './over-limits.ts';

const MAGIC = '\x89HDF\r\n\x1a\n';

/**
 * HDF5: the rows of its largest table, or of those asked for. A table is a one-dimensional compound dataset, or the
 * one-dimensional datasets of one length in a group, read side by side as columns. The library is loaded at the first file.
 *
 * Errors: PluginFailed where the library is not installed.
 */
export const hdf5Reader: Reader = {
  name: 'hdf5',
  formats: ['hdf5'],
  extensions: ['h5', 'hdf5', 'hdf'],
  needsFile: true,
  detect: (head) => (Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC ? 1 : 0),
  async *read({ path = '', fileName, limits, tables: asked = [] }) {
    // The library searches bytes that hold no signature for a very long time.
    if (!(await hasSignature(path))) throw noHdf5(fileName);
    const thread = openLibraryThread<Hdf5Question, Hdf5Answer>(new URL('./hdf5-thread.ts', import.meta.url), {
      library: 'HDF5',
      data: { path },
      limits,
    });
    try {
      const found: Hdf5Answer = await thread.ask({ ask: 'tables' });
      if (found.missing === true) throw notInstalled();
      if (found.fault !== undefined) throw damaged(fileName, found.fault);
      const { taken, ignored } = chooseTables(found.tables ?? [], asked, { fileName, what: 'table' });
      for (const entry of [...(found.ignored ?? []), ...ignored]) yield { kind: 'ignored', ...entry };
      let index = 0;
      for (const { name: table, rows: rowCount } of taken) {
        const position = () => ({ file: fileName, table, line: null, index: index++ });
        for (let from = 0; from < rowCount && !thread.gone; ) {
          const answer: Hdf5Answer = await thread.ask({ ask: 'rows', table, from, rowBytesMax: limits.recordBytesMax });
          for (const value of answer.rows ?? []) {
            const reason = overLimits(value, limits);
            if (reason === null) yield { kind: 'value', value, position: position(), byte_offset: 0 };
            else yield { kind: 'rejected', reason, position: position(), byte_offset: 0 };
          }
          if (answer.fault !== undefined) {
            const reason = `rows ${from} to ${rowCount - 1} were not read: ${answer.fault}`;
            yield { kind: 'rejected', reason, position: position(), byte_offset: 0 };
          }
          from = answer.next ?? rowCount;
        }
      }
    } finally {
      await thread.close();
    }
  },
};

/** The signature stands at byte 0, 512, 1024, 2048 and so on: a file may begin with bytes of its maker. */
async function hasSignature(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (let at = 0; at + MAGIC.length <= size; at = at === 0 ? 512 : at * 2) {
      const { buffer } = await file.read({ buffer: Buffer.alloc(MAGIC.length), position: at });
      if (buffer.toString('latin1') === MAGIC) return true;
    }
    return false;
  } finally {
    await file.close();
  }
}

const notInstalled = () =>
  new PipelineError(
    'PluginFailed',
    'reader hdf5: the package h5wasm is not installed; install it with npm, or convert the file to Parquet',
  );

const noHdf5 = (fileName: string) =>
  new PipelineError('DatasetUnreadable', `${fileName} is no HDF5 file; leave format out, or name the right one`, {
    facts: { file: fileName },
  });

const damaged = (fileName: string, fault: string) =>
  new PipelineError('DatasetUnreadable', `${fileName} is a damaged HDF5 file: ${fault}; write it anew`, {
    facts: { file: fileName },
  });
