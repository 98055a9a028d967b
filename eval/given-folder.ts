import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A folder that the command line names. Ends the command, with what is missing, where it is none or lacks one of the files. */
export function givenFolder(path: string, files: readonly string[] = []): string {
  const folder = resolve(path);
  const missing = files.find((file) => !existsSync(join(folder, file)));
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  if (isFolder && missing === undefined) return folder;
  console.error(isFolder ? `${folder} has no ${missing}; it needs ${files.join(' and ')}` : `${folder} is no folder`);
  process.exit(1);
}
