import type { ColumnInference } from '../contracts/dataset.ts';
import type { ConversationRecord, SourcePosition } from '../contracts/records.ts';
import type { ColumnPlan } from './column-roles.ts';
import { createFieldNotes, type NotedFields } from './field-notes.ts';
import { knownRole } from './roles.ts';
import { type Drafted, toDrafts } from './shapes.ts';

type Fields = Record<string, unknown>;
type Speaker = ColumnInference['speakers'][number];

/** What is counted while values are shaped: plain data, which a thread can hand over. */
export interface ShapeCounts {
  fields: NotedFields;
  /** Records that fill the field of each entry of the plan's evidence. */
  evidence: readonly number[];
}

export type SpeakerCounts = Map<string, Speaker>;

/**
 * Shapes values by a plan that is made. Every value is judged by itself, so that blocks of values can be shaped in any
 * order. Its counts have no limit of names: who takes them often bounds them (`createDatasetShaper`).
 */
export function createValueShaper(plan: ColumnPlan) {
  const notes = createFieldNotes({ namesMax: Number.POSITIVE_INFINITY });
  const fields = plan.evidence.map(({ field }) => field);
  let evidence = fields.map(() => 0);
  return {
    draft(value: unknown, position: SourcePosition): Drafted {
      if (!isFields(value)) return toDrafts(value, position, { chosen: plan.chosen, notes });
      const drafted = toDrafts(withMessages(value, plan), position, { chosen: plan.chosen, notes });
      if ('drafts' in drafted)
        fields.forEach((field, i) => {
          if (isFilled(value[field])) evidence[i] = (evidence[i] ?? 0) + 1;
        });
      return drafted;
    },
    /** What was counted since it was last asked. */
    takeCounts(): ShapeCounts {
      const counts = { fields: notes.take(), evidence };
      evidence = fields.map(() => 0);
      return counts;
    },
  };
}

/** Counts who speaks in a record: names that no table of roles knows count as one. */
export function countSpeakers(
  { messages }: ConversationRecord,
  counts: SpeakerCounts,
  countsMax = Number.POSITIVE_INFINITY,
): void {
  for (const { speaker, role } of messages) {
    if (speaker === undefined) continue;
    const name = knownRole(speaker) === null ? OTHER_SPEAKERS : speaker.toLowerCase();
    addSpeaker({ speaker: name, role, message_count: 1 }, counts, countsMax);
  }
}

export function addSpeaker({ speaker, role, message_count }: Speaker, counts: SpeakerCounts, countsMax: number): void {
  const key = `${speaker} ${role}`;
  const entry = counts.get(key);
  if (entry) entry.message_count += message_count;
  else if (counts.size < countsMax) counts.set(key, { speaker, role, message_count });
}

/** Where the plan names the text, the record is given its messages by it; elsewhere its own shape tells. */
function withMessages(value: Fields, plan: ColumnPlan): Fields {
  const said = plan.text?.map((field) => textOf(value[field])).filter((text) => text !== '') ?? [];
  const speaker = plan.speaker === null ? '' : textOf(value[plan.speaker]);
  if (said.length === 0) {
    // A row that names its speaker elsewhere than in `speaker` is still one utterance of that speaker.
    return (plan.conversation === null && !plan.isOneConversation) || speaker === '' ? value : { ...value, speaker };
  }
  const answer = plan.response === null ? '' : textOf(value[plan.response]);
  const messages = [
    { content: said.join('\n'), ...(speaker !== '' && { speaker }) },
    ...(answer === '' ? [] : [{ role: 'assistant', content: answer }]),
  ];
  return { ...value, [PREPARED]: messages };
}

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const isFilled = (value: unknown) => value !== undefined && value !== null && value !== '';
const textOf = (value: unknown) =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';

/** The field that shapes look at first. */
const PREPARED = 'messages';
const OTHER_SPEAKERS = '(names no table knows)';
