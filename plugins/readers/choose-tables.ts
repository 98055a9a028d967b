import { PipelineError } from '../../contracts/errors.ts';

export interface Table {
  name: string;
  rows: number;
}

/**
 * Which tables of a file to read: those asked for by name, else the one with the most rows.
 *
 * Errors: DatasetUnreadable where there is none, where a name asked for is none of them, and where two are the largest,
 * naming those to choose from.
 */
export function chooseTables<T extends Table>(
  tables: readonly T[],
  asked: readonly string[],
  { fileName, what }: { fileName: string; what: string },
): { taken: T[]; ignored: { name: string; reason: string }[] } {
  const refuse = (fault: string) => {
    const known = tables.map(({ name, rows }) => `${name} (${rows} rows)`).slice(0, 20);
    const choice = tables.length === 0 ? '' : `; it holds ${known.join(', ')}; name those to read in tables`;
    return new PipelineError('DatasetUnreadable', `${fileName}: ${fault}${choice}`, {
      facts: { file: fileName, tables: known },
    });
  };
  if (tables.length === 0) throw refuse(`holds no ${what} with rows`);
  const missing = asked.find((name) => !tables.some((table) => table.name === name));
  if (missing !== undefined) throw refuse(`no ${what} is named ${missing}`);
  const rowsMax = Math.max(...tables.map(({ rows }) => rows));
  const largest = tables.filter(({ rows }) => rows === rowsMax);
  if (asked.length === 0 && largest.length > 1) throw refuse(`more than one ${what} is the largest`);
  const taken = asked.length === 0 ? largest : tables.filter(({ name }) => asked.includes(name));
  const reason =
    asked.length === 0 ? `not the largest ${what}; name it in tables to read it` : 'not among the tables asked for';
  const ignored = tables.filter((table) => !taken.includes(table)).map(({ name }) => ({ name, reason }));
  return { taken, ignored };
}
