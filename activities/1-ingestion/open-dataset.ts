import { constants } from 'node:fs';
import { type FileHandle, open, opendir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { DeclaredFacts, Ignored } from '../../contracts/dataset.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { SplitName } from '../../contracts/records.ts';
import type { DatasetLayout } from '../../plugins/kinds.ts';

/** One data file of a dataset: where it lies, and what the layout says of it. */
export interface DatasetFile {
  /** As positions name it: the file's own name, its path inside the folder, or what its layout calls it. */
  readonly name: string;
  /** The real path. */
  readonly path: string;
  readonly byteCount: number;
  readonly split: SplitName | null;
}

export interface OpenDataset {
  /** Name of the file or folder that was asked for. */
  readonly name: string;
  readonly layout: string;
  readonly byteCount: number;
  /** In the order of their names. */
  readonly files: readonly DatasetFile[];
  readonly ignored: readonly Ignored[];
  readonly declared: DeclaredFacts | null;
}

export interface OpenOptions {
  roots: readonly string[];
  layouts: readonly DatasetLayout[];
  tables: readonly string[];
  limits: { bytesMax: number; filesMax: number };
}

/**
 * Finds the files of a dataset inside the allowed roots: the one file asked for, or those its folder's layout names. The
 * real path decides, of every file, so a symbolic link cannot lead out of the roots.
 *
 * Errors: DatasetNotFound, NotAllowed (outside the roots), DatasetUnreadable (device, empty file, folder without data),
 * DatasetTooLarge (bytes, files).
 */
export async function openDataset(datasetPath: string, options: OpenOptions): Promise<OpenDataset> {
  const { realRoots, path } = await locate(datasetPath, options.roots);
  const what = `dataset_path ${datasetPath}`;
  const facts = await stat(path);
  if (!facts.isDirectory() && !facts.isFile()) throw unreadable(`${what} is not a regular file`);
  const isFolder = facts.isDirectory();
  const root = isFolder ? path : dirname(path);
  const entry = isFolder ? null : basename(path);
  let listed: Promise<string[]> | undefined;
  const folder = {
    entry,
    tables: options.tables,
    names: () => {
      listed ??= listFiles(root, { what, filesMax: options.limits.filesMax });
      return listed;
    },
    text: (name: string) => readText(join(root, name)),
  };
  for (const layout of options.layouts) {
    const laidOut = await layout.resolve(folder);
    if (laidOut === null) continue;
    const ignored = [...laidOut.ignored];
    const files: DatasetFile[] = [];
    for (const { name, split, shown = name } of laidOut.files) {
      const file = await toFile(join(root, name), realRoots);
      if ('reason' in file) ignored.push({ name: shown, reason: file.reason });
      else files.push({ name: shown, split, ...file });
    }
    if (files.length === 0) throw unreadable(`${what} holds no data file${listNames(ignored)}`);
    return whole({ name: basename(path), layout: layout.name, files, ignored, declared: laidOut.declared });
  }
  if (facts.size === 0) throw unreadable(`${what} is empty`);
  const file = { name: basename(path), path, byteCount: facts.size, split: null };
  return whole({ name: file.name, layout: 'file', files: [file], ignored: [], declared: null });

  function whole(dataset: Omit<OpenDataset, 'byteCount'>): OpenDataset {
    const byteCount = dataset.files.reduce((sum, { byteCount: bytes }) => sum + bytes, 0);
    if (byteCount <= options.limits.bytesMax) return { ...dataset, byteCount };
    const message = `${what} holds ${byteCount} bytes, over DATASET_BYTES_MAX (${options.limits.bytesMax})`;
    throw new PipelineError('DatasetTooLarge', message, {
      facts: { measured: byteCount, limit: options.limits.bytesMax },
    });
  }
}

/** Opens a file of a dataset. Non-blocking: opening a FIFO that nobody writes to would hang the activity. */
export async function openFile(file: DatasetFile): Promise<FileHandle> {
  return open(file.path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(`${file.name} cannot be opened (${error.code})`, error);
  });
}

/** All files below a folder, sorted; what begins with a dot is left out, as are links to folders. */
async function listFiles(root: string, { what, filesMax }: { what: string; filesMax: number }): Promise<string[]> {
  const names: string[] = [];
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else names.push(relative(root, path).split(sep).join('/'));
      if (names.length + waiting.length > filesMax) {
        const message = `${what} holds more files than DATASET_FILES_MAX (${filesMax})`;
        throw new PipelineError('DatasetTooLarge', message, { facts: { limit: filesMax } });
      }
    }
  }
  return names.sort();
}

async function toFile(
  path: string,
  realRoots: readonly string[],
): Promise<{ path: string; byteCount: number } | { reason: string }> {
  const real = await realpath(path).catch(() => null);
  if (real === null) return { reason: 'a link that leads nowhere' };
  if (!liesIn(real, realRoots)) return { reason: 'leads outside the dataset roots' };
  const facts = await stat(real);
  if (!facts.isFile()) return { reason: 'not a regular file' };
  return facts.size === 0 ? { reason: 'is empty' } : { path: real, byteCount: facts.size };
}

async function readText(path: string): Promise<string | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) return null;
  try {
    const facts = await file.stat();
    return facts.isFile() && facts.size <= TEXT_BYTES_MAX ? await file.readFile('utf8') : null;
  } finally {
    await file.close();
  }
}

async function locate(datasetPath: string, roots: readonly string[]): Promise<{ realRoots: string[]; path: string }> {
  const candidates = isAbsolute(datasetPath) ? [datasetPath] : roots.map((root) => join(root, datasetPath));
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  for (const candidate of candidates) {
    const real = await realpath(candidate).catch(() => null);
    if (real === null) continue;
    if (liesIn(real, realRoots)) return { realRoots, path: real };
    throw new PipelineError('NotAllowed', `dataset_path ${datasetPath} leads outside the dataset roots`);
  }
  throw new PipelineError(
    'DatasetNotFound',
    `dataset_path ${datasetPath} names no file in the dataset roots of the worker`,
  );
}

const liesIn = (real: string, roots: readonly string[]) =>
  roots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));

function listNames(ignored: readonly Ignored[]): string {
  if (ignored.length === 0) return '';
  const told = ignored.slice(0, 5).map(({ name, reason }) => `${name} (${reason})`);
  return `; ignored: ${told.join(', ')}${ignored.length > told.length ? `, and ${ignored.length - told.length} more` : ''}`;
}

const unreadable = (message: string, cause?: unknown) =>
  new PipelineError('DatasetUnreadable', message, cause === undefined ? {} : { cause });

const TEXT_BYTES_MAX = 1024 * 1024;
