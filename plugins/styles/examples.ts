import { createKeySet, evenHash } from '../../analysis/duplicates.ts';
import { createEvenSample } from '../../analysis/even-sample.ts';
import { PipelineError } from '../../contracts/errors.ts';
import type { ConversationRecord } from '../../contracts/records.ts';
import type { Task } from '../../contracts/training.ts';

export type Classification = Extract<Task, { kind: 'classification' }>;

/** The task of a style that learns a label. Throws StyleUnsupported where the dataset has none. */
export function classificationOf(task: Task, style: string): Classification {
  if (task.kind === 'classification') return task;
  throw new PipelineError('StyleUnsupported', `${style} needs a label to learn; the dataset has none`);
}

export interface LabelledTexts {
  texts: string[];
  /** Index into the task's classes. */
  labels: Uint16Array;
  /** What the record of each text says of its people. */
  attributes: Readonly<Record<string, string>>[];
  /** Records that are no example, by reason. */
  skipped: { skipped_without_label: number; skipped_without_text: number; skipped_repeated: number };
}

export interface LabelledText {
  text: string;
  label: number;
  attributes: Readonly<Record<string, string>>;
}

export const noneSkipped = (): LabelledTexts['skipped'] => ({
  skipped_without_label: 0,
  skipped_without_text: 0,
  skipped_repeated: 0,
});

/**
 * Texts with a label of the task, each a record or an utterance; a text that stands twice with the same label counts once,
 * by a hash of 52 bits. Those that are no example are counted in `skipped`. Memory: 32 bytes a text at most.
 */
export async function* eachLabelled(
  records: AsyncIterable<ConversationRecord>,
  task: Classification,
  skipped: LabelledTexts['skipped'],
): AsyncGenerator<LabelledText> {
  const classOf = new Map(task.classes.map((name, i) => [name, i]));
  const seen = createKeySet();
  for await (const record of records) {
    for (const { text, labels: found } of unitsOf(record, task)) {
      const label = classOf.get(found[task.label_field] ?? '');
      if (label === undefined) skipped.skipped_without_label += 1;
      else if (text === '') skipped.skipped_without_text += 1;
      else if (!seen.add(evenHash(`${label}\0${text}`))) skipped.skipped_repeated += 1;
      else yield { text, label, attributes: record.attributes };
    }
  }
}

/** All of `eachLabelled`. */
export async function collectLabelled(
  records: AsyncIterable<ConversationRecord>,
  task: Classification,
): Promise<LabelledTexts> {
  const skipped = noneSkipped();
  const found: LabelledText[] = [];
  for await (const example of eachLabelled(records, task, skipped)) found.push(example);
  return toLabelledTexts(found, skipped);
}

/** All of `eachLabelled` where they are few, and else an even sample of at most so many, of at most `charsMax` UTF-16 units. */
export async function sampleLabelled(
  records: AsyncIterable<ConversationRecord>,
  task: Classification,
  { countMax, charsMax }: { countMax: number; charsMax: number },
): Promise<LabelledTexts> {
  const skipped = noneSkipped();
  const sample = createEvenSample<LabelledText>({ countMax, sizeMax: charsMax });
  for await (const example of eachLabelled(records, task, skipped)) sample.offer(example, example.text.length);
  return toLabelledTexts(sample.things(), skipped);
}

function toLabelledTexts(found: readonly LabelledText[], skipped: LabelledTexts['skipped']): LabelledTexts {
  return {
    texts: found.map(({ text }) => text),
    labels: Uint16Array.from(found, ({ label }) => label),
    attributes: found.map(({ attributes }) => attributes),
    skipped,
  };
}

/** What carries labels: the record as a whole, or each of its utterances; the text with all labels it has. */
export function unitsOf(
  { messages, labels }: ConversationRecord,
  { text_from, unit }: Classification,
): { text: string; labels: Readonly<Record<string, string>> }[] {
  const spoken = messages.filter(({ role }) => text_from === 'all' || role === text_from);
  if (unit === 'utterance') return spoken.map((message) => ({ text: message.content, labels: message.labels ?? {} }));
  return [{ text: spoken.map(({ content }) => content).join('\n'), labels }];
}

export interface TurnPairs {
  first: string[];
  second: string[];
  /** Equal numbers mean equal texts. */
  firstIds: Uint32Array;
  secondIds: Uint32Array;
  skipped: { skipped_empty_turn: number; skipped_repeated: number };
}

/** User turns and the assistant turns that answered them; a pair that stands twice counts once. */
export async function collectTurnPairs(records: AsyncIterable<ConversationRecord>): Promise<TurnPairs> {
  const [first, second]: [string[], string[]] = [[], []];
  const [firstIds, secondIds]: [number[], number[]] = [[], []];
  const idOf = numberer();
  const seen = new Set<string>();
  const skipped = { skipped_empty_turn: 0, skipped_repeated: 0 };
  for await (const { messages } of records) {
    messages.forEach((message, i) => {
      const before = messages[i - 1];
      if (message.role !== 'assistant' || before?.role !== 'user') return;
      const ids = [idOf(before.content), idOf(message.content)] as const;
      const key = ids.join(' ');
      if (before.content.trim() === '' || message.content.trim() === '') skipped.skipped_empty_turn += 1;
      else if (seen.has(key)) skipped.skipped_repeated += 1;
      else {
        seen.add(key);
        first.push(before.content);
        second.push(message.content);
        firstIds.push(ids[0]);
        secondIds.push(ids[1]);
      }
    });
  }
  return { first, second, firstIds: Uint32Array.from(firstIds), secondIds: Uint32Array.from(secondIds), skipped };
}

/** Numbers texts in the order they first come. */
function numberer(): (text: string) => number {
  const ids = new Map<string, number>();
  return (text) => {
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    return id;
  };
}
