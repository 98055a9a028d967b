import type { ConversationRecord } from '../../contracts/records.ts';
import { CLASS_EXAMPLES_MIN, type Task } from '../../contracts/training.ts';

/** What the training split holds that could be learned. Built in one pass; memory by number of label values. */
export interface LearnableFacts {
  record_count: number;
  /** Per label field: records per value. */
  labels: Record<string, Record<string, number>>;
  /** User turns answered by an assistant turn. */
  turn_pair_count: number;
}

export async function countLearnable(records: AsyncIterable<ConversationRecord>): Promise<LearnableFacts> {
  const labels: Record<string, Record<string, number>> = {};
  let record_count = 0;
  let turn_pair_count = 0;
  for await (const record of records) {
    record_count += 1;
    for (const [field, value] of Object.entries(record.labels)) {
      labels[field] ??= {};
      labels[field][value] = (labels[field][value] ?? 0) + 1;
    }
    record.messages.forEach((message, i) => {
      if (message.role === 'assistant' && record.messages[i - 1]?.role === 'user') turn_pair_count += 1;
    });
  }
  return { record_count, labels, turn_pair_count };
}

/**
 * The classification task of a label field: its classes are the values with enough examples to learn from and to
 * judge by. Undefined where fewer than two are left.
 *
 * The text is the whole record, because the label is the record's.
 */
export function classificationTask(
  facts: LearnableFacts,
  field: string,
): Extract<Task, { kind: 'classification' }> | undefined {
  const classes = Object.entries(facts.labels[field] ?? {})
    .filter(([, count]) => count >= CLASS_EXAMPLES_MIN)
    .map(([value]) => value)
    .sort();
  if (classes.length < 2) return undefined;
  return { kind: 'classification', label_field: field, text_from: 'all', classes };
}

/**
 * The label field to learn where the caller names none: the one that covers most records, then the one with fewer
 * classes, then by name. A field where nearly every record has its own value is an identifier, not a label.
 */
export function chooseLabelField(facts: LearnableFacts): string | undefined {
  const candidates = Object.entries(facts.labels).flatMap(([field, counts]) => {
    const task = classificationTask(facts, field);
    const covered = task?.classes.reduce((sum, value) => sum + (counts[value] ?? 0), 0) ?? 0;
    return task && covered >= COVERAGE_MIN * facts.record_count
      ? [{ field, covered, classes: task.classes.length }]
      : [];
  });
  candidates.sort((a, b) => b.covered - a.covered || a.classes - b.classes || (a.field < b.field ? -1 : 1));
  return candidates[0]?.field;
}

/** A label on fewer than a fifth of the records says little about the dataset. */
const COVERAGE_MIN = 0.2;
