import type { Measure } from '../contracts/dataset.ts';
import type { InferredTask, SelectionFacts, StyleId, Task } from '../contracts/training.ts';
import { normalisedEntropy } from './normalised-entropy.ts';
import { firstLabel, type LearnableFacts } from './task-inference.ts';

/** What the run knows besides the records themselves. */
export type Goals = Omit<
  SelectionFacts,
  | 'record_count'
  | 'labelled_record_count'
  | 'class_counts'
  | 'class_balance'
  | 'turn_pair_count'
  | 'preferred_count'
  | 'rejected_count'
  | 'label_fields_count'
>;

/** The facts a style is chosen by: counted for the first label task and the first preference task there is. */
export function toSelectionFacts(
  { record_count, turn_pair_count, labels }: LearnableFacts,
  tasks: readonly InferredTask[],
  goals: Goals,
): SelectionFacts {
  const label = firstLabel(tasks);
  const preference = tasks.find(({ task }) => task.kind === 'preference')?.task;
  const valuesOf = (field: string, unit: string): ReadonlyMap<string, number> =>
    labels.find((counts) => counts.field === field && counts.unit === unit)?.values ?? new Map();
  const total = (names: readonly string[], values: ReadonlyMap<string, number>) =>
    names.reduce((sum, name) => sum + (values.get(name) ?? 0), 0);
  const classes = label?.classes ?? [];
  const counted = label ? valuesOf(label.label_field, label.unit ?? 'record') : new Map();
  const judged = preference?.kind === 'preference' ? valuesOf(preference.label_field, 'record') : new Map();
  const class_counts = Object.fromEntries(classes.map((name) => [name, counted.get(name) ?? 0]));
  return {
    record_count,
    labelled_record_count: total(classes, counted),
    class_counts,
    class_balance: classBalance(Object.values(class_counts)),
    turn_pair_count,
    preferred_count: preference?.kind === 'preference' ? total(preference.preferred, judged) : 0,
    rejected_count: preference?.kind === 'preference' ? total(preference.rejected, judged) : 0,
    label_fields_count: tasks.filter(({ task }) => task.kind === 'classification').length,
    ...goals,
  };
}

/** Normalised entropy of the classes, 0 to 1; null for fewer than two. */
export function classBalance(counts: readonly number[]): Measure {
  return counts.length < 2
    ? { value: null, reason: 'there are no two classes' }
    : { value: normalisedEntropy(counts), reason: null };
}

/** The kind of task each style learns; one that learns from the texts alone is judged by a label where there is one. */
const TASK_KINDS: Record<StyleId, readonly Task['kind'][]> = {
  few_shot: ['classification'],
  self_supervised: ['next_turn'],
  supervised: ['classification'],
  unsupervised: ['classification', 'next_turn'],
  reinforcement: ['preference'],
  transfer_learning: ['classification'],
  meta_learning: ['classification'],
  continual_learning: ['classification'],
};

/** The first task of a kind the style learns; for a style that learns over classes, the label with most of them. */
export function taskOfStyle(style: StyleId, tasks: readonly InferredTask[]): Task {
  for (const kind of TASK_KINDS[style]) {
    const found = tasks.flatMap(({ task }) => (task.kind === kind ? [task] : []));
    const [first] = style === 'meta_learning' ? found.sort((a, b) => classCountOf(b) - classCountOf(a)) : found;
    if (first) return first;
  }
  return { kind: 'next_turn' };
}

function classCountOf(task: Task): number {
  return task.kind === 'classification' ? task.classes.length : 0;
}
