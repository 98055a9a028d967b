const [QUOTE, NEWLINE] = [34, 10];
const NEWLINES = Buffer.alloc(4096, NEWLINE);

/**
 * Keeps rows away from a CSV parser that would end it, together with rows it has read and not yet handed on: those over a
 * byte limit, and the last one where its quote never closes. It follows quotes as far as row ends need it and passes
 * everything else on unchanged; of a row kept away only the line breaks go on. The parser skips empty lines and still
 * counts them, so its line numbers stay true.
 *
 * Memory: one row of at most `rowBytesMax`. Cost: one look at each byte.
 */
export class RowLimiter {
  /** Rows that were kept away, in the order of the file. */
  readonly dropped: { fault: 'too long' | 'quote not closed'; line: number; offset: number }[] = [];
  private rowLine = 1;
  private line = 1;
  private offset = 0;
  private rowOffset = 0;
  private inQuotes = false;
  private atFieldStart = true;
  /** The byte before was a quote that closed. */
  private afterQuote = false;
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private readonly delimiter: number;
  private readonly rowBytesMax: number;
  private readonly quoted: boolean;

  constructor({ delimiter, quoted, rowBytesMax }: { delimiter: string; quoted: boolean; rowBytesMax: number }) {
    this.delimiter = delimiter.charCodeAt(0);
    this.quoted = quoted;
    this.rowBytesMax = rowBytesMax;
  }

  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let from = 0;
    let rowFrom = 0;
    const hasMark = this.offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    for (let i = hasMark ? 3 : 0; i < chunk.length; i++) {
      if (!this.endsRow(chunk[i] ?? 0)) continue;
      const end = i + 1;
      if (this.heldBytes + end - rowFrom > this.rowBytesMax) {
        // Nothing is lost here: where bytes were held from the chunk before, they belong to the row that is dropped.
        if (rowFrom > from) yield chunk.subarray(from, rowFrom);
        yield* this.drop('too long');
        from = end;
      } else if (this.heldBytes > 0) {
        yield* this.held;
        this.forget();
      }
      rowFrom = end;
      this.rowLine = this.line;
      this.rowOffset = this.offset + end;
    }
    if (rowFrom > from) yield chunk.subarray(from, rowFrom);
    this.hold(chunk.subarray(rowFrom));
    this.offset += chunk.length;
  }

  *end(): Generator<Uint8Array> {
    if (this.heldBytes > this.rowBytesMax) yield* this.drop('too long');
    else if (this.inQuotes) yield* this.drop('quote not closed');
    else yield* this.held;
    this.forget();
  }

  /** A quote opens only at the start of a field; a doubled one within closes and opens again, which is the same here. */
  private endsRow(byte: number): boolean {
    if (byte === QUOTE && this.quoted) {
      const closes = this.inQuotes;
      this.inQuotes = !closes && (this.atFieldStart || this.afterQuote);
      this.afterQuote = closes;
      this.atFieldStart = false;
      return false;
    }
    this.afterQuote = false;
    if (byte === NEWLINE) this.line += 1;
    if (this.inQuotes) return false;
    this.atFieldStart = byte === this.delimiter || byte === NEWLINE;
    return byte === NEWLINE;
  }

  private *drop(fault: 'too long' | 'quote not closed'): Generator<Uint8Array> {
    this.dropped.push({ fault, line: this.rowLine, offset: this.rowOffset });
    for (let left = this.line - this.rowLine; left > 0; left -= NEWLINES.length) {
      yield NEWLINES.subarray(0, Math.min(left, NEWLINES.length));
    }
    this.forget();
  }

  private hold(bytes: Uint8Array): void {
    this.heldBytes += bytes.length;
    if (this.heldBytes > this.rowBytesMax) this.held = [];
    else if (bytes.length > 0) this.held.push(bytes);
  }

  private forget(): void {
    this.held = [];
    this.heldBytes = 0;
  }
}
