import type { ReadEvent, Reader, ReaderLimits } from '../kinds.ts';
import { JsonSplitter } from './json-splitter.ts';
import { assertText } from './lines.ts';
import { parseJson } from './parse-json.ts';

/**
 * One JSON document: an array of records; an object that wraps a list of them (`data`, `conversations`, …); an object of
 * id to record; or one record. Records are split off as bytes and parsed one by one, so memory does not grow with the
 * file. JSON cannot be picked up again after a fault: the records before it are kept, the rest is rejected by its line.
 */
export const jsonReader: Reader = {
  name: 'json',
  formats: ['json'],
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
    let first = true;
    for await (const chunk of chunks) {
      if (first) assertText(chunk, fileName);
      first = false;
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
  | { kind: 'element' | 'member'; bytes: Buffer | null; line: number; offset: number }
  | { kind: 'fault'; reason: string; line: number; offset: number };

/** Decides what the members of an outer object are: records by id, or the fields of one record. */
class Sorter {
  stopped = false;
  private readonly held: { key: string; value: unknown; line: number; offset: number }[] = [];
  private mode: 'undecided' | 'list' | 'by_id' = 'undecided';
  private turns: unknown[] | null = null;
  private index = 0;
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
      if (this.index === 0 && this.turns === null && isTurn(parsed.value)) this.turns = [];
      this.mode = 'list';
      if (this.turns !== null) this.turns.push(parsed.value);
      else yield this.value(part, parsed.value);
      return;
    }
    const [entry] = Object.entries(parsed.value as Record<string, unknown>);
    if (!entry) return;
    this.held.push({ key: entry[0], value: entry[1], line: part.line, offset: part.offset });
    const objects = this.held.every(({ value }) => isObject(value));
    if (this.mode === 'undecided' && objects && this.held.length >= 2) this.mode = 'by_id';
    if (this.mode === 'by_id')
      for (const held of this.held.splice(0)) yield this.value(held, withId(held.key, held.value));
    if (this.mode === 'list') this.held.length = 0;
  }

  *end(): Generator<ReadEvent> {
    if (this.stopped) return;
    if (this.turns !== null) yield this.value({ line: 1, offset: 0 }, { conversations: this.turns });
    else if (this.mode === 'undecided' && this.held.length > 0) {
      const only = this.held[0];
      const record = Object.fromEntries(this.held.map(({ key, value }) => [key, value]));
      const byId = this.held.length === 1 && only && isObject(only.value);
      yield this.value({ line: 1, offset: 0 }, byId ? withId(only.key, only.value) : record);
    }
  }

  private parse(bytes: Buffer) {
    try {
      return parseJson(this.decoder.decode(bytes), this.limits.depthMax);
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
const withId = (key: string, value: unknown) => (isObject(value) && !('id' in value) ? { id: key, ...value } : value);
/** The outer object's list holds turns, not records: the object itself is one record. */
const isTurn = (value: unknown) =>
  isObject(value) &&
  ('from' in value || 'role' in value || 'speaker' in value) &&
  ('value' in value || 'content' in value || 'text' in value);
