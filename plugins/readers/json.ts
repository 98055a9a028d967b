import { splitNamed } from '../../analysis/split-names.ts';
import type { ReadEvent, Reader, ReaderLimits } from '../kinds.ts';
import { JsonSplitter } from './json-splitter.ts';
import { parseJson } from './parse-json.ts';
import { openText } from './text-source.ts';

/**
 * One JSON document: an array of records; an object that wraps a list of them (`data`, `conversations`, …); an object of
 * nothing but such lists under other names, of splits above all; an object of id to record; or one record. Documents may
 * follow each other, as JSON Lines spread over several lines do. Records are split off as bytes and parsed one by one, so
 * memory does not grow with the file. JSON cannot be picked up again after a fault: the records before it are kept, the
 * rest is rejected by its line.
 */
export const jsonReader: Reader = {
  name: 'json',
  formats: ['json'],
  extensions: ['json'],
  detect(head, fileName) {
    const start = new TextDecoder()
      .decode(head.subarray(0, 4096))
      .replace(/^\uFEFF/, '')
      .trimStart()[0];
    if (start === '[') return 0.9;
    if (start === '{') return 0.7;
    return /\.json$/i.test(fileName) ? 0.3 : 0;
  },
  async *read({ chunks, fileName, limits }) {
    const splitter = new JsonSplitter(limits.recordBytesMax);
    const sorter = new Sorter(fileName, limits);
    for await (const chunk of openText(chunks, fileName)) {
      for (const part of splitter.push(chunk)) yield* sorter.take(part);
      if (sorter.stopped) return;
    }
    for (const part of splitter.end()) yield* sorter.take(part);
    yield* sorter.end();
  },
};

/** One piece of the document: an element of a list, a member of the outer object, or the fault that ends it. */
export type Part =
  /** A list wrapped in an object begins. */
  | { kind: 'list' }
  /** Another document begins. */
  | { kind: 'next'; line: number; offset: number }
  | { kind: 'element' | 'member'; bytes: Buffer | null; line: number; offset: number }
  | { kind: 'fault'; reason: string; line: number; offset: number };

/** Decides what the members of an outer object are: records by id, or the fields of one record. */
class Sorter {
  stopped = false;
  /** Members of the outer object, and then turns of its list, that are kept until it is known what they are. */
  private readonly held: { key: string; value: unknown; line: number; offset: number }[] = [];
  private heldBytes = 0;
  private mode: 'undecided' | 'list' | 'by_id' = 'undecided';
  private turns: unknown[] | null = null;
  private index = 0;
  /** Where the document begins, and the index of its first record. */
  private start = { line: 1, offset: 0, index: 0 };
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly fileName: string;
  private readonly limits: ReaderLimits;

  constructor(fileName: string, limits: ReaderLimits) {
    this.fileName = fileName;
    this.limits = limits;
  }

  *take(part: Part): Generator<ReadEvent> {
    if (this.stopped) return;
    if (part.kind === 'list') {
      this.mode = 'list';
      return;
    }
    if (part.kind === 'next') {
      yield* this.end();
      this.held.length = 0;
      this.heldBytes = 0;
      this.mode = 'undecided';
      this.turns = null;
      this.start = { line: part.line, offset: part.offset, index: this.index };
      return;
    }
    if (part.kind === 'fault') {
      this.stopped = true;
      yield this.rejected(part, `${part.reason}; the file was not read beyond it`);
      return;
    }
    if (part.bytes === null) {
      yield this.rejected(part, `record is longer than ${this.limits.recordBytesMax} bytes`);
      return;
    }
    const parsed = this.parse(part.kind === 'member' ? Buffer.concat([OPEN, part.bytes, CLOSE]) : part.bytes);
    if ('reason' in parsed) {
      // Where one element is no JSON, the document is none: what follows cannot be trusted to begin where it seems to.
      this.stopped = true;
      yield this.rejected(part, `${parsed.reason}; the file was not read beyond it`);
      return;
    }
    if (part.kind === 'element') {
      if (this.index === this.start.index && this.turns === null && isTurn(parsed.value)) this.turns = [];
      this.mode = 'list';
      if (this.turns === null) yield this.value(part, parsed.value);
      else if (yield* this.mayHold(part, part.bytes.length)) this.turns.push(parsed.value);
      return;
    }
    const [entry] = Object.entries(parsed.value as Record<string, unknown>);
    // What stands beside a list of records says of the file, not of its records; beside a list of turns it is the record's.
    if (!entry || (this.mode === 'list' && this.turns === null)) return;
    const member = { key: entry[0], value: entry[1], line: part.line, offset: part.offset };
    if (this.mode !== 'by_id') {
      if (!(yield* this.mayHold(part, part.bytes.length))) return;
      const alike = this.turns === null && this.held.some(({ value }) => sameShape(value, member.value));
      this.held.push(member);
      if (!alike || !this.held.every(({ value }) => isObject(value))) return;
      this.mode = 'by_id';
      for (const earlier of this.held.splice(0)) yield this.value(earlier, withId(earlier.key, earlier.value));
    } else yield this.value(member, withId(member.key, member.value));
  }

