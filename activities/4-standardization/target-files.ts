import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord, SplitName } from '../../contracts/records.ts';
import type { TargetFile, TargetFormatId } from '../../contracts/target-formats.ts';
import type { TargetFormat, TargetWriter } from '../../plugins/kinds.ts';
import type { ActivityIo } from '../define.ts';

interface OpenFile {
  name: string;
  temporary: string;
  format: TargetFormat;
  split: SplitName;
  writer: TargetWriter;
  rows: number;
}

/**
 * The files of the asked formats, one a split: each under a temporary name until it is whole.
 *
 * Errors: ConfigInvalid for a format that is not installed; StorageUnavailable where a file cannot be written.
 */
export async function openTargetFiles(
  ids: readonly TargetFormatId[],
  { formats, io }: { formats: readonly TargetFormat[]; io: ActivityIo },
) {
  const folder = await io.folder();
  const chosen = ids.map((id) => {
    const format = formats.find((known) => known.id === id);
    if (format === undefined) throw new PipelineError('ConfigInvalid', `target format ${id} is not installed here`);
    return format;
  });
  const open = new Map<SplitName, OpenFile[]>();

  function filesOf(split: SplitName): OpenFile[] {
    const known = open.get(split);
    if (known !== undefined) return known;
    const files = chosen.map((format) => {
      const name = `${split}.${format.id}.${format.extension}`;
      const temporary = join(folder, `${name}.${io.token}.tmp`);
      return { name, temporary, format, split, writer: format.open(temporary), rows: 0 };
    });
    open.set(split, files);
    return files;
  }

  return {
    async add(split: SplitName, record: ConversationRecord): Promise<void> {
      for (const file of filesOf(split)) {
        file.rows += await guarded(file.name, () => file.writer.add(record));
      }
    },

    async close(): Promise<TargetFile[]> {
      const closed: TargetFile[] = [];
      for (const file of [...open.values()].flat()) {
        const { name, temporary, format, split, rows } = file;
        await guarded(name, () => file.writer.close());
        io.guard();
        await rename(temporary, join(folder, name));
        closed.push({
          format: format.id,
          split,
          row_count: rows,
          file: {
            name,
            uri: `${io.objectName}/${name}`,
            media_type: format.mediaType,
            ...(await digestOf(join(folder, name))),
          },
        });
      }
      return closed;
    },
  };
}

async function guarded<T>(name: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new PipelineError('StorageUnavailable', `${name} cannot be written`, { cause: error });
  }
}

async function digestOf(path: string): Promise<{ sha256: string; byte_count: number }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { sha256: hash.digest('hex'), byte_count: (await stat(path)).size };
}
