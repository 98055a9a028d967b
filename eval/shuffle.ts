import type { ConversationRecord, Message } from '../contracts/records.ts';
import type { Task } from '../contracts/training.ts';
import { Random } from '../learning/random.ts';

/**
 * The records with what is to be learned taken from another record by chance: the label of the task, or the answers. All
 * else stays, so a style that still reports a gain is fooling its judge.
 */
export function shuffleTask(records: readonly ConversationRecord[], task: Task, seed: number): ConversationRecord[] {
  const random = new Random(seed);
  if (task.kind === 'next_turn') {
    const answers = records.flatMap(({ messages }) => messages.filter(({ role }) => role === 'assistant'));
    const next = drawer(answers, random);
    return records.map((record) => ({
      ...record,
      messages: record.messages.map((message) =>
        message.role === 'assistant' ? { ...message, content: next()?.content ?? '' } : message,
      ),
    }));
  }
  const field = task.label_field;
  if (task.kind === 'classification' && task.unit === 'utterance') {
    const labelled = records.flatMap(({ messages }) => messages.flatMap(({ labels }) => labels?.[field] ?? []));
    const next = drawer(labelled, random);
    const swap = (message: Message): Message =>
      message.labels?.[field] === undefined
        ? message
        : { ...message, labels: { ...message.labels, [field]: next() ?? '' } };
    return records.map((record) => ({ ...record, messages: record.messages.map(swap) }));
  }
  const next = drawer(
    records.flatMap(({ labels }) => labels[field] ?? []),
    random,
  );
  return records.map((record) =>
    record.labels[field] === undefined ? record : { ...record, labels: { ...record.labels, [field]: next() ?? '' } },
  );
}

/** Gives the items once each, in an order by chance. */
function drawer<T>(items: T[], random: Random): () => T | undefined {
  const shuffled = random.shuffle(items);
  return () => shuffled.pop();
}
