import type { ColumnEvidence, ColumnInference, Rejected } from '../contracts/dataset.ts';
import type { ConversationRecord, Message, SourcePosition } from '../contracts/records.ts';
import type { ColumnRoles } from '../contracts/run.ts';
import { type ColumnPlan, inferColumns } from './column-roles.ts';
import { isFields } from './record-fields.ts';
import { knownRole } from './roles.ts';
import { createRecordShaper } from './shapes.ts';
import { createRowJoiner } from './utterance-rows.ts';

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
 */
export function createDatasetShaper({ columns }: { columns?: ColumnRoles | undefined } = {}) {
  const shaper = createRecordShaper();
  const joiner = createRowJoiner();
  const evidence = new Map<string, ColumnEvidence>();
  const speakers = new Map<string, ColumnInference['speakers'][number]>();
  /** By role: who spoke last, and where that is counted. */
  const lastEntries: Partial<Record<Message['role'], { as: string; entry: ColumnInference['speakers'][number] }>> = {};
  let held: { value: unknown; position: SourcePosition }[] = [];
  let heldChars = 0;
  let plan: ColumnPlan | undefined;
  /** What the plan's evidence is counted in, field by field. */
  let counting: { entry: ColumnEvidence; field: string }[] = [];
  let joined = false;

  function decide(first: readonly { value: unknown }[], isWholeFile: boolean): ColumnPlan {
    const rows = first.map(({ value }) => value).filter(isFields);
    const decided = inferColumns(rows, { given: columns, isWholeFile });
    for (const entry of decided.evidence) {
      const key = `${entry.role} ${entry.field}`;
      if (!evidence.has(key)) evidence.set(key, { ...entry, record_count: 0 });
    }
    counting = decided.evidence.flatMap(({ role, field }) => {
      const entry = evidence.get(`${role} ${field}`);
      return entry ? [{ entry, field }] : [];
    });
    joined ||= decided.conversation !== null;
    return decided;
  }

  function shape(value: unknown, position: SourcePosition, by: ColumnPlan): Taken {
    const prepared = isFields(value) ? withMessages(value, by) : value;
    const shaped = shaper.toRecords(prepared, position, by.chosen);
    if ('reason' in shaped) return { records: [], rejected: [{ position, reason: shaped.reason }] };
    if (isFields(value)) countEvidence(value);
    const records = by.conversation !== null ? joiner.take(shaped.records, value as Fields, by) : shaped.records;
    return { records: counted(records), rejected: [] };
  }

  function countEvidence(value: Fields): void {
    for (const { entry, field } of counting) {
      const found = value[field];
      if (found !== undefined && found !== null && found !== '') entry.record_count += 1;
    }
  }

  function counted(records: ConversationRecord[]): ConversationRecord[] {
    for (const { messages } of records) for (const message of messages) countSpeaker(message);
    return records;
  }

  function countSpeaker({ speaker, role }: Message): void {
    if (speaker === undefined) return;
    const known = lastEntries[role];
    if (known !== undefined && known.as === speaker) {
      known.entry.message_count += 1;
      return;
    }
    const name = knownRole(speaker) === null ? OTHER_SPEAKERS : speaker.toLowerCase();
    const key = `${name} ${role}`;
    const entry = speakers.get(key) ?? { speaker: name, role, message_count: 0 };
    if (!speakers.has(key)) {
      if (speakers.size >= SPEAKERS_MAX) return;
      speakers.set(key, entry);
    }
    entry.message_count += 1;
    lastEntries[role] = { as: speaker, entry };
  }

  function release(isWholeFile: boolean): Taken {
    // Let go first: where the columns of a file are refused, nothing of it must stay for the next.
    const first = held;
    held = [];
    heldChars = 0;
    const taken: Taken = { records: [], rejected: [] };
    if (first.length === 0) return taken;
    plan ??= decide(first, isWholeFile);
    for (const { value, position } of first) append(taken, shape(value, position, plan));
    return taken;
  }

  return {
    take(value: unknown, position: SourcePosition): Taken {
      if (plan !== undefined) return shape(value, position, plan);
      held.push({ value, position });
      heldChars += charsOf(value);
      return held.length >= HELD_MAX || heldChars >= HELD_CHARS_MAX ? release(false) : NOTHING;
    },

    /** Gives what is still held; the next value begins another file, whose columns are judged anew. */
    endFile(): Taken {
      const taken = release(true);
      append(taken, { records: counted(joiner.end()), rejected: [] });
      plan = undefined;
      return taken;
    },

    inference(): ColumnInference {
      const byName = Object.entries(shaper.inference()).flatMap(([role, fields]) =>
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

/** Where the plan names the text, the record is given its messages by it; elsewhere its own shape tells. */
function withMessages(value: Fields, plan: ColumnPlan): Fields {
  const said = plan.text?.map((field) => textOf(value[field])).filter((text) => text !== '') ?? [];
  const name = plan.speaker === null ? '' : textOf(value[plan.speaker]);
  const speaker = plan.speakerWords?.[name.toLowerCase()] ?? name;
  if (said.length === 0) {
    // A row that names its speaker elsewhere than in `speaker` is still one utterance of that speaker.
    return plan.conversation === null || speaker === '' ? value : { ...value, speaker };
  }
  const answer = plan.response === null ? '' : textOf(value[plan.response]);
  const messages = [
    { content: said.join('\n'), ...(speaker !== '' && { speaker }) },
    ...(answer === '' ? [] : [{ role: 'assistant', content: answer }]),
  ];
  return { ...value, [PREPARED]: messages };
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

const textOf = (value: unknown) =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
const isName = (field: string) => /^[\p{L}\p{N}_. -]{1,40}$/u.test(field);

/** The field that shapes look at first. */
const PREPARED = 'messages';
const NOTHING: Taken = { records: [], rejected: [] };
const OTHER_SPEAKERS = '(names no table knows)';
const HELD_MAX = 200;
const HELD_CHARS_MAX = 4_000_000;
const COLUMNS_MAX = 40;
const SPEAKERS_MAX = 50;
