import type { ColumnEvidence, ColumnInference, Rejected } from '../contracts/dataset.ts';
import type { ConversationRecord, SourcePosition } from '../contracts/records.ts';
import type { ColumnRoles } from '../contracts/run.ts';
import { type ColumnPlan, inferColumns } from './column-roles.ts';
import { createFieldNotes } from './field-notes.ts';
import { numbered } from './shapes.ts';
import { createRowJoiner } from './utterance-rows.ts';
import { addSpeaker, countSpeakers, createValueShaper, type ShapeCounts, type SpeakerCounts } from './value-shaper.ts';

type Fields = Record<string, unknown>;

export interface Taken {
  records: ConversationRecord[];
  rejected: Rejected[];
}
export type DatasetShaper = ReturnType<typeof createDatasetShaper>;

/**
 * Turns the values of a dataset, file by file, into canonical records.
 *
 * The first values of each file are held until there are enough to judge its columns by; then they and all that follow
 * are shaped one by one, and rows of one conversation are joined. Memory: those first values, and one conversation.
 *
 * Once the columns of a file are judged, the rest of it may be shaped elsewhere by its `plan`, where that joins no rows;
 * `add` then takes over what was counted there.
 */
export function createDatasetShaper({ columns }: { columns?: ColumnRoles | undefined } = {}) {
  const notes = createFieldNotes();
  const joiner = createRowJoiner();
  const evidence = new Map<string, ColumnEvidence>();
  const speakers: SpeakerCounts = new Map();
  let held: { value: unknown; position: SourcePosition }[] = [];
  let heldChars = 0;
  let shaped: { plan: ColumnPlan; by: ReturnType<typeof createValueShaper>; values: number } | undefined;
  let index = 0;
  let joined = false;

  function decide(first: readonly { value: unknown }[], isWholeFile: boolean) {
    const rows = first.map(({ value }) => value).filter(isFields);
    const plan = inferColumns(rows, { given: columns, isWholeFile });
    for (const entry of plan.evidence) {
      const key = keyOf(entry);
      if (!evidence.has(key)) evidence.set(key, { ...entry, record_count: 0 });
    }
    joined ||= joinsRows(plan);
    return { plan, by: createValueShaper(plan), values: 0 };
  }

  function shape(value: unknown, position: SourcePosition, as: NonNullable<typeof shaped>): Taken {
    const drafted = as.by.draft(value, position);
    as.values += 1;
    if (as.values % COUNTED_EVERY === 0) takeOwnCounts();
    if ('reason' in drafted) return { records: [], rejected: [{ position, reason: drafted.reason }] };
    const rows = drafted.drafts.map((draft) => numbered(draft, index++));
    return {
      records: counted(joinsRows(as.plan) ? joiner.take(rows, value as Fields, as.plan) : rows),
      rejected: [],
    };
  }

  function addCounts({ fields, evidence: filled }: ShapeCounts): void {
    notes.add(fields);
    shaped?.plan.evidence.forEach((entry, i) => {
      const known = evidence.get(keyOf(entry));
      if (known) known.record_count += filled[i] ?? 0;
    });
  }

  function takeOwnCounts(): void {
    if (shaped) addCounts(shaped.by.takeCounts());
  }

  function counted(records: ConversationRecord[]): ConversationRecord[] {
    for (const record of records) countSpeakers(record, speakers, SPEAKERS_MAX);
    return records;
  }

  function release(isWholeFile: boolean): Taken {
    // Let go first: where the columns of a file are refused, nothing of it must stay for the next.
    const first = held;
    held = [];
    heldChars = 0;
    const taken: Taken = { records: [], rejected: [] };
    if (first.length === 0) return taken;
    shaped ??= decide(first, isWholeFile);
    for (const { value, position } of first) append(taken, shape(value, position, shaped));
    return taken;
  }

  return {
    take(value: unknown, position: SourcePosition): Taken {
      if (shaped !== undefined) return shape(value, position, shaped);
      held.push({ value, position });
      heldChars += charsOf(value);
      return held.length >= HELD_MAX || heldChars >= HELD_CHARS_MAX ? release(false) : NOTHING;
    },

    /** What the columns of this file were judged to be; null where that is not known yet, or rows are joined by it. */
    get plan(): ColumnPlan | null {
      return shaped === undefined || joinsRows(shaped.plan) ? null : shaped.plan;
    },
    /** Records given so far: the index of the next. */
    get recordCount(): number {
      return index;
    },
    add({
      recordCount,
      counts,
      speakers: met,
    }: {
      recordCount: number;
      counts: ShapeCounts;
      speakers: SpeakerCounts;
    }): void {
      takeOwnCounts();
      index += recordCount;
      addCounts(counts);
      for (const speaker of met.values()) addSpeaker(speaker, speakers, SPEAKERS_MAX);
    },

    /** Gives what is still held; the next value begins another file, whose columns are judged anew. */
    endFile(): Taken {
      const taken = release(true);
      append(taken, { records: counted(joiner.end()), rejected: [] });
      takeOwnCounts();
      shaped = undefined;
      return taken;
    },

    inference(): ColumnInference {
      takeOwnCounts();
      const byName = Object.entries(notes.result()).flatMap(([role, fields]) =>
        Object.entries(fields).map(([field, record_count]) => ({ role, field, record_count })),
      );
      // Where the plan names text or speaker, the shapes saw only what it made of them.
      const planned = [...evidence.values()];
      const replaced = (field: string) =>
        planned.some(({ role }) => role === 'text') ||
        (field === 'speaker' && planned.some(({ role }) => role === field));
      const known = byName
        .filter(({ role, field }) => !evidence.has(`${role} ${field}`) && isName(field))
        .filter(({ role, field }) => role !== 'text' || !replaced(field))
        .map((entry) => ({ ...entry, by: 'name' as const, reason: 'a name that is known for it' }));
      return {
        columns: [...evidence.values(), ...known].filter(({ record_count }) => record_count > 0).slice(0, COLUMNS_MAX),
        rows_joined: joined,
        speakers: [...speakers.values()],
      };
    },
  };
}

function append(to: Taken, from: Taken): void {
  for (const record of from.records) to.records.push(record);
  for (const entry of from.rejected) to.rejected.push(entry);
}

function charsOf(value: unknown): number {
  if (!isFields(value)) return 1;
  let chars = 0;
  for (const inner of Object.values(value)) chars += typeof inner === 'string' ? inner.length : 1;
  return chars;
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isName = (field: string) => /^[\p{L}\p{N}_. -]{1,40}$/u.test(field);

const NOTHING: Taken = { records: [], rejected: [] };
const joinsRows = ({ conversation, isOneConversation }: ColumnPlan) => conversation !== null || isOneConversation;
const keyOf = ({ role, field }: Pick<ColumnEvidence, 'role' | 'field'>) => `${role} ${field}`;
/** So often that names which are new in every record do not gather. */
const COUNTED_EVERY = 500;
const HELD_MAX = 200;
const HELD_CHARS_MAX = 4_000_000;
const COLUMNS_MAX = 40;
const SPEAKERS_MAX = 50;