  /** Where the outer object may still be one record, it is held to the limit of a record. */
  private *mayHold(part: { line: number; offset: number }, bytes: number): Generator<ReadEvent, boolean> {
    this.heldBytes += bytes;
    if (this.heldBytes <= this.limits.recordBytesMax) return true;
    this.stopped = true;
    const reason = `the outer object is one record and longer than ${this.limits.recordBytesMax} bytes; the file was not read beyond it`;
    yield this.rejected(part, reason);
    return false;
  }

  *end(): Generator<ReadEvent> {
    if (this.stopped) return;
    const fields = Object.fromEntries(this.held.map(({ key, value }) => [key, value]));
    const [only] = this.held;
    const { start } = this;
    if (this.turns !== null) yield this.value(start, { ...fields, conversations: this.turns });
    else if (this.mode === 'undecided' && only && this.held.every(({ value }) => isRecordList(value))) {
      // Lists under names of their own: `{ "depression": [{ … }, { … }] }`, `{ "train": [ … ], "test": [ … ] }`.
      for (const { key, value, line, offset } of this.held)
        for (const record of value as unknown[])
          yield this.value(
            { line, offset },
            isObject(record) && !('split' in record) && splitNamed(key) !== null ? { ...record, split: key } : record,
          );
    } else if (this.mode === 'undecided' && only) {
      const byId = this.held.length === 1 && isObject(only.value);
      yield this.value(start, byId ? withId(only.key, only.value) : fields);
    }
  }

  private parse(bytes: Buffer) {
    try {
      return parseJson(this.decoder.decode(bytes), this.limits);
    } catch {
      return { reason: 'not UTF-8; save the file as UTF-8' };
    }
  }

  private value({ line, offset }: { line: number; offset: number }, value: unknown): ReadEvent {
    return { kind: 'value', value, position: { file: this.fileName, line, index: this.index++ }, byte_offset: offset };
  }

  private rejected({ line, offset }: { line: number; offset: number }, reason: string): ReadEvent {
    return {
      kind: 'rejected',
      reason,
      position: { file: this.fileName, line, index: this.index++ },
      byte_offset: offset,
    };
  }
}

const OPEN = Buffer.from('{');
const CLOSE = Buffer.from('}');
const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
/** Two records of one file have at least half of the smaller one's fields in common; two fields of one record rarely do. */
function sameShape(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return false;
  const shared = Object.keys(a).filter((name) => Object.hasOwn(b, name)).length;
  return 2 * shared >= Math.min(Object.keys(a).length, Object.keys(b).length);
}
/** Two objects or more that are no turns. */
const isRecordList = (value: unknown) =>
  Array.isArray(value) && value.length > 1 && value.every((entry) => isObject(entry) && !hasSpeaker(entry));
const hasSpeaker = (entry: Record<string, unknown>) => 'from' in entry || 'role' in entry || 'speaker' in entry;
const withId = (key: string, value: unknown) => (isObject(value) && !('id' in value) ? { id: key, ...value } : value);
/** Fields of a turn and of nothing else: a row with a label beside its text is a record. */
const TURN_FIELDS = ['role', 'from', 'speaker', 'content', 'value', 'text', 'message', 'timestamp', 'time'];
/** The list holds turns, not records: the whole document is one record. */
const isTurn = (value: unknown) =>
  isObject(value) &&
  hasSpeaker(value) &&
  ('value' in value || 'content' in value || 'text' in value) &&
  Object.keys(value).every((name) => TURN_FIELDS.includes(name));
