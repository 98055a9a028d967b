/** Sparse rows in compressed form: row i holds `columns` and `values` from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  rowCount: number;
  columnCount: number;
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

export function toSparseRows(rows: readonly ReadonlyMap<number, number>[], columnCount: number): SparseRows {
  const total = rows.reduce((sum, row) => sum + row.size, 0);
  const starts = new Uint32Array(rows.length + 1);
  const columns = new Uint32Array(total);
  const values = new Float32Array(total);
  let at = 0;
  rows.forEach((row, i) => {
    for (const [column, value] of [...row].sort(([a], [b]) => a - b)) {
      columns[at] = column;
      values[at++] = value;
    }
    starts[i + 1] = at;
  });
  return { rowCount: rows.length, columnCount, starts, columns, values };
}
