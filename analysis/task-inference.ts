import type { ConversationRecord } from '../contracts/records.ts';
import { CLASS_EXAMPLES_MIN, type InferredTask, type Task, type TaskWish } from '../contracts/training.ts';
import { outcomeValues } from './outcomes.ts';
import { PREFERENCE_FIELD } from './preference-pairs.ts';

type Unit = 'record' | 'utterance';

/** One label field, as counted. */
export interface LabelCounts {
  field: string;
  unit: Unit;
  /** Records or utterances per value. */
  values: ReadonlyMap<string, number>;
  total: number;
  /** How many of them end in, or are, an assistant turn. */
  ofAnswers: number;
}

/** What the training split holds that could be learned. */
export interface LearnableFacts {
  record_count: number;
  utterance_count: number;
  /** User turns answered by an assistant turn. */
  turn_pair_count: number;
  labels: readonly LabelCounts[];
}

/** A field with more values than this is an identifier or a text; its further values are not counted. */
const VALUES_MAX = 2000;

/** Counts what could be learned in one pass; memory by the number of label values. */
export function createLearnableCounter() {
  let [record_count, utterance_count, turn_pair_count] = [0, 0, 0];
  const fields = new Map<string, { field: string; unit: Unit; values: Map<string, number> } & Counts>();
  const count = (unit: Unit, [field, value]: [string, string], answer: boolean) => {
    const key = `${unit}\0${field}`;
    const entry = fields.get(key) ?? { field, unit, values: new Map(), total: 0, ofAnswers: 0 };
    fields.set(key, entry);
    if (!entry.values.has(value) && entry.values.size >= VALUES_MAX) return;
    entry.values.set(value, (entry.values.get(value) ?? 0) + 1);
    entry.total += 1;
    entry.ofAnswers += answer ? 1 : 0;
  };
  return {
    add({ labels, messages }: ConversationRecord): void {
      record_count += 1;
      utterance_count += messages.length;
      const answers = messages.at(-1)?.role === 'assistant' && messages.length > 1;
      for (const label of Object.entries(labels)) count('record', label, answers);
      messages.forEach((message, i) => {
        const isAnswer = message.role === 'assistant' && messages[i - 1]?.role === 'user';
        if (isAnswer) turn_pair_count += 1;
        for (const label of Object.entries(message.labels ?? {})) count('utterance', label, isAnswer);
      });
    },
    result: (): LearnableFacts => ({ record_count, utterance_count, turn_pair_count, labels: [...fields.values()] }),
  };
}

interface Counts {
  total: number;
  ofAnswers: number;
}

/** A label on fewer than a fifth of the records says little about the dataset. */
const COVERAGE_MIN = 0.2;
/** Fewer pairs of turns cannot be held out and judged. */
const TURN_PAIRS_MIN = 20;

/**
 * Everything that can be learned, the main task first: pairs of a better and a worse text are made for nothing else, so
 * they come first; then labels, the one that covers most, then the one with fewer classes, then by name, a record's before
 * an utterance's; then labels that judge answers, read as preferences; then next turns.
 *
 * Result: none where the dataset holds no label of two classes, no preference and hardly a pair of turns.
 */
export function inferTasks(facts: LearnableFacts): InferredTask[] {
  const preferences = facts.labels.flatMap((counts) => preferenceTask(counts) ?? []);
  const paired = preferences.filter(({ task }) => task.kind === 'preference' && task.label_field === PREFERENCE_FIELD);
  const labels = facts.labels.flatMap((counts) => {
    const found = counts.field === PREFERENCE_FIELD ? undefined : classificationTask(counts);
    const whole = counts.unit === 'record' ? facts.record_count : facts.utterance_count;
    return found && found.example_count >= COVERAGE_MIN * whole ? [found] : [];
  });
  const judged = preferences.filter((entry) => !paired.includes(entry));
  const turns = facts.turn_pair_count >= TURN_PAIRS_MIN ? [nextTurnTask(facts)] : [];
  return asMain([...paired, ...labels.sort(byWorth), ...judged, ...turns]);
}

/** The label to be learned first: the main one of those that can be. */
export function firstLabel(tasks: readonly InferredTask[]): Extract<Task, { kind: 'classification' }> | undefined {
  for (const { task } of tasks) if (task.kind === 'classification') return task;
  return undefined;
}

/**
 * The classification task of a label field: its classes are the values with enough examples to learn from and to judge
 * by. Undefined where fewer than two are left. The text is the whole record, or the utterance, that has the label.
 */
