import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import { type Classification, unitsOf } from './examples.ts';

export interface SequenceTexts {
  texts: string[];
  /** Index into the task's classes. */
  labels: Uint16Array;
  /** Labels and attributes that could order the texts, by text. */
  fields: Readonly<Record<string, string>>[];
  skipped: { skipped_without_label: number; skipped_without_text: number; skipped_repeated: number };
}

/** Labelled texts with everything that could say which task they are of. */
export async function collectSequence(
  records: AsyncIterable<ConversationRecord>,
  task: Classification,
): Promise<SequenceTexts> {
  const classOf = new Map(task.classes.map((name, c) => [name, c]));
  const texts: string[] = [];
  const labels: number[] = [];
  const fields: Readonly<Record<string, string>>[] = [];
  const seen = new Set<string>();
  const skipped = { skipped_without_label: 0, skipped_without_text: 0, skipped_repeated: 0 };
  for await (const record of records) {
    for (const unit of unitsOf(record, task)) {
      const label = classOf.get(unit.labels[task.label_field] ?? '');
      const key = `${label}\0${unit.text}`;
      if (label === undefined) skipped.skipped_without_label += 1;
      else if (unit.text.trim() === '') skipped.skipped_without_text += 1;
      else if (seen.has(key)) skipped.skipped_repeated += 1;
      else {
        seen.add(key);
        texts.push(unit.text);
        labels.push(label);
        fields.push({ ...record.attributes, ...record.labels, ...unit.labels });
      }
    }
  }
  return { texts, labels: Uint16Array.from(labels), fields, skipped };
}

/** How the texts are dealt out to tasks. */
export interface Sequence {
  /** The field whose values are the tasks; null where they are groups of classes. */
  field: string | null;
  /** Name of each task, in their order. */
  names: string[];
  /** Classes that each task brings, by index. */
  classes: number[][];
}

/** A task with fewer texts cannot be learned and judged. */
const TEXTS_MIN = 20;
const FIELD_TASKS_MAX = 10;
const CLASSES_MIN = 4;

/**
 * The sequence of tasks: the values of the field that the settings name; else groups of classes; else, where there are too
 * few classes to group, the values of the first other field that cuts the texts into some large parts.
 */
export function sequenceOf(
  { fields, labels }: SequenceTexts,
  { task, num_tasks, task_field }: { task: Classification; num_tasks: number; task_field: string | undefined },
): Sequence {
  if (task_field === undefined && task.classes.length >= CLASSES_MIN) return byClasses(task.classes, num_tasks);
  const candidates = task_field ? [task_field] : [...new Set(fields.flatMap((own) => Object.keys(own)))].sort();
  for (const field of candidates.filter((name) => name !== task.label_field)) {
    const names = largeValues(fields, field);
    if (names.length >= 2 && names.length <= FIELD_TASKS_MAX) {
      const classes = names.map((name) =>
        [...new Set(labels.filter((_label, i) => fields[i]?.[field] === name))].sort((a, b) => a - b),
      );
      // A value that goes with one class alone would tell the label itself.
      if (task_field || classes.every((own) => own.length > 1)) return { field, names, classes };
    }
  }
  if (task_field === undefined && task.classes.length > 2) return byClasses(task.classes, num_tasks);
  throw new PipelineError(
    'StyleUnsupported',
    task_field
      ? `${task_field} has not 2 to ${FIELD_TASKS_MAX} values with ${TEXTS_MIN} texts or more each; name another task_field`
      : `continual_learning needs three classes, or a label or attribute that cuts the texts into tasks; ${task.label_field} has ${task.classes.length} classes`,
  );
}

/** Index of the task that a text is of; -1 for none. */
export function taskOf(
  { field, names, classes }: Sequence,
  label: number,
  fields: Readonly<Record<string, string>> | undefined,
): number {
  return field === null ? classes.findIndex((own) => own.includes(label)) : names.indexOf(fields?.[field] ?? '');
}

function byClasses(names: readonly string[], wanted: number): Sequence {
  const count = Math.max(2, Math.min(wanted, Math.floor(names.length / 2)));
  const classes = Array.from({ length: count }, (_, t) =>
    [...names.keys()].filter((c) => Math.floor((c * count) / names.length) === t),
  );
  return { field: null, names: classes.map((own) => own.map((c) => names[c]).join(', ')), classes };
}

function largeValues(fields: readonly Readonly<Record<string, string>>[], field: string): string[] {
  const counts = new Map<string, number>();
  for (const own of fields) {
    const value = own[field];
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].filter(([, count]) => count >= TEXTS_MIN).map(([value]) => value);
  return values.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
