import type { ConversationRecord } from '../../contracts/records.ts';
import type { Task } from '../../contracts/training.ts';

type Classification = Extract<Task, { kind: 'classification' }>;

export interface LabelledTexts {
  texts: string[];
  /** Index into the task's classes. */
  labels: Uint16Array;
}

/** Texts with a label of the task; a text that stands twice with the same label counts once. */
export async function collectLabelled(
  records: AsyncIterable<ConversationRecord>,
  task: Classification,
): Promise<LabelledTexts> {
  const classOf = new Map(task.classes.map((name, i) => [name, i]));
  const seen = new Set<string>();
  const texts: string[] = [];
  const labels: number[] = [];
  for await (const record of records) {
    const label = classOf.get(record.labels[task.label_field] ?? '');
    if (label === undefined) continue;
    const text = record.messages
      .filter(({ role }) => task.text_from === 'all' || role === task.text_from)
      .map(({ content }) => content)
      .join('\n');
    const key = `${label}\0${text}`;
    if (text === '' || seen.has(key)) continue;
    seen.add(key);
    texts.push(text);
    labels.push(label);
  }
  return { texts, labels: Uint16Array.from(labels) };
}

export interface TurnPairs {
  first: string[];
  second: string[];
}

/** User turns and the assistant turns that answered them. */
export async function collectTurnPairs(records: AsyncIterable<ConversationRecord>): Promise<TurnPairs> {
  const pairs: TurnPairs = { first: [], second: [] };
  for await (const { messages } of records) {
    messages.forEach((message, i) => {
      const before = messages[i - 1];
      if (message.role !== 'assistant' || before?.role !== 'user') return;
      pairs.first.push(before.content);
      pairs.second.push(message.content);
    });
  }
  return pairs;
}