function classificationTask({ field, unit, values }: LabelCounts): InferredTask | undefined {
  const kept = [...values].filter(([, count]) => count >= CLASS_EXAMPLES_MIN);
  if (kept.length < 2) return undefined;
  const classes = kept.map(([value]) => value).sort();
  const rare = values.size - kept.length;
  const task: Task = { kind: 'classification', label_field: field, text_from: 'all', classes };
  return {
    task: unit === 'utterance' ? { ...task, unit } : task,
    main: false,
    example_count: kept.reduce((sum, [, count]) => sum + count, 0),
    evidence: [
      `${unit} label ${field}: ${kept.length} values with ${CLASS_EXAMPLES_MIN} examples or more`,
      ...(rare > 0 ? [`${rare} values are rarer and left out`] : []),
    ],
  };
}

/** The preference that a label of answers tells; undefined where its values do not say which answer is better. */
function preferenceTask(
  { field, unit, values, total, ofAnswers }: LabelCounts,
  { preferred, rejected }: Pick<TaskWish, 'preferred' | 'rejected'> = {},
): InferredTask | undefined {
  const told = preferred && rejected ? { preferred, rejected, paired: false } : null;
  const order = unit === 'record' ? (told ?? outcomeValues(field, [...values.keys()])) : null;
  if (order === null || (!order.paired && ofAnswers < total / 2)) return undefined;
  const count = (names: readonly string[]) => names.reduce((sum, name) => sum + (values.get(name) ?? 0), 0);
  const [better, worse] = [count(order.preferred), count(order.rejected)];
  if (better < CLASS_EXAMPLES_MIN || worse < CLASS_EXAMPLES_MIN) return undefined;
  return {
    task: { kind: 'preference', label_field: field, preferred: order.preferred, rejected: order.rejected },
    main: false,
    example_count: better + worse,
    evidence: [
      order.paired
        ? `each record of ${field} is the better or the worse of two texts: ${better} and ${worse}`
        : `label ${field} judges the last answer: ${better} preferred, ${worse} rejected`,
    ],
  };
}

/**
 * The tasks that a wish leaves, the main one first; or why it cannot be had. A field the wish names need not cover much
 * of the data, and its values may be judged by the wish itself.
 */
export function tasksOfWish(facts: LearnableFacts, wish: TaskWish): { tasks: InferredTask[] } | { reason: string } {
  const { kind, label_field, unit } = wish;
  if (kind === 'next_turn') {
    const found = inferTasks(facts).filter(({ task }) => task.kind === kind);
    return found.length > 0
      ? { tasks: asMain(found) }
      : { reason: `${facts.turn_pair_count} user turns are answered; ${TURN_PAIRS_MIN} are needed` };
  }
  const fields = facts.labels.filter(
    (counts) => (label_field ?? counts.field) === counts.field && (unit ?? counts.unit) === counts.unit,
  );
  const known = [...new Set(facts.labels.map(({ field }) => field))].join(', ') || 'none';
  if (label_field !== undefined && fields.length === 0)
    return { reason: `no ${unit ?? 'record or utterance'} has a label ${label_field}; labels here: ${known}` };
  if (kind === 'classification') {
    const named =
      label_field === undefined ? [] : fields.flatMap((counts) => classificationTask(counts) ?? []).sort(byWorth);
    const inferred = inferTasks({ ...facts, labels: fields }).filter(({ task }) => task.kind === kind);
    const tasks = label_field === undefined ? inferred : named;
    return tasks.length > 0
      ? { tasks: asMain(tasks) }
      : {
          reason: `${label_field ?? 'no label'} has ${label_field ? 'no ' : ''}two values with ${CLASS_EXAMPLES_MIN} examples or more; labels here: ${known}`,
        };
  }
  const tasks = fields.flatMap((counts) => preferenceTask(counts, wish) ?? []);
  return tasks.length > 0
    ? { tasks: asMain(tasks) }
    : {
        reason: `no label says which answers are better; name task.label_field, task.preferred and task.rejected. Labels here: ${known}`,
      };
}

const asMain = (tasks: InferredTask[]) => tasks.map((entry, i) => ({ ...entry, main: i === 0 }));

function nextTurnTask({ turn_pair_count }: LearnableFacts): InferredTask {
  return {
    task: { kind: 'next_turn' },
    main: false,
    example_count: turn_pair_count,
    evidence: [`${turn_pair_count} user turns are answered by an assistant turn`],
  };
}

function byWorth(a: InferredTask, b: InferredTask): number {
  const key = ({ task }: InferredTask) => (task.kind === 'classification' ? task : { label_field: '', classes: [] });
  const unit = ({ task }: InferredTask) => (task.kind === 'classification' && task.unit === 'utterance' ? 1 : 0);
  return (
    unit(a) - unit(b) ||
    b.example_count - a.example_count ||
    key(a).classes.length - key(b).classes.length ||
    (key(a).label_field < key(b).label_field ? -1 : 1)
  );
}
