import type { ConversationRecord, Message } from '../contracts/records.ts';
import type { ColumnPlan } from './column-roles.ts';
import { conversationIn, placeOf } from './conversation-columns.ts';
import { knownRole, settleSpeakers } from './roles.ts';

/** A conversation longer than this goes on in a further record of the same group: memory stays bounded. */
const MESSAGES_MAX = 5000;

/** Stands for the id where a file is one conversation. */
const WHOLE_FILE = 'transcript';

/** Longer values are texts, not labels. */
const LABEL_CHARS_MAX = 100;

const ALONE = { field: null, isPrefix: false, position: null };

interface Open {
  key: string;
  record: ConversationRecord;
  /** Of its last row, where a column tells places. */
  place: number | null;
}

/**
 * Joins rows of one utterance each to conversations: rows one after another, of one file and table, with the same
 * conversation id, or up to where their places begin anew, or all rows of a file that is one conversation. Labels that vary within conversations stay with their utterance, the others with the conversation;
 * attributes of the person are those of the first row that gives them.
 */
export function createRowJoiner() {
  let open: Open | undefined;

  function end(): ConversationRecord[] {
    const done = open?.record;
    open = undefined;
    if (done === undefined) return [];
    settleSpeakers(done.messages);
    return [done];
  }

  return {
    /** The records of one row; gives the conversation that the row has ended, if it has. */
    take(rows: ConversationRecord[], value: Record<string, unknown>, plan: ColumnPlan): ConversationRecord[] {
      const done: ConversationRecord[] = [];
      const { field, isPrefix, position } = plan.conversation ?? ALONE;
      const id = field === null ? WHOLE_FILE : conversationIn(value[field], isPrefix);
      const place = position === null ? null : placeOf(value[position]);
      for (const row of rows) {
        const key = JSON.stringify([row.source.file, row.source.table, id]);
        const beginsAnew = place !== null && open?.place != null && place < open.place;
        if (open?.key !== key || beginsAnew || open.record.messages.length >= MESSAGES_MAX || id === '')
          done.push(...end());
        open ??= begin(row, { key, id });
        open.place = place;
        join(open, row, { value, plan });
      }
      return done;
    },
    end,
  };
}

function begin(row: ConversationRecord, { key, id }: { key: string; id: string }): Open {
  // Ids of conversations often begin anew in each file.
  const group = id === '' ? row.group_id : `${row.source.file}${row.source.table ? `/${row.source.table}` : ''}#${id}`;
  const record = {
    ...row,
    record_id: id === '' || id === WHOLE_FILE ? row.record_id : `${id}#${row.source.index}`,
    group_id: group,
    messages: [],
    labels: {},
  };
  return { key, record, place: null };
}

function join(
  { record }: Open,
  row: ConversationRecord,
  { value, plan }: { value: Record<string, unknown>; plan: ColumnPlan },
): void {
  const own = plan.utteranceLabels.flatMap((name): [string, string][] => {
    const label = String(value[name] ?? '').trim();
    return label !== '' && label.length <= LABEL_CHARS_MAX ? [[name, label]] : [];
  });
  for (const [name, label] of Object.entries(row.labels)) {
    if (!plan.utteranceLabels.includes(name)) record.labels[name] ??= label;
  }
  for (const [name, attribute] of Object.entries(row.attributes)) record.attributes[name] ??= attribute;
  for (const tag of row.tags) if (!record.tags.includes(tag)) record.tags.push(tag);
  record.consent_status ??= row.consent_status;
  record.split ??= row.split;
  for (const message of row.messages) {
    const labels = { ...message.labels, ...Object.fromEntries(own) };
    const role = row.messages.length > 1 ? message.role : roleOf(message, record.messages.length);
    record.messages.push({ ...message, role, ...(Object.keys(labels).length > 0 && { labels }) });
  }
}

/** Of one whom no table knows it is settled when the conversation has ended. */
function roleOf({ speaker }: Message, position: number): Message['role'] {
  const inTurn = position % 2 === 0 ? 'user' : 'assistant';
  return speaker === undefined ? inTurn : (knownRole(speaker) ?? inTurn);
}
