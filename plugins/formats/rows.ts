import type { ConversationRecord } from '../../contracts/records.ts';
import type { TargetRow } from '../../contracts/target-formats.ts';

type Record_ = Pick<ConversationRecord, 'record_id' | 'messages' | 'labels'>;

const labelsOf = ({ labels }: Record_) => (Object.keys(labels).length === 0 ? {} : { labels });

export const toChatml = (record: Record_): TargetRow<'chatml'>[] => [
  {
    id: record.record_id,
    messages: record.messages.map(({ role, content }) => ({ role, content })),
    ...labelsOf(record),
  },
];

const SHAREGPT_NAMES = { system: 'system', user: 'human', assistant: 'gpt' } as const;

export const toShareGpt = (record: Record_): TargetRow<'sharegpt'>[] => [
  {
    id: record.record_id,
    conversations: record.messages.map(({ role, content }) => ({ from: SHAREGPT_NAMES[role], value: content })),
    ...labelsOf(record),
  },
];

/** A conversation that alternates from a user's turn to an assistant's last one; any other has no row. */
export function toAlpaca({ record_id, messages }: Record_): TargetRow<'alpaca'>[] {
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== 'system');
  const fits = turns.length >= 2 && turns.length % 2 === 0;
  if (!fits || !turns.every(({ role }, i) => role === (i % 2 === 0 ? 'user' : 'assistant'))) return [];
  const pairs = turns.flatMap(({ content }, i): [string, string][] =>
    i % 2 === 0 ? [[content, turns[i + 1]?.content ?? '']] : [],
  );
  const [instruction, output] = pairs.pop() ?? ['', ''];
  return [
    {
      id: record_id,
      ...(system.length > 0 && { system: system.join('\n') }),
      instruction,
      input: '',
      output,
      history: pairs,
    },
  ];
}

/** One row a label: of the whole record, with all it says, and of each turn that carries one. */
export function toClassification({ record_id, messages, labels }: Record_): TargetRow<'classification'>[] {
  const whole = messages.map(({ content }) => content).join('\n');
  const rows = Object.entries(labels).map(([field, label]) => ({
    id: record_id,
    turn: null,
    field,
    label,
    text: whole,
  }));
  const ofTurns = messages.flatMap(({ content, labels: own = {} }, turn) =>
    Object.entries(own).map(([field, label]) => ({ id: record_id, turn, field, label, text: content })),
  );
  return [...rows, ...ofTurns];
}

/**
 * Joins the two records of a preference pair, which come in any order, one group, equal but for the last turn. Keeps a
 * record until the other one comes; one that never does has no row.
 */
export function createPreferenceJoiner() {
  const waiting = new Map<string, ConversationRecord>();
  return (record: ConversationRecord): TargetRow<'preference'>[] => {
    const { preference } = record.labels;
    if (preference !== 'chosen' && preference !== 'rejected') return [];
    const before = record.messages.slice(0, -1);
    const prompt = before.map(({ content }) => content).join('\n');
    const key = `${record.group_id}\0${prompt}`;
    const other = waiting.get(key);
    if (other === undefined || other.labels.preference === preference) {
      waiting.set(key, record);
      return [];
    }
    waiting.delete(key);
    const [chosen, rejected] = preference === 'chosen' ? [record, other] : [other, record];
    const answer = ({ messages }: ConversationRecord) => messages.at(-1)?.content ?? '';
    return [{ id: record.group_id, prompt, chosen: answer(chosen), rejected: answer(rejected) }];
  };
}
