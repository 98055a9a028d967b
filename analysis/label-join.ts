import { isFields } from './record-fields.ts';

type Fields = Record<string, unknown>;

/** File beside the data of a folder that holds labels of its records, by their id. */
export const LABELS_FILE = 'labels.jsonl';

/** Ids by which a value names itself, in this order. */
const ID_FIELDS = ['id', 'record_id', 'conversation_id'];

/**
 * Joins the rows of a file of labels to the values of the data: a row's fields count as fields of the value with the same
 * id, where the value has none of that name. Memory: all rows.
 */
export function createLabelJoin() {
  const rows = new Map<string, Fields>();
  const met = new Set<string>();
  return {
    /** Takes a row. Result: why it cannot be joined to anything, or null. */
    add(row: unknown): string | null {
      if (!isFields(row)) return 'a row of labels is no object';
      const id = idOf(row);
      if (id === null) return `a row of labels has none of ${ID_FIELDS.join(', ')}`;
      if (rows.has(id)) return 'a row of labels repeats an id';
      rows.set(id, row);
      return null;
    },

    join(value: unknown): unknown {
      if (rows.size === 0 || !isFields(value)) return value;
      const id = idOf(value);
      const row = id === null ? undefined : rows.get(id);
      if (id === null || row === undefined) return value;
      met.add(id);
      return { ...row, ...value };
    },

    /** How many rows there are, and how many met their record. */
    result: () => ({ row_count: rows.size, joined_count: met.size }),
  };
}

function idOf(value: Fields): string | null {
  for (const name of ID_FIELDS) {
    const id = value[name];
    if (typeof id === 'string' || typeof id === 'number') return String(id);
  }
  return null;
}
