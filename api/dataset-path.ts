import { isAbsolute, relative, resolve, sep } from 'node:path';
import { PipelineError } from '../contracts/errors.ts';

/**
 * Checks the form of a dataset path at the door: by its letters it must lie in one of the roots. The gateway opens no
 * file and may run on another machine than the worker, which checks again with real paths and symbolic links.
 *
 * Errors: NotAllowed naming the field. The message holds neither the roots nor the path: roots are the operator's.
 */
export function assertDatasetPathAllowed(
  datasetPath: string,
  { roots, field = 'dataset_path' }: { roots: readonly string[]; field?: string },
): void {
  if (/\p{Cc}/u.test(datasetPath)) throw refuse(field, 'holds control characters');
  if (roots.some((root) => liesIn(resolve(root), datasetPath))) return;
  const how = isAbsolute(datasetPath) ? 'lies outside' : 'leads out of';
  throw refuse(field, `${how} the folders of DATASET_ROOTS`);
}

function liesIn(root: string, path: string): boolean {
  const inside = relative(root, resolve(root, path));
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

function refuse(field: string, message: string): PipelineError {
  return new PipelineError('NotAllowed', `${field} ${message}`, { facts: { errors: [{ field, message }] } });
}
