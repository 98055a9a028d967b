import type { Part } from './json.ts';

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA, NEWLINE] = [
  34, 92, 91, 93, 123, 125, 44, 10,
];
/** Brackets are remembered to be matched; a document nested deeper than this is hostile, and memory stays flat. */
const NESTING_MAX = 10_000;
/** Names under which an outer object keeps its list of records. */
const WRAPPERS = /^\s*"(?:data|conversations|records|items|intents|examples|dialogues|dialogs|rows|entries)"\s*:\s*$/;

/**
 * Cuts a JSON document, or several that follow each other, into the elements of its list or the members of its outer
 * object, by bytes: it follows strings and brackets and leaves the rest to the parser of each piece.
 */
export class JsonSplitter {
  private depth = 0;
  /** Depth at which pieces lie: 1 for the outer list or object, 2 for a list wrapped in an object. */
  private base = 0;
  private kind: 'element' | 'member' = 'element';
  private scalar = false;
  private inString = false;
  private escaped = false;
  private closed = false;
  /** The bracket that the document began with. */
  private outer = 0;
  private faulty = false;
  private pieces: Buffer[] = [];
  private length = 0;
  private hasContent = false;
  private afterComma = false;
  /** True between the end of a wrapped list and the next member. */
  private skipMember = false;
  private line = 1;
  private startLine = 1;
  private offset = 0;
  private readonly brackets: number[] = [];
  private readonly bytesMax: number;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  *push(chunk: Uint8Array): Generator<Part> {
    if (this.scalar) {
      this.keep(chunk);
      this.offset += chunk.length;
      return;
    }
    let from = 0;
    let i = this.offset === 0 && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 3 : 0;
    from = i;
    for (; i < chunk.length && !this.faulty; i++) {
      const byte = chunk[i] ?? 0;
      if (byte === NEWLINE) this.line += 1;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
        continue;
      }
      const space = byte === 32 || byte === NEWLINE || byte === 13 || byte === 9;
      if (space) continue;
      if (this.base === 0) {
        if (this.closed) {
          // One object after another: what else follows a document is a mistake, as JSON has it.
          if (byte !== OPEN_OBJECT || this.outer !== OPEN_OBJECT) {
            yield this.fault('text after the end of the document');
            return;
          }
          this.closed = false;
          yield { kind: 'next', line: this.line, offset: this.offset + i };
        } else if (byte !== OPEN_LIST && byte !== OPEN_OBJECT) {
          // A document that is one string, number or word: one value, judged at its end.
          this.scalar = true;
          this.startLine = this.line;
          this.keep(chunk.subarray(i));
          this.offset += chunk.length;
          return;
        }
        this.open(byte, byte === OPEN_LIST ? 'element' : 'member');
        from = i + 1;
        continue;
      }
      if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        const opened = this.brackets.pop();
        if (opened !== (byte === CLOSE_LIST ? OPEN_LIST : OPEN_OBJECT)) {
          yield this.fault('a bracket closes that was not opened');
          return;
        }
        this.depth -= 1;
        if (this.depth < this.base) {
          this.keep(chunk.subarray(from, i));
          if (this.afterComma && !this.hasContent) {
            yield this.fault('a comma before the end');
            return;
          }
          if (this.hasContent) yield this.piece(i);
          from = i + 1;
          this.afterComma = false;
          this.base -= 1;
          this.kind = 'member';
          // The list that was wrapped ends here; its member is done too.
          this.skipMember = this.base === 1;
          if (this.base === 0) this.closed = true;
        }
        continue;
      }
      if (byte === COMMA && this.depth === this.base) {
        this.keep(chunk.subarray(from, i));
        from = i + 1;
        if (this.skipMember) {
          this.skipMember = false;
          this.reset();
        } else if (!this.hasContent) {
          yield this.fault('a comma without a value before it');
          return;
        } else yield this.piece(i);
        this.afterComma = true;
        continue;
      }
      if (this.skipMember) {
        yield this.fault('a comma is missing');
        return;
      }
      if (!this.hasContent) this.startLine = this.line;
      this.hasContent = true;
      if (byte === QUOTE) this.inString = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        if (byte === OPEN_LIST && this.base === 1 && this.depth === 1 && this.kind === 'member') {
          this.keep(chunk.subarray(from, i));
          from = i;
          if (this.length <= 64 && WRAPPERS.test(Buffer.concat(this.pieces).toString('latin1'))) {
            this.open(byte, 'element');
            yield { kind: 'list' };
            from = i + 1;
            continue;
          }
        }
        if (this.depth >= NESTING_MAX) {
          yield this.fault(`nested deeper than ${NESTING_MAX} levels`);
          return;
        }
        this.brackets.push(byte);
        this.depth += 1;
      }
    }
    if (this.base > 0) this.keep(chunk.subarray(from));
    this.offset += chunk.length;
  }

  *end(): Generator<Part> {
    if (this.scalar) {
      yield this.piece(0);
      return;
    }
    if (!this.faulty && !this.closed) {
      yield this.fault(this.base === 0 ? 'the document is empty' : 'the document ends before its last bracket');
    }
  }

  private open(bracket: number, kind: 'element' | 'member'): void {
    if (this.base === 0) this.outer = bracket;
    this.brackets.push(bracket);
    this.depth += 1;
    this.base += 1;
    this.kind = kind;
    this.reset();
    this.afterComma = false;
  }

  private keep(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.length <= this.bytesMax) this.pieces.push(Buffer.from(bytes));
    else this.pieces = [];
  }

  private piece(at: number): Part {
    const bytes = this.length > this.bytesMax ? null : Buffer.concat(this.pieces);
    const part: Part = { kind: this.kind, bytes, line: this.startLine, offset: this.offset + at };
    this.reset();
    return part;
  }

  private reset(): void {
    this.pieces = [];
    this.length = 0;
    this.hasContent = false;
  }

  private fault(reason: string): Part {
    this.faulty = true;
    return { kind: 'fault', reason, line: this.line, offset: this.offset };
  }
}
