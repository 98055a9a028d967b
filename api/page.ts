import { invalidInput } from './problem.ts';

interface Source<T> {
  read(page: { limit: number; before?: number | undefined }): { position: number; value: unknown }[];
  parse(value: unknown): T;
  keep(entry: T): boolean;
}

/** One page of a registry listing, filtered, and the cursor that the next one starts from. */
export function toPage<T>(
  limit: number,
  before: number | undefined,
  { read, parse, keep }: Source<T>,
): { entries: T[]; next_cursor: string | null } {
  const entries: T[] = [];
  let from = before;
  for (;;) {
    const rows = read({ limit: limit + 1, before: from });
    for (const { position, value } of rows) {
      const entry = parse(value);
      if (!keep(entry)) {
        from = position;
        continue;
      }
      if (entries.length === limit) return { entries, next_cursor: encodeCursor(from ?? position + 1) };
      entries.push(entry);
      from = position;
    }
    if (rows.length <= limit) return { entries, next_cursor: null };
  }
}

const encodeCursor = (position: number) => Buffer.from(`p${position}`).toString('base64url');

/** Errors: InvalidInput for a cursor that no answer held. */
export function decodeCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const position = /^p(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (position === undefined)
    throw invalidInput([{ field: 'cursor', message: 'must be the next_cursor of an answer' }]);
  return Number(position);
}
