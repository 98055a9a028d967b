interface Source<T> {
  read(page: { limit: number; before?: number | undefined }): { position: number; value: unknown }[];
  parse(value: unknown): T;
  keep(entry: T): boolean;
}

/** One page of a registry listing, filtered, and the cursor that the next one starts from. */
export function toPage<T>(
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  { read, parse, keep }: Source<T>,
): { entries: T[]; next_cursor: string | null } {
  const entries: T[] = [];
  let from = cursor === undefined ? undefined : Number(cursor);
  for (;;) {
    const rows = read({ limit: limit + 1, before: from });
    for (const { position, value } of rows) {
      const entry = parse(value);
      if (!keep(entry)) {
        from = position;
        continue;
      }
      if (entries.length === limit) return { entries, next_cursor: String(from ?? position + 1) };
      entries.push(entry);
      from = position;
    }
    if (rows.length <= limit) return { entries, next_cursor: null };
  }
}
