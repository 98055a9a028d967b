/** Sparse rows in compressed form: row i holds `columns` (rising) and `values` from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  rowCount: number;
  columnCount: number;
  /** How many of the last columns stand in every row, so that loops over them need no column numbers. */
  denseColumns: number;
  starts: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
}

/** Takes rows one by one; memory by the number of entries that are not zero. */
export class SparseBuilder {
  private readonly ends: number[] = [];
  private readonly columnCount: number;
  private columns = new Uint32Array(1024);
  private values = new Float32Array(1024);
  private size = 0;

  constructor(columnCount: number) {
    this.columnCount = columnCount;
  }

  add(row: ReadonlyMap<number, number>): void {
    this.grow(this.size + row.size);
    for (const [column, value] of [...row].sort(([a], [b]) => a - b)) {
      this.columns[this.size] = column;
      this.values[this.size++] = value;
    }
    this.ends.push(this.size);
  }

  finish(): SparseRows {
    return {
      rowCount: this.ends.length,
      columnCount: this.columnCount,
      denseColumns: 0,
      starts: Uint32Array.from([0, ...this.ends]),
      columns: this.columns.slice(0, this.size),
      values: this.values.slice(0, this.size),
    };
  }

  private grow(size: number): void {
    if (size <= this.columns.length) return;
    const capacity = Math.max(size, this.columns.length * 2);
    const [columns, values] = [new Uint32Array(capacity), new Float32Array(capacity)];
    columns.set(this.columns);
    values.set(this.values);
    [this.columns, this.values] = [columns, values];
  }
}

/** Calls `visit` with each column that row i of `a` and row j of `b` share, and the product of their values. */
export function forShared(
  a: SparseRows,
  i: number,
  b: SparseRows,
  j: number,
  visit: (column: number, product: number) => void,
): void {
  let [p, q] = [a.starts[i] ?? 0, b.starts[j] ?? 0];
  const [pEnd, qEnd] = [a.starts[i + 1] ?? 0, b.starts[j + 1] ?? 0];
  while (p < pEnd && q < qEnd) {
    const [x, y] = [a.columns[p] ?? 0, b.columns[q] ?? 0];
    if (x === y) visit(x, (a.values[p++] ?? 0) * (b.values[q++] ?? 0));
    else if (x < y) p += 1;
    else q += 1;
  }
}

/** The rows with dense vectors, one a row, as further columns after their own. */
export function joinDense(rows: SparseRows, { vectors, dim }: { vectors: Float32Array; dim: number }): SparseRows {
  const { rowCount, columnCount } = rows;
  const size = rows.values.length + rowCount * dim;
  const [starts, columns, values] = [new Uint32Array(rowCount + 1), new Uint32Array(size), new Float32Array(size)];
  let at = 0;
  for (let i = 0; i < rowCount; i++) {
    const [from, to] = [rows.starts[i] ?? 0, rows.starts[i + 1] ?? 0];
    columns.set(rows.columns.subarray(from, to), at);
    values.set(rows.values.subarray(from, to), at);
    at += to - from;
    for (let d = 0; d < dim; d++) columns[at + d] = columnCount + d;
    values.set(vectors.subarray(i * dim, (i + 1) * dim), at);
    at += dim;
    starts[i + 1] = at;
  }
  return { rowCount, columnCount: columnCount + dim, denseColumns: dim, starts, columns, values };
}

/** The rows at `indexes`, in that order. */
export function pickRows(rows: SparseRows, indexes: ArrayLike<number>): SparseRows {
  const starts = new Uint32Array(indexes.length + 1);
  for (let k = 0; k < indexes.length; k++) {
    const i = indexes[k] ?? 0;
    starts[k + 1] = (starts[k] ?? 0) + (rows.starts[i + 1] ?? 0) - (rows.starts[i] ?? 0);
  }
  const size = starts[indexes.length] ?? 0;
  const [columns, values] = [new Uint32Array(size), new Float32Array(size)];
  for (let k = 0; k < indexes.length; k++) {
    const [from, to] = [rows.starts[indexes[k] ?? 0] ?? 0, rows.starts[(indexes[k] ?? 0) + 1] ?? 0];
    columns.set(rows.columns.subarray(from, to), starts[k]);
    values.set(rows.values.subarray(from, to), starts[k]);
  }
  return { ...rows, rowCount: indexes.length, starts, columns, values };
}
